"""“Cite this source for these fields”: one form, one citation, however many facts it supports."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from records import store
from records.admin.names import Words, field_at, names_for
from records.admin.pages import RecordPages
from records.documents import items_of, value_at
from records.faults import Conflict, Faults
from records.kinds import CITATIONS
from records.steps import UNCHANGED
from sources.admin.claimlines import type_at, value_said
from sources.models import Citation


@dataclass(frozen=True)
class Choice:
    """One value of the record that a source may be cited for."""

    path: str
    label: str
    value: str
    ticked: bool
    said: str
    error: str = ""


def citable(document: dict, kind) -> list[str]:
    """Return the paths of what a record says: fields, items, and the values of items."""
    found = [f.name for f in kind.fields if document["fields"][f.name] not in ("", None, [], False)]
    for name, item_list in kind.lists.items():
        for item in items_of(document, name) if name != CITATIONS else ():
            path = f"{name}/{item['ref']}"
            parts = [f.name for f in item_list.fields if f.name in item and _is_detail(f)]
            found += [path, *(f"{path}/{part}" for part in parts)]
    return found


def _is_detail(field) -> bool:
    """Tell whether a source may agree on an item and differ on this: a date, a number, a role."""
    return field.type.name in ("date", "int", "choice", "refs") or field.name in ("role", "office")


class CiteForm(forms.ModelForm):
    """The source and its place; the ticked paths stand beside it."""

    base_revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Citation
        fields = ("source", "locator", "basis", "quoting", "quotation", "note")

    def _post_clean(self):
        """Leave the instance alone: the store judges the document."""


class CitePages(RecordPages):
    """The page that cites one source for several values at once."""

    pages = (("cite", "cite", "cite_view"),)

    def cite_view(self, request, key):
        """Show the values to tick; store them as one citation on a POST."""
        record = self.record_or_404(request, key, change=True)
        document = store.take(record)
        names_for(request).want_document(self.kind, document)
        data = request.POST or None
        form = self._cite_form(request)(data, initial={"base_revision": record.revision})
        claims, errors = self._ticked(request)
        for path in set(errors) - set(citable(document, self.kind)) if form.is_bound else ():
            form.add_error(None, errors[path])
        if form.is_valid() and not errors:
            if not claims:
                form.add_error(None, _("Tick what the source says."))
            elif self._cited(request, document, form, claims):
                return HttpResponseRedirect(self.address("change", record.pk))
        return self.page(
            request,
            "sources_admin/cite",
            record,
            _("Cite a source"),
            form=form,
            errors=errors,
            choices=self._choices(request, document, errors),
            media=self.media + form.media,
        )

    def _cite_form(self, request):
        """Return the form class with autocompletion for its two sources."""
        rows = self.special_inlines[CITATIONS](self.model, self.admin_site)

        def field(db_field, **kwargs):
            if isinstance(db_field, models.ForeignKey):
                return rows.formfield_for_foreignkey(db_field, request, **kwargs)
            return db_field.formfield(**kwargs)

        return forms.modelform_factory(Citation, form=CiteForm, formfield_callback=field)

    def _ticked(self, request) -> tuple[dict, dict[str, str]]:
        """Return the claims that were ticked, and path -> error."""
        claims, errors = {}, {}
        for path in request.POST.getlist("path"):
            said = request.POST.get(f"says:{path}", "").strip()
            try:
                claims[path] = value_said(type_at(self.kind, path), said)
            except ValueError as error:
                errors[path] = str(error)
        return claims, errors

    def _choices(self, request, document: dict, errors: dict) -> list[Choice]:
        words = Words(self.kind, names_for(request))
        ticked = set(request.POST.getlist("path"))
        return [
            Choice(
                path=path,
                label=words.label(document, path.split("/")),
                value=""
                if path.count("/") == 1
                else words.value(field_at(self.kind, path), value_at(document, path)),
                ticked=path in ticked,
                said=request.POST.get(f"says:{path}", ""),
                error=errors.get(path, ""),
            )
            for path in citable(document, self.kind)
        ]

    def _cited(self, request, document: dict, form, claims: dict) -> bool:
        """Store the claims; say in the form why they were refused."""
        data = dict(form.cleaned_data)
        base = data.pop("base_revision")
        try:
            changed = with_citation(document, data, claims)
            step = store.apply(changed, by=request.user, why=_why(data, claims), base=base)
        except Faults as error:
            for fault in error.faults:
                form.add_error(None, f"{fault.message} {fault.hint}".strip())
            return False
        except Conflict as error:
            form.add_error(None, error.sentence())
            return False
        except ValueError as error:
            form.add_error("basis", str(error))
            return False
        done = step.outcome != UNCHANGED
        text = _("The citation was stored.") if done else _("All of this was cited already.")
        self.message_user(request, text, messages.SUCCESS)
        if done:
            self.tell_remarks(request, step)
        return True


def _why(data: dict, claims: dict) -> str:
    text = _("%(source)s cited for %(paths)s.")
    return text % {"source": data["source"], "paths": ", ".join(sorted(claims))}


def with_citation(document: dict, data: dict, claims: dict) -> dict:
    """Return the document with the claims in one citation of that source at that place.

    A claim that the citation has already stays as it is unless another value was typed. Raises
    ``ValueError`` where the citation that is there stands on another basis.
    """
    place = tuple(data.get(name) or "" for name in ("source", "locator", "quoting"))
    citations = [dict(c) for c in document[CITATIONS]]
    found = next((c for c in citations if _place(c) == place), None)
    if found is None:
        found = {**{k: v for k, v in data.items() if v}, "claims": {}}
        citations.append(found)
    had = found.get("claims", {})
    found["claims"] = {**had, **{p: v for p, v in claims.items() if v is not None or p not in had}}
    for name in ("basis", "quotation", "note"):
        _fill(found, name, data.get(name))
    return {**document, CITATIONS: citations}


def _place(citation: dict) -> tuple:
    return tuple(citation.get(name) or "" for name in ("source", "locator", "quoting"))


def _fill(citation: dict, name: str, value: str | None) -> None:
    if value and citation.get(name) not in (None, "", value) and name == "basis":
        text = _("This place is cited as “%(basis)s” already; leave the basis empty.")
        raise ValueError(text % {"basis": citation[name]})
    if value and not citation.get(name):
        citation[name] = value
