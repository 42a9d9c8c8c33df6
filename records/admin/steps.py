"""The steps of the workflow as pages: one record or many, with what they refer to."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records import workflow
from records.admin.forms import WHY_LENGTH
from records.admin.why import WhyField
from records.faults import Faults, Refused
from records.kinds import get_kind
from records.models import Record, Status
from records.present import current
from records.resolve import record_keys
from records.workflow import is_editor


@dataclass(frozen=True)
class StepKind:
    """One step: from which statuses, by whom, whether a reason is needed."""

    name: str
    label: str
    before: tuple[str, ...]
    function: str
    editors_only: bool = True
    needs_why: bool = False
    # the statuses of what records refer to that may go with them
    along: tuple[str, ...] = ()


STEPS = {
    step.name: step
    for step in (
        StepKind(
            "submit",
            _("Submit for review"),
            (Status.DRAFT,),
            "submit",
            editors_only=False,
            along=(Status.DRAFT,),
        ),
        StepKind(
            "publish",
            _("Publish"),
            (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN),
            "publish",
            along=(Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN),
        ),
        StepKind("withdraw", _("Withdraw"), (Status.PUBLISHED,), "withdraw", needs_why=True),
        StepKind(
            "return",
            _("Return to draft"),
            (Status.IN_REVIEW, Status.WITHDRAWN),
            "return_to_draft",
            needs_why=True,
            along=(Status.IN_REVIEW,),
        ),
    )
}


class StepForm(forms.Form):
    """Which records take a step, and why."""

    why = WhyField(label=_("Reason"), max_length=WHY_LENGTH, required=False, widget=forms.TextInput)

    def __init__(self, data, step: StepKind):
        super().__init__(data)
        self.fields["why"].required = step.needs_why


def companions(records, before) -> list[Record]:
    """Return the unpublished records that ``records`` refer to, directly or through others."""
    seen = {record.key for record in records}
    found: list[Record] = []
    layer = list(records)
    while layer:
        documents = current(layer)
        keys = set().union(*(record_keys(d) for d in documents.values())) - seen
        layer = list(Record.objects.filter(key__in=keys, status__in=before).order_by("key"))
        seen |= keys
        found += layer
    return found


def _unfit(step: StepKind, record: Record) -> str:
    text = _("“%(title)s” is %(status)s; this step is for records that are %(before)s.")
    return text % {
        "title": record.title,
        "status": record.get_status_display(),
        "before": get_text_list([str(Status(status).label) for status in step.before], _("or")),
    }


class StepPages:
    """Buttons on the form and actions on the list, both leading to one page that asks again."""

    actions = ("submit_records", "publish_records", "withdraw_records", "return_records")

    def get_urls(self):
        """Put the steps before Django's own addresses."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [path("step/<slug:step>/", view, name=name), *super().get_urls()]

    def step_url(self, step: str) -> str:
        """Return the address of a step's page for this kind."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return reverse(f"{self.admin_site.name}:{name}", args=[step])

    def steps_for(self, request, record) -> list[tuple[str, str]]:
        """Return address and label of the steps that the person may take with a record."""
        return [
            (f"{self.step_url(step.name)}?key={record.key}", step.label)
            for step in STEPS.values()
            if record.status in step.before and self._may(request, step, record)
        ]

    def _may(self, request, step: StepKind, record) -> bool:
        if step.editors_only:
            return is_editor(request.user)
        return self._admin_of(record).has_change_permission(request, record)

    def step_view(self, request, step: str):
        """Ask for the reason and what to take along; take the step on a confirmed POST."""
        if step not in STEPS or not self.has_view_permission(request):
            raise Http404
        keys = request.POST.getlist("key") or request.GET.getlist("key")
        keys = [key for key in keys if "\x00" not in key]
        records = list(Record.objects.filter(key__in=keys).order_by("key"))
        if not records:
            raise Http404
        return self.step_page(request, STEPS[step], records)

    def step_page(self, request, step: StepKind, chosen):
        """Return the page of a step, or go back to the list or record once it is taken."""
        records = [record for record in chosen if record.status in step.before]
        self._check(request, step, chosen, records)
        form = StepForm(request.POST if "confirm" in request.POST else None, step)
        sentences = [_unfit(step, record) for record in chosen if record not in records]
        along = companions(records, step.along) if step.along else []
        along = [record for record in along if self._may(request, step, record)]
        if form.is_bound and not sentences and form.is_valid():
            more = [r for r in along if r.key in request.POST.getlist("along")]
            sentences = self._taken(request, step, [*records, *more], form.cleaned_data["why"])
            if not sentences:
                return HttpResponseRedirect(self._after(records))
        return self.page(
            request,
            "step",
            None,
            step.label,
            step=step,
            step_url=self.step_url(step.name),
            back_url=self._after(chosen),
            records=records,
            along=along,
            form=form,
            sentences=sentences,
        )

    def _check(self, request, step: StepKind, chosen, fit) -> None:
        """Raise ``PermissionDenied`` for what the person may not do, or not even see."""
        if step.editors_only and not is_editor(request.user):
            raise PermissionDenied
        for record in chosen:
            see = self._admin_of(record).has_view_permission(request, record)
            if not see or (record in fit and not self._may(request, step, record)):
                raise PermissionDenied

    def _admin_of(self, record):
        return self.admin_site.get_model_admin(get_kind(record.kind).model)

    def _taken(self, request, step: StepKind, records, why: str) -> list[str]:
        """Take the step; return sentences that say why it was not taken."""
        try:
            done = getattr(workflow, step.function)(records, by=request.user, why=why)
        except Faults as error:
            return [str(fault) for fault in error.faults]
        except Refused as error:
            return [str(error)]
        number = len(done)
        if not number:
            return [_("Somebody else has taken this step meanwhile.")]
        text = ngettext(
            "%(step)s: done for %(number)s record.",
            "%(step)s: done for %(number)s records.",
            number,
        )
        self.message_user(request, text % {"step": step.label, "number": number}, messages.SUCCESS)
        return []

    def _after(self, records) -> str:
        if len(records) == 1:
            opts = get_kind(records[0].kind).model._meta
            name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
            return reverse(name, args=[records[0].key])
        name = f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        return reverse(f"{self.admin_site.name}:{name}")

    def _action(self, request, step: str, queryset):
        records = list(Record.objects.filter(pk__in=queryset.values("pk")).order_by("key"))
        return self.step_page(request, STEPS[step], records)

    @admin.action(description=_("Submit for review …"))
    def submit_records(self, request, queryset):
        """Hand drafts to the editors."""
        return self._action(request, "submit", queryset)

    @admin.action(description=_("Publish …"), permissions=["publish"])
    def publish_records(self, request, queryset):
        """Show records to readers."""
        return self._action(request, "publish", queryset)

    @admin.action(description=_("Withdraw …"), permissions=["publish"])
    def withdraw_records(self, request, queryset):
        """Take records from readers."""
        return self._action(request, "withdraw", queryset)

    @admin.action(description=_("Return to draft …"), permissions=["publish"])
    def return_records(self, request, queryset):
        """Give records back to the analysts."""
        return self._action(request, "return", queryset)

    def has_publish_permission(self, request) -> bool:
        """Tell whether the person is an editor."""
        return is_editor(request.user)
