"""Facets over what records refer to: countries, forces, places and terms."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from records.columns import Cell, Column, listed
from records.facets import Keys
from vocabulary.models import Activity, Country, Domain, Force, Involvement, Place, Topic

# From a country to the records that it takes part in.
INVOLVED = "involvements__record"


def country_facet() -> Keys:
    """Return the facet of the countries that take part; a record must have all that are chosen."""
    return Keys(Country, INVOLVED, label=_("Country"), every=True)


def force_facet(path: str) -> Keys:
    """Return the facet of forces, their parts included; ``path`` leads from a force to records."""
    return Keys(Force, path, label=_("Force"), within="parent")


def place_facet(path: str) -> Keys:
    """Return the facet of places, what lies within them included."""
    return Keys(Place, path, label=_("Place"), within="within")


def domain_facet(path: str) -> Keys:
    """Return the facet of domains."""
    return Keys(Domain, path, label=_("Domain"))


def activity_facet(path: str) -> Keys:
    """Return the facet of activities."""
    return Keys(Activity, path, label=_("Activity"))


def topic_facet(path: str) -> Keys:
    """Return the facet of topics."""
    return Keys(Topic, path, label=_("Topic"))


def countries_along() -> Prefetch:
    """Return what fetches the countries of all rows of a page: one query."""
    return Prefetch("involved", Involvement.objects.select_related("country"))


def countries_column(label: str = _("Countries")) -> Column:
    """Return the column with the countries that take part; wants ``countries_along()`` fetched."""

    def show(record) -> Cell:
        names = sorted(involvement.country.name for involvement in record.involved.all())
        return Cell(listed(names))

    return Column("countries", label, show, css="r-who")


def places_column() -> Column:
    """Return the column with the places; wants ``places`` fetched."""

    def show(record) -> Cell:
        return Cell(listed((place.name for place in record.places.all()), "; "))

    return Column("places", _("Place"), show, css="r-place")
