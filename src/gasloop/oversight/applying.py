"""Which objects rules apply to: as a condition on rows, and for groups of objects that are alike in what rules ask.

The checklist asks `rulebook.applicability`; groups ask the same function, rows the same conditions in SQL
(`tests/room/oversight/test_applying.py` holds the three together).
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from gasloop.kernel import territory as paths
from gasloop.kernel.jsonable import JsonValue
from gasloop.rulebook.applicability import Condition, applies
from gasloop.rulebook.models import Rule

COLUMNS = ("kind", "territory", "gas_source")
LOOKUPS = {"in": "__in", "==": "", "<=": "__lte", "<": "__lt", ">=": "__gte", ">": "__gt"}


def column(field: str) -> str:
    """Where a site keeps what a rule's condition asks for."""
    return field if field in COLUMNS else f"attributes__{field}"


def fields_asked(rules: Iterable[Rule]) -> tuple[str, ...]:
    """What tells objects apart for these rules, besides their kind; the territory only where a pack is of one."""
    rules = list(rules)
    asked = {str(condition["field"]) for rule in rules for condition in rule.applies_when}
    return tuple(sorted(asked | ({"territory"} if any(rule.pack.territory for rule in rules) else set())))


def applies_to_group(rules: Iterable[Rule], kind: str, known: dict[str, JsonValue]) -> bool:
    """Does any of the rules apply to objects of `kind` with these values of the fields asked?"""
    return any(
        kind in rule.applies_to
        and applies(rule.applies_when, known)
        and paths.contains(rule.pack.territory, str(known.get("territory", "")))
        for rule in rules
    )


def in_scope_of(rules: Sequence[Rule]) -> Q:
    """The condition that any of the rules applies to a site."""
    return reduce(or_, map(_in_scope_of_one, rules), Q(pk__in=[]))


def _in_scope_of_one(rule: Rule) -> Q:
    found = Q(kind__in=rule.applies_to)
    if rule.pack.territory:
        found &= Q(territory__startswith=rule.pack.territory)
    for condition in rule.applies_when:
        found &= _holds(condition)
    return found


def _holds(condition: Condition) -> Q:
    """What nobody has recorded counts as applying."""
    path, op = column(str(condition["field"])), str(condition["op"])
    unknown = Q(**{path: ""}) | Q(**{f"{path}__isnull": True})
    if path.startswith("attributes__"):
        unknown |= Q(**{path: None})
    if op == "!=":
        return unknown | ~Q(**{path: condition["value"]})
    return unknown | Q(**{f"{path}{LOOKUPS[op]}": condition["value"]})
