"""Two people found the same hose: one record stays, and for a day the merge can be taken back."""

from datetime import timedelta

import pytest
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.evidence.verify import verify
from gasloop.hazard.actions import Order, merge_hazards, order_rectification, undo_merge
from gasloop.hazard.models import Hazard
from gasloop.hazard.queries import may_be_duplicates
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.refusal import Refusal
from gasloop.plan.models import Duty
from gasloop.registry.models import Site


@pytest.fixture
def site(town: Cast) -> Site:
    return restaurant(town.head.actor)


def found(town: Cast, site: Site) -> Hazard:
    head = town.head.actor
    return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]


def owed(hazard: Hazard) -> list[str]:
    return list(Duty.objects.filter(about_id=hazard.pk, state="open").values_list("kind", flat=True))


def test_the_merged_one_owes_nothing_and_comes_back_within_a_day_as_it_was(
    own_keys: None, town: Cast, site: Site, hands: clock.Hands
) -> None:
    head = town.head.actor
    kept, again = found(town, site), found(town, site)
    order_rectification(head, hazard_id=again.pk, order=Order("停用", "张老板"))
    assert [each.pk for each in may_be_duplicates(kept)] == [again.pk]
    merge_hazards(head, hazard_id=kept.pk, duplicates=[again.pk], why="同一根软管")
    again.refresh_from_db()
    assert (again.state, again.merged_into_id, owed(again)) == (Hazard.State.MERGED, kept.pk, [])
    assert owed(kept) == ["order"]
    hands.move(timedelta(hours=23))
    back = undo_merge(head, hazard_id=again.pk)
    assert (back.state, back.merged_into_id, owed(back)) == (Hazard.State.ORDERED, None, ["rectify"])
    assert Duty.objects.get(about_id=back.pk, state="open").due_at == back.due_at
    assert [finding.text for finding in verify(read_files=False, seal_first=False).findings] == []


def test_after_a_day_it_stays_merged(town: Cast, site: Site, hands: clock.Hands) -> None:
    kept, again = found(town, site), found(town, site)
    merge_hazards(town.head.actor, hazard_id=kept.pk, duplicates=[again.pk])
    hands.move(timedelta(hours=24, seconds=1))
    with pytest.raises(Refusal, match=r"hazard\.undo_merge\.late"):
        undo_merge(town.head.actor, hazard_id=again.pk)


def test_nobody_gains_time_or_lightness_by_merging(town: Cast, site: Site, hands: clock.Hands) -> None:
    first = found(town, site)
    hands.move(timedelta(days=3))
    second = found(town, site)
    with pytest.raises(Refusal, match=r"hazard\.merge\.longer"):
        merge_hazards(town.head.actor, hazard_id=second.pk, duplicates=[first.pk])
    Hazard.objects.filter(pk=second.pk).update(severity=Hazard.Severity.MAJOR)
    with pytest.raises(Refusal, match=r"hazard\.merge\.lighter"):
        merge_hazards(town.head.actor, hazard_id=first.pk, duplicates=[second.pk])


def test_two_objects_two_hazards(town: Cast, site: Site) -> None:
    here, there = found(town, site), found(town, restaurant(town.head.actor, "另一家（示例）"))
    for other, code in ((there, "other_site"), (here, "itself")):
        with pytest.raises(Refusal, match=rf"hazard\.merge\.{code}"):
            merge_hazards(town.head.actor, hazard_id=here.pk, duplicates=[other.pk])
    with pytest.raises(Refusal, match=r"hazard\.merge\.none"):
        merge_hazards(town.head.actor, hazard_id=here.pk, duplicates=[])
