"""An office hands over to another: what it answers for in the register, and its hazards that are not over."""

import msgspec
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.hazard.handlers import handed_over
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel.actor import system
from gasloop.plan.actions import Signing, prepare_hand_over, sign_hand_over
from gasloop.plan.events import HandedOver
from gasloop.plan.handing import Side
from gasloop.registry.actions import correct_site
from gasloop.registry.models import Site
from gasloop.relay.models import OutboxEvent


def found(town: Cast, site: Site | None = None) -> Hazard:
    """A long hose, 应急办's business by the plan."""
    head = town.head.actor
    report = Hose(site or restaurant(system()), photos=[photo(head)]).report()
    (hazard,) = record_visit(head, report=report).hazards
    assert hazard.owner_office == town.offices["应急办"]
    return hazard


def test_the_register_and_the_hazards_that_are_not_over_go_to_the_office_that_takes(
    town: Cast,
) -> None:
    emergency, economy = (Side(town.offices[name]) for name in ("应急办", "经发办"))
    site = restaurant(system())
    correct_site(system(), site_id=site.pk, why="定责（示例）", changes={"owner_office_id": emergency.office.pk})
    hazard = found(town, site)
    row = prepare_hand_over(town.clerk.actor, giving=emergency, taking=economy, why="机构调整（示例）")
    sign_hand_over(town.head.actor, hand_over_id=row.pk, signing=Signing("give"))
    sign_hand_over(town.clerk.actor, hand_over_id=row.pk, signing=Signing("take"))
    site.refresh_from_db()
    assert site.owner_office == economy.office
    told = OutboxEvent.objects.get(name="plan.handed_over")
    for _ in range(2):  # at least once means sometimes twice
        handed_over(msgspec.convert(told.body, HandedOver))
    hazard.refresh_from_db()
    assert hazard.owner_office == economy.office
    row.refresh_from_db()
    assert row.moved["records"] == 1


def test_a_post_that_changes_hands_leaves_them_with_the_office(town: Cast) -> None:
    """The office still answers, whoever sits there."""
    emergency, economy = (str(town.offices[name].pk) for name in ("应急办", "经发办"))
    hazard = found(town)
    told = HandedOver(
        hand_over_id="x", from_office_id=emergency, to_office_id=economy, from_post_id="p", to_post_id="q", territory=""
    )
    handed_over(told)
    hazard.refresh_from_db()
    assert hazard.owner_office == town.offices["应急办"]
