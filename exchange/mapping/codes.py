"""The countries that codes mean: COW, Gleditsch-Ward, ISO; of a shared one, that of its time."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from exchange.mapping.rules import CODES
from records.text import fold
from vocabulary.lookup import names_of
from vocabulary.models import Country

LABELS = {"cow": "COW", "gw": "Gleditsch-Ward", "iso3": "ISO-3", "iso2": "ISO-2"}


class NoCountry(ValueError):
    """Raised where a code means no country, or cannot be told which; ``hint`` helps."""

    def __init__(self, message: str, hint: str):
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class _State:
    key: str
    former: bool
    since: int
    until: int


class Countries:
    """Finds countries by codes; read from the vocabulary once.

    Some codes stand for a state and for what was there before: 365 is Russia and the Soviet Union.
    ``on_pages``: the mapping is said on a page, and not in the text of a profile.
    """

    def __init__(self, *, on_pages: bool = False):
        self._way = _("Name the column of the year: country_year; or choose in [values.country].")
        if on_pages:
            self._way = _("Choose the column of the year under “Year of country codes”.")
        self._by_code: dict[str, dict[str, list[_State]]] = {scheme: {} for scheme in CODES}
        self.names: dict[str, str] = {}
        self.undecided: set[tuple[str, str]] = set()
        columns = ("key", "name", "former", "since", "until", "iso3", "numeric", "cow", "gw")
        for key, name, former, since, until, iso3, numeric, cow, gw in Country.objects.values_list(
            *columns
        ):
            self.names[key] = name
            # Of a former state whose end is not known no year tells.
            state = _State(key, former, _year(since, 0), _year(until, 0 if former else 9999))
            codes = {"iso2": key, "iso3": iso3, "numeric": numeric, "cow": cow, "gw": gw}
            for scheme, code in codes.items():
                if code not in (None, ""):
                    found = self._by_code[scheme].setdefault(_plain(scheme, str(code)), [])
                    found.append(state)
        self._add_former()

    def _add_former(self) -> None:
        """Add the two letters that former states had: the first of their four, if no other has."""
        iso2 = self._by_code["iso2"]
        found: dict[str, list[_State]] = {}
        for (state,) in [*iso2.values()]:
            if state.former and (code := state.key[:2]) not in iso2:
                found.setdefault(code, []).append(state)
        iso2.update(found)

    @cached_property
    def _named(self) -> dict[str, str]:
        """Return folded name -> key: ROM, the former ISO-3 of Romania, is an alias."""
        return names_of(Country)

    def find(self, scheme: str, code: str, year: int | None = None) -> str:
        """Return the key of the country that ``code`` meant in ``year``; raises ``NoCountry``.

        Without a year the present state is taken, and the code remembered in ``undecided``.
        """
        states = self._states(scheme, code)
        if not states:
            if scheme in ("iso2", "iso3") and fold(code) in self._named:
                return self._named[fold(code)]
            raise self._unknown(scheme, code)
        if len(states) == 1:
            return states[0].key
        if year is None:
            self.undecided.add((scheme, code))
        else:
            then = [s for s in states if s.former and s.since <= year <= s.until]
            if then:
                return max(then, key=lambda state: state.since).key
        present = [state for state in states if not state.former]
        if len(present) != 1:
            keys = ", ".join(state.key for state in states)
            message = _("The code %(code)s stands for several: %(keys)s.")
            raise NoCountry(message % {"code": code, "keys": keys}, self._way)
        return present[0].key

    def states_of(self, scheme: str, code: str) -> list[str]:
        """Return the keys of all states that a code stands for."""
        return [state.key for state in self._states(scheme, code)]

    def is_present(self, scheme: str, code: str) -> bool:
        """Tell whether a code stands for a country that there is still."""
        return any(not state.former for state in self._states(scheme, code))

    def _states(self, scheme: str, code: str) -> list[_State]:
        return self._by_code[scheme].get(_plain(scheme, code), [])

    def _unknown(self, scheme: str, code: str) -> NoCountry:
        message = _("No country has the %(scheme)s code “%(code)s”.")
        said = {"scheme": LABELS.get(scheme, scheme), "code": code}
        others = [
            f"{LABELS.get(other, other)}: {', '.join(self.names[key] for key in keys)}"
            for other in CODES
            if other != scheme and (keys := self.states_of(other, code))
        ]
        hint = (
            _("In other codes it is: %(names)s.") % {"names": "; ".join(others)} if others else ""
        )
        return NoCountry(message % said, hint)


def _plain(scheme: str, code: str) -> str:
    """Return a code as it is compared: 002, 2 and 2.0 are one."""
    code = code.strip().upper()
    if scheme in ("iso2", "iso3"):
        return code
    code = code.removesuffix(".0")
    return code.lstrip("0") or code


def _year(text: str | None, missing: int) -> int:
    return int(text[:4]) if text and text[:4].isdigit() else missing
