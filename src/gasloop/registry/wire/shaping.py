"""From a record to its shape: personal texts masked, relations as ids, everything else as it is kept."""

from typing import Any, Self

from django.db import models
from ninja import Schema

from gasloop.evidence.fields import SealedText


class RecordOut(Schema):
    """A record as registered; every field is one of the record's by the same name."""

    @classmethod
    def of(cls, record: models.Model) -> Self:
        return cls(**{name: _said(record, name) for name in cls.model_fields})


def _said(record: models.Model, name: str) -> Any:
    value = getattr(record, f"{name}_id" if hasattr(record, f"{name}_id") else name)
    return str(value) if isinstance(value, SealedText) else value
