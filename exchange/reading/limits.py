"""How much a file may hold: refused before it is read where that is known, or as it shows."""

from dataclasses import dataclass, fields

from django.conf import settings

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one file may hold at most; the setting ``IMPORT_LIMITS`` (name -> number) changes it.

    ``file_bytes`` as it lies on disk, ``expanded_bytes`` unpacked, ``json_bytes`` of a JSON file;
    ``rows`` and ``columns`` with something in them of one sheet; ``cells`` and ``sheets`` of one
    file; ``cell_characters`` of one cell; ``faults`` that are told one by one, beside one of each
    row.
    """

    file_bytes: int = 50 * MEBIBYTE
    json_bytes: int = 200 * MEBIBYTE
    expanded_bytes: int = 500 * MEBIBYTE
    rows: int = 500_000
    columns: int = 1_000
    cells: int = 5_000_000
    sheets: int = 100
    cell_characters: int = 1_000_000
    faults: int = 1_000

    @classmethod
    def present(cls) -> "Limits":
        """Return the limits that the settings give."""
        given = getattr(settings, "IMPORT_LIMITS", {})
        return cls(**{f.name: given.get(f.name, f.default) for f in fields(cls)})
