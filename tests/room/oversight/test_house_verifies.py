"""After a whole story the log is true; one byte changed behind its back is named."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from tests.cast import Cast
from tests.stories import JPEG, Hose, photo, restaurant

from gasloop.evidence import attachments
from gasloop.evidence.sealing import seal_all
from gasloop.evidence.verify import Report, verify
from gasloop.hazard.actions import Order, look_back, order_rectification, recheck, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Signature, VisitReport, record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.relay import sweeps

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def story(town: Cast, hands: clock.Hands, own_keys: None) -> Hazard:
    """Found with a signed visit, ordered, late, rectified, sent back, rectified, closed, rebounded."""
    officer, head = town.officer.actor, town.head.actor
    plain = Hose(restaurant(officer), photos=[photo(officer)]).report()
    signed = attachments.store(officer, content=PNG, filename="signature.png", media_type="image/png").sha256
    report = VisitReport(
        site_id=plain.site_id,
        visited_at=plain.visited_at,
        answers=plain.answers,
        inspector=Signature("李强", image=signed),
        site_person=Signature("张老板", reason="拒签（示例）"),
    )
    hazard = record_visit(officer, report=report).hazards[0]
    order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))
    hands.move(timedelta(days=20))
    sweeps.run_all(clock.now())
    rectify(officer, hazard_id=hazard.pk, proof=Proof("换了", [photo(officer, JPEG + b"1")]))
    recheck(head, hazard_id=hazard.pk, passed=False, proof=Proof("还是长"))
    rectify(officer, hazard_id=hazard.pk, proof=Proof("又换了", [photo(officer, JPEG + b"2")]))
    recheck(head, hazard_id=hazard.pk, passed=True, proof=Proof())
    look_back(head, hazard_id=hazard.pk, rebounded=True, proof=Proof("又换回去"))
    return hazard


def checked() -> Report:
    seal_all()
    return verify(read_files=False)


def named(report: Report) -> list[tuple[str, str]]:
    return [(finding.kind, finding.id) for finding in report.findings]


def behind_our_back(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_the_whole_story_verifies(story: Hazard) -> None:
    report = checked()
    assert [finding.text for finding in report.findings] == []
    assert report.ok
    assert report.counts["records"] > 20


HAZARD_BYTES = [
    "measured = replace(measured, '2.6', '1.6')",
    "due_at = due_at + interval '1 microsecond'",
    "rectified_at = rectified_at - interval '1 day'",
    "severity = 'major'",
    "state = 'closed'",
    "supervision_level = 3",
    "answerable_person = '李老板'",
    "description = description || ' '",
]


@pytest.mark.parametrize("assignment", HAZARD_BYTES)
def test_one_byte_of_a_hazard_is_named(story: Hazard, assignment: str) -> None:
    assert checked().ok
    behind_our_back(f"UPDATE hazard_hazard SET {assignment} WHERE id = %s", story.pk)  # noqa: S608 - the cases above
    report = checked()
    assert named(report) == [("record_changed", str(story.pk))]
    assert story.number in report.findings[0].text or report.findings[0].subject == story.subject


VISIT_BYTES = [
    "inspector_signature = overlay(inspector_signature placing 'f' from 64)",
    "inspector_signature = ''",
    "site_unsigned = ''",
    "result = 'nobody'",
    "inspectors = inspectors || '赵军'::varchar",
    "content_digest = set_byte(content_digest, 5, get_byte(content_digest, 5) # 1)",
]


@pytest.mark.parametrize("assignment", VISIT_BYTES)
def test_one_byte_of_a_visit_is_named(story: Hazard, assignment: str) -> None:
    visit = Visit.objects.get()
    assert checked().ok
    behind_our_back(f"UPDATE inspection_visit SET {assignment} WHERE id = %s", visit.pk)  # noqa: S608 - the cases above
    assert named(checked()) == [("record_changed", str(visit.pk))]


def test_a_duty_that_was_made_to_look_done_is_named(story: Hazard) -> None:
    assert checked().ok
    behind_our_back("UPDATE plan_duty SET level = 0 WHERE kind = 'rectify' AND level > 0")
    assert [kind for kind, _ in named(checked())] == ["record_changed"]


def test_a_hazard_that_was_written_past_the_verbs_is_named(story: Hazard) -> None:
    assert checked().ok
    story.id, story.number = new_id(), "YH-FALSE"
    story.save(force_insert=True)
    assert named(checked()) == [("record_unlogged", str(story.pk))]
