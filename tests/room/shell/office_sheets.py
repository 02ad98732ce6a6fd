"""A sheet per ledger as an office would bring it: field → what was typed, a row per record."""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter
import xlwt

from gasloop.kernel.actor import Actor
from gasloop.registry.actions import register_building, register_party, register_person, register_site
from gasloop.shell.importing import Importer
from gasloop.shell.importing.layout import bare_title, normal_title
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import load_packs

TypedRow = Mapping[str, object]

SHEETS: Mapping[str, Sequence[TypedRow]] = {
    "sites": (
        {
            "name": "老灶火锅店（示例）",
            "kind": "餐饮店",
            "territory": "双堰社区",
            "address": "正街３５号",
            "gas_source": "瓶装液化石油气",
            "party": "群力餐饮（示例）",
            "attributes.seats": "24个",
            "attributes.basement": "×",
        },
        {
            "name": "阳光幼儿园（示例）",
            "kind": "学校",
            "territory": "双堰",
            "address": "=正街37号",
            "owner_office_id": "应急办",
            "lat": "30.190001",
            "lng": 105.84,
        },
    ),
    "parties": (
        {
            "name": "双堰燃气站（示例）",
            "kind": "燃气经营企业",
            "territory": "双堰社区",
            "uscc": "９１３２０２１３５８６６３５０８５６",
            "representative": "周 示例",
            "contact": "吴示例",
            "phone": 13800001234,
            "entered_on": "2019年3月1日",
        },
        {
            "name": "正街夜宵摊（示例）",
            "kind": "餐饮经营者",
            "territory": "双堰社区",
            "no_uscc_reason": "无照经营，已移送",
        },
        {
            "name": "旧照小店（示例）",
            "kind": "餐饮经营者",
            "territory": "渡头村",
            "old_number": "５００２２３６００１２３４５６",
        },
    ),
    "installations": (
        {
            "site": "豆花馆（示例）",
            "kind": "连接软管",
            "place": "后厨东侧",
            "maker": "示例橡胶厂",
            "installed_on": "2025.3.1",
            "expires_on": "2026/9/1",
        },
        {
            "site": "同名店（示例）",
            "territory": "渡头村",
            "kind": "可燃气体探测器",
            "serial": "A-００1",
            "made_on": 45000,
            "model": "GT-1",
        },
    ),
    "people": (
        {
            "name": "王示例",
            "territory": "双堰社区",
            "job": "送气工",
            "party": "群力餐饮（示例）",
            "id_number": "11010519491231002x",
            "phone": "138 0000 5678",
        },
        {"name": "李示例", "territory": "渡头村", "phone": "023-44551234"},
    ),
    "credentials": (
        {
            "holder": "群力餐饮（示例）",
            "kind": "食品经营许可证",
            "document_no": "ＪＹ-001",
            "issuer": "示例局",
            "valid_from": "2024-01-01",
            "valid_to": "长期",
            "allows": "热食类",
        },
        {"holder": "张师傅", "kind": "燃气从业人员考核合格证", "document_no": "R 2024 7", "valid_to": "2027年12月31日"},
        {"holder": "豆花馆（示例）", "kind": "其他许可", "document_no": "Q-9"},
    ),
    "buildings": (
        {
            "name": "双堰小区2号楼（示例）",
            "address": "正街2号",
            "territory": "双堰社区",
            "floors": "６层",
            "lat": 30.19,
            "lng": 105.84,
        },
        {"name": "渡头新村1排（示例）", "address": "渡头", "territory": "渡头村"},
    ),
    "households": (
        {
            "building": "1号楼（示例）",
            "territory": "双堰社区",
            "unit": "2单元",
            "floor": "3楼",
            "room": "３０１",
            "householder": "张示例",
            "phone": 13900004321,
            "gas_source": "管道燃气",
            "hose_material": "橡胶软管",
            "hose_expires_on": "2026-12-31",
            "detector": "未安装",
        },
        {"building": "1号楼（示例）", "territory": "渡头村", "room": "301", "state": "空置"},
        {"building": "1号楼（示例）", "territory": "双堰社区", "floor": -1, "room": "B01"},
    ),
    "property-managers": (
        {
            "party": "群力餐饮（示例）",
            "target": "1号楼（示例）",
            "territory": "双堰社区",
            "begins_on": "2025年1月1日",
            "ends_on": "长期",
            "covers": "公共管道巡查",
            "contract_no": "HT-１",
        },
    ),
    "technical-services": (
        {
            "party": "群力餐饮（示例）",
            "target": "豆花馆（示例）",
            "begins_on": date(2025, 1, 1),
            "ends_on": "2027-12-31",
        },
    ),
    "divisions": (
        {"parent": "群力镇", "code": "x01", "name": "第一新村（示例）", "kind": "村"},
        {"parent": "x01", "code": "w01", "name": "一组网格（示例）", "kind": "网格"},
        {"parent": "双堰社区", "code": "w02", "name": "正街网格（示例）", "kind": "网格"},
    ),
    "offices": (
        {
            "name": "综合执法办（示例）",
            "level": "镇级单位",
            "territory": "群力镇",
            "aliases": "执法办，综合办",
            "valid_from": "2024.1.1",
        },
        {"name": "渡头村调委会（示例）", "level": "村（社区）", "territory": "渡头村"},
    ),
    "posts": (
        {"office": "应急办", "title": "副主任", "role": "科室负责人", "territory": "群力镇", "lines": "餐饮"},
        {"office": "双堰社区居委会", "title": "网格员", "role": "网格员", "territory": "双堰社区"},
        {"office": "双堰社区居委会", "title": "网格员", "role": "网格员", "territory": "双堰社区"},
        {
            "office": "派出所",
            "title": "民警",
            "role": "检查人员",
            "territory": "双堰社区",
            "lines": "全部条线",
            "holder": "李强",
            "valid_from": "2025年3月1日",
        },
    ),
    "hazards": (
        {
            "site": "豆花馆（示例）",
            "rule": "连接软管不得超过2米",
            "description": "软管老化（示例）",
            "found_at": "2025.3.1",
            "state": "已销号",
            "closed_at": 45750,
            "brought_from": "2025年排查台账（示例）",
        },
        {
            "site": "同名店（示例）",
            "territory": "渡头村",
            "rule": "连接软管不得超过2米",
            "description": "阀门漏气（示例）",
            "found_at": "2025年5月6日",
            "state": "整改中",
            "control_measure": "停用",
            "answerable_person": "张三",
            "brought_from": "2025年排查台账（示例）",
        },
    ),
}

BY_ADMIN = frozenset({"divisions", "offices", "posts"})


def bringer(cast: Cast, ledger: str) -> Actor:
    """Who brings the ledger in: the clerk, the town hall's the administrator."""
    return (cast.admin if ledger in BY_ADMIN else cast.clerk).actor


def neighbours(cast: Cast, ledger: str = "") -> None:
    """What the sheets' rows name: a party, sites (two of one name), a person, buildings of one name in two places.

    What hazards are judged by is read for their ledger only.
    """
    if ledger == "hazards":
        load_packs()
    clerk = cast.clerk.actor
    register_party(clerk, name="群力餐饮（示例）", kind="catering", territory=COMMUNITY, no_uscc_reason="示例")
    register_person(clerk, name="张师傅", territory=COMMUNITY)
    for name, place in (("豆花馆（示例）", COMMUNITY), ("同名店（示例）", COMMUNITY), ("同名店（示例）", VILLAGE)):
        register_site(clerk, name=name, kind="restaurant", territory=place, address="正街9号")
    for place in (COMMUNITY, VILLAGE):
        register_building(clerk, name="1号楼（示例）", territory=place, address="正街1号")


def office_heading(importer: Importer, name: str) -> str:
    """What an office writes over the column: an alias where it means this column only, else the column's title."""
    field = importer.field(name)
    others = {heading for each in importer.fields if each.name != name for heading in each.headings()}
    own = [alias for alias in field.aliases if not {normal_title(alias), bare_title(alias)} & others]
    return own[0] if own else str(field.title)


def messy(importer: Importer, rows: Sequence[TypedRow]) -> tuple[list[list[object]], int]:
    """Title and unit above, a head, a row that counts the columns, the rows, a total, a note; and where the head is."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = ["序号", *(office_heading(importer, name) for name in names)]
    counted = [str(number) for number in range(1, len(head) + 1)]
    body = [[number, *(row.get(name, "") for name in names)] for number, row in enumerate(rows, 1)]
    foot: list[list[object]] = [["合计", len(rows)], ["填表人：陈敏　　审核：何主任"]]
    whole: list[list[object]] = [
        ["群力镇燃气安全台账（示例）"],
        ["填报单位：经发办"],
        [*head],
        [*counted],
        *body,
        *foot,
    ]
    return whole, 2


def as_xlsx(importer: Importer, rows: Sequence[TypedRow]) -> bytes:
    """As a workbook with a merged title and two rows of head, the upper one merged downwards."""
    sheet_rows, head = messy(importer, rows)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("台账")
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    width = len(sheet_rows[head])
    sheet.merge_range(0, 0, 0, width - 1, sheet_rows[0][0])
    sheet.write(1, 0, sheet_rows[1][0])
    for column, words in enumerate(sheet_rows[head]):
        sheet.merge_range(head, column, head + 1, column, words)
    for at, row in enumerate(sheet_rows[head + 1 :], head + 2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(at, column, cell, days)
            else:
                sheet.write(at, column, cell)
    book.close()
    return target.getvalue()


def as_xls(importer: Importer, rows: Sequence[TypedRow]) -> bytes:
    """As a workbook of Excel 97."""
    sheet_rows, _head = messy(importer, rows)
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    days = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for at, row in enumerate(sheet_rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(at, column, cell, days)
            elif cell != "":
                sheet.write(at, column, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_gb18030(importer: Importer, rows: Sequence[TypedRow]) -> bytes:
    """As the CSV that a Chinese Excel saves: GB18030, no mark at its beginning, cells with commas in quotes."""
    sheet_rows, _head = messy(importer, rows)
    lines = (",".join(f'"{cell}"' if cell != "" else "" for cell in row) for row in sheet_rows)
    return "\r\n".join(lines).encode("gb18030")
