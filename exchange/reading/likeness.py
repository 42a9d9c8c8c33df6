"""How much bytes are like a text of some language, if they are read in an encoding."""

import re

# Of those that are as like the first is taken: Windows-1252 is the most frequent.
TOLD_APART = ("cp932", "euc_jp", "cp1252", "cp1250", "iso8859-2")
CENTRAL = ("cp1250", "iso8859-2")
EUROPEAN = ("cp1252", *CENTRAL)
# How much more like Central Europe's a text must be than like one of the West: letters such as ñ
# and ń have one byte, and a table of the West may have a few odd words.
MARGIN = 0.1
# The marks that word processors set, and the letters of either region.
_MARKS = "’‘“”„–—…€§°«»·´©®ºª\u00a0"  # noqa: RUF001
_SMALL = "áâäçéëíîóôöúüýăąćčďđęěĺľłńňőŕřśşšţťůűźżž"
_LETTERS = {
    "cp1252": re.compile(f"[À-ÖØ-öø-ÿŠšŽžŒœŸ£½¿¡{_MARKS}]|(?<=[A-Za-z])[¹²³](?!\\w)"),
    **dict.fromkeys(CENTRAL, re.compile(f"[ß{_SMALL}{_SMALL.upper()}{_MARKS}]")),
}
_JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_KANA_OR_MARK = re.compile("[\u3000-\u30ff\uff01-\uff5e]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
# A short Chinese text may have one by chance, if it is read in an encoding of Japan.
LEAST_KANA = 3
_RUN = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[A-Za-z]*+[^\x00-\x7f](?:[A-Za-z]|[^\x00-\x7f])*+")


def _both(one: str, other: str) -> str:
    return f"[{one}].*[{other}]|[{other}].*[{one}]"


# What is in no word of a region: signs amid letters, a capital after a small letter, letters that
# no language has both of; in Central Europe's encodings also a letter that stands alone.
_NEVER = {
    "cp1252": "|".join(
        (
            "[A-Za-zà-ÿ][¡¿£¥¦±¶¼¾]|[¥¦¯±¶¹³¼¾][A-Za-zà-ÿ]|£[à-ÿ]|[a-zà-ÿ][À-ÖØ-ÞŠŽŸ]",
            _both("šž", "èìøùòæðñ"),
            _both("ø", "ìèùò"),
            _both("û", "õöüóúáí"),
        )
    ),
    **dict.fromkeys(
        CENTRAL,
        "|".join(
            (
                f"^.$|[a-z{_SMALL}][{_SMALL.upper()}]",
                _both("ąęłńśźż", "ěřůčšťďňľĺő"),
                _both("ľ", "ěřů"),
            )
        ),
    ),
}
_NEVER = {name: re.compile(found) for name, found in _NEVER.items()}


def likeliest(sample: bytes) -> tuple[str, float]:
    """Return the encoding in which a sample is most like a text, and how much, from 0 to 1."""
    found = {name: _likeness(sample, name) for name in TOLD_APART}
    best = max(found, key=found.get)
    if best in CENTRAL and found[best] < found["cp1252"] + MARGIN:
        best = "cp1252"
    return best, found[best]


def has_kana(sample: bytes, encoding: str) -> bool:
    """Tell whether a sample, read in an encoding of Japan, has the letters of Japanese alone."""
    return len(_KANA.findall(sample.decode(encoding, errors="ignore"))) >= LEAST_KANA


def _likeness(sample: bytes, encoding: str) -> float:
    """Return which part of the characters beyond ASCII is plausible, from 0 to 1."""
    try:
        text = sample.decode(encoding, errors="strict")
    except UnicodeDecodeError as error:
        # A line that was cut may end within a character.
        text = sample.decode(encoding, errors="replace")
        if text.count("\ufffd") > 1 + len(sample) // 10_000 or error.start < len(sample) // 2:
            return 0.0
    total = sum(map(len, _RUN.findall(text)))
    if encoding in EUROPEAN:
        good = sum(_european(word, encoding) for word in _WORD.findall(text))
    else:
        good = sum(map(_japanese, _RUN.findall(text)))
    return good / total if total else 0.0


def _european(word: str, encoding: str) -> int:
    """Return how many characters beyond ASCII of a word are plausible."""
    runs = _RUN.findall(word)
    never = _NEVER[encoding].search
    if max(map(len, runs)) > 3 or never(word) or never(word.lower()):
        return sum(len(found) for found in runs if not found.strip(_MARKS))
    return len(_LETTERS[encoding].findall(word))


def _japanese(run: str) -> float:
    """Return how many characters of a run, next to each other, are plausible."""
    good = len(_JAPANESE.findall(run))
    if len(run) == 1 and not _KANA_OR_MARK.match(run):
        return 0.5 * good
    return good
