"""Garbage is looked for again, whatever happened while it was not."""

import gc

import pytest

from records import garbage


def test_it_is_put_off_until_the_last_of_two_is_done():
    with garbage.put_off():
        with garbage.put_off():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error():
    @garbage.put_off()
    def fail():
        assert not gc.isenabled()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off():
    gc.disable()
    try:
        with garbage.put_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def is_old(made) -> bool:
    """Whether a thing is looked at only when all is looked through."""
    return any(found is made for found in gc.get_objects(generation=2))


def test_what_was_made_meanwhile_is_not_looked_through_at_once():
    with garbage.put_off():
        made = [[]]
        assert not is_old(made)
    assert is_old(made)


def test_what_somebody_has_frozen_stays_so():
    gc.freeze()
    try:
        with garbage.put_off():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
