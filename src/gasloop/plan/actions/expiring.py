"""What runs out becomes a duty by itself: licences and certificates, parts of installations, owed reviews.

A sweep makes each duty once for each end: a row is claimed with SKIP LOCKED, passed over when its duty exists, and a
unique constraint stands behind both. It does not matter how late the sweep comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import DateTimeField, Exists, Func, OuterRef, QuerySet

from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.plan.actions.duties import Owed, create_duty
from gasloop.plan.models import Duty
from gasloop.plan.queries import answerable_office
from gasloop.registry.kinds import CERTIFICATES, ReviewCause
from gasloop.registry.models import Credential, Installation
from gasloop.registry.states import CredentialState, InstallationState, SiteState
from gasloop.relay.actions import verb
from gasloop.rulebook.queries import constants

R = TypeVar("R", Credential, Installation)

# How many days before the end the duty begins: platform defaults (confidence D), a pack's constants go before them.
CREDENTIAL_DAYS = ("credential_reminder_days", 60)
PART_DAYS = ("installation_reminder_days", 30)
LICENCE_CLAUSE, CERTIFICATE_CLAUSE, PART_CLAUSE, REVIEW_CLAUSE = "二(一)1", "二(一)3", "三(一)2", "二(五)1"


@dataclass(frozen=True, slots=True)
class _Ending:
    """One row whose end has come near, and what is owed on it."""

    row: Credential | Installation
    kind: Duty.Kind
    title: str
    day: date
    clause: str
    said: str


@verb
def owe_renewals(*, at: datetime, limit: int = 200) -> int:
    """Duties to renew what runs out within the lead time; the number begun."""
    days = _lead(CREDENTIAL_DAYS, at)
    rows = _without_duty(
        Credential.objects.filter(
            state=CredentialState.IN_FORCE,
            valid_to__lte=clock.legal_day(at) + timedelta(days=days),
            voided_at__isnull=True,
        ).exclude(person__left_on__isnull=False),
        Credential.SUBJECT_KIND,
        Duty.Kind.RENEW,
        "valid_to",
    )
    said = f"有效期止当日；到期前{days}天起提醒"
    return _owe(
        _Ending(
            row=paper,
            kind=Duty.Kind.RENEW,
            title=f"{paper.holder_name}：{paper.get_kind_display()}（{paper.document_no}）到期换证",
            day=paper.valid_to,
            clause=CERTIFICATE_CLAUSE if paper.kind in CERTIFICATES else LICENCE_CLAUSE,
            said=said,
        )
        for paper in rows.order_by("valid_to")[:limit]
        if paper.valid_to is not None
    )


@verb
def owe_replacements(*, at: datetime, limit: int = 200) -> int:
    """Duties to replace parts whose life ends within the lead time, at sites in business; the number begun."""
    days = _lead(PART_DAYS, at)
    rows = _without_duty(
        Installation.objects.filter(
            state=InstallationState.IN_USE,
            expires_on__lte=clock.legal_day(at) + timedelta(days=days),
            voided_at__isnull=True,
            site__state=SiteState.OPEN,
            site__voided_at__isnull=True,
        ).select_related("site"),
        Installation.SUBJECT_KIND,
        Duty.Kind.REPLACE,
        "expires_on",
    )
    return _owe(
        _Ending(
            row=part,
            kind=Duty.Kind.REPLACE,
            title=f"{part.site.name}：{part.get_kind_display()}（{part.number}）到期更换",
            day=part.expires_on,
            clause=PART_CLAUSE,
            said=f"{part.expiry_basis or '按登记的到期日期'}；到期前{days}天起提醒",
        )
        for part in rows.order_by("expires_on")[:limit]
        if part.expires_on is not None
    )


@verb
def owe_reviews(*, at: datetime, limit: int = 200) -> int:  # noqa: ARG001 - a review is owed from the day it was asked for
    """Duties to look at the conditions of licences somebody demanded a review of; the number begun."""
    rows = _without_duty(
        Credential.objects.filter(review_due_on__isnull=False, voided_at__isnull=True),
        Credential.SUBJECT_KIND,
        Duty.Kind.REVIEW,
        "review_due_on",
    )
    return _owe(
        _Ending(
            row=paper,
            kind=Duty.Kind.REVIEW,
            title=f"{paper.holder_name}：复核{paper.get_kind_display()}许可条件",
            day=paper.review_due_on,
            clause=REVIEW_CLAUSE,
            said=f"要求复核时写明的期限（{ReviewCause(paper.review_cause).label}）",
        )
        for paper in rows.order_by("review_due_on")[:limit]
        if paper.review_due_on is not None
    )


def _last_instant(day: OuterRef) -> Func:
    """What `clock.last_of` gives of a legal day, in SQL."""
    text = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - interval '1 microsecond')"
    return Func(day, template=text, output_field=DateTimeField())


def _without_duty(rows: QuerySet[R], about: str, kind: Duty.Kind, column: str) -> QuerySet[R]:
    """Those for whose end no duty was ever begun, locked; others who sweep pass them over."""
    begun = Duty.objects.filter(
        about_kind=about, about_id=OuterRef("pk"), kind=kind, due_at=_last_instant(OuterRef(column))
    )
    return rows.filter(~Exists(begun)).select_for_update(of=("self",), skip_locked=True)


def _owe(endings: Iterable[_Ending]) -> int:
    begun = 0
    for each in endings:
        row = each.row
        create_duty(
            system(),
            about=row.subject,
            owed=Owed(
                kind=each.kind,
                title=each.title,
                due_at=clock.last_of(each.day),
                due_sentence=each.said,
                clause_ref=each.clause,
            ),
            office=row.owner_office or answerable_office([each.clause], row.territory),
            territory=row.territory,
            line=row.line,
        )
        begun += 1
    return begun


def _lead(constant: tuple[str, int], at: datetime) -> int:
    name, default = constant
    return int(constants(clock.legal_day(at)).get(name, default))
