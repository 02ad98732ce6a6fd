"""From a request's shape to what a verb takes: relations named as the verbs name them."""

from typing import Any, TypeVar, cast, get_type_hints

from ninja import Schema

C = TypeVar("C")


def with_ids(body: Schema, *relations: str) -> dict[str, Any]:
    """All fields; `party` becomes `party_id`."""
    told = body.dict()
    return {f"{name}_id" if name in relations else name: value for name, value in told.items()}


def changes_of(kind: type[C], body: Schema, *relations: str) -> C:
    """The fields that were sent, but for the reason, as the verb's `kind` of changes (a TypedDict).

    A null where a text belongs empties it. TypeError when the shape has a field that the verb does not change.
    """
    told = body.dict(exclude_unset=True, exclude={"why"})
    texts = {name for name, field in type(body).model_fields.items() if _is_text(field.annotation)}
    changes = {
        f"{name}_id" if name in relations else name: "" if value is None and name in texts else value
        for name, value in told.items()
    }
    if unknown := changes.keys() - get_type_hints(kind).keys():
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return cast("C", changes)


def _is_text(annotation: Any) -> bool:
    """`str | None`, or a choice, which is a text, too."""
    return any(isinstance(part, type) and issubclass(part, str) for part in getattr(annotation, "__args__", ()))
