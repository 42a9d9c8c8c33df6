"""New records laid at one go come to just what the careful way makes of the same rows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.laying.tables import Packed, Row, Table
from exchange.laying.whole import Whole
from exchange.planning.cautions import add_warnings
from exchange.planning.plans import make_plan
from exchange.sheets import sheets
from records.documents import paths
from records.faults import Fault
from records.models import Redirect
from records.steps import FAILED
from tests.exchange.sheets import SOURCE, brought

pytestmark = pytest.mark.usefixtures("small_record")

GOOD = {
    "exercises": [
        {"key": key, "revision": "", "title": key.title(), "outcome": "held", "edition": "3"}
        | {"date": "2020-11", "hosts": "IN; JP", "participants": "AU", "summary": "Said."}
        | {"participants_complete": "yes"}
        for key in ("one", "two")
    ],
    "participants": [
        {"record": key, "ref": "", "country": country, "role": "", "personnel": "1 000"}
        | {"grouping": "", "delete": ""}
        for key in ("one", "two")
        for country in ("India", "JP")
    ],
    "statements": [{"record": "one", "ref": ref, "text": "So it was."} for ref in ("s1", "")],
    "citations": [
        {"record": key, "ref": ref, "claims": "title; date; hosts; participants/in", "says": ""}
        | {"source": SOURCE, "locator": "p. 1", "delete": ""}
        for key in ("one", "two")
        for ref in ("", "c2")
    ],
}
TEXTS = ["", " ", "'=1", "'plain", " spaced ", "two\nlines", "Émile", "[none]", "[x]", "x" * 301]
REFS = ["", "in", "s1", "c2", "p9", " p9 ", "Bad Ref"]
RECORDS = ["", "one", "One", " two", "stored", "old-name", "nothing", "[none]"]
CLAIMS = ["", "title", "date; date", "hosts;", "places", "nonsense", "[none]"]
CLAIMS += ["participants/au", "participants/kr", "participants_complete"]
CLAIMS += ["statements/s1; statements/s2"]
DELETIONS = ["", "yes", "no", "perhaps"]
COUNTRIES = ["", "IN", "AU", "Japan", " in ", "Nowhere", "[none]", "IN; JP"]
ODD = {
    "exercises": {
        "key": ["", "two", "Bad Key", "stored", "old-name", " one", "[none]"],
        "revision": ["1", "7", "[none]", "soon"],
        "title": TEXTS,
        "outcome": ["", "Held", "lost", "[none]"],
        "edition": ["", "4", "three", "0", "[none]"],
        "date": ["", "Nov 2020", "2020-11-03/2020-11-20", "03/04/2021", "2020-13", "[none]"],
        "hosts": [*COUNTRIES, "India;JP ; IN", "\\;"],
        "participants": [*COUNTRIES, "AU; Japan"],
        "participants_complete": ["", "no", "perhaps"],
        "summary": TEXTS,
        "nonsense": ["", "said"],
    },
    "participants": {
        "record": RECORDS,
        "ref": REFS,
        "country": COUNTRIES,
        "role": ["host", "nobody", "[none]"],
        "personnel": ["", "7", "many", "[none]"],
        "grouping": ["quad", "no", "[none]"],
        "delete": DELETIONS,
    },
    "statements": {"record": RECORDS, "ref": REFS, "text": TEXTS, "claims": ["title"]},
    "citations": {
        "record": RECORDS,
        "ref": REFS,
        "claims": CLAIMS,
        "says": ["2019", "[denies]", "[denies] 2021", "[mentions]", "[mentions] it", "'[none]"],
        "source": ["", "nothing", "[none]"],
        "locator": TEXTS,
        "delete": DELETIONS,
        "grouping": ["quad"],
    },
}
SPOTS = [
    (name, row, column, cell)
    for name, columns in ODD.items()
    for column, cells in columns.items()
    for cell in cells
    for row in range(min(2, len(GOOD[name])))
]


def with_cells(changes) -> dict[str, list[dict]]:
    """The good rows with some cells changed."""
    found = {name: [dict(row) for row in rows] for name, rows in GOOD.items()}
    for name, row, column, cell in changes:
        found[name][row][column] = cell
    return found


def tables(found: dict[str, list[dict]]) -> list[Table]:
    """The tables of sheets, each from rows heading -> cell."""
    return [
        Table(sheets()[name], [Row(name, at, dict(cells)) for at, cells in enumerate(rows, 2)])
        for name, rows in found.items()
    ]


def packed(found: dict[str, list[dict]]) -> list[Table]:
    """The same as they are read from a file: cells under headings, none at the end of a row."""
    made = []
    for name, rows in found.items():
        names = [*dict.fromkeys(column for row in rows for column in row)]
        table = Table(sheets()[name], packed=Packed(sheets()[name], names))
        for at, row in enumerate(rows, 2):
            cells = [row.get(column, "") for column in names]
            while cells and not cells[-1].strip():
                cells.pop()
            table.packed.rows.append(at, cells)
        made.append(table)
    return made


def places(entry) -> list[tuple]:
    """Where faults of each part of a record would be told."""
    if entry.step.outcome == FAILED:
        return []
    said = entry.step.document["citations"]
    claims = [f"citations/{c['ref']}/claims/{path}" for c in said for path in c.get("claims", ())]
    found = [entry.draft.problem(Fault(p, "")) for p in [*paths(entry.step.document), *claims]]
    return [(problem.sheet, problem.row, problem.column, problem.value) for problem in found]


def seen(found: list[Table]) -> dict:
    """All that a person, or the storing, is told of a plan."""
    plan = make_plan(found, by=None)
    add_warnings(plan, None)
    return {
        "documents": [e.step.document for e in plan.entries if e.step.outcome != FAILED],
        "outcomes": [entry.step.outcome for entry in plan.entries],
        "rows": [(entry.draft.key, entry.row.number, entry.draft.rows) for entry in plan.entries],
        "named": [entry.draft.named for entry in plan.entries],
        "places": [p for entry in plan.entries for p in places(entry)],
        "problems": plan.problems,
        "warnings": plan.warnings,
    }


def both_ways(found: dict[str, list[dict]], shape=tables) -> tuple[dict, dict]:
    """What the quick way makes of rows, and the careful one."""
    quick = seen(shape(found))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Whole, "lays", lambda *args: False)
        return quick, seen(shape(found))


@pytest.fixture
def stored_record(small_record, tmp_path):
    """A record that is stored, and another that was called otherwise before."""
    brought(tmp_path, exercises=[{"key": "stored", "title": "Stored"}])
    Redirect.objects.create(old_key="old-name", record_id="stored")


class TestBothWaysAreOne:
    @pytest.mark.usefixtures("stored_record")
    @pytest.mark.parametrize("shape", [tables, packed])
    def test_with_any_cell_that_is_unusual(self, shape):
        for spot in SPOTS:
            quick, careful = both_ways(with_cells([spot]), shape)
            assert quick == careful, spot

    @pytest.mark.usefixtures("stored_record")
    @settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(st.sampled_from(SPOTS), min_size=2, max_size=4),
        st.randoms(),
        st.sampled_from([tables, packed]),
    )
    def test_with_several_such_cells_and_in_any_order(self, changes, random, shape):
        found = with_cells(changes)
        for rows in found.values():
            random.shuffle(rows)

        quick, careful = both_ways(found, shape)

        assert quick == careful


class TestWhatIsLaidAtOneGo:
    """That this way is gone at all: or the other would be compared with itself."""

    @pytest.fixture
    def laid(self, monkeypatch):
        done, lays = {}, Whole.lays

        def watched(whole, sheet, row, key):
            done[key] = lays(whole, sheet, row, key)
            return done[key]

        monkeypatch.setattr(Whole, "lays", watched)
        return done

    def test_new_record_with_items_and_citation(self, tmp_path, laid):
        brought(
            tmp_path,
            exercises=[{"key": "one", "title": "One", "date": "Nov 2020", "participants": "AU"}],
            participants=[{"record": "one", "country": "India"}],
            citations=[{"record": "one", "claims": "date; participants/in", "source": SOURCE}],
        )

        assert laid == {"one": True}

    def test_stored_record_is_not(self, tmp_path, laid):
        main = {"key": "one", "title": "One"}
        brought(tmp_path, exercises=[main])

        brought(tmp_path, exercises=[main | {"title": "Two", "revision": "1"}])

        assert laid == {"one": False}
