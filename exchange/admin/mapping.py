"""The page on which a table of another layout is mapped: what its columns are, tried at once."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from exchange.admin.mapping_desk import DRAFT, Desk
from exchange.admin.pages import BatchPages
from exchange.admin.reading import reading_context
from exchange.batches.asking_anew import ask_anew, changeable, keep_options
from exchange.mapping.saved import save_as
from exchange.mapping.texts import MOST
from exchange.mapping.writing import written
from exchange.models import MAPPING, WORKING, Batch, SavedProfile
from exchange.sheets import sheets
from exchange.tasks import start
from records.faults import Refused

NAME_LENGTH = 100
# Under which a batch keeps the name to save by, while the mapping is still tried.
NAME = "mapping_name"


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
            return self._mapping(request, Desk(batch, request.user))
        step = STEPS.get(request.POST.get("do", ""), MappingPages._show)
        try:
            return step(self, request, batch)
        except Refused as error:
            self.message_user(request, str(error), messages.ERROR)
            return self._again(batch)

    def _again(self, batch: Batch):
        return HttpResponseRedirect(f"{self._address('mapping', batch)}#first")

    def _mapping(self, request, desk: Desk, form=None):
        shown, problems = desk.tried()
        form = form or desk.form()
        left = [problem for problem in problems if not _at_column(form, problem)]
        title = _("What the columns of %(file)s are") % {"file": desk.batch}
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
            name=_name(request) or _name_kept(desk.batch),
            fitting=desk.fitting(),
            saved=SavedProfile.objects.all()[:NAME_LENGTH],
            several=desk.batch.files.count() > 1,
            **reading_context(desk.batch, request.user, is_mapping=True),
        )

    def _posted(self, request, batch: Batch) -> tuple[Desk, object]:
        """Return the desk with what was posted, and the form where that cannot be meant."""
        desk = Desk(batch, request.user)
        form = desk.form(request.POST)
        if form is None:
            raise Refused(_("The profile’s text is to be mended first."))  # noqa: RUF001
        tables = form.tables()
        if tables is None:
            return desk, form
        return Desk(batch, request.user, written(tables, desk.text)), None

    def _show(self, request, batch: Batch):
        desk, wrong = self._posted(request, batch)
        if wrong:
            return self._mapping(request, desk, wrong)
        keep_options(batch, {DRAFT: desk.text, NAME: _name(request) or None}, by=request.user)
        return self._again(batch)

    def _use(self, request, batch: Batch):
        desk, wrong = self._posted(request, batch)
        if wrong:
            return self._mapping(request, desk, wrong)
        keep_options(batch, {DRAFT: desk.text}, by=request.user)
        return self._used(request, desk)

    def _used(self, request, desk: Desk):
        mapping = desk.mapping()
        if name := _name(request):
            saved = save_as(name, desk.text, desk.headings, by=request.user)
            mapping |= {"name": saved.name, "saved": saved.pk}
        return self._planned(request, desk.batch, mapping)

    def _planned(self, request, batch: Batch, mapping: dict):
        mark = partial(
            ask_anew, batch, {MAPPING: mapping, DRAFT: None, NAME: None}, by=request.user
        )
        if start(mark, by=request.user).state not in WORKING:
            text = _("The table was read by this mapping. Nothing has been written yet.")
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self._address("change", batch))

    def _text(self, request, batch: Batch):
        """Take the text of the profile; one that is no TOML is shown again with what is wrong."""
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if len(text.encode()) > MOST:
            raise Refused(_("The text is too long for a profile."))
        desk = Desk(batch, request.user, text)
        if desk.tables is None:
            return self._mapping(request, desk)
        keep_options(batch, {DRAFT: text}, by=request.user)
        return self._again(batch)

    def _sheet(self, request, batch: Batch):
        """Begin anew with a suggestion for another of our sheets."""
        sheet = sheets().get(request.POST.get("sheet", ""))
        if sheet is None or not sheet.kind:
            raise Refused(_("There is no sheet of this name."))
        text = Desk(batch, request.user).suggested(sheet.name)
        keep_options(batch, {DRAFT: text or None}, by=request.user)
        return self._again(batch)

    def _saved(self, request, batch: Batch):
        """Use a saved profile as it is."""
        saved = SavedProfile.objects.filter(pk=_number(request.POST.get("saved"))).first()
        if saved is None:
            raise Refused(_("There is no such profile any more."))
        if request.POST.get("only") == "look":
            keep_options(batch, {DRAFT: saved.text}, by=request.user)
            return self._again(batch)
        return self._planned(request, batch, Desk(batch, request.user).mapping(saved))

    def _without(self, request, batch: Batch):
        """Read the files by our own headings again."""
        options = {MAPPING: None, DRAFT: None, "own": True}
        start(partial(ask_anew, batch, options, by=request.user), by=request.user)
        return HttpResponseRedirect(self._address("change", batch))


STEPS = {
    "show": MappingPages._show,
    "use": MappingPages._use,
    "text": MappingPages._text,
    "sheet": MappingPages._sheet,
    "saved": MappingPages._saved,
    "without": MappingPages._without,
}


def _name(request) -> str:
    return request.POST.get("save_as", "").strip()[:NAME_LENGTH]


def _name_kept(batch: Batch) -> str:
    """Return the name to save the mapping by: as written last, or of the profile in use."""
    mapping = batch.options.get(MAPPING, {})
    return batch.options.get(NAME) or (mapping.get("name", "") if mapping.get("saved") else "")


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
    ways = batch.options.get("read_as", [])
    is_foreign = bool(ways) and all(how.get("foreign") for how in ways)
    told = MAPPING in batch.options or batch.options.get("own")
    return is_foreign and not told and batch.state == "failed" and batch.by_id == user.pk
