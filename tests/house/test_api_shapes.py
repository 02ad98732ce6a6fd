"""The description of the API means what it says: one name is one shape, and what it shows as an example is accepted."""

from collections import defaultdict
from collections.abc import Iterator

from ninja import Schema

from gasloop.project.api import ANSWERS, api

WITH_EXAMPLES = frozenset({"registry", "town hall", "visits"})  # what an office's own programs call first


def _shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for each in of.__subclasses__():
        if each.__module__.startswith("gasloop."):
            yield each
        yield from _shapes(each)


def test_no_two_shapes_have_one_name() -> None:
    """The description keeps them by name: of two the later would describe both."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for each in _shapes():
        by_name[each.__name__].add(each.__module__)
    assert {name: where for name, where in by_name.items() if len(where) > 1} == {}


def test_every_example_is_accepted_by_its_own_shape() -> None:
    shown = 0
    for each in set(_shapes()):
        for example in each.model_json_schema().get("examples", ()):
            each.model_validate(example)
            shown += 1
    assert shown > 30


def test_what_registers_posts_and_visits_take_is_shown_by_an_example_and_every_refusal_is() -> None:
    described = api.get_openapi_schema()
    shapes = described["components"]["schemas"]
    bare = []
    for methods in described["paths"].values():
        for operation in methods.values():
            for status in ANSWERS:
                answer = operation["responses"][status if status in operation["responses"] else str(status)]
                assert answer["content"]["application/json"]["example"]["code"]
            body = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if body and set(operation["tags"]) & WITH_EXAMPLES:
                shape = shapes[body["schema"]["$ref"].rpartition("/")[2]]
                if not shape.get("examples"):
                    bare.append(operation["operationId"])
    assert bare == []
