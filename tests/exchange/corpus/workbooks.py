"""XLSX files that are read: what a person sees in Excel is what comes out."""

from xml.sax.saxutils import escape

from tests.exchange.corpus.cases import bad, good
from tests.exchange.corpus.made import ROWS, data, one, sheet, xlsx

X, S = "series.xlsx", "series"
ROW = ROWS[0]


def shows(name: str, xml: str, text: str, **more):
    """Return a case of one cell and what is seen of it."""
    return good(name, X, lambda: one(xml, **more), ("a", text, "B"))


def formatted(code: str | int, value, text: str, **more):
    """Return a case of a number in a format."""
    xml = f'<c r="{{at}}" s="1"><v>{value}</v></c>'
    return shows(f"{value} as {code} {more or ''}", xml, text, formats=(code,), **more)


def wrong(name: str, xml: str, says: str, value=..., **more):
    """Return a case of one cell that cannot be read; its row is left out."""
    return bad(name, X, lambda: one(xml, **more), says, (S, 2, "title", value))


def number(text) -> str:
    """Return a cell with a number."""
    return f'<c r="{{at}}"><v>{text}</v></c>'


SINCE_1904 = {"workbook": '<workbookPr date1904="1"/>'}
PHONETIC = (
    "<si><r><t>海上</t></r><r><rPr/><t>自衛隊</t></r>"
    "<rPh sb='0' eb='2'><t>カイジョウ</t></rPh></si>"
)

TEXTS = [
    good("inline texts", X, lambda: xlsx(), ROW),
    good(
        "macros are not opened",
        "series.xlsm",
        lambda: xlsx(members={"xl/vbaProject.bin": b"\xd0\xcf"}),
        ROW,
    ),
    shows(
        "shared text",
        '<c r="{at}" t="s"><v>1</v></c>',
        "A&B",
        strings="<si><t>x</t></si><si><t>A&amp;B</t></si>",
    ),
    shows(
        "rich text without its reading",
        '<c r="{at}" t="s"><v>0</v></c>',
        "海上自衛隊",
        strings=PHONETIC,
    ),
    shows("text in digits", '<c r="{at}" t="inlineStr"><is><t>007</t></is></c>', "007"),
    shows(
        "twenty digits as text",
        '<c r="{at}" t="inlineStr"><is><t>12345678901234567890</t></is></c>',
        "12345678901234567890",
    ),
    shows(
        "escaped control",
        '<c r="{at}" t="inlineStr"><is><t>A_x000D_B_x005F_x0041_</t></is></c>',
        "A\rB_x0041_",
    ),
    shows("line breaks", '<c r="{at}" t="inlineStr"><is><t>A&#10;B\nC</t></is></c>', "A\nB\nC"),
    shows(
        "character references",
        '<c r="{at}" t="inlineStr"><is><t>&#x65E5;&quot;&lt;</t></is></c>',
        '日"<',
    ),
    shows("marked section", '<c r="{at}" t="inlineStr"><is><t><![CDATA[<A>]]></t></is></c>', "<A>"),
    shows("comment in a cell", '<c r="{at}" t="inlineStr"><is><t>A<!-- x -->B</t></is></c>', "AB"),
    shows(
        "spaces kept",
        '<c r="{at}" t="inlineStr"><is><t xml:space="preserve"> A </t></is></c>',
        " A ",
    ),
    shows(
        "formula-like text",
        f'<c r="{{at}}" t="inlineStr"><is><t>{escape("=1+1")}</t></is></c>',
        "=1+1",
    ),
    shows("yes", '<c r="{at}" t="b"><v>1</v></c>', "yes"),
    shows("no", '<c r="{at}" t="b"><v>0</v></c>', "no"),
    shows("formula with its number", '<c r="{at}"><f>1+1</f><v>2</v></c>', "2"),
    shows("formula with its text", '<c r="{at}" t="str"><f>A2&amp;"x"</f><v>ax</v></c>', "ax"),
    shows("formula with an empty text", '<c r="{at}" t="str"><f>""</f><v></v></c>', ""),
    shows("date in iso", '<c r="{at}" t="d"><v>2018-11-03T00:00:00</v></c>', "2018-11-03"),
]

NUMBERS = [
    shows("whole number", number(24), "24"),
    shows("whole number with a point", number("24.0"), "24"),
    shows("number with an exponent", number("2.4E1"), "24"),
    shows("number with zeros in front", number("007"), "7"),
    shows("sum of tenths", number("0.30000000000000004"), "0.3"),
    shows("small number", number("1E-7"), "0.0000001"),
    shows("negative number", number("-5.5"), "-5.5"),
    shows("fifteen digits", number("123456789012345"), "123456789012345"),
    formatted("0%", "0.25", "0.25"),
    formatted('[$¥-411]#,##0.00;"rote"', "1500", "1500"),
    formatted("00000", "42", "00042"),
    formatted("0.0000", "42", "42"),
    formatted("General", "42", "42"),
    formatted("@", "42", "42"),
    formatted('0" days"', "3", "3"),
    formatted("[Red]0.00E+00", "42", "42"),
]

DATES = [
    formatted(14, 43405, "2018-11-01"),
    formatted(14, 41943, "2018-11-01", **SINCE_1904),
    formatted(14, 0, "1904-01-01", **SINCE_1904),
    formatted(14, 1, "1900-01-01"),
    formatted(14, 59, "1900-02-28"),
    formatted(14, 61, "1900-03-01"),
    formatted(14, "43405.75", "2018-11-01"),
    formatted(17, 43405, "2018-11"),
    formatted("mmm-yy", 43405, "2018-11"),
    formatted("[$-409]mmmm\\ yyyy;@", 43405, "2018-11"),
    formatted("yyyy", 43101, "2018"),
    formatted("yyyy/m/d;@", 43405, "2018-11-01"),
    formatted('[$-411]ggge"年"m"月"d"日";@', 43405, "2018-11-01"),
    formatted('yyyy"年"m"月"', 43405, "2018-11"),
    formatted(55, 43405, "2018-11"),
    formatted(57, 43405, "2018-11-01"),
    formatted(22, 43405, "2018-11-01"),
    formatted(22, "43405.5625", "2018-11-01 13:30"),
    formatted("dd/mm/yyyy hh:mm:ss", "43405.999999999", "2018-11-02"),
    formatted(20, "0.5625", "13:30"),
    formatted(46, "1.5", "36:00"),
    wrong(
        "day that is none", '<c r="{at}" s="1"><v>60</v></c>', "no such day", "60", formats=(14,)
    ),
    wrong("day zero", '<c r="{at}" s="1"><v>0</v></c>', "no such day", "0", formats=(14,)),
    wrong("day before all", '<c r="{at}" s="1"><v>-1</v></c>', "no such day", "-1", formats=(14,)),
    wrong("day after all", '<c r="{at}" s="1"><v>2958466</v></c>', "no such day", formats=(14,)),
    wrong(
        "code that became a day",
        '<c r="{at}" s="1"><v>43528</v></c>',
        "without its year",
        "2019-03-04",
        formats=(16,),
    ),
    wrong(
        "day shown as a month",
        '<c r="{at}" s="1"><v>43419</v></c>',
        "only a part",
        "2018-11-15",
        formats=(17,),
    ),
    wrong(
        "month shown as a year",
        '<c r="{at}" s="1"><v>43405</v></c>',
        "only a part",
        "2018-11-01",
        formats=("yyyy",),
    ),
]

MERGED = '<mergeCells count="1"><mergeCell ref="{}"/></mergeCells>'


def merged(area: str, **more) -> bytes:
    """Return a workbook with a merged area."""
    return xlsx(sheets={S: sheet(data((*ROWS, ("b", "", "C"))), MERGED.format(area))}, **more)


CELLS = [
    wrong("sixteen digits", number("1234567890123456"), "15 digits"),
    wrong("twenty digits", number("1.2345678901234567E+19"), "15 digits"),
    wrong("number that is none", number("abc"), "not a number", "abc"),
    wrong("not a number", number("NaN"), "15 digits"),
    wrong("formula without a value", '<c r="{at}"><f>SUM(A1)</f></c>', "not stored", "=SUM(A1)"),
    wrong("formula with an empty value", '<c r="{at}"><f>1+1</f><v></v></c>', "not stored", "=1+1"),
    wrong(
        "formula to be computed",
        '<c r="{at}"><f>1+1</f><v>0</v></c>',
        "not stored",
        "=1+1",
        workbook='<calcPr fullCalcOnLoad="1"/>',
    ),
    wrong("lost reference", '<c r="{at}" t="e"><f>A0</f><v>#REF!</v></c>', "error", "#REF!"),
    wrong("not available", '<c r="{at}" t="e"><v>#N/A</v></c>', "error", "#N/A"),
    wrong(
        "nul by an escape", '<c r="{at}" t="inlineStr"><is><t>A_x0000_</t></is></c>', "NUL", "A\0"
    ),
    bad(
        "merged over data",
        X,
        lambda: merged("B2:B3"),
        "B2:B3",
        *((S, row, "title", "A") for row in (2, 3)),
    ),
    bad("merged headings", X, lambda: merged("A1:C1"), "A1:C1", (S, 1, "key", "key")),
    bad(
        "merged, text not in its first cell",
        X,
        lambda: merged("B3:C3"),
        "B3:C3",
        (S, 3, "summary", "C"),
    ),
    bad(
        "merged whole rows",
        X,
        lambda: merged("A2:XFD1048576"),
        "merged",
        *((S, row, "key", "a") for row in (2, 3)),
    ),
    good("merged without data", X, lambda: merged("E5:F9"), ROW, ("b", "", "C")),
]

CASES = [*TEXTS, *NUMBERS, *DATES, *CELLS]
