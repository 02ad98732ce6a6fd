"""按号码查找: only the whole number finds, only within reach, and it stays on the record that somebody looked."""

import pytest
from django.test import Client
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.evidence.models import Entry
from gasloop.kernel.refusal import Refusal
from gasloop.registry.actions import (
    look_up_number,
    register_building,
    register_household,
    register_party,
    register_person,
)
from gasloop.registry.facts import HouseholdFacts

PHONE = "13800005678"
ID_NUMBER = "11010519491231002X"  # the example printed in GB 11643 itself


@pytest.fixture(autouse=True)
def somebody(own_keys: None, cast: Cast) -> None:
    clerk = cast.clerk.actor
    register_person(clerk, name="赵师傅", territory=COMMUNITY, id_number=ID_NUMBER, phone=PHONE)
    register_person(clerk, name="远师傅", territory=VILLAGE, phone=PHONE)
    register_party(
        clerk, name="赵记（示例）", kind="individual", territory=COMMUNITY, no_uscc_reason="示例", phone=PHONE
    )
    house = register_building(clerk, name="1号楼（示例）", territory=COMMUNITY, address="正街1号")
    register_household(clerk, building_id=house.pk, facts=HouseholdFacts(room="101", phone="138-0000-5678"))


def names(cast: Cast, who: str, number: str) -> set[str]:
    found = look_up_number(cast.actor(who), number=number, why="核对来电")
    return {str(each.record) for each in found}


def test_the_whole_number_finds_everybody_in_reach_who_has_it(cast: Cast) -> None:
    assert names(cast, "clerk", "138 0000 5678") == {"赵师傅", "远师傅", "赵记（示例）", "1号楼（示例） 101"}
    assert names(cast, "grid", PHONE) == {"赵师傅", "赵记（示例）", "1号楼（示例） 101"}
    assert names(cast, "clerk", "11010519491231002x") == {"赵师傅"}
    assert names(cast, "clerk", PHONE[:-1]) == set()


def test_a_find_stays_on_the_record_and_the_number_nowhere(cast: Cast) -> None:
    names(cast, "clerk", ID_NUMBER)
    entry = Entry.objects.get(act="registry.number_looked_up")
    assert entry.subject_kind == "person"
    assert ID_NUMBER not in str(entry.__dict__)


@pytest.mark.parametrize(("number", "why"), [("1380", "核对"), (PHONE, " ")])
def test_part_of_a_number_or_no_reason_is_refused(cast: Cast, number: str, why: str) -> None:
    with pytest.raises(Refusal):
        look_up_number(cast.clerk.actor, number=number, why=why)


def test_the_page_asks_by_post_and_shows_what_it_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.clerk.account)
    answer = client.post("/people/find/", {"number": ID_NUMBER, "why": "核对证件"})
    page = answer.content.decode()
    assert "赵师傅" in page
    assert "找到 1 条" in page
    refused = client.post("/people/find/", {"number": "12345", "why": "核对证件"})
    assert refused.status_code == 422
    assert "请填写完整的身份证号或电话号码。" in refused.content.decode()
