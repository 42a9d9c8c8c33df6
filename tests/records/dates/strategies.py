"""Dates of every form, made by hypothesis."""

from datetime import date

from hypothesis import strategies as st

from records.dates import DateError, parse

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
NEAR = st.dates(date(2014, 1, 1), date(2025, 12, 31))


def _shapes(day: date) -> list[str]:
    year, month, full = f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}", day.isoformat()
    season = f"{year}-{21 + day.month % 4}"
    shapes = [full, month, year, season, f"{month}-XX", f"{year}-XX", f"{year}-XX-XX"]
    return [*shapes, f"{year[:3]}X", f"{year[:2]}XX", f"{year[:1]}XXX"]


def _parts(days, signs=("", "?", "~", "%")):
    return st.builds(
        "".join, st.tuples(days.map(_shapes).flatmap(st.sampled_from), signs_of(signs))
    )


def signs_of(signs):
    return st.sampled_from(signs)


def _readable(text: str) -> bool:
    try:
        return bool(parse(text))
    except DateError:
        return False


def _spans(parts, between, open_start, open_end):
    starts, ends = st.one_of(parts, st.sampled_from(open_start)), parts
    return st.one_of(
        st.tuples(starts, ends).map(between.join),
        st.tuples(ends, st.sampled_from(open_end)).map(between.join),
    )


def edtf(days=DAYS):
    """Canonical EDTF texts: single dates, intervals and one-of sets."""
    parts, plain = _parts(days), _parts(days, ("",))
    items = st.one_of(plain, _spans(plain, "..", [""], [""]))
    sets = st.lists(items, min_size=1, max_size=3).map(lambda found: f"[{','.join(found)}]")
    intervals = _spans(parts, "/", ["", ".."], ["", ".."])
    texts = st.one_of(parts, intervals, sets)
    return texts.filter(_readable).map(lambda text: parse(text).text)


ANY = edtf()
# Dates close enough to each other to agree at times.
CLOSE = edtf(NEAR)
SINGLE = _parts(NEAR)
