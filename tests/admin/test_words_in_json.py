"""Words of JSON files and of rows that are left out: what is chosen stands in their place."""

import json

import pytest

from exchange.models import Batch
from tests.admin.conftest import SOURCE
from tests.admin.import_pages import apply_it, choose, upload
from tests.exchange.batch_cases import document, outcomes, previewed

pytestmark = pytest.mark.usefixtures("record", "whole_vocabulary")


class TestJson:
    DOCUMENT = {
        "schema": 1,
        "kind": "exercise",
        "key": "a-1",
        "fields": {"title": "A", "date": "2001", "hosts": ["Jappan", "IN"], "series": "jimmex"},
        "lists": {
            "participants": [
                {"ref": "x", "country": "Atlantiss", "personnel": 40},
                {"ref": "jp", "country": "Jappan"},
            ],
            "people": [{"ref": "p", "name": "A. N. Other", "country": "Atlantiss"}],
        },
        "citations": [
            {
                "ref": "c1",
                "source": SOURCE,
                "quoting": "nobody",
                "claims": {
                    "date": "2001",
                    "hosts": ["Jappan"],
                    "participants/x": True,
                    "participants/x/personnel": 40,
                    "participants/jp": True,
                },
            }
        ],
    }

    @pytest.fixture
    def batch(self, as_ana) -> Batch:
        entry = {"kind": "exercise", "key": "a-1", "document": self.DOCUMENT}
        upload(as_ana, ("a.json", json.dumps([entry]).encode()))
        return Batch.objects.latest("created")

    def test_what_is_chosen_stands_in_the_documents(self, batch, as_ana):
        found = {word["text"] for word in batch.options["unknown"]}
        assert found == {"Jappan", "jimmex", "Atlantiss", "nobody"}

        choices = {"Jappan": "key:JP", "jimmex": "create"}
        left = {"Atlantiss": "leave out", "nobody": "leave out"}
        choose(as_ana, batch, choices | left)

        assert outcomes(batch) == {"a-1": "new", "jimmex": "new"}
        apply_it(as_ana, batch)
        found = document("a-1")
        assert (found["fields"]["hosts"], found["fields"]["series"]) == (["IN", "JP"], "jimmex")
        assert found["lists"]["participants"] == [{"ref": "jp", "country": "JP"}]
        assert found["lists"]["people"] == [{"ref": "p", "name": "A. N. Other"}]
        (citation,) = found["citations"]
        assert "quoting" not in citation
        claims = {"date": "2001", "hosts": "JP", "participants/jp": True}
        assert citation["claims"] == claims

    def test_document_of_a_wrong_shape_is_told_as_before(self, as_ana):
        entry = {"kind": "exercise", "key": "a-1", "document": self.DOCUMENT}
        wrong = {**self.DOCUMENT, "key": "a-2", "lists": [1]}
        other = {"kind": "exercise", "key": "a-2", "document": wrong}
        upload(as_ana, ("a.json", json.dumps([entry, other]).encode()))
        batch = Batch.objects.latest("created")

        choose(as_ana, batch, {"Jappan": "key:JP"})

        assert outcomes(batch) == {"a-1": "failed", "a-2": "failed"}


def test_person_whose_country_is_left_out_stays(ana, as_ana):
    row = {"record": "a-1", "name": "A. N. Other", "country": "Atlantiss"}
    batch = previewed(ana, exercises={"key": "a-1", "title": "A"}, people=row)

    choose(as_ana, batch, {"Atlantiss": "leave out"})

    apply_it(as_ana, batch)
    (person,) = document("a-1")["lists"]["people"]
    assert (person["name"], person.get("country")) == ("A. N. Other", None)
