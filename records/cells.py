"""Cells that list several values."""

import re

SEPARATOR = "; "
_MARK = re.compile(r"(\\*);")
_AT_END = re.compile(r"\\+$")


def split_cell(text: str) -> list[str]:
    """Return the members of a cell that lists several; ``\\;`` is a literal semicolon.

    Before a semicolon a backslash is written twice; anywhere else it stands for itself.
    """
    if "\\" not in text:
        return [member for part in text.split(";") if (member := part.strip())]
    members, start = [""], 0
    for mark in _MARK.finditer(text):
        slashes = len(mark[1])
        members[-1] += text[start : mark.start()] + "\\" * (slashes // 2)
        if slashes % 2:
            members[-1] += ";"
        else:
            members.append("")
        start = mark.end()
    members[-1] += text[start:]
    return [member.strip() for member in members if member.strip()]


def join_cell(values) -> str:
    """Return one cell for several members: what ``split_cell`` takes apart again."""
    values = [_MARK.sub(lambda mark: mark[1] * 2 + "\\;", str(value)) for value in values]
    # One at the end comes to stand before the separator.
    inner = [_AT_END.sub(lambda mark: mark[0] * 2, value) for value in values[:-1]]
    return SEPARATOR.join([*inner, *values[-1:]])
