"""Synthetic tables in the layouts of the field's datasets; nothing in them is fact.

``python -m tests.exchange.layouts FOLDER`` writes all four at full size.
"""

import csv
import random
import sys
from collections.abc import Callable
from pathlib import Path

SEED = 20
FULL = {
    "exercises_mme": 1790,
    "exercises_jme": 3707,
    "participants_jme": 13818,
    "defence_dcad": 1871,
}
# (name, COW, Gleditsch-Ward, ISO-3): present ones, so that a file may have any year.
COUNTRIES = [
    ("India", 750, 750, "IND"),
    ("Japan", 740, 740, "JPN"),
    ("Australia", 900, 900, "AUS"),
    ("United States of America", 2, 2, "USA"),
    ("United Kingdom", 200, 200, "GBR"),
    ("France", 220, 220, "FRA"),
    ("Germany", 255, 260, "DEU"),
    ("South Korea", 732, 732, "KOR"),
    ("Philippines", 840, 840, "PHL"),
    ("Thailand", 800, 800, "THA"),
    ("Singapore", 830, 830, "SGP"),
    ("Indonesia", 850, 850, "IDN"),
    ("New Zealand", 920, 920, "NZL"),
    ("Canada", 20, 20, "CAN"),
    ("Italy", 325, 325, "ITA"),
    ("Egypt", 651, 651, "EGY"),
    ("Namibia", 565, 565, "NAM"),
    ("Russia", 365, 365, "RUS"),
    ("Brazil", 140, 140, "BRA"),
    ("Kenya", 501, 501, "KEN"),
]
NAMES = ["Blue Heron", "Iron Anchor", "Silver Kite", "North Lantern", "Amber Reef", "Stone Crane"]
LETTERS = [chr(65 + n) for n in range(26)] + [f"A{chr(65 + n)}" for n in range(13)]  # A..AM


def exercises_mme(rows: int, seed: int = SEED):
    """Yield 53 columns: American dates with xx for what is unknown; participants in a cell."""
    chance = random.Random(seed)
    flags = ["naval", "air_", "ground", "cyber_"]
    rest = [f"v{number:02d}" for number in range(1, 41)]
    yield [
        *["mme_id", "exercise", "StartDate", "EndDate", "host", "participants", "outcome_code"],
        *["n_states", "notes", *flags, *rest],
    ]
    for number in range(1, rows + 1):
        year, month, day = chance.randint(1990, 2016), chance.randint(1, 12), chance.randint(1, 20)
        shape = chance.choice(["{m:02d}/{d:02d}/{y}"] * 6 + ["{m:02d}/xx/{y}"] * 3 + ["xx/xx/{y}"])
        start = shape.format(y=year, m=month, d=day)
        end = shape.format(y=year, m=month, d=day + chance.randint(0, 8))
        who = chance.sample(COUNTRIES, chance.randint(2, 5))
        yield [
            str(number),
            f"{chance.choice(NAMES)} {number}",
            start,
            chance.choice([end, end, end, "-9"]),
            who[0][0],
            "; ".join(name for name, *_codes in who),
            chance.choice(["1", "1", "1", "2"]),
            str(len(who)),
            chance.choice(["NA", "n/a", "live fire, as planned", ""]),
            *(str(chance.randint(0, 1)) for _flag in flags),
            *(chance.choice(["-9", "0", "1", "NA"]) for _column in rest),
        ]


def exercises_jme(rows: int, seed: int = SEED):
    """Yield 64 columns: year, month and day apart; 39 columns of participants by COW code."""
    chance = random.Random(seed)
    dates = ["syear", "smonth", "sday", "eyear", "emonth", "eday"]
    head = ["jme_id", "xname", *dates, "hostccode", "alt_name"]
    rest = [f"x{number}" for number in range(1, 16)]
    yield [*head, *(f"State{letters}" for letters in LETTERS), *rest]
    for number in range(1, rows + 1):
        year, month, day = chance.randint(1992, 2016), chance.randint(1, 12), chance.randint(1, 20)
        known = chance.choice([3, 3, 3, 2, 1])
        start = [str(year), str(month), str(day)][:known] + ["-9"] * (3 - known)
        end = [str(year), str(month), str(day + 5)][:known] + ["-9"] * (3 - known)
        most = chance.choice([2, 2, 3, 4, 8, 20])
        who = [str(cow) for _name, cow, *_codes in chance.sample(COUNTRIES, most)]
        yield [
            f"J{number:05d}",
            f"{chance.choice(NAMES)} {year}-{number}",
            *start,
            *end,
            who[0],
            chance.choice(["", "NA", f"Exercise No. {number}"]),
            *who,
            *[""] * (len(LETTERS) - len(who)),
            *(chance.choice(["-9", "0", "3.5", "-77"]) for _column in rest),
        ]


def participants_jme(rows: int, seed: int = SEED):
    """Yield one row for each country of an exercise, the exercise's own columns in each."""
    chance = random.Random(seed)
    yield ["exid", "exname", "start", "end", "gwno", "iso3", "troops", "lead", "source_page"]
    written, number = 0, 0
    while written < rows:
        number += 1
        year, month, day = chance.randint(1992, 2016), chance.randint(1, 12), chance.randint(1, 20)
        name = f"{chance.choice(NAMES)} {number}"
        who = chance.sample(COUNTRIES, chance.choice([2, 3, 4, 6, 8]))
        for place, (_name, _cow, gw, iso3) in enumerate(who[: rows - written]):
            yield [
                str(number),
                name,
                f"{day:02d}.{month:02d}.{year}",
                f"{day + 6:02d}.{month:02d}.{year}",
                str(gw),
                iso3,
                chance.choice(["-9", "-9", str(chance.randint(20, 4000))]),
                "1" if place == 0 else "0",
                str(chance.randint(1, 400)),
            ]
            written += 1


def defence_dcad(rows: int, seed: int = SEED):
    """Yield one agreement of two countries in each row; -77 does not apply, -88 is not known."""
    chance = random.Random(seed)
    sectors = ["gen", "exercise_", "research", "procure", "logistics_"]
    yield [
        *["dcaID", "ccode1", "ccode2", "abbrev1", "abbrev2", "signYear", "signMonth", "signDay"],
        *["entryYear", "docType", "title_en", *sectors],
    ]
    for number in range(1, rows + 1):
        one, two = chance.sample(COUNTRIES, 2)
        year = chance.randint(1980, 2010)
        yield [
            str(number),
            str(one[1]),
            str(two[1]),
            one[3],
            two[3],
            str(year),
            chance.choice(["-88", str(chance.randint(1, 12))]),
            "-88",
            chance.choice(["-77", "-88", str(year + 1)]),
            chance.choice(["1", "2", "3", "-88"]),
            chance.choice(["-88", f"Agreement on defence cooperation {number}"]),
            *(chance.choice(["0", "1", "-77"]) for _sector in sectors),
        ]


LAYOUTS: dict[str, Callable] = {
    "exercises_mme": exercises_mme,
    "exercises_jme": exercises_jme,
    "participants_jme": participants_jme,
    "defence_dcad": defence_dcad,
}


def write_layout(folder: Path, name: str, rows: int | None = None, seed: int = SEED) -> Path:
    """Write one layout as CSV and return its path; ``rows`` as many as the real one by default."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(LAYOUTS[name](rows or FULL[name], seed))
    return path


if __name__ == "__main__":
    for layout in LAYOUTS:
        write_layout(Path(sys.argv[1]), layout)
