"""What the cells of an ODS sheet say: spaces, and the truth that is kept as a number."""

import re

# What LibreOffice makes of other formats' booleans: numbers, which it shows as TRUE or FALSE.
LOGICAL = {"of:=TRUE()": "yes", "of:=FALSE()": "no"}
# Stand for the spaces that a file asks for, while those that it only happens to have collapse.
# No XML has these characters.
SPACE, TAB, LINE = "\x01", "\x02", "\x03"
_ONLY_WORDS = re.compile(r"[^\x00-\x20]*(?: [^\x00-\x20]+)* ?")
_KEPT = str.maketrans({SPACE: " ", TAB: "\t", LINE: "\n"})


def collapsed(text: str) -> str:
    """Return the text of a line with its spaces as a program shows them."""
    if _ONLY_WORDS.fullmatch(text):
        return text
    return re.sub(r"[ \t\r\n]+", " ", text).translate(_KEPT)
