"""Who may import, and what each row needs: the right that the same change by hand would need."""

from typing import Any

from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from exchange.models import IMPORT, Batch
from records.faults import Fault
from records.kinds import get_kind
from records.models import Status
from records.steps import NEW, UNCHANGED, Step
from records.workflow import is_editor


def may_import(by: Any) -> bool:
    """Tell whether a person may import at all; ``by`` None is the system."""
    return by is None or by.has_perm(IMPORT)


def require_import(by: Any) -> None:
    """Raise ``PermissionDenied`` unless the person may import."""
    if not may_import(by):
        raise PermissionDenied(_("You may not import."))


def on_behalf(pk: Any) -> Any:
    """Return the person for whom a long work goes on, as they stand now; None for the system.

    Who is gone, or may not import any more, counts as somebody who may do nothing.
    """
    if pk is None:
        return None
    by = get_user_model().objects.filter(pk=pk).first()
    return by if by and may_import(by) else AnonymousUser()


def answers_for(batch: Batch, by: Any) -> bool:
    """Tell whether a person may take back what a batch stored: whose it is, and editors."""
    return is_editor(by) or batch.by_id == by.pk


def require_answers_for(batch: Batch, by: Any) -> None:
    """Raise ``PermissionDenied`` unless the person may take back what a batch stored."""
    if not answers_for(batch, by):
        raise PermissionDenied(not_yours(batch))


def not_yours(batch: Batch) -> str:
    """Return that a batch is another's to take back."""
    message = _("This import belongs to %(name)s: only an editor undoes it as well.")
    return message % {"name": batch.by_name}


def refusal(by: Any, step: Step) -> Fault | None:
    """Return why a person may not do what a step of a plan does, or None.

    Analysts change drafts only: here a proposal for the editors will begin, once there are some.
    """
    if by is None or step.outcome == UNCHANGED:
        return None
    opts = get_kind(step.kind).model._meta
    verb = "add" if step.outcome == NEW else "change"
    if not by.has_perm(f"{opts.app_label}.{get_permission_codename(verb, opts)}"):
        message = _("You may not add these: %(kind)s.")
        if verb == "change":
            message = _("You may not change these: %(kind)s.")
        return Fault("", message % {"kind": opts.verbose_name_plural}, key=step.key)
    # A record of another kind under the same key is not changed by anybody.
    record = step.record if step.record and step.record.kind == step.kind else None
    if record and record.status != Status.DRAFT and not is_editor(by):
        message = _("“%(title)s” is %(status)s: only an editor changes it.")
        names = {"title": record.title, "status": record.get_status_display()}
        hint = _("Ask an editor to import this row, or take it out.")
        return Fault("", message % names, hint=hint, key=step.key)
    return None
