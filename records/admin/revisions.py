"""The revisions of a record: all of them, any two compared, any one restored."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _

from records import workflow
from records.admin.differences import rows
from records.admin.forms import WHY_LENGTH
from records.admin.names import Words, names_for
from records.admin.pages import RecordPages
from records.admin.why import WhyField
from records.faults import Conflict, Faults
from records.models import Revision, StatusChange
from records.upgrade import upgrade


class RestoreForm(forms.Form):
    """A restoration: why, and from which present revision."""

    why = WhyField(max_length=WHY_LENGTH, required=False)
    base_revision = forms.IntegerField(min_value=1)


class RevisionPages(RecordPages):
    """The pages of a record's history."""

    pages = (
        ("revisions", "revisions", "revisions_view"),
        ("compare", "compare", "compare_view"),
        ("restore", "revisions/<int:number>/restore", "restore_view"),
    )

    def revisions_view(self, request, key):
        """List the revisions and the steps of the workflow."""
        record = self.record_or_404(request, key)
        revisions = list(record.revisions.defer("document"))
        return self.page(
            request,
            "revisions",
            record,
            _("Revisions"),
            revisions=revisions,
            status_changes=StatusChange.objects.filter(key=record.key),
            may_restore=self.has_change_permission(request, record),
            compare_url=self.address("compare", record.pk),
        )

    def history_view(self, request, object_id, extra_context=None):
        """Go to the revisions: they tell more than Django's own log, which has no steps."""
        record = self.record_or_404(request, object_id)
        return HttpResponseRedirect(self.address("revisions", record.pk))

    def compare_view(self, request, key):
        """Show the difference of two revisions: ``?old=3&new=5``."""
        record = self.record_or_404(request, key)
        old = self._revision(record, request.GET.get("old"))
        new = self._revision(record, request.GET.get("new"))
        return self.page(
            request,
            "compare",
            record,
            _("Revision %(old)s and revision %(new)s") % {"old": old.number, "new": new.number},
            old=old,
            new=new,
            rows=self._rows(request, old.document, new.document),
        )

    def restore_view(self, request, key, number: int):
        """Show what restoring would change; restore it on a POST."""
        record = self.record_or_404(request, key, change=True)
        old = self._revision(record, number)
        form = RestoreForm(request.POST or None, initial={"base_revision": record.revision})
        faults = []
        if request.method == "POST" and form.is_valid():
            faults = self._restored(request, record, old, form.cleaned_data)
            if not faults:
                return HttpResponseRedirect(self.address("change", record.pk))
        elif request.method == "POST":
            faults = [f"{form[n].label}: {e}" for n, errors in form.errors.items() for e in errors]
        present = self._revision(record, record.revision)
        return self.page(
            request,
            "restore",
            record,
            _("Restore revision %(number)s") % {"number": old.number},
            old=old,
            present=present,
            rows=self._rows(request, present.document, old.document),
            faults=faults,
        )

    def _restored(self, request, record, old, data) -> list[str]:
        """Restore a revision; return sentences that say why it was not."""
        if data["base_revision"] != record.revision:
            return [_("The record has changed since you looked. Compare again.")]
        try:
            workflow.restore(record, old.number, by=request.user, why=data["why"])
        except Faults as error:
            return [str(fault) for fault in error.faults]
        except Conflict as error:
            return [error.sentence()]
        text = _("Revision %(number)s was restored.") % {"number": old.number}
        self.message_user(request, text, messages.SUCCESS)
        return []

    def _revision(self, record, number) -> Revision:
        if not str(number or "").isdecimal() or len(str(number)) > 9:
            raise Http404
        revision = Revision.objects.filter(record=record.pk, number=int(number)).first()
        if revision is None:
            raise Http404
        return revision

    def _rows(self, request, old: dict, new: dict):
        words = Words(self.kind, names_for(request))
        return rows(words, upgrade(old), upgrade(new))
