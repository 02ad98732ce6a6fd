"""Sessions in the database, read with one prepared query: every request begins with it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from gasloop.access.prepared import Prepared


def _live(key: str, now: datetime) -> "models.QuerySet[Session, tuple[Any, ...]]":
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


_LIVE = Prepared(_live, key=str, now=datetime)


class SessionStore(DatabaseStore):
    """Django's own but for the reading."""

    def load(self) -> dict[str, Any]:
        rows = _LIVE.rows(key=self.session_key, now=timezone.now())
        if not rows:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(rows[0][0])
        return data
