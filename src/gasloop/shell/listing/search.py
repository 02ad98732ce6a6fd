"""Search over the fields a listing declares: through the search columns where models have them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from gasloop.shell.searching import SEARCH_COLUMN, sources_of

LONGEST = 100
FEW = 1000
"""Related rows up to this number are named to PostgreSQL one by one, so that it can use the index on the relation."""


def search_condition(text: str, model: type[models.Model], paths: Sequence[str]) -> Q:
    """Rows of `model` in which every word of `text` occurs in one of `paths`."""
    own, related = _grouped(paths)
    found = Q()
    for word in text.split():
        anywhere = _contains(model, own, word) if own else Q()
        for relation, fields in related.items():
            anywhere |= _across(model, relation, fields, word)
        found &= anywhere
    return found


def _grouped(paths: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """The model's own fields, and those of each relation (`site` → `name`)."""
    own: list[str] = []
    related: dict[str, list[str]] = {}
    for path in paths:
        relation, _, field = path.rpartition("__")
        related.setdefault(relation, []).append(field) if relation else own.append(field)
    return own, related


def _contains(model: type[models.Model], fields: Sequence[str], word: str) -> Q:
    if set(fields) <= set(sources_of(model, SEARCH_COLUMN)):
        return Q(**{f"{SEARCH_COLUMN}__has": word})
    anywhere = Q()
    for field in fields:
        anywhere |= Q(**{f"{field}__icontains": word})
    return anywhere


def _across(model: type[models.Model], relation: str, fields: Sequence[str], word: str) -> Q:
    """Rows whose relation fits: found over there first, for a condition that joins both tables can use no index."""
    target = _target(model, relation)
    fitting = target._base_manager.filter(_contains(target, fields, word))
    few: list[Any] = list(fitting.values_list("pk", flat=True)[: FEW + 1])
    return Q(**{f"{relation}__in": few if len(few) <= FEW else fitting.values("pk")})


def _target(model: type[models.Model], relation: str) -> type[models.Model]:
    for part in relation.split("__"):
        related = model._meta.get_field(part).related_model
        if not isinstance(related, type):
            raise TypeError(f"{model.__name__}.{relation} leads nowhere that could be searched")
        model = related
    return model


def search_text(raw: str) -> str:
    """What was typed, as it is searched for: blanks joined, NUL gone, of bearable length."""
    return " ".join(raw.replace("\x00", "").split())[:LONGEST]
