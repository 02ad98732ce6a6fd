"""工作台: what waits for one person, in the order of the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.scope import may
from gasloop.access.scoping import scoped
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.queries import stage_filters
from gasloop.hazard.states import OPEN_STATES
from gasloop.hazard.web.showing import level_words
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_VIEW
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.plan.actions.duties import stands_in_for
from gasloop.plan.duty_pages import page_of
from gasloop.plan.models import Duty, DutyReminder
from gasloop.plan.queries import duties_of, new_reminders
from gasloop.plan.unowned import unowned_duties
from gasloop.shell.detail import Stat
from gasloop.shell.words import Words

SHOWN = 50
REMINDED = 12
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: its page, and what happens when it is not done."""

    duty: Duty
    url: str
    absent: str = ""

    @property
    def climbed(self) -> str:
        """To whom it has climbed by being overdue, in words; empty while it has not."""
        return level_words(self.duty.level) if self.duty.level else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things to do that share an urgency."""

    key: str
    title: Words
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    """The first page."""

    groups: Sequence[Group]
    stats: Sequence[Stat]
    total: int
    more: bool
    reminders: Sequence[DutyReminder] = ()


def worklist(actor: Actor) -> Work:
    """Everything open that waits for `actor`, most urgent first, and the day's figures in reach."""
    duties = list(duties_of(actor).select_related("owner_office")[: SHOWN + 1])
    groups = {
        "overdue": Group("overdue", gettext_lazy("已逾期")),
        "today": Group("today", gettext_lazy("今天到期")),
        "soon": Group("soon", gettext_lazy("七天内到期")),
        "later": Group("later", gettext_lazy("以后到期")),
    }
    for duty in duties[:SHOWN]:
        groups[_urgency(duty)].items.append(Item(duty, page_of(duty), stands_in_for(actor, duty)))
    nobodys = unowned_duties(actor).select_related("owner_office")[:SHOWN]
    groups["nobody"] = Group("nobody", gettext_lazy("无人负责"), [Item(duty, page_of(duty)) for duty in nobodys])
    return Work(
        [group for group in groups.values() if group.items],
        _stats(actor),
        min(len(duties), SHOWN),
        len(duties) > SHOWN,
        list(new_reminders(actor)[:REMINDED]),
    )


def _urgency(duty: Duty) -> str:
    now = clock.now()
    if duty.due_at <= now:
        return "overdue"
    if duty.due_at <= clock.end_of(clock.today()):
        return "today"
    return "soon" if duty.due_at <= now + SOON else "later"


def _stats(actor: Actor) -> list[Stat]:
    """Figures in reach, each leading to its rows; nothing for whoever may not see them."""
    since = clock.start_of(clock.today() - timedelta(days=1))
    found = _hazard_stats(actor, since) if may(actor, HAZARD_VIEW) else []
    if may(actor, VISIT_VIEW):
        visits = scoped(actor, Visit.objects.filter(visited_at__gte=since), VISIT_VIEW)
        url = f"{reverse('inspection:visits')}?visited_from={clock.legal_day(since).isoformat()}"
        found.append(Stat(_("昨天以来检查"), str(visits.count()), url, icon="clipboard-check"))
    return found


def _hazard_stats(actor: Actor, since: datetime) -> list[Stat]:
    """What is open and what is new, each counted from an index: years of closed ones cost nothing."""
    stages, url = stage_filters(), reverse("hazard:hazards")
    hazards = scoped(actor, Hazard.objects.filter(voided_at__isnull=True), HAZARD_VIEW)
    count = hazards.filter(state__in=OPEN_STATES).aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=stages["overdue"]),
        waiting=Count("pk", filter=Q(state=Hazard.State.RECTIFIED)),
    )
    new = hazards.filter(found_at__gte=since).count()
    day = clock.legal_day(since).isoformat()
    return [
        Stat(_("未闭环隐患"), str(count["open"]), f"{url}?stage=open", icon="alert-circle"),
        Stat(
            _("逾期未整改"),
            str(count["overdue"]),
            f"{url}?stage=overdue",
            icon="clock-exclamation",
            tone="attention" if count["overdue"] else "",
        ),
        Stat(_("待复查"), str(count["waiting"]), f"{url}?state=rectified", icon="eye"),
        Stat(_("昨天以来新发现"), str(new), f"{url}?found_from={day}", icon="alert-triangle"),
    ]
