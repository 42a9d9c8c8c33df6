"""The words of a judgement, as a person reads them."""

from django.utils.translation import gettext_lazy as _

from sources.evidence import model

STATES = {
    model.UNCITED: _("Uncited"),
    model.DISPUTED: _("Disputed"),
    model.SINGLE: _("Single source"),
    model.AGREED: _("Agreed"),
}
STANCES = {
    model.SUPPORTS: _("supports"),
    model.CONTRADICTS: _("contradicts"),
    model.DENIES: _("denies"),
    model.MENTIONS: _("mentions"),
}
REASONS = {
    model.MENTIONS_ONLY: _("mentions only"),
    model.SAYS_NOTHING: _("says nothing of it"),
    model.DENIES_ANOTHER: _("denies another value"),
    model.DENIES_PLAN: _("denies what was only planned"),
    model.PLAN: _("an announced plan"),
    model.SAME_SOURCE: _("the same source"),
    model.REPRINT: _("a reprint of %(source)s"),
    model.RELIES: _("relies on %(source)s"),
}


def reason(statement: model.Statement, title: str = "") -> str:
    """Return why a statement is not counted, "" where it is.

    ``title`` is what the source ``statement.of`` is called; without it its key stands there.
    """
    if not statement.why:
        return ""
    return REASONS[statement.why] % {"source": title or statement.of}
