"""What the address of a list selects, for those who bring it somewhere else: a command."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.columns import SORT
from records.downloads import FORMAT, Order
from records.kinds import target_of
from records.listings import Listing

# What an address says beside its filters: the order and the page shown, the format asked for;
# a year stands for two of them.
BESIDE = {SORT, FORMAT, "page", "year"}
_NO_LIST = gettext_lazy("There is no list at “%(path)s”. A list is, for example, at /exercises/.")


def order_at(address: str, everything: bool = False) -> Order:
    """Return the records that the list at an address shows, its filters applied.

    ``address`` is that of a page, with or without the site's name. ``everything`` takes in what is
    not published. Raises ``ValueError`` with a sentence where it is no list, or where a filter is
    unknown or cannot be read: leaving that out would give more than was asked for.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ValueError(_NO_LIST % {"path": address}) from None
    view = _listing(parts.path)
    given = QueryDict(parts.query)
    objects = view.model.objects
    filters = view.filterset_class(given, objects.all() if everything else objects.published())
    for name in given:
        if name not in filters.form.fields and name not in BESIDE:
            known = ", ".join(filters.form.fields)
            message = _("The list has no filter “%(name)s”. It has: %(names)s.")
            raise ValueError(message % {"name": name, "names": known})
    for name, texts in filters.form.errors.items():
        raise ValueError(f"{filters.filters[name].label}: {' '.join(texts)}")
    return Order(filters.narrowed(), target_of(view.model), everything)


def _listing(path: str) -> type[Listing]:
    try:
        view = getattr(resolve(path).func, "view_class", None)
    except Resolver404:
        view = None
    if view is None or not issubclass(view, Listing):
        raise ValueError(_NO_LIST % {"path": path})
    return view
