"""The page on which a table of another layout is mapped: what its columns are, tried at once."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from exchange.admin.mapping_desk import Desk
from exchange.admin.mapping_labels import in_words
from exchange.admin.mapping_said import SAID
from exchange.admin.mapping_tables import Layout
from exchange.admin.pages import BatchPages
from exchange.admin.reading import reading_context
from exchange.batches.asking_anew import ask_anew, changeable, keep_options
from exchange.mapping.saved import save_as
from exchange.mapping.texts import MOST
from exchange.mapping.wording import written
from exchange.models import MAPPING, WORKING, Batch, SavedProfile
from exchange.sheets import sheets
from exchange.tasks import start
from exchange.words.choosing import DRAFT
from records.faults import Refused

NAME_LENGTH = 100


class MappingPages(BatchPages):
    """Mapping the table of a batch."""

    def pages(self) -> dict:
        """Add mapping."""
        return {**super().pages(), "mapping": self.mapping_view}

    def mapping_view(self, request, pk):
        """Show the mapping of a batch, change it, use it."""
        batch = self._batch(request, pk)
        try:
            batch = changeable(batch, by=request.user)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address("change", batch))
        except PermissionDenied as error:
            page = self._page(request, "refused", _("Not allowed"), batch, sentence=str(error))
            page.status_code = 403
            return page
        if request.method != "POST":
            return self._mapping(request, self._desk(request, batch))
        step = STEPS.get(request.POST.get("do", ""), MappingPages._show)
        try:
            return step(self, request, batch)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._again(request, batch)

    def _desk(self, request, batch: Batch, text: str | None = None) -> Desk:
        """Return the desk with the table that the address asks for."""
        return Desk(batch, request.user, text, request.GET.get("table", ""))

    def _again(self, request, batch: Batch, table: str | None = None):
        table = request.GET.get("table", "") if table is None else table
        query = f"?{urlencode({'table': table})}" if table else ""
        return HttpResponseRedirect(f"{self._address('mapping', batch)}{query}#first")

    def _mapping(self, request, desk: Desk, form=None, reading_form=None):
        shown, problems = desk.tried()
        form = form or desk.form()
        if form:
            form.head.tell_gaps(desk.gaps())
        left = [in_words(problem) for problem in problems if not _at_column(form, problem)]
        title = _("What the columns of %(file)s are") % {"file": desk.label}
        return self._page(
            request,
            "mapping",
            title,
            desk.batch,
            form=form,
            text=desk.text,
            shown=shown,
            problems=left,
            likely=desk.likely(),
            sheet=(desk.tables or {}).get("sheet"),
            columns_number=len(desk.columns),
            is_used=MAPPING in desk.batch.options,
            name=_name(request) or desk.said.name(desk.layout.key if desk.layout else ""),
            fitting=desk.fitting(),
            saved=SavedProfile.objects.all()[:NAME_LENGTH],
            several=desk.batch.files.count() > 1,
            tables=self._tables(desk),
            is_last=desk.is_last,
            may_leave=desk.has_others,
            **reading_context(desk.batch, request.user, is_mapping=True, form=reading_form),
        )

    def _tables(self, desk: Desk) -> list[tuple]:
        """Return the tables of an import that has several, as the page leads through them."""
        if len(desk.layouts) < 2:
            return []
        return [
            (layout, *desk.said.state(layout.key), layout is desk.layout, urlencode(_asked(layout)))
            for layout in desk.layouts
        ]

    def _posted(self, request, batch: Batch) -> tuple[Desk, object]:
        """Return the desk with what was posted, and the form where that cannot be meant."""
        desk = self._desk(request, batch)
        form = desk.form(request.POST)
        if form is None:
            raise Refused(_("The profile’s text is to be mended first."))  # noqa: RUF001
        tables = form.tables()
        if tables is None:
            return desk, form
        return self._desk(request, batch, written(tables, desk.text)), None

    def _show(self, request, batch: Batch):
        desk, wrong = self._posted(request, batch)
        if wrong:
            return self._mapping(request, desk, wrong)
        keep_options(batch, desk.kept(desk.text, _name(request)), by=request.user)
        return self._again(request, batch)

    def _use(self, request, batch: Batch):
        desk, wrong = self._posted(request, batch)
        if wrong:
            return self._mapping(request, desk, wrong)
        keep_options(batch, desk.kept(desk.text), by=request.user)
        return self._used(request, desk)

    def _used(self, request, desk: Desk):
        part = desk.mapped()
        if name := _name(request):
            saved = save_as(name, desk.text, desk.headings, by=request.user)
            part |= {"name": saved.name, "saved": saved.pk}
        return self._decided(request, desk, part)

    def _decided(self, request, desk: Desk, part: dict | None):
        """Go on to the next table, or to the preview where this was the last."""
        options = desk.decided(part)
        if MAPPING not in options:
            batch = keep_options(desk.batch, options, by=request.user)
            key = Desk(batch, request.user).layout.key
            return HttpResponseRedirect(f"{self._address('mapping', batch)}?table={key}")
        mark = partial(ask_anew, desk.batch, options, by=request.user)
        if start(mark, by=request.user).state not in WORKING:
            text = _("The table was read by this mapping. Nothing has been written yet.")
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self._address("change", desk.batch))

    def _text(self, request, batch: Batch):
        """Take the text of the profile; one that is no TOML is shown again with what is wrong."""
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if len(text.encode()) > MOST:
            raise Refused(_("The text is too long for a profile."))
        desk = self._desk(request, batch, text)
        if desk.tables is None:
            return self._mapping(request, desk)
        keep_options(batch, desk.kept(text), by=request.user)
        return self._again(request, batch)

    def _sheet(self, request, batch: Batch):
        """Begin anew with a suggestion for another of our sheets."""
        sheet = sheets().get(request.POST.get("sheet", ""))
        if sheet is None or not sheet.kind:
            raise Refused(_("There is no sheet of this name."))
        desk = self._desk(request, batch)
        keep_options(batch, desk.kept(desk.suggested(sheet.name)), by=request.user)
        return self._again(request, batch)

    def _saved(self, request, batch: Batch):
        """Use a saved profile as it is."""
        saved = SavedProfile.objects.filter(pk=_number(request.POST.get("saved"))).first()
        if saved is None:
            raise Refused(_("There is no such profile any more."))
        desk = self._desk(request, batch)
        if request.POST.get("only") == "look":
            keep_options(batch, desk.kept(desk.as_it_stands(saved.text)), by=request.user)
            return self._again(request, batch)
        return self._decided(request, desk, desk.mapped(saved))

    def _leave(self, request, batch: Batch):
        """Leave the table out, where there are others."""
        desk = self._desk(request, batch)
        if not desk.has_others:
            raise Refused(_("There is no other table in these files."))
        return self._decided(request, desk, None)

    def _without(self, request, batch: Batch):
        """Read the files by our own headings again."""
        options = {MAPPING: None, DRAFT: None, SAID: None, "own": True}
        start(partial(ask_anew, batch, options, by=request.user), by=request.user)
        return HttpResponseRedirect(self._address("change", batch))


STEPS = {
    "show": MappingPages._show,
    "use": MappingPages._use,
    "text": MappingPages._text,
    "sheet": MappingPages._sheet,
    "saved": MappingPages._saved,
    "leave": MappingPages._leave,
    "without": MappingPages._without,
}


def _name(request) -> str:
    return request.POST.get("save_as", "").strip()[:NAME_LENGTH]


def _asked(layout: Layout) -> dict[str, str]:
    return {"table": layout.key}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _at_column(form, problem) -> bool:
    """Put a problem of a heading beside its column, and tell whether there is one."""
    row = next((r for r in form.rows if r.column.name == problem.column), None) if form else None
    if row is None or not problem.column:
        return False
    row.problems.append(problem)
    return True


def awaits_mapping(batch: Batch, user) -> bool:
    """Tell whether a batch of the user cannot be read but for headings that are not ours."""
    return batch.by_id == user.pk and is_unmapped(batch)


def is_unmapped(batch: Batch) -> bool:
    """Tell whether a batch cannot be read until somebody says what its columns are."""
    ways = batch.options.get("read_as", [])
    is_foreign = bool(ways) and all(how.get("foreign") for how in ways)
    told = MAPPING in batch.options or batch.options.get("own")
    return is_foreign and not told and batch.state == "failed"
