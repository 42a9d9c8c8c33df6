"""Write data/vocabulary/countries.csv: the ISO part from pycountry, the rest from two small tables.

Run it after a new release of pycountry or a change of the tables::

    .venv/bin/python scripts/make_countries.py

With ``--check`` it writes nothing and exits with 1 where the committed file differs.
"""

import csv
import io
import re
import sys
import unicodedata
from pathlib import Path

import pycountry

VOCABULARY = Path(__file__).resolve().parent.parent / "data" / "vocabulary"
TARGET = VOCABULARY / "countries.csv"
COLUMNS = (
    "code",
    "name",
    "official_name",
    "iso3",
    "numeric",
    "cow",
    "gw",
    "former",
    "since",
    "until",
    "aliases",
)
# Entries of ISO 3166-3 that never were a country: claims in Antarctica, uninhabited islands,
# a statistical split of France, a zone between two states.
NOT_COUNTRIES = {
    "BQAQ", "CTKI", "FQHH", "FXFR", "JTUM", "MIUM", "NQAQ", "NTHH", "PUUM", "WKUM",
}  # fmt: skip
# Former states that ISO 3166-3 has not: X, which ISO leaves to its users, and the three letters
# that the lists of states have for them.
OTHER_STATE = r"X[A-Z]{3}"


def table(name: str) -> dict[str, dict[str, str]]:
    """Return the rows of ``sources/<name>.csv`` by their code."""
    path = VOCABULARY / "sources" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def iso_entries() -> dict[str, tuple]:
    """Return code -> (entry of pycountry, whether it is a former country), ISO 3166-1 first."""
    present = {entry.alpha_2: (entry, False) for entry in pycountry.countries}
    former = {
        entry.alpha_4: (entry, True)
        for entry in pycountry.historic_countries
        if entry.alpha_4 not in NOT_COUNTRIES
    }
    return dict(sorted(present.items())) | dict(sorted(former.items()))


def fold(name: str) -> str:
    """Return ``name`` as the record compares names: width, case and full stops aside."""
    return unicodedata.normalize("NFKC", name).casefold().replace(".", "").strip()


def aliases(own: set[str], iso_name: str, ours: str, taken: set[str]) -> str:
    """Return the cell of aliases: ours, then the ISO name where it is free.

    ``own`` are the country's names in other columns; ``taken`` has the folded names of the
    countries before, and this one's are added to it. Present countries come first, so that
    "East Timor" is today's and not the former territory.
    """
    found = [part.strip() for part in ours.split(";") if part.strip()]
    taken.update(fold(text) for text in own | set(found))
    if iso_name and fold(iso_name) not in taken:
        taken.add(fold(iso_name))
        found.append(iso_name)
    return "; ".join(found)


def row(code: str, entry, former: bool, names: dict, codes: dict, taken: set) -> dict:
    """Return one row of countries.csv; what our tables say wins over pycountry."""
    iso_name = getattr(entry, "name", "")
    name = names.get("name") or getattr(entry, "common_name", iso_name)
    official = names.get("official_name") or getattr(entry, "official_name", "")
    official = official.removeprefix("the ")
    return {
        "code": code,
        "name": name,
        "official_name": official,
        "iso3": names.get("iso3") or getattr(entry, "alpha_3", ""),
        "numeric": getattr(entry, "numeric", ""),
        "cow": codes.get("cow", ""),
        "gw": codes.get("gw", ""),
        "former": "yes" if former else "no",
        "since": names.get("since", ""),
        "until": names.get("until", ""),
        "aliases": aliases({name, official}, iso_name, names.get("aliases", ""), taken),
    }


def build() -> str:
    """Return the text of countries.csv."""
    names, codes = table("country_names"), table("state_codes")
    entries = iso_entries()
    # Kosovo has no entry in ISO 3166-1; XK is from the range that ISO leaves to its users.
    entries = {"XK": (None, False)} | entries
    entries |= {code: (None, True) for code in names if re.fullmatch(OTHER_STATE, code)}
    unknown = (names.keys() | codes.keys()) - entries.keys()
    if unknown:
        raise SystemExit(f"Not in ISO 3166: {', '.join(sorted(unknown))}")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    taken: set[str] = set()
    for code in sorted(entries, key=lambda code: (len(code), code)):
        ours = names.get(code, {}), codes.get(code, {})
        writer.writerow(row(code, *entries[code], *ours, taken))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write the file, or with ``--check`` compare it; return the exit code."""
    text = build()
    if "--check" in arguments:
        return 0 if TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
