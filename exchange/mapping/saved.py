"""Saved profiles: found by their name or by the headings of a table, and kept under a name."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exchange.mapping.foreign import form, headings
from exchange.mapping.profiles import profile_of
from exchange.mapping.shapes import Profile
from exchange.mapping.texts import ProfileError
from exchange.models import SavedProfile
from exchange.problems import Problem
from exchange.reading import Grid
from records.faults import Refused
from records.prepared import name_of
from records.workflow import is_editor

# Saved profiles that are tried on a table, the last changed first.
TRIED = 200
NAME = "name:"


def fitting(
    grid_of: Callable[[Profile], Grid | Problem], names: Iterable[str]
) -> SavedProfile | None:
    """Return the saved profile that a table fits, one with just its headings before others.

    ``grid_of`` returns the table as a profile reads it: its sheet, from its row of headings;
    ``names`` are the headings that it seems to have. One that says another row comes last.
    """
    found = list(SavedProfile.objects.order_by("-changed")[:TRIED])
    first = {*names}
    found.sort(key=lambda saved: {*saved.headings} != first)
    elsewhere = None
    for saved in found:
        profile, grid = _read(saved, grid_of)
        if profile is None or not isinstance(grid, Grid) or form(grid, profile, ""):
            continue
        if profile.heading_row in (0, grid.rows[0][0]):
            return saved
        elsewhere = elsewhere or saved
    return elsewhere


def _read(saved: SavedProfile, grid_of: Callable[[Profile], Grid | Problem]):
    """Return a saved profile and the table as it reads it; nothing where it is no profile."""
    try:
        profile = profile_of(saved.text.encode(), saved.name)
    except ProfileError:
        return None, None
    return profile, grid_of(profile)


def headings_of(grid: Grid) -> list[str]:
    """Return the headings of a table, without the empty ones."""
    return [name for name in headings(grid.rows[0][1]) if name] if grid.rows else []


def named(name: str) -> SavedProfile | None:
    """Return the saved profile of a name, with or without ``name:`` before it."""
    wanted = name.removeprefix(NAME).strip()
    return SavedProfile.objects.filter(name=wanted).first()


def save_as(name: str, text: str, headings: list[str], *, by: Any) -> SavedProfile:
    """Return the profile that is now kept under a name; raises ``Refused`` for a name of another's.

    The same person's profile of this name is written over; a batch keeps what it was read by.
    """
    saved = SavedProfile.objects.filter(name=name).first()
    if saved is None:
        new = SavedProfile(name=name, text=text, headings=headings, by=by, by_name=name_of(by))
        try:
            with transaction.atomic():
                new.save()
            return new
        except IntegrityError:  # somebody was faster by a moment
            return save_as(name, text, headings, by=by)
    if saved.text != text and not may_replace(saved, by):
        message = _("“%(name)s” is a profile of %(who)s: choose another name.")
        raise Refused(message % {"name": name, "who": saved.by_name})
    saved.text, saved.headings = text, headings
    saved.save()
    return saved


def may_replace(saved: SavedProfile, by: Any) -> bool:
    """Tell whether a person may delete a saved profile or write over it."""
    return is_editor(by) or (saved.by_id is not None and saved.by_id == by.pk)
