"""What the record pages of the admin share: addresses, context, finding the record."""

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from records.models import Status


class RecordPages:
    """Pages about one record, each under an address of its own."""

    # (name, route after the record's key, method) of each page; classes add to it
    pages: tuple[tuple[str, str, str], ...] = ()

    def url_name(self, name: str) -> str:
        """Return the name of a page's address."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def address(self, name: str, key: str, *args) -> str:
        """Return the address of a page about the record ``key``."""
        return reverse(f"{self.admin_site.name}:{self.url_name(name)}", args=[quote(key), *args])

    def get_urls(self):
        """Put the pages before Django's own addresses."""
        own = [
            path(
                f"<path:key>/{route}/",
                self.admin_site.admin_view(getattr(self, method)),
                name=self.url_name(name),
            )
            for name, route, method in self.all_pages()
        ]
        return [*own, *super().get_urls()]

    def all_pages(self):
        """Yield the pages of this class and of those it inherits from."""
        for cls in type(self).__mro__:
            yield from vars(cls).get("pages", ())

    def get_object(self, request, object_id, from_field=None):
        """Return the record; a key with a NUL byte, which some databases refuse, is nobody's."""
        if "\x00" in object_id:
            return None
        return super().get_object(request, object_id, from_field)

    def get_view_on_site_url(self, obj=None):
        """Return the public address of a record that is public."""
        is_public = obj is not None and obj.status == Status.PUBLISHED
        return (obj.get_absolute_url() or None) if is_public else None

    def record_or_404(self, request, key: str, change: bool = False):
        """Return the record; raise ``Http404``, or ``PermissionDenied``."""
        record = self.get_object(request, unquote(key))
        if record is None:
            raise Http404
        allowed = self.has_change_permission if change else self.has_view_permission
        if not allowed(request, record):
            raise PermissionDenied
        return record

    def page(self, request, template: str, record, title, **context):
        """Return a page about a record in the admin's frame."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": title,
            "subtitle": str(record) if record else "",
            "media": self.media,
            "change_url": self.address("change", record.pk) if record else "",
            **context,
        }
        template = template if "/" in template else f"records_admin/{template}"
        return TemplateResponse(request, f"{template}.html", context)
