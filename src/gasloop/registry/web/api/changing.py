"""From a request's shape to what a verb takes: relations named as the verbs name them."""

from typing import Any

from ninja import Schema


def with_ids(body: Schema, *relations: str) -> dict[str, Any]:
    """All fields; `party` becomes `party_id`."""
    told = body.dict()
    return {f"{name}_id" if name in relations else name: value for name, value in told.items()}


def changes_of(body: Schema, *relations: str) -> dict[str, Any]:
    """The fields that were sent, but for the reason: a null where a text belongs empties it."""
    told = body.dict(exclude_unset=True, exclude={"why"})
    texts = {name for name, field in type(body).model_fields.items() if _is_text(field.annotation)}
    return {
        f"{name}_id" if name in relations else name: "" if value is None and name in texts else value
        for name, value in told.items()
    }


def _is_text(annotation: Any) -> bool:
    """`str | None`, or a choice, which is a text, too."""
    return any(isinstance(part, type) and issubclass(part, str) for part in getattr(annotation, "__args__", ()))
