"""The filters of sources."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from records.facets import Codes, Column
from records.filters import RecordFilter
from sources.models import Reliability, SourceType


def language_name(code: str) -> str:
    """Return a language's name in the language of the page; its code where it has none here."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


class SourceFilter(RecordFilter):
    """The filters of the list of sources; the period is that of publication."""

    order = ("type", "consulted", "reliability", "language")
    evidence = None

    type = Column("type", SourceType.choices, label=_("Type"))
    consulted = Column(
        "consulted",
        [("yes", _("yes")), ("no", _("no"))],
        label=_("Consulted by us"),
        convert=lambda value: value == "yes",
    )
    reliability = Column("reliability", Reliability.choices, label=_("Reliability"))
    language = Codes("language", label=_("Language"), name=language_name)
