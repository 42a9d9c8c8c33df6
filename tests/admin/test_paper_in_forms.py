"""The paper's own record, opened in its forms: the richest record of each kind."""

from records.kinds import get_kind, kinds
from records.models import Record, Revision
from records.store import take
from tests.admin.forms import data_of, errors_of


def richest(kind: str) -> Record:
    """Return the record of a kind that has most to say."""
    found = Revision.objects.filter(record__kind=kind).values_list("record_id", "document")
    key, _document = max(found, key=lambda row: len(str(row[1])))
    return Record.objects.get(key=key)


def test_richest_record_of_each_kind_comes_back_from_its_form_as_it_was(as_ed, paper):
    for kind in kinds():
        record = richest(kind.name)
        before = take(record)
        opts = get_kind(record.kind).model._meta
        address = f"/admin/{opts.app_label}/{opts.model_name}/{record.key}/change/"

        answer = as_ed.post(address, data_of(as_ed.get(address)) | {"why": "nothing"})

        assert answer.status_code == 302, errors_of(answer)
        record.refresh_from_db()
        assert (record.revision, take(record)) == (1, before), record.key
