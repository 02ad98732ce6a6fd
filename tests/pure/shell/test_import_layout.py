"""Where the table is in the files offices have: real bytes, read back."""

import io
from datetime import date

import hypothesis.strategies as st
import pytest
import xlsxwriter
import xlwt
from hypothesis import given

from gasloop.kernel.refusal import Refusal
from gasloop.shell.importing.layout import Table, _no_data, _Plainly, find_table, normal_title
from gasloop.shell.importing.reading import read_sheets

KNOWN = {normal_title(title) for title in ("名称", "地址", "辖区", "餐位数", "建筑面积", "到期日期")}


def messy_xlsx() -> bytes:
    """A title over all columns, two header rows, a village merged downwards, a total and notes below."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet("封面").write(0, 0, "群力镇")
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, 5, "群力镇餐饮场所燃气安全台账")
    sheet.write(1, 0, "填报单位：经发办")
    for column, heading in enumerate(("序号", "辖 区", "名称＊", "地址")):
        sheet.merge_range(2, column, 3, column, heading)
    sheet.merge_range(2, 4, 2, 5, "规模")
    sheet.write_row(3, 4, ("建筑面积（㎡）", "餐位数"))
    sheet.merge_range(4, 1, 5, 1, "双堰社区")
    sheet.write_row(4, 2, ("老灶火锅店", "正街３５号", 120, 24))
    sheet.write_row(5, 2, ("小面馆", "正街36号", 35.5, "20个"))
    sheet.write(4, 0, 1)
    sheet.write(5, 0, 2)
    sheet.write(7, 0, "合计")
    sheet.write(7, 4, 155.5)
    sheet.merge_range(8, 0, 8, 5, "注：面积以营业执照为准。")
    book.close()
    return target.getvalue()


def table_of(content: bytes, name: str) -> Table:
    return find_table(read_sheets(content, name), KNOWN)


def test_a_messy_workbook() -> None:
    table = table_of(messy_xlsx(), "台账.xlsx")
    assert table.sheet == "台账"
    assert table.head == (4,)
    assert [normal_title(t) for t in table.titles] == ["序号", "辖区", "名称", "地址", "建筑面积(m2)", "餐位数"]
    assert [at for at, _row in table.rows] == [5, 6]
    assert [list(row)[1] for _at, row in table.rows] == ["双堰社区", "双堰社区"]
    assert table.left_out == [(8, "合计行"), (9, "说明文字")]


def test_an_old_xls() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    sheet.write_merge(0, 0, 0, 2, "二〇二三年台账")
    for column, words in enumerate(("名称", "地址", "到期日期")):
        sheet.write(1, column, words)
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, words in enumerate(("甲店", "正街1号")):
        sheet.write(2, column, words)
    sheet.write(2, 2, date(2023, 9, 4), style)
    target = io.BytesIO()
    book.save(target)
    table = table_of(target.getvalue(), "台账.xls")
    assert (table.head, len(table.rows)) == ((2,), 1)
    assert str(list(table.rows[0][1])[2]).startswith("2023-09-04")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv(encoding: str, delimiter: str) -> None:
    lines = [("名称", "地址"), ("老灶火锅店𠮷", "正街1号"), ("'=店", "2号")]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    table = table_of(content, "台账.csv")
    assert [list(row) for _at, row in table.rows] == [["老灶火锅店𠮷", "正街1号"], ["=店", "2号"]]


def test_counting_rows_and_heads_that_come_again_are_no_data() -> None:
    lines = ["名称,地址,餐位数", "甲,乙,1", "老灶,正街1号,24", "名称,地址,餐位数", "小面,正街2号,20"]
    table = table_of("\n".join(lines).encode(), "a.csv")
    assert [at for at, _row in table.rows] == [3, 5]
    assert table.left_out == [(2, "栏次行"), (4, "重复的表头")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.csv"),
        (b"\xff\xfe\x00\x01\x80", "a.txt"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"no book", "a.xlsx"),
        (b"\n\n", "a.csv"),
        (b'a,b\n"' + b"x" * 140_000, "a.csv"),
    ],
)
def test_what_is_no_ledger_is_refused_in_words(content: bytes, name: str) -> None:
    with pytest.raises(Refusal):
        table_of(content, name)


CELLS = st.one_of(
    st.none(),
    st.integers(0, 99),
    st.sampled_from(
        ["", "合计", "合 计", "　总计", "TOTAL", "ｔｏｔａｌ", "小计：", "备注：无", "*名称", "名称＊", "甲店", "1"]
    ),
    st.text(max_size=3),
)


@given(st.lists(st.sampled_from(["名称", "地址", "ＮＯ", "辖 区", "", "Total area"]), max_size=6), st.data())
def test_what_is_plainly_data_is_no_total_no_note_and_no_head(titles: list[str], data: st.DataObject) -> None:
    row = data.draw(st.lists(st.one_of(CELLS, st.sampled_from([*titles, "x"])), max_size=6))
    if _Plainly(titles).data(row):
        assert _no_data(row, [normal_title(title) for title in titles], next_to_head=False) == ""
