"""The examples of the template: rows as a person would fill them in, of records that there are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.sheets import sheets

ACSA = "Acquisition and Cross-Servicing Agreement"
# Sheet -> its rows, heading -> cell; together they can be imported as they are.
ROWS: dict[str, list[dict[str, str]]] = {
    "series": [
        {"key": "jimex", "title": "Japan-India Maritime Exercise", "domains": "maritime"},
        {"key": "dharma-guardian", "title": "Dharma Guardian", "domains": "land"},
    ],
    "exercises": [
        {
            "key": "jimex-2022",
            "title": "JIMEX 2022",
            "series": "jimex",
            "edition": "6",
            "outcome": "held",
            "date": "2022-09-11/2022-09-17",
            "hosts": "India",
            "places": "Visakhapatnam; Bay of Bengal",
            "domains": "maritime",
            "participants_complete": "yes",
        },
        {
            "title": "Dharma Guardian 2023",
            "series": "Dharma Guardian",
            "outcome": "held",
            "date": "Feb 2023",
            "hosts": "Japan",
            "domains": "land",
            "participants": "India; Japan",
        },
    ],
    "phases": [
        {"record": "jimex-2022", "ref": "p1", "title": "Harbour phase", "places": "Visakhapatnam"},
        {"record": "jimex-2022", "ref": "p2", "title": "Sea phase", "places": "Bay of Bengal"},
    ],
    "participants": [
        {
            "record": "jimex-2022",
            "ref": "in",
            "country": "India",
            "force": "Indian Navy",
            "role": "host",
        },
        {"record": "jimex-2022", "ref": "jp", "country": "JP", "force": "JMSDF"},
    ],
    "deployments": [
        {"record": "jimex-2022", "country": "IN", "unit": "INS Sahyadri", "count": "1"},
        {"record": "jimex-2022", "country": "JP", "unit": "JS Izumo", "count": "1", "phases": "p2"},
    ],
    "agreements": [{"title": ACSA, "short_title": "ACSA", "type": "agreement"}],
    "parties": [{"record": ACSA, "country": "India"}, {"record": ACSA, "country": "Japan"}],
    "milestones": [{"record": ACSA, "type": "signed", "date": "2020-09-09"}],
    "sources": [
        {
            "key": "orissa-diary-2022",
            "title": "Japan India maritime bilateral exercise JIMEX 2022",
            "type": "article-newspaper",
            "container": "Orissa Diary",
            "issued": "2022-09-13",
            "url": "https://orissadiary.com/japan-india-maritime-bilateral-exercise-jimex-2022/",
            "language": "en",
            "consulted": "yes",
        }
    ],
    "statements": [
        {"record": "jimex-2022", "ref": "s1", "text": "It fell in the tenth year of the series."}
    ],
    "citations": [
        {
            "record": "jimex-2022",
            "ref": "c1",
            "claims": "date",
            "says": "2022-09-11",
            "source": "orissa-diary-2022",
            "basis": "reported",
        },
        {
            "record": "jimex-2022",
            "ref": "c1",
            "claims": "edition; participants/in; participants/jp; statements/s1",
            "source": "orissa-diary-2022",
        },
    ],
}

REMARKS = {
    "exercises": gettext_lazy(
        "The second has no key: one is proposed. Its participants are named here, those of the "
        "first on their own sheet."
    ),
    "participants": gettext_lazy("The ref is the item's name within its record; citations use it."),
    "parties": gettext_lazy("A record may be named by its title."),
    "citations": gettext_lazy(
        "Both rows have one ref: they are one citation. The first keeps what the source says; for "
        "the second it says what the record says."
    ),
}


@dataclass(frozen=True)
class Line:
    """One line of the sheet: ``mark`` stands in its first column, beside the cells of a row."""

    mark: str
    cells: tuple[str, ...] = ()
    is_heading: bool = False


def lines() -> Iterator[Line]:
    """Yield the lines of all examples, sheet by sheet, with the columns that they fill.

    Each has a mark, by which import knows a row that somebody has added here by mistake.
    """
    yield Line(
        _(
            "Rows as they could be filled in. Import passes over this sheet: copy what you "
            "need to the sheet of that name, without the first column."
        ),
        is_heading=True,
    )
    for name, rows in ROWS.items():
        columns = [c for c in sheets()[name].columns if any(c in row for row in rows)]
        yield Line(name, tuple(columns), is_heading=True)
        for row in rows:
            yield Line(_("example"), tuple(row.get(column, "") for column in columns))
        if name in REMARKS:
            yield Line(str(REMARKS[name]))
