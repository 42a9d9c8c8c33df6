"""What the pages of imports have in common: rights, addresses, the frame, a step that is taken."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.models import Batch
from exchange.rights import may_import
from records.faults import Refused


class OfImporters(admin.ModelAdmin):
    """What all who may import see, and add to; each says itself what may be changed and deleted."""

    show_full_result_count = False
    actions = None

    class Media:
        css = {"all": ["records_admin/admin.css", "exchange_admin/import.css"]}

    def has_module_permission(self, request):
        """Show it in the index to those who may import."""
        return may_import(request.user)

    def has_view_permission(self, request, obj=None):
        """Show each to those who may import, whosesoever it is."""
        return may_import(request.user)

    def has_add_permission(self, request):
        """Let those add who may import."""
        return may_import(request.user)


class BatchPages(OfImporters):
    """The frame of a batch's pages; each group of pages adds its own to ``pages``."""

    def pages(self) -> dict:
        """Return name -> view of the pages beneath a batch's own."""
        return {}

    def get_urls(self):
        """Put the pages of a batch before Django's own addresses."""
        own = [
            path(
                f"<uuid:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"exchange_batch_{name}",
            )
            for name, view in self.pages().items()
        ]
        return [*own, *super().get_urls()]

    def _address(self, name: str, batch: Batch) -> str:
        return reverse(f"{self.admin_site.name}:exchange_batch_{name}", args=[batch.pk])

    def _batch(self, request, pk) -> Batch:
        if not may_import(request.user):
            raise Http404
        batch = self.get_object(request, str(pk))
        if batch is None:
            raise Http404
        return batch

    def _page(self, request, template: str, title, batch: Batch | None = None, **context):
        return TemplateResponse(
            request,
            f"exchange_admin/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                "media": self.media,
                "batch": batch,
                **context,
            },
        )

    def _done(self, request, batch: Batch, step):
        """Take a step on a POST, tell what came of it if it says so, and show the batch again."""
        if request.method != "POST":
            return require_POST(lambda _request: None)(request)
        try:
            if told := step():
                self.message_user(request, told, messages.SUCCESS)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
        except PermissionDenied as error:
            page = self._page(request, "refused", _("Not allowed"), batch, sentence=str(error))
            page.status_code = 403
            return page
        return HttpResponseRedirect(self._address("change", batch))
