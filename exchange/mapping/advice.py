"""What would be right in the place of a word of a foreign table: on pages, or in a text."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from records.dates import SeveralDates


def of_error(error: ValueError, *, on_pages: bool) -> str:
    """Return the hint of why a word or a date is refused; of a list, that it is to be divided."""
    if isinstance(error, SeveralDates):
        return _order(on_pages=on_pages)
    parts = getattr(error, "parts", ())
    if not parts:
        return getattr(error, "hint", "")
    hint = _("It looks like a list: %(names)s. Give the column its separator in the profile.")
    if on_pages:
        hint = _("It looks like a list: %(names)s. Say in the mapping what divides its parts.")
    return hint % {"names": "; ".join(parts)}


def _order(*, on_pages: bool) -> str:
    if on_pages:
        return _("The “Order of dates” in the mapping can say it for all.")
    return _('The profile can say it for all: dates = "dmy" or "mdy".')


def with_way(hint: str, table: str, text: str, *, on_pages: bool) -> str:
    """Return a hint with the way to say what a word means; ``table`` is the one of [values]."""
    if not table:
        return hint
    way = _('Or write in the profile, under [values.%(table)s]: "%(text)s" = "…".')
    if on_pages:
        way = _("Or say what it means, with the words that are not known.")
    return f"{hint} {way % {'table': table, 'text': text}}".strip()


def divider(text: str, parts: Sequence[str]) -> str:
    """Return the sign that stands between the first two parts of a list in a cell, or nothing."""
    head, found, rest = text.partition(parts[0])
    between = rest.partition(parts[1])[0] if found and not head.strip() else ""
    return between.strip()
