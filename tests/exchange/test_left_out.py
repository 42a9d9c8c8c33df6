"""What readers' files leave out of a record is not taken out of it when they come again."""

import json
import re

import pytest

from exchange.batches.steps import preview
from exchange.models import Batch
from records.models import Record
from records.workflow import publish
from tests.exchange.batch_cases import confirm_now, document, edited, stored

pytestmark = pytest.mark.usefixtures("small_record")

EXERCISE, SOURCE = "trial", "small-source"
HIDDEN = {"c1": ["series"], "c2": ["series"]}
PATHS = [f"citations/{ref}/claims/series" for ref in HIDDEN]


@pytest.fixture
def published(ana, ed) -> None:
    """A published exercise whose citations name drafts, and a source of which nothing is hidden."""
    claims = [("c1", "series", "secret-line"), ("c1", "title", ""), ("c1", "outcome", "held")]
    claims += [("c2", "series", "[denies] other-line"), ("c2", "title", "")]
    cited = {"record": EXERCISE, "source": SOURCE}
    rows = [{**cited, "ref": ref, "claims": path, "says": says} for ref, path, says in claims]
    lines = [{"key": f"{name}-line", "title": f"{name} line"} for name in ("secret", "other")]
    stored(ana, series=lines, exercises={"key": EXERCISE, "title": "Trial"}, citations=rows)
    publish(Record.objects.filter(key__in=[EXERCISE, SOURCE]), by=ed)
    said = {c["ref"]: c["claims"] for c in document(EXERCISE)["citations"]}
    assert said["c1"]["series"] == "secret-line"
    assert said["c2"]["series"] == {"denies": "other-line"}


def download(client, address: str) -> tuple[str, bytes]:
    answer = client.get(address)
    name = re.search('filename="(.+)"', answer.headers["Content-Disposition"])[1]
    return name, b"".join(answer)


def entries(client) -> list[dict]:
    return json.loads(download(client, "/data/?format=json")[1])


def entry(client) -> dict:
    return next(found for found in entries(client) if found["key"] == EXERCISE)


def imported(found: dict, by) -> Batch:
    batch = preview([("mine.json", json.dumps([found]).encode())], by=by)
    assert not batch.problems.exists()
    return confirm_now(batch, by=by, digest=batch.seal)


@pytest.mark.parametrize("file_format", ["csv", "zip", "xlsx", "ods", "json"])
def test_public_download_uploaded_again_proposes_nothing(client, ed, published, file_format):
    for address in ("/exercises/", "/sources/", "/data/"):
        if (address, file_format) == ("/data/", "csv"):
            continue
        name, content = download(client, f"{address}?format={file_format}")
        assert b"secret-line" not in content

        batch = preview([(name, content)], by=ed)

        assert set(batch.records.values_list("outcome", flat=True)) == {"unchanged"}
        assert not batch.problems.exists()


def test_paths_that_are_left_out_are_named_and_nothing_else_is(client, published):
    found = {e["key"]: e for e in entries(client)}

    assert found[EXERCISE]["left_out"] == PATHS
    assert "left_out" not in found[SOURCE]
    assert "secret" not in json.dumps(found)


def test_other_changes_in_the_file_are_taken(client, ed, published):
    found = entry(client)
    found["document"]["fields"]["summary"] = "Mended."
    del found["document"]["citations"][0]["claims"]["outcome"]

    imported(found, ed)

    now = document(EXERCISE)
    claims = {c["ref"]: c["claims"] for c in now["citations"]}
    assert now["fields"]["summary"] == "Mended."
    assert claims["c1"] == {"series": "secret-line", "title": "Trial"}
    assert claims["c2"]["series"] == {"denies": "other-line"}


def test_what_the_file_says_there_itself_is_taken(client, ed, published):
    found = entry(client)
    first, _second = found["document"]["citations"]
    first["claims"]["series"] = "small-series"
    found["document"]["citations"] = [first]

    imported(found, ed)

    (citation,) = document(EXERCISE)["citations"]
    assert citation["claims"]["series"] == "small-series"


def test_older_file_is_merged_with_what_the_record_has_become(client, ana, ed, published):
    found = entry(client)
    edited(EXERCISE, by=ed, edition=7)
    found["document"]["fields"]["summary"] = "Mended."

    imported(found, ed)

    now = document(EXERCISE)
    assert (now["fields"]["edition"], now["fields"]["summary"]) == (7, "Mended.")
    assert now["citations"][0]["claims"]["series"] == "secret-line"


@pytest.mark.parametrize("wrong", ["series", [1], {"series": 1}])
def test_paths_of_a_wrong_shape_are_told(client, ed, published, wrong):
    found = entry(client) | {"left_out": wrong}

    batch = preview([("mine.json", json.dumps([found]).encode())], by=ed)

    (problem,) = batch.problems.all()
    assert (problem.column, problem.message) == ("left_out", "This is not a list of paths.")


@pytest.mark.parametrize("path", ["", "/", "no", "no/x/y", "citations/c9", "citations/c1/claims/x"])
def test_paths_that_lead_nowhere_put_nothing_back(client, ed, published, path):
    found = entry(client) | {"left_out": [*PATHS, path]}

    batch = preview([("mine.json", json.dumps([found]).encode())], by=ed)

    assert list(batch.records.values_list("outcome", flat=True)) == ["unchanged"]
    assert not batch.problems.exists()


@pytest.mark.parametrize("value", [None, "", [], "x"])
def test_field_that_nobody_knows_is_told_though_it_is_named_as_left_out(
    client, ed, published, value
):
    found = entry(client)
    found["document"]["fields"]["no"] = value
    found["left_out"] = [*PATHS, "no"]

    batch = preview([("mine.json", json.dumps([found]).encode())], by=ed)

    (problem,) = batch.problems.all()
    assert (problem.column, problem.message) == ("no", "There is no such field.")


def test_field_and_item_that_had_to_be_left_out_are_put_back(client, ana, ed):
    # Publishing refuses such references, so this is a record that was hidden by other means.
    link = {"record": "one", "ref": "x1", "type": "related", "target": "line"}
    one = {"key": "one", "title": "One", "series": "line"}
    stored(ana, series={"key": "line", "title": "Line"}, exercises=one, links=link)
    Record.objects.filter(key="one").update(status="published")
    (found,) = entries(client)
    assert found["left_out"] == ["series", "links/x1"]
    assert "line" not in json.dumps(found["document"])

    batch = preview([("mine.json", json.dumps([found]).encode())], by=ed)

    assert list(batch.records.values_list("outcome", flat=True)) == ["unchanged"]
