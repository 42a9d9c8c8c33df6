"""robots.txt and the site map: what programs find, and that drafts are not among it."""

import re

import pytest

from catalogue import robots
from tests.public import document, exercise, publish, store, vocabulary


@pytest.fixture
def record(db):
    vocabulary()
    publish(exercise("jimex-2022", countries=["IN"]), document("agreement", "acsa", type="treaty"))
    store(exercise("secret-draft", countries=["FR"]))


def addresses(client, address: str) -> list[str]:
    """Return the addresses of a site map, relative to the site."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", answer.content.decode())


def test_robots_may_read_all_but_the_admin(client, db):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/\n" in text
    assert "Disallow: /\n" not in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text


def test_site_map_leads_to_every_public_page_and_no_draft(client, record):
    parts = addresses(client, "/sitemap.xml")

    found = {address for part in parts for address in addresses(client, part)}

    wanted = {"/", "/exercises/jimex-2022/", "/agreements/acsa/", "/sources/walia-2025/"}
    assert wanted | {"/countries/IN/", "/about/"} <= found
    assert not {"/exercises/secret-draft/", "/countries/FR/"} & found
    for address in found:
        assert client.get(address).status_code == 200, address


def test_site_map_comes_in_parts_with_a_fixed_number_of_queries(
    client, record, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(robots.Records, "limit", 10)
    publish(*(exercise(f"e-{n}") for n in range(40)))

    with django_assert_max_num_queries(5):
        parts = addresses(client, "/sitemap.xml")
    with django_assert_max_num_queries(2):
        assert len(addresses(client, "/sitemap-records.xml?p=2")) == 10

    assert "/sitemap-records.xml?p=5" in parts


@pytest.mark.parametrize("address", ["/sitemap-nothing.xml", "/sitemap-records.xml?p=99"])
def test_part_that_there_is_not_is_a_missing_page(client, record, address):
    assert client.get(address).status_code == 404
