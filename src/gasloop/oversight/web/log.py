"""Entries of the log with the page of the record they are about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from gasloop.evidence.models import Entry
from gasloop.evidence.queries import Happening, happenings
from gasloop.hazard.models import Hazard
from gasloop.inspection.models import Visit
from gasloop.kernel.subject import Subject
from gasloop.plan.duty_pages import page_of
from gasloop.plan.models import Duty

SHOWN = 100
PAGES = {Hazard.SUBJECT_KIND: "hazard:hazard", Visit.SUBJECT_KIND: "inspection:visit"}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry; `url` is empty where the record has no page."""

    happening: Happening
    url: str

    @property
    def by(self) -> str:
        return " · ".join((self.happening.actor, *self.happening.posts))


def log_lines(entries: QuerySet[Entry], limit: int = SHOWN) -> list[LogLine]:
    """The newest entries, newest first; a duty leads to where it is done."""
    found = happenings(entries, limit)
    duties = _duty_pages(each.subject for each in found)
    return [LogLine(each, _url(each.subject, duties)) for each in found]


def _duty_pages(subjects: Iterable[Subject]) -> dict[object, str]:
    ids = [each.id for each in subjects if each.kind == Duty.SUBJECT_KIND]
    return {duty.pk: page_of(duty) for duty in Duty.objects.filter(pk__in=ids)}


def _url(subject: Subject, duties: dict[object, str]) -> str:
    if subject.kind in PAGES:
        return reverse(PAGES[subject.kind], args=[subject.id])
    return duties.get(subject.id, "")
