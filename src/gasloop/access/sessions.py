"""Sessions in the database, read with a standing question: every request begins with it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from gasloop.relay.standing import Standing


def _live(key: str, now: datetime) -> "models.QuerySet[Session, tuple[Any, ...]]":
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


_LIVE = Standing(_live, str, datetime)


class SessionStore(DatabaseStore):
    """Django's own but for the reading."""

    def load(self) -> dict[str, Any]:
        rows = _LIVE.rows(self.session_key, timezone.now())
        if not rows:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(rows[0][0])
        return data
