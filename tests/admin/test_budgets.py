"""Queries of the admin's pages: few, and as many for long lists as for short ones."""

import pytest

from records.models import Record
from records.store import apply, take
from tests.admin.conftest import document
from tests.admin.forms import data_of
from vocabulary.models import Country

CHANGE = "/admin/exercises/exercise/jimex-2023/change/"


@pytest.fixture
def grown(record):
    """Return a function that adds participants, phases and citations to the edition."""

    def grow(number: int) -> None:
        keys = [f"A{chr(65 + n)}" for n in range(number)]
        Country.objects.bulk_create(Country(key=key, name=f"Country {key}") for key in keys)
        now = take(record)
        for key in keys:
            now["lists"]["participants"].append({"country": key, "force": "in-navy"})
            now["lists"]["phases"].append({"title": key, "places": ["arabian-sea"]})
            cited = {"source": "other-2023", "locator": key, "claims": {"date": None}}
            now["citations"].append(cited)
        apply(now, by=None, why="more", base=Record.objects.get(pk=record.pk).revision)

    return grow


def queries(django_assert_max_num_queries, client, address: str) -> int:
    with django_assert_max_num_queries(1000) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_form_asks_as_little_for_many_rows_as_for_few(
    django_assert_max_num_queries, as_ana, record, grown
):
    few = queries(django_assert_max_num_queries, as_ana, CHANGE)
    grown(25)

    many = queries(django_assert_max_num_queries, as_ana, CHANGE)

    assert many <= few + 2
    assert many <= 50


def test_view_of_a_published_record_asks_as_little_for_many_rows(
    django_assert_max_num_queries, as_ana, public, grown
):
    few = queries(django_assert_max_num_queries, as_ana, CHANGE)
    grown(25)

    assert queries(django_assert_max_num_queries, as_ana, CHANGE) <= few + 2


def test_saving_asks_little_for_many_rows(django_assert_max_num_queries, as_ana, record, grown):
    grown(25)
    data = data_of(as_ana.get(CHANGE)) | {"edition": "9"}

    with django_assert_max_num_queries(80):
        assert as_ana.post(CHANGE, data).status_code == 302


@pytest.mark.parametrize("address", ["/admin/exercises/exercise/", "/admin/records/record/"])
def test_list_asks_as_little_for_many_records_as_for_few(
    django_assert_max_num_queries, as_ana, record, address
):
    few = queries(django_assert_max_num_queries, as_ana, address)
    for number in range(20):
        fields = {"title": f"Edition {number}", "series": "jimex"}
        apply(document("exercise", f"edition-{number}", fields), by=None, why="x")

    many = queries(django_assert_max_num_queries, as_ana, address)

    assert many == few <= 12
