"""A hazard as values for its page: facts, course, time line, photos."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.hazard.models import Hazard, Step
from gasloop.hazard.states import SHOWS_AFTER, SHOWS_BEFORE, HazardState
from gasloop.plan.ladder import Level
from gasloop.shell import detail
from gasloop.shell.detail import Fact, Moment, Pair, Photo

ICONS = {
    "open": "alert-triangle",
    "bring": "archive",
    "order": "file-text",
    "fix_on_spot": "tool",
    "rectify": "tool",
    "rectify_elsewhere": "tool",
    "recheck_pass": "circle-check",
    "recheck_fail": "arrow-back-up",
    "look_back_fine": "eye-check",
    "look_back_rebound": "refresh-alert",
    "void": "ban",
    "extend": "calendar-plus",
    "referred": "send",
    "answered": "mail",
    "merge": "arrow-merge",
    "lay_aside": "player-pause",
    "confirm_closed": "eye-check",
    "take_up_found": "arrow-back-up",
    "take_up_ordered": "arrow-back-up",
    "take_up_rectified": "arrow-back-up",
    "unmerge_found": "arrow-back-up",
    "unmerge_ordered": "arrow-back-up",
}
COURSE = (HazardState.FOUND, HazardState.ORDERED, HazardState.RECTIFIED, HazardState.CLOSED, HazardState.SETTLED)


def step_words(verb: str) -> str:
    """What was done, in words."""
    return {
        "open": _("发现并登记"),
        "bring": _("从原台账带入（已销号）"),
        "order": _("下达整改要求"),
        "fix_on_spot": _("现场整改并销号"),
        "rectify": _("登记整改结果"),
        "rectify_elsewhere": _("受送单位已督促整改"),
        "recheck_pass": _("复查合格，销号"),
        "recheck_fail": _("复查不合格，退回整改"),
        "look_back_fine": _("回头看，未见反弹"),
        "look_back_rebound": _("回头看，发现反弹"),
        "void": _("作废"),
        "extend": _("延长整改期限"),
        "referred": _("移送或抄告"),
        "answered": _("受送单位答复"),
        "merge": _("并入另一条隐患"),
        "lay_aside": _("随停业搁置"),
        "confirm_closed": _("核实已停业停气"),
        "take_up_found": _("恢复经营，重新办理"),
        "take_up_ordered": _("恢复经营，重新办理"),
        "take_up_rectified": _("恢复经营，重新办理"),
        "unmerge_found": _("撤销合并"),
        "unmerge_ordered": _("撤销合并"),
    }[verb]


def level_words(level: int) -> str:
    """How far an overdue hazard has climbed, in words."""
    return {
        Level.OWNER: _("责任单位"),
        Level.HEAD: _("科室负责人"),
        Level.LEADER: _("分管领导"),
        Level.REFERRAL: _("应移送或抄告区级部门"),
    }[Level(level)]


def facts(hazard: Hazard) -> list[Fact]:
    """What is known of the hazard, label by label, the clause beside what a clause asks for."""
    clause = "、".join(hazard.clause_refs)
    lines = [
        Fact(_("隐患情况"), hazard.description, wide=True),
        Fact(_("对象"), hazard.site.name, url=reverse("registry:site", args=[hazard.site_id])),
        Fact(_("地址"), hazard.site.address),
        Fact(_("规则"), hazard.rule.title, basis=clause, url=reverse("rulebook:rule", args=[hazard.rule_id])),
        Fact(_("实测"), hazard.measured or None),
        Fact(_("隐患级别"), hazard.get_severity_display()),
        Fact(_("责任单位"), hazard.owner_office.name if hazard.owner_office else _("无人负责，请在责任清单中指定")),
        Fact(_("发现时间"), hazard.found_at),
        Fact(_("期限由来"), hazard.due_sentence, wide=True),
    ]
    if hazard.control_measure:
        lines += [
            Fact(_("管控措施"), hazard.control_measure, wide=True),
            Fact(_("整治责任人"), hazard.answerable_person),
        ]
    if hazard.brought_from:
        lines.append(Fact(_("原台账"), _("%s（导入，此前的佐证不在本系统内）") % hazard.brought_from, wide=True))
    if hazard.supervision_level:
        lines.append(Fact(_("督办层级"), level_words(hazard.supervision_level)))
    if hazard.rebound_of:
        lines.append(
            Fact(_("反弹自"), hazard.rebound_of.number, url=reverse("hazard:hazard", args=[hazard.rebound_of_id]))
        )
    if hazard.cause:
        lines.append(Fact(_("产生原因"), hazard.get_cause_display()))
    if hazard.merged_into:
        into = reverse("hazard:hazard", args=[hazard.merged_into_id])
        lines.append(Fact(_("并入"), hazard.merged_into.number, url=into))
    lines += _upward(hazard)
    if hazard.voided_why:
        lines.append(Fact(_("作废原因"), hazard.voided_why, wide=True))
    return lines


def _upward(hazard: Hazard) -> list[Fact]:
    """A major hazard's way to a superior, as far as it has gone."""
    case = getattr(hazard, "major", None)
    if case is None:
        return []
    lines = [Fact(_("上报状态"), case.get_state_display())]
    if case.reported_at:
        lines.append(Fact(_("上报"), f"{case.reported_to} {case.report_note}".strip(), wide=True))
    if case.listed_on:
        lines.append(Fact(_("挂牌督办"), f"{case.listed_on} {case.listed_by_whom} {case.listed_as}".strip()))
    if case.delisted_on:
        lines.append(Fact(_("摘牌"), f"{case.delisted_on} {case.delisted_note}", wide=True))
    return lines


def course(hazard: Hazard) -> list[detail.Step]:
    """The loop as stages, with the one where the hazard stands."""
    state = HazardState(hazard.state)
    labels = dict(Hazard.State.choices)
    if state in {HazardState.VOIDED, HazardState.MERGED, HazardState.ASIDE}:
        return [detail.Step(labels[HazardState.FOUND], "done"), detail.Step(labels[state], "now")]
    stages = [*COURSE[:-1], state if state == HazardState.REBOUND else COURSE[-1]]
    at = stages.index(state)
    return [
        detail.Step(labels[stage], "done" if n < at else "now" if n == at else "next") for n, stage in enumerate(stages)
    ]


def history(hazard: Hazard) -> list[Moment]:
    """Everything that happened, newest first."""
    return [
        Moment(at=s.at, title=step_words(s.verb), who=s.by_name, text=s.note, icon=ICONS[s.verb])
        for s in hazard.steps.order_by("-recorded_at", "-id")
    ]


def evidence_photos(hazard: Hazard) -> Sequence[Photo | Pair]:
    """Before and after side by side; a re-check's photos behind them."""
    steps = list(hazard.steps.all())
    before = _photos(hazard, steps, SHOWS_BEFORE)
    after = _photos(hazard, steps, SHOWS_AFTER)
    rest = _photos(
        hazard, steps, {"recheck_pass", "recheck_fail", "look_back_fine", "look_back_rebound", "confirm_closed"}
    )
    if not before and not after:
        return rest
    pairs = [
        Pair(before[n] if n < len(before) else None, after[n] if n < len(after) else None)
        for n in range(max(len(before), len(after)))
    ]
    return [*pairs, *rest]


def _photos(hazard: Hazard, steps: Sequence[Step], verbs: AbstractSet[str]) -> list[Photo]:
    return [
        Photo(url=reverse("hazard:photo", args=[hazard.pk, sha256]), alt=step_words(s.verb), caption=step_words(s.verb))
        for s in steps
        if s.verb in verbs
        for sha256 in s.photos
    ]


def named_files(hazard: Hazard) -> list[str]:
    """The digests of every file that the hazard's steps name."""
    return [sha256 for photos in hazard.steps.values_list("photos", flat=True) for sha256 in photos]
