"""Does a rule apply to an object? Its kind is listed, and every condition on its columns and attributes holds.

A condition is {"field": "gas_source", "op": "in", "value": ["lpg_cylinder"]}; ops: in, ==, !=, <=, <, >=, >.
What nobody has recorded counts as applying: better asked once too often.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from gasloop.kernel.jsonable import JsonValue

Condition = Mapping[str, JsonValue]

ORDERINGS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}
OPERATIONS = frozenset({"in", "==", "!=", *ORDERINGS})


def applies(conditions: Sequence[Condition], known: Mapping[str, JsonValue]) -> bool:
    """Do all conditions hold for what is `known` of the object?"""
    return all(_holds(condition, known.get(str(condition["field"]))) for condition in conditions)


def _holds(condition: Condition, value: JsonValue) -> bool:
    if value is None or value == "":
        return True
    op, wanted = str(condition["op"]), condition["value"]
    if op == "in":
        return isinstance(wanted, Sequence) and value in wanted
    if op in ("==", "!="):
        return (value == wanted) is (op == "==")
    return ORDERINGS[op](Decimal(str(value)), Decimal(str(wanted)))
