"""People and papers: registered with evidence, in scope; what cannot be is refused; personal data stays masked."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast

from gasloop.evidence.models import Entry
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import (
    correct_credential,
    correct_person,
    demand_review,
    end_credential,
    person_left,
    register_credential,
    register_party,
    register_person,
    register_site,
    renew_credential,
    resume_credential,
    review_credential,
    revoke_credential,
    suspend_credential,
)
from gasloop.registry.models import Credential, Party, Person

ID_NUMBER = "11010519491231002X"  # the example printed in GB 11643 itself
TODAY = date(2026, 11, 2)


def station(cast: Cast) -> Party:
    return register_party(
        cast.clerk.actor,
        name="示例液化气充装站",
        kind="filler",
        territory=COMMUNITY,
        no_uscc_reason="示例",
    )


def filler(cast: Cast, id_number: str = ID_NUMBER, **more: object) -> Person:
    facts = {"name": "赵师傅", "territory": COMMUNITY, "phone": "13800005678", "job": "充装工", **more}
    return register_person(cast.clerk.actor, id_number=id_number, **facts)  # type: ignore[arg-type]  # a story's words


def licence(cast: Cast, party: Party, *, key: UUID | None = None, document_no: str = "渝充 2024-017") -> Credential:
    return register_credential(
        cast.clerk.actor,
        kind="filling",
        document_no=document_no,
        issuer="示例发证机关",
        valid_from=date(2024, 1, 1),
        valid_to=date(2027, 12, 31),
        party_id=party.pk,
        id=key,
    )


def acts_on(record: Person | Credential) -> list[str]:
    return list(Entry.objects.filter(subject_id=record.pk).order_by("seq").values_list("act", flat=True))


def test_a_person_is_registered_masked_found_by_number_and_never_twice(cast: Cast) -> None:
    party = station(cast)
    person = filler(cast, party_id=party.pk)
    assert (person.number, person.line, str(person.id_number)) == ("RY2026-00001", "filling", "110105********002X")
    assert str(person.phone) == "138****5678"
    assert Person.objects.get(id_index=" 11010519491231002x") == person
    entry = Entry.objects.get(subject_id=person.pk)
    assert ID_NUMBER not in str(entry.body)
    with pytest.raises(Refusal, match="known") as refused:
        filler(cast, name="另一个人")
    assert ID_NUMBER not in str(refused.value.params)


@pytest.mark.parametrize("wrong", ["110105194912310021", "11010519491331002X", "1101051949123100", "十一"])
def test_a_wrong_identity_number_is_refused_without_being_repeated(cast: Cast, wrong: str) -> None:
    with pytest.raises(Refusal) as refused:
        filler(cast, id_number=wrong)
    assert refused.value.field == "id_number"
    assert wrong not in f"{refused.value.text}{refused.value.params}"


def test_a_correction_keeps_personal_data_apart(cast: Cast) -> None:
    person = filler(cast)
    correct_person(
        cast.clerk.actor, person_id=person.pk, why="换了号码", changes={"phone": "13900001111", "job": "班长"}
    )
    entry = Entry.objects.get(subject_id=person.pk, act="registry.person_corrected")
    assert entry.body["changes"] == {"job": ["充装工", "班长"]}
    assert entry.personal_digest is not None
    person.refresh_from_db()
    assert str(person.phone) == "139****1111"


def test_who_left_gets_no_new_certificate(cast: Cast) -> None:
    person = person_left(cast.clerk.actor, person_id=filler(cast).pk, why="回乡")
    with pytest.raises(Refusal, match="gone"):
        register_credential(cast.clerk.actor, kind="se_operator", document_no="T1", person_id=person.pk)
    with pytest.raises(Refusal, match="left"):
        person_left(cast.clerk.actor, person_id=person.pk, why="再记一次")


def test_people_lie_in_territory_and_line(cast: Cast) -> None:
    person = filler(cast, party_id=station(cast).pk)
    for name in ("far_grid", "officer", "auditor", "admin"):
        with pytest.raises(NotFound):
            person_left(cast.actor(name), person_id=person.pk, why="越权")
    assert person_left(cast.market.actor, person_id=person.pk, why="离职").left_on == TODAY


def test_a_licence_has_one_holder_and_one_number(cast: Cast) -> None:
    party = station(cast)
    key = new_id()
    paper = licence(cast, party, key=key)
    assert (paper.number, paper.document_no, paper.line, paper.holder_name) == (
        "ZZ2026-00001",
        "渝充2024-017",
        "filling",
        "示例液化气充装站",
    )
    assert licence(cast, party, key=key) == paper
    with pytest.raises(Refusal, match=r"credential\.known"):
        licence(cast, party)
    with pytest.raises(Refusal, match=r"credential\.holder"):
        register_credential(
            cast.clerk.actor, kind="filling", document_no="A", party_id=party.pk, person_id=filler(cast).pk
        )
    with pytest.raises(Refusal, match=r"credential\.holder"):
        register_credential(cast.clerk.actor, kind="filling", document_no="A")
    with pytest.raises(Refusal, match=r"credential\.kind"):
        register_credential(cast.clerk.actor, kind="se_operator", document_no="A", party_id=party.pk)


def test_it_is_held_back_given_again_and_revoked_and_then_nothing_more(cast: Cast) -> None:
    actor, paper = cast.clerk.actor, licence(cast, station(cast))
    suspend_credential(actor, credential_id=paper.pk, why="超期未检")
    assert resume_credential(actor, credential_id=paper.pk, why="已整改").ended_on is None
    gone = revoke_credential(actor, credential_id=paper.pk, why="情节严重")
    assert (gone.state, gone.ended_on) == ("revoked", TODAY)
    for again in (suspend_credential, resume_credential, revoke_credential, end_credential):
        with pytest.raises(Refusal):
            again(actor, credential_id=paper.pk, why="再来")
    assert acts_on(paper) == [
        "registry.credential_registered",
        "registry.credential_suspended",
        "registry.credential_resumed",
        "registry.credential_revoked",
    ]


def test_a_renewal_keeps_the_number_and_the_old_paper(cast: Cast) -> None:
    old = licence(cast, station(cast))
    new = renew_credential(
        cast.clerk.actor,
        credential_id=old.pk,
        document_no=old.document_no,
        valid_from=date(2026, 11, 1),
        valid_to=date(2030, 10, 31),
    )
    old.refresh_from_db()
    assert (old.state, old.replaced_by, new.state, new.document_no) == ("renewed", new, "in_force", old.document_no)
    with pytest.raises(Refusal):
        suspend_credential(cast.clerk.actor, credential_id=old.pk, why="已换证")


def test_a_correction_says_what_stood_there(cast: Cast) -> None:
    paper = licence(cast, station(cast))
    correct_credential(cast.clerk.actor, credential_id=paper.pk, why="抄错", changes={"valid_to": date(2027, 6, 30)})
    entry = Entry.objects.get(subject_id=paper.pk, act="registry.credential_corrected")
    assert entry.body["changes"] == {"valid_to": ["2027-12-31", "2027-06-30"]}
    with pytest.raises(Refusal, match=r"day\.order"):
        correct_credential(
            cast.clerk.actor, credential_id=paper.pk, why="抄错", changes={"valid_to": date(2023, 6, 30)}
        )


def test_conditions_are_reviewed_after_a_penalty(cast: Cast) -> None:
    actor, paper = cast.clerk.actor, licence(cast, station(cast))
    due = TODAY + timedelta(days=30)
    paper = demand_review(actor, credential_id=paper.pk, cause="penalty", due_on=due)
    assert (paper.review_due_on, paper.review_cause) == (due, "penalty")
    done = review_credential(actor, credential_id=paper.pk, result="correct", findings="安全管理人员少一名，限期配齐。")
    paper.refresh_from_db()
    assert (done.cause, done.by_name, paper.review_due_on) == ("penalty", "陈敏", None)
    with pytest.raises(Refusal, match=r"text\.missing"):
        review_credential(actor, credential_id=paper.pk, result="met", findings=" ")
    certificate = register_credential(actor, kind="se_operator", document_no="T1", person_id=filler(cast).pk)
    with pytest.raises(Refusal, match="certificate"):
        demand_review(actor, credential_id=certificate.pk, cause="penalty", due_on=due)


def test_a_holder_out_of_reach_is_as_unknown(cast: Cast) -> None:
    far = register_site(cast.clerk.actor, name="远店", kind="restaurant", territory=VILLAGE, address="正街1号")
    for holder in (far.pk, new_id()):
        with pytest.raises(Refusal, match=r"holder\.unknown"):
            register_credential(cast.grid.actor, kind="food_business", document_no="S1", site_id=holder)
    for name in ("auditor", "admin"):
        with pytest.raises(NotFound):
            register_credential(cast.actor(name), kind="food_business", document_no="S1")
    assert TOWN in far.territory
