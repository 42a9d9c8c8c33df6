"""Which columns the tables of a profile read, whether or not they make a whole profile."""

from collections.abc import Iterator
from typing import Any

from exchange.mapping.rules import RuleError, rule_of, templates_of


def columns_read(tables: dict) -> set[str]:
    """Return the columns that rules, keys and the rest of a profile name; what is wrong is not."""
    return {name for name in _named(tables) if isinstance(name, str) and name}


def _named(tables: dict) -> Iterator[Any]:
    for rule in _values(tables.get("columns")):
        yield from _of_rule(rule)
    for item in tables.get("items") or ():
        for name, rule in item.items() if isinstance(item, dict) else ():
            if name != "list":
                yield from _of_rule(rule)
    yield from _values(tables.get("identifiers"))
    for template in (tables.get("key"), _values(tables.get("source"), "locator")):
        yield from _of_template(template)
    groups = tables.get("group_by")
    yield from groups if isinstance(groups, list) else ()
    yield tables.get("country_year")


def _values(table: Any, name: str = "") -> Any:
    if not isinstance(table, dict):
        return None if name else ()
    return table.get(name) if name else table.values()


def _of_rule(value: Any) -> tuple[str, ...]:
    try:
        return rule_of(value).read
    except RuleError:
        return ()


def _of_template(value: Any) -> list[str]:
    try:
        templates = templates_of(value, "") if value else ()
    except RuleError:
        return []
    return [name for template in templates for name, _by in template.parts]
