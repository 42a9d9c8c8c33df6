"""The seed lists hold together before any database sees them."""

import csv
import importlib.util
import re
from functools import cache
from pathlib import Path

import pycountry
import pytest

from records.dates import parse
from records.text import KEY_PATTERN, fold

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "data" / "vocabulary"
COLUMNS = {
    "countries": "code,name,official_name,iso3,numeric,cow,gw,former,since,until,aliases",
    "groupings": "key,name,aliases,members,since,note",
    "forces": "key,name,country,parent,domain,short_name,aliases",
    "places": "key,name,kind,country,within,latitude,longitude,aliases",
    "platforms": "key,name,kind,within,aliases",
    "units": "key,name,kind,country,force,platform,hull_number,aliases",
    "terms": "scheme,key,name,aliases,order",
}
# COW code, Gleditsch-Ward code: the countries on which the two lists differ, and some neighbours.
STATE_CODES = {
    "US": ("2", "2"),
    "GB": ("200", "200"),
    "DE": ("255", "260"),
    "DDDE": ("265", "265"),
    "CZ": ("316", "316"),
    "CSHH": ("315", "315"),
    "RS": ("345", "340"),
    "YUCS": ("345", "345"),
    "XK": ("347", "347"),
    "SUHH": ("365", "365"),
    "RU": ("365", "365"),
    "YE": ("679", "678"),
    "YDYE": ("680", "680"),
    "XYAR": ("678", "678"),
    "XGFR": ("260", "260"),
    "XRVN": ("817", "817"),
    "XZAN": ("511", "511"),
    "XTBT": ("", "711"),
    "AE": ("696", "696"),
    "CN": ("710", "710"),
    "TW": ("713", "713"),
    "KP": ("731", "731"),
    "KR": ("732", "732"),
    "JP": ("740", "740"),
    "IN": ("750", "750"),
    "VN": ("816", "816"),
    "SG": ("830", "830"),
    "AU": ("900", "900"),
    "KI": ("946", "970"),
    "NR": ("970", "971"),
    "TO": ("955", "972"),
    "TV": ("947", "973"),
    "VA": ("", ""),
    "HK": ("", ""),
    "PS": ("", ""),
    "GL": ("", ""),
}


@cache
def rows(name: str) -> list[dict]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        found = list(reader)
    assert reader.fieldnames == COLUMNS[name].split(",")
    return found


def cell(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def aliases(row: dict) -> list[str]:
    return [re.sub(r"\A[a-z]{2,3}:", "", alias) for alias in cell(row["aliases"])]


def key(row: dict) -> str:
    return row.get("code") or row["key"]


def keys(name: str) -> set[str]:
    return {key(row) for row in rows(name)}


def by_type(name: str) -> dict[str, list[dict]]:
    """Rows apart by the type that they become: terms are three types in one file."""
    found: dict[str, list[dict]] = {}
    for row in rows(name):
        found.setdefault(row.get("scheme", name), []).append(row)
    return found


@pytest.mark.parametrize("name", COLUMNS)
def test_every_row_has_a_key_a_name_and_all_its_cells(name):
    for row in rows(name):
        assert None not in {*row, *row.values()}, row
        assert row["name"], row
        assert all(value == value.strip() for value in row.values()), row
        if name != "countries":
            assert re.fullmatch(KEY_PATTERN, row["key"]), row


@pytest.mark.parametrize("name", COLUMNS)
def test_a_key_stands_once_in_its_type(name):
    for kind, members in by_type(name).items():
        found = [key(row) for row in members]
        assert len(found) == len(set(found)), kind


@pytest.mark.parametrize("name", COLUMNS)
def test_a_name_means_one_entry(name):
    for members in by_type(name).values():
        owner: dict[str, str] = {}
        for row in members:
            own = {
                row.get(column, "") for column in ("name", "short_name", "official_name", "iso3")
            }
            for folded in {fold(text) for text in {key(row), *own, *aliases(row)}} - {""}:
                assert owner.setdefault(folded, key(row)) == key(row), folded


@pytest.mark.parametrize("name", COLUMNS)
def test_an_entry_has_each_alias_once(name):
    for row in rows(name):
        other = [row[column] for column in ("official_name",) if row.get(column)]
        folded = [fold(text) for text in (row["name"], *aliases(row))]
        assert not set(folded[1:]) & {fold(text) for text in other}, row
        assert len(folded) == len(set(folded)), row


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("groupings", "members", "countries"),
        ("forces", "country", "countries"),
        ("forces", "parent", "forces"),
        ("places", "country", "countries"),
        ("places", "within", "places"),
        ("platforms", "within", "platforms"),
        ("units", "country", "countries"),
        ("units", "force", "forces"),
        ("units", "platform", "platforms"),
    ],
)
def test_what_a_row_refers_to_exists(name, column, target):
    named = {ref for row in rows(name) for ref in cell(row[column])}
    assert named
    assert named <= keys(target)


@pytest.mark.parametrize(
    ("name", "column"), [("forces", "parent"), ("places", "within"), ("platforms", "within")]
)
def test_a_chain_of_broader_entries_ends(name, column):
    broader = {row["key"]: row[column] for row in rows(name)}
    for start in broader:
        seen, step = set(), start
        while step:
            assert step not in seen, start
            seen.add(step)
            step = broader[step]


def test_a_force_has_the_country_of_its_parent_and_of_its_key():
    country = {row["key"]: row["country"] for row in rows("forces")}
    for row in rows("forces"):
        assert row["key"].startswith(f"{row['country'].lower()}-")
        assert country.get(row["parent"], row["country"]) == row["country"]


def test_a_unit_has_the_country_of_its_force():
    country = {row["key"]: row["country"] for row in rows("forces")}
    for row in rows("units"):
        assert country.get(row["force"], row["country"]) == row["country"], row


def test_a_place_has_the_country_of_the_place_around_it():
    place = {row["key"]: row for row in rows("places")}
    for row in place.values():
        around = place.get(row["within"], {}).get("country")
        if around and row["country"]:
            assert row["country"] == around, row


def test_coordinates_are_on_earth_and_come_in_pairs():
    for row in rows("places"):
        latitude, longitude = row["latitude"], row["longitude"]
        assert bool(latitude) == bool(longitude), row
        if latitude:
            assert -90 <= float(latitude) <= 90, row
            assert -180 <= float(longitude) <= 180, row


# Boxes: south, north, west, east. A swapped pair or a lost minus leaves its country's box.
BOXES = {
    "IN": (6, 36, 66, 98),
    "JP": (24, 46, 127, 146),
    "AU": (-44, -10, 112, 155),
    "CN": (18, 54, 73, 135),
}


def test_a_place_lies_in_its_country():
    checked = 0
    for row in rows("places"):
        if row["country"] in BOXES and row["latitude"]:
            south, north, west, east = BOXES[row["country"]]
            checked += 1
            assert south <= float(row["latitude"]) <= north, row
            assert west <= float(row["longitude"]) <= east, row
    assert checked > 50


def test_the_list_of_countries_has_all_of_iso_3166():
    codes = keys("countries")
    assert {entry.alpha_2 for entry in pycountry.countries} <= codes
    former = {row["code"] for row in rows("countries") if row["former"] == "yes"}
    assert {"SUHH", "YUCS", "CSXX", "CSHH", "DDDE", "YDYE", "ANHH"} <= former
    others = former - {entry.alpha_4 for entry in pycountry.historic_countries}
    assert others == {"XGFR", "XRVN", "XTBT", "XYAR", "XZAN"}
    assert codes - {entry.alpha_2 for entry in pycountry.countries} - former == {"XK"}


def test_a_country_has_the_codes_of_iso():
    for row in rows("countries"):
        entry = pycountry.countries.get(alpha_2=row["code"])
        if entry:
            assert (row["iso3"], row["numeric"]) == (entry.alpha_3, entry.numeric)


def test_the_state_codes_are_right_where_the_two_lists_differ():
    found = {row["code"]: (row["cow"], row["gw"]) for row in rows("countries")}
    assert {code: found[code] for code in STATE_CODES} == STATE_CODES


def test_no_two_present_countries_share_a_state_code():
    for column in ("cow", "gw"):
        present = [row[column] for row in rows("countries") if row["former"] == "no"]
        numbers = [int(number) for number in present if number]
        assert len(numbers) == len(set(numbers)) > 190


@pytest.mark.parametrize("name", ["countries", "groupings"])
def test_dates_are_read(name):
    for row in rows(name):
        for column in {"since", "until"} & row.keys():
            if row[column]:
                parse(row[column])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("U.K.", "GB"),
        ("UAE", "AE"),
        ("インド", "IN"),
        ("भारत", "IN"),
        ("日本", "JP"),
        ("Burma", "MM"),
        ("Turkey", "TR"),
        ("USSR", "SUHH"),
        ("East Timor", "TL"),
        ("West Germany", "XGFR"),
        ("North Yemen", "XYAR"),
        ("Yemen Arab Republic", "XYAR"),
        ("South Vietnam", "XRVN"),
        ("Republic of Vietnam", "XRVN"),
        ("ROM", "RO"),
    ],
)
def test_a_country_is_found_by_the_name_that_people_use(text, code):
    found = {
        row["code"]
        for row in rows("countries")
        if fold(text) in {fold(name) for name in (row["name"], row["official_name"], *aliases(row))}
    }
    assert found == {code}


def test_countries_are_what_the_script_makes():
    spec = importlib.util.spec_from_file_location("make", ROOT / "scripts" / "make_countries.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.build() == (FOLDER / "countries.csv").read_text(encoding="utf-8")
