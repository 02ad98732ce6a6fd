"""Encrypted fields. What an attribute gives is masked; the text in clear comes from `actions.reveal`, which is logged.

    phone = EncryptedTextField("电话", dataset="party", mask=mask_phone)
    phone_index = BlindIndexField(source="phone", dataset="party")

Blank and erased are NULL. A ciphertext is bound to its table, column and row. `save`, `create` and `bulk_create`
encrypt; a queryset's `update` takes NULL only, because it does not know the row.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from gasloop.evidence import envelope

Mask = Callable[[str], str]


def hidden(_value: str) -> str:
    """The mask that shows nothing."""
    return "***"


class SealedText:
    """An encrypted text. `str()` is its mask; nothing but `actions.reveal` and the envelope reads it in clear."""

    __slots__ = ("_field", "_plain", "_row", "ciphertext")

    def __init__(
        self, field: "EncryptedTextField", *, ciphertext: bytes | None = None, plain: str = "", row: UUID | None = None
    ) -> None:
        self._field, self._plain, self._row = field, plain, row
        self.ciphertext = ciphertext

    def __bool__(self) -> bool:
        return self.ciphertext is not None or bool(self._plain)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<SealedText {self._field.dataset}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealedText) and (self.ciphertext, self._plain) == (other.ciphertext, other._plain)

    def __hash__(self) -> int:
        return hash((self.ciphertext, self._plain))

    @property
    def masked(self) -> str:
        """What may be shown to anyone who may see the record."""
        return self._field.mask(self.clear()) if self else ""

    def bound_to(self, row: UUID) -> "SealedText":
        """The same text, knowing the row it belongs to."""
        self._row = self._row or row
        return self

    def sealed_form(self) -> str | None:
        """What an entry seals: the digest of the ciphertext, so that verifying needs no key."""
        return None if self.ciphertext is None else sha256(self.ciphertext).hexdigest()

    def clear(self) -> str:
        """The text itself. Not for pages: they call `actions.reveal`. CannotDecrypt when it was tampered with."""
        if self.ciphertext is None:
            return self._plain
        if self._row is None:
            raise envelope.CannotDecrypt("a ciphertext read without its row cannot be opened")
        return envelope.decrypt(self._field.dataset, self.ciphertext, self._field.place(self._row)).decode()

    def encrypted(self, row: UUID) -> "SealedText":
        """The same text encrypted for its row."""
        if self.ciphertext is not None or not self._plain:
            return self.bound_to(row)
        sealed = envelope.encrypt(self._field.dataset, self._plain.encode(), self._field.place(row))
        return SealedText(self._field, ciphertext=sealed, row=row)


class _SealedAttribute(DeferredAttribute):
    """Text assigned to the attribute is wrapped at once, so that it is masked before it is saved, too."""

    field: "EncryptedTextField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is None:
            return value
        return value.bound_to(instance.pk) if isinstance(value, SealedText) else SealedText(self.field)

    def __set__(self, instance: models.Model, value: "str | SealedText | None") -> None:
        if isinstance(value, str) and "*" in value and self._is_the_mask(instance, value):
            return
        instance.__dict__[self.field.attname] = self.field.to_python(value)

    def _is_the_mask(self, instance: models.Model, value: str) -> bool:
        """A form that was filled with the mask posts it back: that is no new value."""
        present = instance.__dict__.get(self.field.attname)
        return isinstance(present, SealedText) and bool(present) and present.bound_to(instance.pk).masked == value


if TYPE_CHECKING:
    _Text = models.Field[str | SealedText | None, SealedText]
    _Bytes = models.Field[bytes | None, bytes | None]
else:
    _Text = _Bytes = models.Field


class EncryptedTextField(_Text):
    """Text encrypted under the key of a data set; `mask` decides what of it everybody sees."""

    descriptor_class = _SealedAttribute

    def __init__(self, verbose_name: str | None = None, *, dataset: str, mask: Mask = hidden, **options: Any) -> None:
        self.dataset, self.mask = dataset, mask
        super().__init__(verbose_name, **{"null": True, "blank": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "dataset": self.dataset}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def place(self, row: UUID) -> bytes:
        """What a ciphertext is bound to."""
        return f"{self.model._meta.db_table}.{self.column}:{row}".encode()

    def to_python(self, value: object) -> SealedText:
        match value:
            case SealedText():
                return value
            case None:
                return SealedText(self)
            case str():
                return SealedText(self, plain=value)
        raise TypeError(f"{self.name} takes text, not {type(value).__name__}")

    def from_db_value(self, value: bytes | memoryview | None, *_: object) -> SealedText:
        return SealedText(self, ciphertext=None if value is None else bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> SealedText:
        del add
        value: SealedText = getattr(model_instance, self.attname).encrypted(model_instance.pk)
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(self, value: object, connection: Any, prepared: bool = False) -> Any:
        del prepared
        if isinstance(value, SealedText):
            if value and value.ciphertext is None:
                raise TypeError(f"{self.name} is encrypted by save(), not by a queryset's update()")
            value = value.ciphertext
        elif value is not None:
            raise TypeError(f"{self.name} is encrypted: search its blind index")
        return None if value is None else connection.Database.Binary(value)


class BlindIndexField(_Bytes):
    """The blind index of an encrypted field on the same model; `filter(phone_index="138…")` finds equal values."""

    def __init__(self, verbose_name: str | None = None, *, source: str, dataset: str, **options: Any) -> None:
        self.source, self.dataset = source, dataset
        super().__init__(verbose_name, **{"null": True, "editable": False, "db_index": True, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "source": self.source, "dataset": self.dataset}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        del add
        text: SealedText = getattr(model_instance, self.source)
        value = envelope.blind_index(self.dataset, text.clear()) if text else None
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(self, value: object, connection: Any, prepared: bool = False) -> Any:
        del prepared
        if isinstance(value, str):
            value = envelope.blind_index(self.dataset, value)
        return None if value is None else connection.Database.Binary(value)


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def index_fields(model: type[models.Model]) -> list[BlindIndexField]:
    """The blind indexes of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]
