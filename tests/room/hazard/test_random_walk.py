"""Whatever anybody tries, in whatever order: the state stays legal, what is owed fits it, the log stays true."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.evidence.verify import verify
from gasloop.hazard.actions import (
    Order,
    fix_on_spot,
    look_back,
    order_rectification,
    recheck,
    rectify,
    supervise,
    void_hazard,
)
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import MOVES, HazardState
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import Refusal
from gasloop.plan.actions import climb
from gasloop.plan.models import Duty

OWED = {
    HazardState.FOUND: ["order"],
    HazardState.ORDERED: ["rectify"],
    HazardState.RECTIFIED: ["recheck"],
    HazardState.CLOSED: ["look_back"],
    HazardState.SETTLED: [],
    HazardState.REBOUND: [],
    HazardState.VOIDED: [],
    HazardState.MERGED: [],
}
PEOPLE = ("head", "officer", "clerk", "grid", "far_grid", "auditor", "leader")
Act = Callable[[Actor, Hazard, Proof], object]
ACTS: dict[str, Act] = {
    "order": lambda a, h, p: order_rectification(a, hazard_id=h.pk, order=Order("停用", "张老板")),
    "order at once": lambda a, h, p: order_rectification(a, hazard_id=h.pk, order=Order("停用", "张", clock.today())),
    "fix": lambda a, h, p: fix_on_spot(a, hazard_id=h.pk, proof=p),
    "rectify": lambda a, h, p: rectify(a, hazard_id=h.pk, proof=p),
    "pass": lambda a, h, p: recheck(a, hazard_id=h.pk, passed=True, proof=p),
    "send back": lambda a, h, p: recheck(a, hazard_id=h.pk, passed=False, proof=p),
    "fine": lambda a, h, p: look_back(a, hazard_id=h.pk, rebounded=False, proof=p),
    "rebound": lambda a, h, p: look_back(a, hazard_id=h.pk, rebounded=True, proof=p),
    "void": lambda a, h, p: void_hazard(a, hazard_id=h.pk, why=p.note),
    "supervise": lambda a, h, p: supervise(system(), hazard_id=h.pk, level=2),
}
STEP = st.tuples(
    st.sampled_from(PEOPLE),
    st.sampled_from([*ACTS, "pass", "rectify", "order", "wait", "wait"]),
    st.booleans(),
    st.sampled_from(["", "说明"]),
    st.integers(0, 12),
)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # the examples share one town, so a smaller one would be another story
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=4, max_size=16))
def test_from_any_sequence_of_steps_the_loop_stays_sound(
    own_keys: None, town: Cast, hands: clock.Hands, steps: list[tuple[str, str, bool, str, int]]
) -> None:
    head = town.head.actor
    shown = [photo(head)]
    hazard = record_visit(head, report=Hose(restaurant(head), photos=shown).report()).hazards[0]
    for name, act, with_photo, note, days in steps:
        hands.move(timedelta(days=days))
        before = HazardState(Hazard.objects.get(pk=hazard.pk).state)
        if act == "wait":
            climb(at=clock.now())
        else:
            try:
                ACTS[act](town.actor(name), hazard, Proof(note, shown if with_photo else []))
            except Refusal:
                assert Hazard.objects.get(pk=hazard.pk).state == before, "a refusal changes nothing"
        for each in Hazard.objects.all():
            _is_sound(each)
        after = HazardState(Hazard.objects.get(pk=hazard.pk).state)
        assert after == before or any(m.source == before and m.target == after for m in MOVES.moves)
    assert [finding.text for finding in verify(read_files=False, seal_first=False).findings] == []


def _is_sound(hazard: Hazard) -> None:
    state = HazardState(hazard.state)
    duties = Duty.objects.filter(about_id=hazard.pk, state="open")
    assert [duty.kind for duty in duties] == OWED[state]
    assert (hazard.voided_at is not None) is (state == HazardState.VOIDED)
    assert (hazard.closed_at is not None) is (state in {HazardState.CLOSED, HazardState.SETTLED, HazardState.REBOUND})
    assert hazard.rectified_at is None or state not in {HazardState.FOUND, HazardState.ORDERED}
    last = hazard.steps.last()
    assert last is not None
    assert last.state == hazard.state
