"""群通报: the month in plain words, to paste into a work group. Names of objects only where asked, and only those that
the one who copies may see; who opens the link sees what their own post lets them see.
"""

import io

import segno
from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.hazard.models import Hazard
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.oversight.month.figures import FIGURES, Ledger
from gasloop.oversight.month.listings import LISTINGS
from gasloop.oversight.month.table import MonthTable
from gasloop.shell.dates import day_words

NAMED = 10


def month_link(table: MonthTable) -> str:
    """The page's address as others reach it."""
    return f"{settings.CONFIG.public_url.rstrip('/')}{reverse('oversight:month')}?month={table.month}"


def link_qr(link: str) -> str:
    """The link as an SVG image."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", scale=4, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()


def bulletin(actor: Actor, table: MonthTable, place: str, *, names: bool) -> str:
    """The text: what was checked, found and rectified, what is overdue at whose door, the link."""
    month = table.month
    head = _("【%(place)s燃气安全 %(month)s情况】") % {"place": place, "month": month.words}
    until = _("统计到%(day)s。") % {"day": day_words(month.last)}
    parts = [f"{head}{until}", *_numbered([_checked(table), _found(table), _left(table), _referred(table)])]
    parts += _overdue(actor, table, names=names)
    return "\n".join([*parts, _("详情（登录后可见）：%(link)s") % {"link": month_link(table)}])


def _numbered(parts: list[str]) -> list[str]:
    return [f"{n}. {part}" for n, part in enumerate(filter(None, parts), 1)]


def _share(table: MonthTable, part: str, whole: str) -> str:
    """`33%`; nothing where there is nothing to take a share of."""
    if not table.number(whole):
        return "—"
    return f"{100 * table.number(part) // table.number(whole)}%"


def _checked(table: MonthTable) -> str:
    if "registered" not in table.total.counts:
        return ""
    return _("登记对象%(registered)s家，上门%(visits)s次，检查到%(covered)s家，覆盖率%(share)s。") % {
        **table.total.counts,
        "share": _share(table, "covered", "registered"),
    }


def _found(table: MonthTable) -> str:
    words = _("发现隐患%(found)s处，其中重大%(major)s处；已整改%(found_rectified)s处，整改率%(share)s。")
    return words % {**table.total.counts, "share": _share(table, "found_rectified", "found")}


def _left(table: MonthTable) -> str:
    return _("本月销号%(closed)s处；还有%(open)s处没有闭环，其中%(overdue)s处逾期。") % table.total.counts


def _referred(table: MonthTable) -> str:
    if not table.number("referred"):
        return ""
    return _("移送抄告区级部门%(referred)s件，已答复%(answered)s件。") % table.total.counts


def _overdue(actor: Actor, table: MonthTable, *, names: bool) -> list[str]:
    """Whose the overdue ones are; with names, the oldest of them."""
    rows = LISTINGS[Ledger.HAZARDS].visible(actor).filter(FIGURES["overdue"].condition(table.month))
    by_office = rows.order_by().values_list("owner_office__name").annotate(n=Count("pk")).order_by("-n")
    whose = [_("%(office)s%(n)s处") % {"office": name or _("没有定单位"), "n": n} for name, n in by_office]
    if not whose:
        return []
    lines = [_("逾期的：%(whose)s。") % {"whose": _("、").join(whose)}]
    if names:
        oldest = rows.select_related("site", "rule").order_by("due_at", "id")[:NAMED]
        lines += [f"· {_one(hazard)}" for hazard in oldest]
    return lines


def _one(hazard: Hazard) -> str:
    return _("%(site)s：%(what)s，期限%(day)s") % {
        "site": hazard.site.name,
        "what": hazard.rule.title,
        "day": day_words(clock.legal_day(hazard.due_at)),
    }
