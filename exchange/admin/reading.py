"""Reading the files of a batch differently: the page's part that says how, and the form."""

from collections.abc import Iterable
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.admin.pages import BatchPages
from exchange.batches.asking_anew import OPEN, ask_anew
from exchange.batches.kept_files import READ_AS, READING
from exchange.models import MAPPING, WORKING, Batch, State
from exchange.reading import DELIMITERS, ENCODINGS, LEAVE, SHOW
from exchange.sheets import sheets
from exchange.tasks import start
from exchange.words.unknown import MORE, UNKNOWN

DETECTED = _("as detected")
SIGNS = {"comma": _("comma ,"), "semicolon": _("semicolon ;"), "tab": _("tab"), "bar": _("bar |")}


class ReadingForm(forms.Form):
    """How files are read, where that is to be stated and not detected."""

    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        help_text=_("Of text files. Change it where names look wrong: Ã© for é, ³ for ł."),
    )
    delimiter = forms.ChoiceField(
        label=_("Cells are divided by"), required=False, help_text=_("In text files.")
    )
    sheet = forms.CharField(
        label=_("Sheet"),
        required=False,
        max_length=255,
        help_text=_("The one sheet of a workbook to take, by its name; left empty, all."),
    )
    treat_as = forms.ChoiceField(
        label=_("Take as"),
        required=False,
        help_text=_(
            "Which of our sheets it is, where its name does not say so. For one sheet only."
        ),
    )

    hidden = forms.ChoiceField(
        label=_("Hidden sheets"),
        required=False,
        choices=[
            ("", _("are asked about where they are ours")),
            (SHOW, _("are read")),
            (LEAVE, _("are left out")),
        ],
    )

    def __init__(self, *args, known: list[dict] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {
            "encoding": ENCODINGS.items(),
            "delimiter": SIGNS.items(),
            "treat_as": ((name, name) for name in sheets()),
        }
        for name, found in choices.items():
            itself = _("by its name") if name == "treat_as" else DETECTED
            self.fields[name].choices = [("", itself), *found]
        names = list(dict.fromkeys(name for how in known or () for name in how["sheets"]))
        self.fields["sheet"].widget.attrs["maxlength"] = 255
        if names:
            sheet = [("", _("all")), *((name, name) for name in names)]
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), required=False, choices=sheet
            )
        if not any(how.get("hidden") for how in known or ()):
            del self.fields["hidden"]
        self._ask_what_fits(known or ())

    def _ask_what_fits(self, known: Iterable[dict]) -> None:
        """Add a field for each file whose headings fit several of our sheets, or that is named."""
        said = (self.initial.get("named") or {}).keys()
        fitting = {name: list(sheets()) for name in said}
        for how in known:
            fitting |= how.get("fits", {})
        self.named = {f"{NAMED}{name}": name for name in fitting}
        for field, name in self.named.items():
            choices = [("", _("by its name")), *((sheet, sheet) for sheet in fitting[name])]
            label = _("Take “%(name)s” as") % {"name": name}
            self.fields[field] = forms.ChoiceField(label=label, required=False, choices=choices)
            self.initial.setdefault(field, (self.initial.get("named") or {}).get(name, ""))

    def stated(self) -> dict[str, str | dict[str, str]]:
        """Return what is stated; what is to be detected is left out."""
        found = ((name, self.cleaned_data.get(name)) for name in READ_BY)
        stated = {name: value for name, value in found if value}
        named = ((name, self.cleaned_data.get(field)) for field, name in self.named.items())
        if chosen := {name: sheet for name, sheet in named if sheet}:
            stated["named"] = chosen
        return stated

    @property
    def asks(self) -> bool:
        """Tell whether something cannot be told by the files themselves."""
        return bool(self.named) or "hidden" in self.fields

    @property
    def reading_fields(self) -> list:
        """Return the fields of reading, bound."""
        return [self[name] for name in (*READ_BY, *self.named) if name in self.fields]


# What a field's name begins with that says which of our sheets a file is.
NAMED = "named-"
FIELD_IDS = "id_reading_%s"
READ_BY = tuple(ReadingForm.base_fields)


class ReadingPages(BatchPages):
    """Reading the files of a batch differently."""

    def pages(self) -> dict:
        """Add reading differently."""
        return {**super().pages(), "reading": self.reading_view}

    def reading_view(self, request, pk):
        """Read the files as the form says, and preview them anew."""
        batch = self._batch(request, pk)
        known, said = batch.options.get(READ_AS), batch.options.get(READING, {})
        form = ReadingForm(request.POST, known=known, initial=dict(said), auto_id=FIELD_IDS)
        if request.method == "POST" and is_open_to(batch, request.user) and not form.is_valid():
            return self.change_view(request, str(pk), extra_context={"reading_form": form})

        def read():
            stated = form.stated() if form.is_valid() else {}
            mark = partial(ask_anew, batch, {READING: stated or None}, by=request.user)
            if start(mark, by=request.user).state not in WORKING:
                return _("The files were read again. Nothing has been written yet.")
            return ""

        return self._done(request, batch, read)


def is_open_to(batch: Batch, user) -> bool:
    """Tell whether a person may have the files of a batch read anew."""
    return batch.by_id == user.pk and batch.state in OPEN


def reading_context(batch: Batch, user, *, is_mapping: bool = False, form=None) -> dict:
    """Return what a preview, or the mapping page, shows of how its files were read.

    With it come the form to change that (``form``, where what was posted cannot be meant) and, on a
    preview, the ways to the mapping and the words.
    """
    ways = batch.options.get(READ_AS, [])
    own = is_open_to(batch, user)
    shown = [(how["file"], ", ".join(_parts(how))) for how in ways if how["format"]]
    initial = dict(batch.options.get(READING, {}))
    if own and form is None:
        form = ReadingForm(initial=initial, known=ways, auto_id=FIELD_IDS)
    asks = batch.state == State.FAILED and form is not None and form.asks
    read_as = [pair for pair in shown if pair[1]]
    found = {"read_as": read_as, "reading_form": form, "reading_asks": asks}
    if is_mapping:
        return found
    mapping = batch.options.get(MAPPING)
    # What could be read by our headings has nothing more to be mapped.
    is_foreign = batch.state == State.FAILED and any(map(_is_foreign, ways))
    words = len(batch.options.get(UNKNOWN, ())) + batch.options.get(MORE, 0)
    return found | {
        "mapping_name": mapping["name"] if mapping else "",
        "some_left": bool(mapping and mapping.get("left")),
        "may_map": own and (mapping or is_foreign),
        "words_number": words if own else 0,
    }


def _is_foreign(how: dict) -> bool:
    return bool(how.get("foreign") or how.get("some_foreign"))


def _parts(how: dict):
    yield how["format"].upper()
    if how["encoding"]:
        yield ENCODINGS.get(how["encoding"], how["encoding"])
    if how["delimiter"]:
        yield str(SIGNS.get(DELIMITERS.get(how["delimiter"]), how["delimiter"]))
