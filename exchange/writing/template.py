"""The template: an empty workbook that explains itself, with drop-downs from the vocabularies."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

import xlsxwriter
from django.apps import apps
from django.utils.translation import gettext as _

from exchange.sheets import EXAMPLES, LISTS, READ_ME
from exchange.writing.examples import Line, lines
from exchange.writing.guide import RULES, ColumnGuide, SheetGuide, fields_of, guide
from exchange.writing.xlsx import column_name, width_of
from records.kinds import Field, kinds

# So far down reach the formats and drop-downs.
ROWS = 5000
# The height of a line, in points; widths of the first sheets' columns, in characters.
LINE = 15
READ_ME_WIDTHS = (24, 26, 70, 50)
MARK_WIDTH, EXAMPLE_WIDTH = 14, 28
A4 = 9
# Excel's limits for the note at a cell that is being filled.
NOTE_TITLE, NOTE = 32, 255
OPTIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def write_template(path: Path) -> None:
    """Write the template to ``path``; raise ``OSError`` where that cannot be done."""
    book = xlsxwriter.Workbook(str(path), OPTIONS)
    try:
        _Template(book).write()
    finally:
        _close(book)


def _close(book: xlsxwriter.Workbook) -> None:
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


class _Template:
    """One workbook while it is written."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.book = book
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.wrapped = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self.bold = book.add_format({"num_format": "@", "bold": True, "valign": "top"})
        self.quiet = book.add_format({"num_format": "@", "italic": True, "valign": "top"})
        grey = {"num_format": "@", "bold": True, "bg_color": "#E8E8E4", "valign": "top"}
        self.heading = book.add_format(grey)
        # what a column chooses from -> the cells on the hidden sheet that have it
        self.ranges: dict[tuple, str] = {}

    def write(self) -> None:
        """Write all sheets; the hidden one comes last and is named before it is there."""
        explained = guide()
        self._read_me(explained)
        self._examples()
        sheets = {one.name: self.book.add_worksheet(one.name) for one in explained}
        self.lists = self.book.add_worksheet(LISTS)
        for one in explained:
            self._sheet(sheets[one.name], one)
        self.lists.hide()

    def _read_me(self, explained: Sequence[SheetGuide]) -> None:
        sheet = self.book.add_worksheet(READ_ME)
        for at, width in enumerate(READ_ME_WIDTHS):
            sheet.set_column(at, at, width, self.wrapped)
        lines = [(self.bold, [_("How to fill this workbook")])]
        lines += [(None, [str(title), "", str(text)]) for title, text in RULES]
        headings = [_("Sheet"), _("Column"), _("What it means"), _("What to write")]
        lines += [(None, []), (self.heading, headings)]
        for one in explained:
            lines.append((self.bold, [one.name, "", one.about]))
            lines += [(None, ["", c.name, c.meaning, c.how]) for c in one.columns]
        for row, (cell_format, cells) in enumerate(lines):
            if cell_format is None:
                sheet.set_row(row, _height(cells, READ_ME_WIDTHS))
            for at, cell in enumerate(cells):
                sheet.write_string(row, at, str(cell), cell_format or self.wrapped)
        _for_print(sheet)

    def _examples(self) -> None:
        sheet = self.book.add_worksheet(EXAMPLES)
        sheet.set_column(0, 0, MARK_WIDTH, self.text)
        sheet.set_column(1, 20, EXAMPLE_WIDTH, self.text)
        row = -1
        for line in lines():
            row += 2 if line.is_heading and row > 0 else 1  # an empty row before each sheet
            self._example(sheet, row, line)
        sheet.freeze_panes(1, 1)
        _for_print(sheet)

    def _example(self, sheet, row: int, line: Line) -> None:
        mark = self.bold if line.is_heading else self.text if line.cells else self.quiet
        sheet.write_string(row, 0, line.mark, mark)
        for at, cell in enumerate(line.cells, 1):
            sheet.write_string(row, at, cell, self.heading if line.is_heading else self.wrapped)
        if line.cells:
            sheet.set_row(row, _height(line.cells, [EXAMPLE_WIDTH] * len(line.cells)))

    def _sheet(self, sheet, explained: SheetGuide) -> None:
        fields = fields_of(explained.name)
        for at, column in enumerate(explained.columns):
            sheet.set_column(at, at, width_of(column.name), self.text)
            sheet.write_string(0, at, column.name, self.heading)
            rule = {**self._choice(fields.get(column.name)), **_note(column)}
            sheet.data_validation(1, at, ROWS, at, rule)
        sheet.freeze_panes(1, 1)

    def _choice(self, field: Field | None) -> dict:
        """Return the rule of a column: a list to choose from, which does not forbid others.

        A cell may have several keys, a name instead of a key, or [none]; import tells what is
        wrong, and says what would be right.
        """
        values = choices(field) if field else ()
        if not values:
            return {"validate": "any"}
        if values not in self.ranges:
            self.ranges[values] = self._listed(values)
        return {"validate": "list", "source": self.ranges[values], "show_error": False}

    def _listed(self, values: tuple[str, ...]) -> str:
        """Put the values on the hidden sheet, a column for each list; return where they are."""
        at = len(self.ranges)
        for row, value in enumerate(values):
            self.lists.write_string(row, at, value, self.text)
        letters = column_name(at)
        return f"={LISTS}!${letters}$1:${letters}${len(values)}"


def _height(cells: Sequence[str], widths: Sequence[int]) -> int:
    """Return the height of a row of wrapped texts: not every program finds it by itself."""
    pairs = zip(cells, widths, strict=False)
    return LINE * max((len(wrap(cell, width)) for cell, width in pairs if cell), default=1)


def _for_print(sheet) -> None:
    """Let a sheet be printed as it is read: on pages as wide as it is."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _note(column: ColumnGuide) -> dict:
    text = f"{column.meaning}\n{column.how}".strip()
    if len(text) > NOTE:
        text = f"{text[: NOTE - 1]}…"
    return {"input_title": column.name[:NOTE_TITLE], "input_message": text}


def choices(field: Field) -> tuple[str, ...]:
    """Return what a column may be filled from: the words of a choice, the keys of a vocabulary.

    Nothing for references to records, of which there are too many to choose from.
    """
    if field.type.name == "choice":
        return tuple(word for word, _label in field.type.choices)
    if field.type.name == "bool":
        return ("yes", "no")
    if field.type.name not in ("ref", "refs") or field.type.target in _records():
        return ()
    model = apps.get_model("vocabulary", field.type.target)
    return tuple(model.objects.order_by("pk").values_list("pk", flat=True))


def _records() -> set[str]:
    return {"record", *(kind.name for kind in kinds())}
