"""A party leaves the market: everything of it ends in one step, or nothing does."""

from datetime import date

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.evidence.models import Entry
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import (
    add_installation,
    begin_service,
    enter_market,
    exit_market,
    register_building,
    register_credential,
    register_party,
    register_site,
    reopen_site,
)
from gasloop.registry.facts import ServiceFacts
from gasloop.registry.models import Credential, Party, Service, Site
from gasloop.relay.models import OutboxEvent

TODAY = date(2026, 11, 2)


@pytest.fixture
def operator(cast: Cast) -> Party:
    """A gas company with two stations, a licence, a station's licence, and a building it serves."""
    actor = cast.clerk.actor
    party = register_party(actor, name="示例燃气公司", kind="operator", territory=COMMUNITY, no_uscc_reason="示例")
    sites = [
        register_site(
            actor, name=name, kind="bottled_gas_operator", territory=place, address="正街1号", party_id=party.pk
        )
        for name, place in (("一站", COMMUNITY), ("二站", VILLAGE))
    ]
    register_credential(actor, kind="gas_business", document_no="R1", party_id=party.pk)
    register_credential(actor, kind="food_business", document_no="R2", site_id=sites[0].pk)
    building = register_building(actor, name="一栋", territory=COMMUNITY, address="正街2号")
    begin_service(
        actor,
        facts=ServiceFacts(kind="technical", party_id=party.pk, building_id=building.pk, begins_on=date(2026, 1, 1)),
    )
    return party


def test_an_exit_is_effective_everywhere(cast: Cast, operator: Party) -> None:
    gone = exit_market(cast.clerk.actor, party_id=operator.pk, why="不再符合许可条件")
    assert (gone.state, gone.exited_on) == ("exited", TODAY)
    assert set(Site.objects.values_list("state", "closed_on")) == {("closed", TODAY)}
    assert set(Credential.objects.values_list("state", "ended_on")) == {("ended", TODAY)}
    assert list(Service.objects.values_list("ends_on", flat=True)) == [TODAY]
    told = list(OutboxEvent.objects.values_list("name", flat=True))
    assert told.count("registry.site_closed") == 2
    assert "registry.party_exited" in told
    assert "不再符合许可条件" in str(Entry.objects.filter(act="registry.site_closed")[0].body)


def test_nothing_more_begins_with_it_until_it_is_back(cast: Cast, operator: Party) -> None:
    actor = cast.clerk.actor
    exit_market(actor, party_id=operator.pk, why="清出市场")
    site = Site.objects.get(name="一站")
    with pytest.raises(Refusal, match=r"party\.exited"):
        register_site(
            actor, name="三站", kind="restaurant", territory=COMMUNITY, address="正街3号", party_id=operator.pk
        )
    with pytest.raises(Refusal, match=r"holder\.gone"):
        register_credential(actor, kind="gas_business", document_no="R3", party_id=operator.pk)
    with pytest.raises(Refusal, match=r"site\.closed"):
        add_installation(actor, site_id=site.pk, kind="hose")
    with pytest.raises(Refusal, match="operator_exited"):
        reopen_site(actor, site_id=site.pk, why="偷偷开门")
    with pytest.raises(Refusal):
        exit_market(actor, party_id=operator.pk, why="再退一次")
    back = enter_market(actor, party_id=operator.pk, why="重新取得许可")
    assert (back.state, back.entered_on, back.exited_on) == ("active", TODAY, None)
    assert reopen_site(actor, site_id=site.pk, why="恢复").state == "open"


def test_whoever_does_not_reach_all_of_it_exits_nothing(cast: Cast, operator: Party) -> None:
    with pytest.raises(Refusal, match=r"exit\.reach"):
        exit_market(cast.grid.actor, party_id=operator.pk, why="只管一站")
    assert set(Site.objects.values_list("state", flat=True)) == {"open"}
    for name in ("far_grid", "market", "auditor", "admin"):
        with pytest.raises(NotFound):
            exit_market(cast.actor(name), party_id=operator.pk, why="越权")
