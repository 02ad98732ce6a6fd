"""存证: everything the log says of a record, a proof of one entry, and the file a stranger verifies."""

import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from subprocess import run
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.stories import Hose, photo, restaurant

from gasloop.evidence.models import Entry
from gasloop.evidence.sealing import seal_all
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.plan.models import Duty, PlanDocument

SignIn = Callable[[str], Client]
VERIFIER = Path(__file__).parents[2] / "tools" / "gasverify.py"


@pytest.fixture
def hazard(town: Cast) -> Hazard:
    officer = town.officer.actor
    return record_visit(officer, report=Hose(restaurant(officer), photos=[photo(officer)]).report()).hazards[0]


def log_of(hazard: Hazard) -> str:
    return reverse("oversight:evidence-of", args=["hazard", hazard.pk])


def entry_of(hazard: Hazard) -> Entry:
    return Entry.objects.get(subject_id=hazard.pk)


def test_the_log_of_a_hazard_says_who_did_what(signed_in: SignIn, hazard: Hazard) -> None:
    page = unescape(signed_in("grid").get(log_of(hazard)).content.decode())
    assert f"李强登记隐患{hazard.number}" in page
    assert "应急办 检查员" in page
    assert "等待封存" in page
    assert "查不出的" in page


def test_every_kind_of_record_has_its_log(town: Cast, signed_in: SignIn, hazard: Hazard) -> None:
    head, visit = signed_in("head"), hazard.source.id
    plan = PlanDocument.objects.get(voided_at__isnull=True)
    for kind, key in (("hazard", hazard.pk), ("visit", visit), ("site", hazard.site_id), ("plan", plan.pk)):
        assert head.get(reverse("oversight:evidence-of", args=[kind, key])).status_code == 200, kind
    for kind, key in (("duty", Duty.objects.get().pk), ("hazard", visit), ("nothing", visit), ("plan", UUID(int=7))):
        assert head.get(reverse("oversight:evidence-of", args=[kind, key])).status_code == 404, kind


def test_before_the_seal_there_is_no_proof_yet(signed_in: SignIn, hazard: Hazard) -> None:
    address = reverse("oversight:proof", args=["hazard", hazard.pk, entry_of(hazard).pk])
    answer = signed_in("grid").get(address)
    assert answer.status_code == 200
    assert "下载证明" not in answer.content.decode()
    assert signed_in("grid").get(f"{address}file").status_code == 409


def test_after_the_seal_a_stranger_verifies_the_file(
    own_keys: None, signed_in: SignIn, hazard: Hazard, tmp_path: Path
) -> None:
    seal_all()
    entry = entry_of(hazard)
    browser = signed_in("grid")
    assert "打印证明" in browser.get(log_of(hazard)).content.decode()
    page = browser.get(reverse("oversight:proof", args=["hazard", hazard.pk, entry.pk])).content.decode()
    assert "<svg" in page or "放不进二维码" in page
    file = browser.get(reverse("oversight:proof-file", args=["hazard", hazard.pk, entry.pk]))
    assert file["Content-Disposition"] == f'attachment; filename="proof-{entry.pk}.txt"'
    kept = tmp_path / "proof.txt"
    kept.write_bytes(file.content)
    told = run([sys.executable, "-I", str(VERIFIER), str(kept)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    kept.write_bytes(file.content.replace(b"A", b"B", 1))
    assert run([sys.executable, "-I", str(VERIFIER), str(kept)], capture_output=True, check=False).returncode != 0


def test_the_proof_of_another_record_is_not_to_be_had_through_this_one(signed_in: SignIn, hazard: Hazard) -> None:
    other = Entry.objects.exclude(subject_id=hazard.pk).first()
    assert other is not None
    for name in ("proof", "proof-file"):
        address = reverse(f"oversight:{name}", args=["hazard", hazard.pk, other.pk])
        assert signed_in("head").get(address).status_code == 404


def test_whoever_may_not_see_the_record_does_not_see_its_log(signed_in: SignIn, hazard: Hazard) -> None:
    entry = entry_of(hazard)
    for name in ("far_grid", "market", "admin"):
        assert signed_in(name).get(log_of(hazard)).status_code == 404
        for page in ("proof", "proof-file"):
            address = reverse(f"oversight:{page}", args=["hazard", hazard.pk, entry.pk])
            assert signed_in(name).get(address).status_code == 404


def test_the_seals_are_for_those_who_answer_for_the_house(own_keys: None, signed_in: SignIn, hazard: Hazard) -> None:
    seal_all()
    codes = {
        name: signed_in(name).get(reverse("oversight:evidence")).status_code
        for name in ("leader", "head", "clerk", "auditor", "officer", "grid", "admin")
    }
    assert codes == {
        "leader": 200,
        "head": 200,
        "clerk": 200,
        "auditor": 200,
        "officer": 404,
        "grid": 404,
        "admin": 404,
    }
