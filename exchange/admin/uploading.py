"""The page that takes files."""

from functools import partial

from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from exchange.admin.forms import UploadForm
from exchange.admin.pages import BatchPages
from exchange.batches.kept_files import READING
from exchange.batches.steps import receive
from exchange.models import Batch
from exchange.rights import may_import
from exchange.tasks import start
from records.workflow import is_editor


class UploadPages(BatchPages):
    """Upload: files in, a batch that is previewed."""

    def add_view(self, request, form_url="", extra_context=None):
        """Take files; go on to their preview."""
        if not may_import(request.user):
            raise Http404
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                batch = start(partial(self._received, form, request.user), by=request.user)
                return HttpResponseRedirect(self._address("change", batch))
        is_one = is_editor(request.user)
        return self._page(request, "upload", _("Import sheets"), form=form, is_editor=is_one)

    def _received(self, form: UploadForm, by) -> Batch:
        why, options = form.cleaned_data["why"], {READING: form.stated()}
        return receive(form.contents(), by=by, why=why, options=options)
