"""Text files: encodings, delimiters, line ends, and what spreadsheet programs do to values."""

from tests.exchange.corpus.cases import good

HEAD = "key,title,summary\n"
JAPANESE = "日印共同訓練、海上自衛隊とインド海軍。ソ連の表示は能力の一部"
FRENCH = "Défense et coopération à l’échelle européenne – opération “Pégase”"
POLISH = (
    "Wspólne ćwiczenia wojskowe są częścią współpracy; żołnierze ćwiczyli w Łodzi i na źródłach"
)
CZECH = "Společné cvičení příslušníků armády České republiky, naše letectvo žádá účast"
HUNGARIAN = "Közös hadgyakorlat: a Magyar Honvédség műszaki erői, gyűrűs kötelék, tűzerő"
ROW = ("a", "A", "B")


def csv(text: str = "a,A,B\n", encoding: str = "utf-8", head: str = HEAD) -> bytes:
    """Return a file of the sheet `series`."""
    return f"{head}{text}".encode(encoding)


def encoded(name: str, text: str, encoding: str, mark: bytes = b"", found: str = "") -> tuple:
    """Return a case with one text in an encoding that must be found out."""
    content = mark + csv(f'a,"{text}",B\n', encoding)
    return good(name, "series.csv", content, ("a", text, "B"), encoding=found or encoding)


ENCODED = [
    encoded("utf-8", "Défense 日印 भारत 🚢", "utf-8"),
    encoded("utf-8 with its mark", JAPANESE, "utf-8", b"\xef\xbb\xbf"),
    encoded("utf-16 le with its mark", JAPANESE, "utf-16-le", b"\xff\xfe"),
    encoded("utf-16 be with its mark", JAPANESE, "utf-16-be", b"\xfe\xff"),
    encoded("utf-16 le without a mark", "Défense", "utf-16-le"),
    encoded("utf-16 be without a mark", "Défense", "utf-16-be"),
    encoded("utf-32 le", JAPANESE, "utf-32-le", b"\xff\xfe\0\0"),
    encoded("utf-32 be", JAPANESE, "utf-32-be", b"\0\0\xfe\xff"),
    encoded("windows-1252 french", FRENCH, "cp1252"),
    encoded("windows-1252 apostrophe", "India’s navy", "cp1252"),
    encoded("windows-1252 german", "Übung in größerer Höhe, straße".replace(",", ""), "cp1252"),
    encoded("windows-1252 single letter", "é", "cp1252"),
    encoded("windows-1252 spanish", "¿Qué año? Ejercicio en España: ¡mañana!", "cp1252"),
    encoded("windows-1252 norwegian", "Øvelse på Værnes, også i Tromsø: 5 m³", "cp1252"),
    encoded("windows-1252 portuguese", "Exercício de operações não combatentes", "cp1252"),
    encoded("windows-1250 polish", POLISH, "cp1250"),
    encoded("iso-8859-2 polish", POLISH, "iso8859-2"),
    encoded("windows-1250 polish capitals", "WSPÓLNE ĆWICZENIA ŻOŁNIERZY W ŁODZI", "cp1250"),
    encoded("windows-1250 czech", CZECH, "cp1250"),
    encoded("iso-8859-2 czech", CZECH, "iso8859-2"),
    encoded("windows-1250 hungarian", HUNGARIAN, "cp1250"),
    encoded("shift-jis", JAPANESE, "cp932"),
    encoded("shift-jis katakana", "マラバール演習", "cp932"),
    encoded("shift-jis with backslash bytes", "ソ表能予十貼", "cp932"),
    encoded("shift-jis circled numbers", "第①回 共同訓練", "cp932"),
    encoded("shift-jis among english", "JIMEX (日印共同訓練) held off 横須賀", "cp932"),
    encoded("euc-jp", JAPANESE, "euc_jp"),
    encoded("euc-jp katakana", "マラバール演習", "euc_jp"),
    encoded("euc-jp among english", "JIMEX (マラバール演習) held off 横須賀", "euc_jp"),
    encoded("iso-2022-jp", JAPANESE, "iso2022_jp"),
    encoded("ascii", "Malabar", "ascii", found="utf-8"),
]

FORMED = [
    good(
        "semicolons", "series.csv", csv("a;A;1,5\n", head="key;title;summary\n"), ("a", "A", "1,5")
    ),
    good("tabs", "series.tsv", csv("a\tA\tB\n", head="key\ttitle\tsummary\n"), ROW),
    good("tabs named csv", "series.csv", csv("a\tA\tB\n", head="key\ttitle\tsummary\n"), ROW),
    good("bars", "series.csv", csv("a|A|B\n", head="key|title|summary\n"), ROW),
    good(
        "excel's unicode text",
        "series.txt",
        b"\xff\xfe" + csv("a\tA\tB\r\n", "utf-16-le", "key\ttitle\tsummary\r\n"),
        ROW,
    ),
    good("stated delimiter", "series.csv", csv("a;A\n", head="sep=;\nkey;title\n"), ("a", "A")),
    good(
        "semicolons in cells", "series.csv", csv("a,A,B; C; D; E; F\n"), ("a", "A", "B; C; D; E; F")
    ),
    good("windows lines", "series.csv", b"key,title\r\na,A\r\n", ("a", "A")),
    good("old mac lines", "series.csv", b"key,title\ra,A\rb,B\r", ("a", "A"), ("b", "B")),
    good(
        "mixed lines",
        "series.csv",
        b"key,title\r\na,A\rb,B\nc,C",
        ("a", "A"),
        ("b", "B"),
        ("c", "C"),
    ),
    good("no line end", "series.csv", csv("a,A,B"), ROW),
    good("name in capitals", "SERIES.CSV", csv(), ROW),
    good("spaces around headings", "series.csv", csv("a,A\n", head=" key , title \n"), ("a", "A")),
    good("one column", "series.csv", csv("a\nb\n", head="key\n"), ("a",), ("b",)),
    good("headings only", "series.csv", csv("")),
    good(
        "line break in a cell",
        "series.csv",
        csv('a,A,"B\nC"\nb,,\n'),
        ("a", "A", "B\nC"),
        ("b", "", ""),
    ),
    good("delimiter in a cell", "series.csv", csv('a,"A, B",C\n'), ("a", "A, B", "C")),
    good("quotes in a cell", "series.csv", csv('a,"5"" gun",""""\n'), ("a", '5" gun', '"')),
    good("quoted row between rows", "series.csv", csv('"a","A","B"\n'), ROW),
    good("empty quotes", "series.csv", csv('a,"",""\n'), ("a", "", "")),
    good(
        "empty rows between rows",
        "series.csv",
        csv("a,A,\n\n,,\nb,B,\n\n\n"),
        (2, "a", "A", ""),
        (5, "b", "B", ""),
        numbered=True,
    ),
    good("empty first line", "series.csv", b"\nkey,title\na,A\n", (3, "a", "A"), numbered=True),
    good(
        "empty columns at the end", "series.csv", csv("a,A,,\n", head="key,title,,\n"), ("a", "A")
    ),
    good(
        "line separator in a cell",
        "series.csv",
        csv("a,A\u2028B,C\x85\x0bD\n"),
        ("a", "A\u2028B", "C\x85\x0bD"),
    ),
    good(
        "marks of direction", "series.csv", csv("a,\u202eA\u200b,B\n"), ("a", "\u202eA\u200b", "B")
    ),
    good(
        "a million characters",
        "series.csv",
        lambda: csv(f"a,{'x' * 999_999},\n"),
        ("a", "x" * 999_999, ""),
    ),
]

KEPT = [
    good(f"kept as it is: {text}", "series.csv", csv(f"a,{text},\n"), ("a", text, ""))
    for text in (
        "007",
        "12345678901234567890",
        "2018-11",
        "03/04/2021",
        "1E5",
        "=1+1",
        "@cmd",
        "+33",
        "TRUE",
        "24.0",
        "Nov-18",
        "NaN",
        "0x10",
        "'quoted",
        "[none]",
    )
]

CASES = [*ENCODED, *FORMED, *KEPT]
