"""The evidence folder: what goes in, what is said to be missing, who gets it, and that a stranger can check it."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast
from tests.pure.evidence.gasverify_module import load
from tests.stories import HOSE, JPEG, Hose, photo, restaurant

from gasloop.evidence.models import Entry
from gasloop.evidence.sealing import seal_all
from gasloop.evidence.verify import verify
from gasloop.hazard.actions import Order, order_rectification, recheck, rectify
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.actions import ask_folder, begin_folder, erase_folders, finish_folder, take_folder
from gasloop.oversight.folder import storing
from gasloop.oversight.folder.building import Built, Tally, build
from gasloop.oversight.folder.choosing import Choice
from gasloop.oversight.jobs import run_folder
from gasloop.oversight.models import EvidenceFolder
from gasloop.referral.actions import Letter, send_referral
from gasloop.registry.actions import register_site

SignIn = Callable[[str], Client]
GASVERIFY = load()
YEAR = Choice(date(2026, 1, 1), date(2026, 12, 31), (HOSE,))
OTHER_JPEG = JPEG[:-2] + b"\x00\xff\xd9"


def ordered(town: Cast, name: str, territory: str = COMMUNITY) -> Hazard:
    head = town.head.actor
    site = restaurant(system(), name, territory)
    found = record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]
    return order_rectification(head, hazard_id=found.pk, order=Order("停用，电话13812345678", "张老板"))


@pytest.fixture
def worked(town: Cast, hands: clock.Hands, own_keys: None) -> Cast:
    """One hazard closed with photos, one overdue and referred, one in the other village, one object nobody visited."""
    done = ordered(town, "改好的店（示例）")
    rectify(town.officer.actor, hazard_id=done.pk, proof=Proof("已换", [photo(town.officer.actor, OTHER_JPEG)]))
    recheck(town.head.actor, hazard_id=done.pk, passed=True, proof=Proof())
    late = ordered(town, "逾期的店/分店（示例）")
    letter = Letter(town.offices["区消防救援支队"].pk, "本镇无权处罚", taken="已贴停用标识")
    send_referral(town.clerk.actor, hazard_id=late.pk, letter=letter)
    ordered(town, "那边的店（示例）", VILLAGE)
    restaurant(system(), "没人去过的店（示例）")
    hands.move(timedelta(days=10))
    seal_all()
    return town


def built(actor: Actor, choice: Choice, tmp_path: Path) -> zipfile.ZipFile:
    build(actor, choice, tmp_path / "folder.zip")
    return zipfile.ZipFile(tmp_path / "folder.zip")


def sheet(bundle: zipfile.ZipFile, name: str) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(BytesIO(bundle.read("index.xlsx")))
    return [list(map(str, row)) for row in book.get_sheet_by_name(name).to_python()[3:]]


def test_what_is_in_it(worked: Cast, tmp_path: Path) -> None:
    bundle = built(worked.clerk.actor, YEAR, tmp_path)
    names = bundle.namelist()
    roots = {name.partition("/")[0] for name in names if "/" in name}
    assert len(roots) == 1
    (root,) = roots
    assert root.startswith(f"01 {HOSE} ")
    shop = next(name for name in names if "逾期的店 分店" in name).rpartition("/")[0]
    assert shop.count("/") == 2
    kinds = sorted(name.removeprefix(f"{shop}/").partition(" ")[0] for name in names if name.startswith(f"{shop}/"))
    assert {"对象.docx", "检查", "整改", "移送"} <= set(kinds)
    pair = [name for name in names if "改好的店" in name and "/照片/" in name]
    assert sorted(name.rpartition(" ")[2] for name in pair) == ["整改前.jpg", "整改后.jpg"]
    assert bundle.read(next(name for name in pair if "整改后" in name)) == OTHER_JPEG
    assert not any("没人去过的店" in name for name in names)
    assert all(len(name) < 240 for name in names)


def test_gaps_come_first(worked: Cast, tmp_path: Path) -> None:
    bundle = built(worked.clerk.actor, YEAR, tmp_path)
    book = CalamineWorkbook.from_filelike(BytesIO(bundle.read("index.xlsx")))
    assert book.sheet_names[0] == "缺口"
    gaps = {(row[1], row[2].partition(" ")[2].partition("（")[0]) for row in sheet(bundle, "缺口")}
    assert ("对象没有检查", "没人去过的店") in gaps
    assert ("逾期没有整改", "那边的店") in gaps
    assert ("移送没有回执", "逾期的店/分店") in gaps
    assert not any(where == "改好的店" for _what, where in gaps)


def test_clauses_without_anything_are_said(worked: Cast, tmp_path: Path) -> None:
    bundle = built(worked.clerk.actor, Choice(YEAR.first, YEAR.last), tmp_path)
    clauses = [row[0] for row in sheet(bundle, "条款")]
    assert clauses.index("二(一)1") < clauses.index(HOSE)  # the plan's own order
    without = {row[0] for row in sheet(bundle, "缺口") if row[1].startswith("条款没有")}
    assert "六(一)¶1" in without
    assert HOSE not in without


def test_pairs_stand_beside_each_other(worked: Cast, tmp_path: Path) -> None:
    rows = sheet(built(worked.clerk.actor, YEAR, tmp_path), "照片")
    sides = sorted((bool(row[3]), bool(row[4])) for row in rows)
    assert sides == [(True, False), (True, False), (True, True)]


def test_personal_data_is_masked(worked: Cast, tmp_path: Path) -> None:
    bundle = built(worked.clerk.actor, YEAR, tmp_path)
    words = ""
    for name in bundle.namelist():
        if name.endswith(".docx"):
            paper = Document(BytesIO(bundle.read(name)))
            cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
            words += "\n".join([*(p.text for p in paper.paragraphs), *cells])
    assert "张**" in words
    assert "张老板" not in words
    assert "138****5678" in words
    assert "13812345678" not in words


@pytest.mark.parametrize(
    ("choice", "shops"),
    [
        (YEAR, {"改好的店", "逾期的店 分店", "那边的店"}),
        (Choice(YEAR.first, YEAR.last, (HOSE,), territory=VILLAGE), {"那边的店"}),
        (Choice(date(2025, 1, 1), date(2025, 12, 31), (HOSE,)), set()),
        (Choice(date(2026, 11, 8), date(2026, 11, 30), (HOSE,)), {"逾期的店 分店", "那边的店"}),
    ],
)
def test_clause_by_division_by_period(worked: Cast, tmp_path: Path, choice: Choice, shops: set[str]) -> None:
    names = built(worked.clerk.actor, choice, tmp_path).namelist()
    assert {shop for shop in ("改好的店", "逾期的店 分店", "那边的店") if any(shop in name for name in names)} == shops


def test_an_office_s_own_work(worked: Cast, tmp_path: Path) -> None:
    own, others = worked.offices["应急办"].pk, worked.offices["规资所"].pk
    mine = built(worked.clerk.actor, Choice(YEAR.first, YEAR.last, (HOSE,), office=own), tmp_path)
    assert len(sheet(mine, "检查")) == 3
    theirs = built(worked.clerk.actor, Choice(YEAR.first, YEAR.last, (HOSE,), office=others), tmp_path)
    assert sheet(theirs, "检查") == []


def test_only_what_its_maker_reaches(worked: Cast, tmp_path: Path) -> None:
    names = built(worked.grid.actor, YEAR, tmp_path).namelist()
    assert any("改好的店" in name for name in names)
    assert not any("那边的店" in name for name in names)


def test_a_stranger_checks_it(worked: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = built(worked.clerk.actor, YEAR, tmp_path)
    key = next(iter(json.loads(bundle.read("公钥.json")).values()))
    assert GASVERIFY.main(["folder", str(tmp_path / "folder.zip"), "--key", key]) == 0
    said = capsys.readouterr().out
    assert "4 photos named by proved entries" in said
    assert GASVERIFY.main(["folder", str(tmp_path / "folder.zip"), "--key", "00" * 32]) == 1


@pytest.mark.parametrize("victim", ["/照片/", "/证明/", "/检查 ", "index.xlsx"])
def test_a_changed_file_is_named(worked: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], victim: str) -> None:
    bundle = built(worked.clerk.actor, YEAR, tmp_path)
    named = next(name for name in bundle.namelist() if victim in name)
    with zipfile.ZipFile(tmp_path / "changed.zip", "w") as changed:
        for name in bundle.namelist():
            content = bundle.read(name)
            changed.writestr(name, content[:-3] + b"x" + content[-2:] if name == named else content)
    assert GASVERIFY.main(["folder", str(tmp_path / "changed.zip")]) == 1
    assert f"{named}: was changed" in capsys.readouterr().out


def test_a_photo_put_in_with_its_manifest_is_found(
    worked: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = built(worked.clerk.actor, YEAR, tmp_path)
    manifest = json.loads(bundle.read("manifest.json"))
    victim = next(each for each in manifest["files"] if "整改后" in each["path"])
    forged = JPEG + b"forged"
    victim["sha256"] = GASVERIFY.hashlib.sha256(forged).hexdigest()
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as changed:
        for name in set(bundle.namelist()) - {"manifest.json"}:
            changed.writestr(name, forged if name == victim["path"] else bundle.read(name))
        changed.writestr("manifest.json", json.dumps(manifest))
    assert GASVERIFY.main(["folder", str(tmp_path / "forged.zip")]) == 1
    assert "no proof in the folder names this photo" in capsys.readouterr().out


def test_what_no_seal_covers_yet_is_a_gap(worked: Cast, tmp_path: Path) -> None:
    ordered(worked, "刚查的店（示例）")
    gaps = sheet(built(worked.clerk.actor, YEAR, tmp_path), "缺口")
    assert any(row[1] == "还没有封存" for row in gaps)


def test_asked_built_taken_erased(worked: Cast, hands: clock.Hands) -> None:
    clerk = worked.clerk.actor
    folder = ask_folder(clerk, choice=YEAR)
    assert folder.state == "waiting"
    done = run_folder(folder.pk)
    assert done is not None
    assert (done.state, done.counts["hazards"], done.done) == ("done", 3, done.total)
    assert done.gaps == done.counts["gaps"] > 0
    taken = take_folder(clerk, folder_id=folder.pk)
    with storing.opened(taken.pk) as source:
        assert zipfile.ZipFile(source).testzip() is None
    for other in (worked.leader.actor, worked.head.actor, worked.grid.actor, worked.auditor.actor):
        with pytest.raises(NotFound):
            take_folder(other, folder_id=folder.pk)
    hands.move(timedelta(days=31))
    assert erase_folders(at=clock.now()) == 1
    assert erase_folders(at=clock.now()) == 0
    with pytest.raises(NotFound):
        storing.opened(folder.pk)
    acts = [entry.act.partition(".")[2] for entry in Entry.objects.filter(subject_id=folder.pk).order_by("seq")]
    assert acts == ["asked", "begun", "made", "taken", "erased"]


def test_a_run_that_was_killed_is_begun_anew(worked: Cast) -> None:
    folder = ask_folder(worked.clerk.actor, choice=YEAR)
    killed = begin_folder(folder_id=folder.pk)
    assert killed is not None
    assert killed.attempt is not None
    left = storing.draft_of(folder.pk, killed.attempt)
    left.write_bytes(b"half a zip")
    assert verify(read_files=False).ok, "a folder that is being made is as the log says"
    done = run_folder(folder.pk)
    assert done is not None
    assert done.state == "done"
    assert not left.exists()
    assert run_folder(folder.pk) is None  # the job may come twice
    late = Built("0" * 64, 1, Tally())
    assert finish_folder(folder_id=folder.pk, attempt=killed.attempt, built=late) is False
    with storing.opened(folder.pk) as source:
        assert zipfile.ZipFile(source).testzip() is None
    storing.remove(folder.pk)


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(date(2026, 2, 1), date(2026, 1, 1)), "folder.days"),
        (Choice(date(2020, 2, 1), date(2026, 1, 1)), "folder.too_long"),
        (Choice(YEAR.first, YEAR.last, ("九(九)9",)), "folder.clause"),
        (Choice(YEAR.first, YEAR.last, (), territory="51/"), "folder.territory"),
        (Choice(YEAR.first, YEAR.last, (), territory="50/"), "folder.territory"),
    ],
)
def test_what_cannot_be_asked(worked: Cast, choice: Choice, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask_folder(worked.clerk.actor, choice=choice)
    assert refused.value.code == code


def test_three_at_once_are_enough(worked: Cast) -> None:
    for _ in range(3):
        ask_folder(worked.clerk.actor, choice=YEAR)
    with pytest.raises(Refusal):
        ask_folder(worked.clerk.actor, choice=YEAR)
    for name in ("officer", "grid", "auditor", "admin"):
        with pytest.raises(NotFound):
            ask_folder(worked.people[name].actor, choice=YEAR)


def test_the_same_name_twice_and_names_no_system_takes(worked: Cast, tmp_path: Path) -> None:
    for name in ('怪"名:<店>|?*（示例）', "..", "con"):
        site = register_site(
            system(), name=name, kind="restaurant", territory=TOWN, address="街（示例）", gas_source="lpg_cylinder"
        )
        record_visit(worked.head.actor, report=Hose(site).report())
    names = built(worked.clerk.actor, YEAR, tmp_path).namelist()
    assert len({name.casefold() for name in names}) == len(names)
    assert not any(sign in name for name in names for sign in '\\:*?"<>|')
    assert not any(part in (".", "..", "") for name in names for part in name.split("/"))


def test_the_pages(worked: Cast, signed_in: SignIn) -> None:
    clerk = signed_in("clerk")
    assert clerk.get("/folders/").status_code == 200
    sent = {"first": "2026-01-01", "last": "2026-12-31", "refs": [HOSE], "office": "", "territory": ""}
    answer = clerk.post("/folders/", sent)
    assert answer.status_code == 302
    folder = EvidenceFolder.objects.get()
    assert "hx-trigger" in clerk.get(answer["Location"]).content.decode()
    run_folder(folder.pk)
    for language in ("zh-hans", "en"):
        page = clerk.get(answer["Location"], headers={"Accept-Language": language}).content.decode()
        assert 'hx-trigger="every' not in page
        assert folder.number in page
    zipped = clerk.get(f"{answer['Location']}file")
    assert b"".join(zipped.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined] # the test client's answer streams
    assert signed_in("leader").get(answer["Location"]).status_code == 404
    assert "开始日期晚于结束日期" in clerk.post("/folders/", {**sent, "first": "2027-01-01"}).content.decode()
    made = clerk.post(
        "/api/v1/folders",
        {"first": "2026-01-01", "last": "2026-12-31", "clauses": [HOSE]},
        content_type="application/json",
    ).json()
    assert made["state"] == "waiting"
    assert clerk.get(f"/api/v1/folders/{made['id']}").json()["number"] == made["number"]
    assert clerk.get(f"/api/v1/folders/{made['id']}/file").status_code == 404
    storing.remove(folder.pk)
