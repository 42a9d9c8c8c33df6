"""What things of ours are called in other people's tables: headings, dates, and telling words."""

import re
from collections.abc import Iterable

from records.kinds import Kind
from records.text import fold

# Field of ours -> headings as ``Column.plain`` has them, beside its own name and label.
CALLED = {
    "title": (
        *("name", "exercise", "exercisename", "exname", "xname", "titleen", "event"),
        *("agreement", "treaty", "meeting", "dialogue", "project", "programme"),
    ),
    "series": ("exerciseseries",),
    "edition": ("iteration",),
    "number": ("round", "meetingnumber"),
    "outcome": ("status",),
    "type": (
        "doctype",
        "documenttype",
        "agreementtype",
        "kind",
        "category",
        "itemtype",
        "sourcetype",
    ),
    "summary": ("description", "abstract"),
    "objectives": ("purpose", "aim", "aims", "objective"),
    "outcomes": ("result", "results"),
    "short_title": ("acronym", "abbreviation"),
    "authors": ("author", "creator", "by"),
    "container": ("journal", "newspaper", "publication", "containertitle", "booktitle"),
    "publisher": ("publishedby",),
    "url": ("link", "website", "uri", "weblink"),
    "language": ("lang",),
    "cadence": ("frequency",),
    "technology": ("system", "weapon", "equipment"),
    "places": ("place", "location", "venue", "city"),
    "topics": ("topic", "subject", "subjects"),
}
# Lists of names alone -> headings.
ALIASES = ("altname", "aka", "alias", "aliases", "othername", "othernames", "alternativename")
PERSONNEL = ("personnel", "troops", "personneltotal", "ntroops", "soldiers")
# What is left of a heading without its year, month, day or date -> which of our dates it is.
START = ("", "s", "start", "begin", "beginning", "from", "when", "held", "exercise", "event")
END = ("e", "end", "to", "until", "finish")
WHEN = {
    "planned": ("planned", "plan", "scheduled"),
    "issued": ("", "issued", "published", "publication", "pub"),
    "consulted_on": ("consulted", "accessed", "access", "retrieved"),
}
MOMENTS = {
    "signed": ("sign", "signed", "signing", "signature"),
    "in_force": ("entry", "force", "inforce", "entryforce", "entryintoforce", "effective"),
    "approved": ("approved", "approval", "ratified", "ratification"),
    "issued": ("issued", "published"),
    "amended": ("amended", "amendment"),
    "ended": ("end", "ended", "termination", "terminated", "expiry", "expired"),
    "agreed": ("agreed", "agreement"),
    "delivered": ("delivered", "delivery"),
}
# Words that tell what the rows are, in headings, in the name of a file, and in titles.
TELLING = {
    "exercise": ("exercise", "exercises", "xname", "exname", "drill", "drills", "manoeuvres"),
    "series": ("series", "cadence", "recurring"),
    "agreement": (
        *("agreement", "agreements", "treaty", "treaties", "memorandum", "mou", "pact", "dca"),
        *("convention", "protocol", "arrangement", "signatory", "sign", "signed", "ratified"),
    ),
    "dialogue": ("dialogue", "dialogues", "mechanism", "forum", "consultations", "frequency"),
    "meeting": ("meeting", "meetings", "summit", "talks", "visit", "communique", "minister"),
    "project": (
        *("project", "projects", "programme", "technology", "supplier", "recipient"),
        *("codevelopment", "weapon", "equipment"),
    ),
    "source": (
        *("author", "authors", "publisher", "journal", "doi", "url", "isbn", "issn", "citation"),
        *("reference", "references", "bibliography", "volume", "newspaper"),
    ),
}
_PARTS = ("year", "month", "day")
_PASSED_OVER = {"of", "on", "the", "at", "in", "into", "date"}


def names_of_field(field, kind: Kind) -> list[str]:
    """Return what a field of a kind is called in headings, the likeliest first."""
    own = [field.name, str(field.label)]
    own += [kind.name, str(kind.label)] if field.name == "title" else []
    plain = [re.sub(r"[^a-z0-9]", "", fold(name)) for name in own]
    return list(dict.fromkeys([*plain, *CALLED.get(field.name, ())]))


def when(words: Iterable[str]) -> tuple[str, str, bool]:
    """Return of a heading's words: what is left of them, the part of a date, if it says "date"."""
    left, part, is_said = "", "", False
    for word in words:
        ending = next((p for p in (*_PARTS, "date") if word.endswith(p)), "")
        part = ending if ending in _PARTS else part
        is_said = is_said or bool(ending)
        rest = word[: len(word) - len(ending)]
        left += "" if rest in _PASSED_OVER else rest
    return left, part, is_said


def date_place(kind: Kind, left: str, *, is_only: bool = False) -> tuple[str, str] | None:
    """Return which of a kind's dates a heading means: (field, start or end), or (list, word).

    ``is_only``: there is no other, so that it is the date whatever it is called.
    """
    for name, said in WHEN.items():
        if name in kind.field and left in said:
            return name, "start"
    if "date" in kind.field:
        if left in START or (is_only and left not in END):
            return "date", "start"
        return ("date", "end") if left in END else None
    for name, field in (("milestones", "type"), ("stages", "stage")):
        if name in kind.lists:
            words = [word for word, _label in kind.lists[name].field[field].type.choices]
            found = next((w for w in words if left in MOMENTS.get(w, ())), None)
            first = found or (words[words.index("signed")] if "signed" in words else None)
            return (name, first) if found or (first and (is_only or left in START)) else None
    return None
