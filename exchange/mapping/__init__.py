"""Mapping: a foreign table becomes rows of our sheets, as a profile says.

A profile is a text in TOML or YAML (docs/mapping.md tells how one is written). What comes out are
tables like those of our own sheets, so that everything after reading is the one import.
"""

from exchange.mapping.files import read_mapped
from exchange.mapping.placing import foreign_grid
from exchange.mapping.profiles import ProfileError, profile_of, read_profile
from exchange.mapping.recasting import Mapped, lay
from exchange.mapping.shapes import Profile

__all__ = [
    "Mapped",
    "Profile",
    "ProfileError",
    "foreign_grid",
    "lay",
    "profile_of",
    "read_mapped",
    "read_profile",
]
