"""The outbox: events wait here from the verb's transaction until the bus has stored them."""

from typing import ClassVar

from django.db import models

from gasloop.kernel.clock import now
from gasloop.kernel.ids import new_id


class OutboxEvent(models.Model):
    """One event as written by a verb. `published_at` is set once the bus has stored it durably."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    body = models.JSONField()
    recorded_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="outbox_unpublished", condition=models.Q(published_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"
