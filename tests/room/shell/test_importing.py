"""A clerk's workbook goes in: proposed, examined, written, written again without harm, taken back."""

import io
from collections.abc import Sequence
from dataclasses import fields

import pytest
import xlsxwriter
from pytest_django import DjangoAssertNumQueries

from gasloop.evidence.models import BatchRow, Entry
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import correct_site, register_party, register_site
from gasloop.registry.actions.importing import SITES, import_records, judge_records, write_records
from gasloop.registry.models import Site
from gasloop.shell.actions import match_columns, start_import, take_import_back, write_import
from gasloop.shell.importing import Row
from gasloop.shell.jobs import carry_import, examine_import, undo_import
from gasloop.shell.models import Import, KnownForm
from tests.cast import COMMUNITY, Cast

HEAD = ("序号", "店名", "类型", "村（社区）", "详细地址", "气源", "餐位数（个）", "地下半地下用气", "经营单位")
GOOD = (
    (1, "老灶火锅店（示例）", "餐饮店", "双堰社区", "正街３５号", "瓶装液化石油气", "24个", "否", ""),
    (2, "小面馆（示例）", "餐饮店", "双堰", "正街36号", "管道燃气", 20, "×", "/"),
    (3, "阳光幼儿园（示例）", "学校", "双堰社区", "正街37号", "", None, "", ""),
)
BAD = (
    (4, "错类店（示例）", "大排档", "双堰社区", "正街38号", "瓶装液化石油气", "很多", "大概", ""),
    (5, "", "餐饮店", "双堰社区", "正街39号", "", 10, "", ""),
    (6, "远店（示例）", "餐饮店", "不存在村", "正街40号", "", 10, "", ""),
    (7, "小面馆（示例）", "餐饮店", "双堰社区", "正街36号", "", 10, "", ""),
)


def workbook(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD) -> bytes:
    """A title, two lines of head, the rows, a total."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, len(head) - 1, "群力镇餐饮场所台账（示例）")
    sheet.write_row(1, 0, head)
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 0, row)
    sheet.write(len(rows) + 2, 0, "合计")
    book.close()
    return target.getvalue()


def brought(cast: Cast, content: bytes, who: str = "clerk") -> Import:
    """The file, matched as proposed and examined."""
    actor = cast.actor(who)
    run = start_import(actor, ledger="sites", filename="台账.xlsx", content=content)
    columns = {int(column): name for column, name in run.columns.items()}
    if "attributes.basement" not in columns.values():
        columns[7] = "attributes.basement"
    match_columns(actor, run_id=run.pk, columns=columns)
    examine_import(str(run.pk))
    run.refresh_from_db()
    return run


def written(cast: Cast, content: bytes, *, good_only: bool = False) -> Import:
    run = brought(cast, content)
    write_import(cast.clerk.actor, run_id=run.pk, good_only=good_only)
    carry_import(str(run.pk))
    run.refresh_from_db()
    return run


@pytest.fixture(autouse=True)
def keys_apart(own_keys: None) -> None:
    """The file is encrypted."""


def test_columns_are_proposed_and_remembered_as_corrected(cast: Cast) -> None:
    run = start_import(cast.clerk.actor, ledger="sites", filename="a.xlsx", content=workbook(GOOD))
    assert {int(c): n for c, n in run.columns.items()}.items() >= {
        1: "name", 2: "kind", 3: "territory", 4: "address", 5: "gas_source", 6: "attributes.seats", 8: "party",
    }.items()  # fmt: skip
    assert run.samples[1][0] == "老灶火锅店（示例）"
    match_columns(cast.clerk.actor, run_id=run.pk, columns={1: "name", 2: "kind", 3: "territory", 4: "address"})
    again = start_import(cast.officer.actor, ledger="sites", filename="b.xlsx", content=workbook(BAD))
    assert set(again.columns.values()) == {"name", "kind", "territory", "address"}
    assert KnownForm.objects.count() == 1


def test_good_rows_come_in_as_one_act(cast: Cast) -> None:
    run = written(cast, workbook(GOOD))
    assert (run.state, run.counts) == ("written", {"create": 3, "change": 0, "same": 0, "refused": 0})
    shop = Site.objects.get(name="老灶火锅店（示例）")
    assert (shop.address, shop.territory, shop.line) == ("正街35号", COMMUNITY, "catering")
    assert (shop.gas_source, shop.attributes) == ("lpg_cylinder", {"basement": False, "seats": 24})
    entry = Entry.objects.get(act="registry.batch_registered")
    assert BatchRow.objects.filter(entry=entry).count() == entry.rows_count == 3
    assert run.entries == [entry.pk]


def test_the_same_file_again_changes_nothing_and_a_changed_cell_one_record(cast: Cast) -> None:
    written(cast, workbook(GOOD))
    again = brought(cast, workbook(GOOD))
    assert again.counts == {"create": 0, "change": 0, "same": 3, "refused": 0}
    with pytest.raises(Refusal, match="nothing"):
        write_import(cast.clerk.actor, run_id=again.pk, good_only=False)
    changed = [list(row) for row in GOOD]
    changed[0][6] = 40
    assert written(cast, workbook(changed)).counts["change"] == 1
    assert Site.objects.get(name="老灶火锅店（示例）").attributes == {"basement": False, "seats": 40}


def test_every_bad_cell_is_named_and_good_rows_wait_for_a_choice(cast: Cast) -> None:
    run = brought(cast, workbook([*GOOD, *BAD]))
    assert run.counts == {"create": 3, "change": 0, "same": 0, "refused": 4}
    said = {(p.at, p.title): (p.expected, p.got) for p in run.problems.all()}
    assert said[6, "类型"][1] == "大排档"
    assert "餐饮店" in said[6, "类型"][0]
    assert said[6, "餐位数（个）"] == ("一个数字", "很多")
    assert said[6, "地下半地下用气"][1] == "大概"
    assert said[7, "店名"] == ("新登记的必须填写这一项", "")
    assert said[8, "村（社区）"] == ("您管辖范围内的村、社区或网格", "不存在村")
    assert "与第4行是同一条记录" in said[9, ""][0]
    with pytest.raises(Refusal, match="bad_rows"):
        write_import(cast.clerk.actor, run_id=run.pk, good_only=False)
    write_import(cast.clerk.actor, run_id=run.pk, good_only=True)
    carry_import(str(run.pk))
    assert Site.objects.count() == 3


def test_it_does_what_the_single_verb_does(cast: Cast) -> None:
    party = register_party(
        cast.clerk.actor, name="群力餐饮（示例）", kind="catering", territory=COMMUNITY, no_uscc_reason="示例"
    )
    values: dict[str, object] = {
        "name": "一店（示例）", "kind": "restaurant", "territory": COMMUNITY, "address": "正街1号",
        "gas_source": "pipeline", "lat": "30.19", "lng": "105.84",
    }  # fmt: skip
    alone = register_site(cast.clerk.actor, **values, party_id=party.pk, attributes={"seats": 9})  # type: ignore[arg-type]  # the row's values
    more = {**values, "name": "二店（示例）", "party": party.number, "attributes.seats": 9}
    import_records(cast.clerk.actor, ledger=SITES, rows=[Row(3, more)], why="试")
    together = Site.objects.get(name="二店（示例）")
    columns = {*(each.name for each in fields(SITES.facts)), "line", "state", "voided_at", "closed_on"} - {"name"}
    assert {c: getattr(together, c) for c in columns} == {c: getattr(Site.objects.get(pk=alone.pk), c) for c in columns}
    row = BatchRow.objects.get(subject_id=together.pk)
    assert Entry.objects.filter(subject_id=alone.pk).exists()
    assert row.entry.act == "registry.batch_registered"


def test_out_of_reach_is_refused_row_by_row(cast: Cast) -> None:
    run = brought(cast, workbook(GOOD), who="far_grid")
    assert run.counts["refused"] == 3
    with pytest.raises(NotFound):
        match_columns(cast.clerk.actor, run_id=run.pk, columns={1: "name"})
    with pytest.raises(NotFound):
        start_import(cast.auditor.actor, ledger="sites", filename="a.xlsx", content=workbook(GOOD))


def test_an_import_is_taken_back_but_for_what_others_touched(cast: Cast) -> None:
    before = register_site(
        cast.clerk.actor, name="小面馆（示例）", kind="restaurant", territory=COMMUNITY, address="旧址1号"
    )
    run = written(cast, workbook(GOOD))
    assert (run.counts["create"], run.counts["change"]) == (2, 1)
    touched = Site.objects.get(name="阳光幼儿园（示例）")
    correct_site(cast.officer.actor, site_id=touched.pk, why="搬迁", changes={"address": "新街1号"})
    take_import_back(cast.clerk.actor, run_id=run.pk)
    undo_import(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.counts["undone"], run.counts["kept"]) == ("undone", 2, 1)
    assert [(p.at, p.title) for p in run.problems.all()] == [(5, "阳光幼儿园（示例）")]
    assert Site.objects.get(name="老灶火锅店（示例）").voided_at is not None
    before.refresh_from_db()
    assert (before.address, before.gas_source, before.attributes, before.voided_at) == ("旧址1号", "", {}, None)
    touched.refresh_from_db()
    assert (touched.address, touched.voided_at) == ("新街1号", None)
    with pytest.raises(Refusal):
        take_import_back(cast.clerk.actor, run_id=run.pk)


def test_a_job_that_comes_twice_does_its_work_once(cast: Cast) -> None:
    run = written(cast, workbook(GOOD))
    carry_import(str(run.pk))
    examine_import(str(run.pk))
    assert Site.objects.count() == 3
    run.refresh_from_db()
    assert run.state == "written"


def test_a_judgement_nobody_held_is_not_carried_out(cast: Cast) -> None:
    values = {"name": "一店（示例）", "kind": "restaurant", "territory": COMMUNITY, "address": "正街1号"}
    loose = judge_records(cast.clerk.actor, ledger=SITES, rows=[Row(3, values)])
    assert [verdict.act for verdict in loose.verdicts] == ["create"]
    with pytest.raises(ValueError, match="judged again"):
        write_records(cast.clerk.actor, judgement=loose, why="试")
    assert not Site.objects.exists()


def test_rows_alike_are_judged_once_and_each_keeps_its_own_fault(cast: Cast) -> None:
    alike = [("一店（示例）", "否"), ("", "否"), ("二店（示例）", "大概"), ("三店（示例）", "否")]
    rows = [(n, name, "餐饮店", "双堰社区", f"正街{n}号", "", 9, odd, "") for n, (name, odd) in enumerate(alike, 1)]
    run = brought(cast, workbook(rows))
    assert run.counts == {"create": 2, "change": 0, "same": 0, "refused": 2}
    assert [(p.at, p.title) for p in run.problems.order_by("at")] == [(4, "店名"), (5, "地下半地下用气")]


def test_true_is_not_one_in_a_cell(cast: Cast) -> None:
    rows = [
        (1, "一店（示例）", "餐饮店", "双堰社区", "正街1号", "", 1, "否", ""),
        (2, "二店（示例）", "餐饮店", "双堰社区", "正街2号", "", True, "否", ""),
    ]
    run = brought(cast, workbook(rows))
    assert [(p.at, p.title, p.got) for p in run.problems.all()] == [(4, "餐位数（个）", "TRUE")]


def test_a_thousand_rows_ask_as_many_questions_as_ten(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = cast.offices["应急办"].pk
    rows = [
        Row(
            n,
            {
                "owner_office_id": office,
                "name": f"第{n}店（示例）",
                "kind": "restaurant",
                "territory": COMMUNITY,
                "address": f"正街{n}号",
            },
        )
        for n in range(3, 1003)
    ]
    import_records(cast.clerk.actor, ledger=SITES, rows=rows[:1], why="试")
    with django_assert_max_num_queries(25):
        import_records(cast.clerk.actor, ledger=SITES, rows=rows[1:], why="试")
    assert Site.objects.count() == 1000
