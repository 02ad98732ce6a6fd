"""Steering in the demonstration town: a hazard referred and received, somebody away with a deputy, an evidence folder.

Each is made once: what is there is not made again.
"""

from datetime import timedelta

from django.db import transaction

from gasloop.access.actions import Away, note_absence
from gasloop.access.actors import actor_of
from gasloop.access.models import Absence, Office, Post
from gasloop.hazard.models import Hazard
from gasloop.hazard.queries import stage_filters
from gasloop.kernel import clock
from gasloop.oversight.actions import ask_folder
from gasloop.oversight.folder.choosing import Choice
from gasloop.oversight.models import EvidenceFolder
from gasloop.project.demo.town_hall import account
from gasloop.referral.actions import Letter, receive_referral, send_referral
from gasloop.referral.models import Referral
from gasloop.rulebook.models import Rule

RECEIVER = "区消防救援支队"
SHOWN_CLAUSE = "二(四)2"


def steer() -> None:
    """Make what is missing."""
    with transaction.atomic():
        if not Referral.objects.exists():
            _refer()
    with transaction.atomic():
        if not Absence.objects.exists():
            _leave()
    with transaction.atomic():
        if not EvidenceFolder.objects.exists() and Rule.objects.filter(clause_refs__contains=[SHOWN_CLAUSE]).exists():
            _fold()


def _refer() -> None:
    """The two that are overdue longest go to the office with the power; one has been received."""
    clerk = actor_of(account("clerk"), via="cli")
    receiver = Office.objects.filter(name=RECEIVER, valid_to__isnull=True).first()
    late = Hazard.objects.filter(stage_filters()["overdue"], voided_at__isnull=True).order_by("due_at", "id")
    if receiver is None:
        return
    for number, hazard in enumerate(late[:2]):
        letter = Letter(
            receiver.pk, "多次督促仍未整改，本镇无权处罚（示例）", taken="已下达整改要求，贴停用标识（示例）"
        )
        referral = send_referral(clerk, hazard_id=hazard.pk, letter=letter)
        if number == 0:
            receive_referral(clerk, referral_id=referral.pk, by="区消防救援支队收文员（示例）")


def _leave() -> None:
    """The head of the emergency office is on a course; the clerk stands in for a week."""
    officer, clerk = account("officer"), account("clerk")
    post = Post.objects.filter(account=officer).order_by("id").first()
    if post is not None:
        last = clock.today() + timedelta(days=6)
        away = Away(clerk.pk, clock.today(), last, "参加培训（示例）")
        note_absence(actor_of(officer, via="cli"), post_id=post.pk, away=away)


def _fold() -> None:
    """The clause of the hoses, the year so far."""
    today = clock.today()
    choice = Choice(today - timedelta(days=120), today, (SHOWN_CLAUSE,))
    ask_folder(actor_of(account("clerk"), via="cli"), choice=choice)
