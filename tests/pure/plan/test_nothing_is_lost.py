"""Whatever comes in: a Paper comes out, and all its blocks together are the text."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gasloop.plan.compiler import parse

MARKERS = [
    *(
        "一、",
        "二、",
        "（一）",
        "（二）",
        "(三)",
        "1．",
        "2.",
        "３、",
        "（1）",
        "①",
        "第一条 ",
        "第二章 ",
        "附件：",
        "抄送：",
    ),
    *("责任单位：", "牵头单位：市公安局", "（经发办配合区经信委）", "（市住建局牵头，各区落实）"),
]
WORDS = [
    *(
        "关于印发《某市整治方案》的通知",
        "某市整治方案",
        "对未取得许可的，要责令改正",
        "2024年3月5日",
        "某市人民政府",
        "某府〔2024〕3号",
    ),
    *(
        "。",
        "；",
        "，",
        "、",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "各单位要落实",
        "3月底前完成",
        "第一阶段（3月至4月）",
        " ",
        "\u3000",
        "\t",
    ),
]
PAPER = st.lists(st.lists(st.sampled_from(MARKERS + WORDS), max_size=8).map("".join), max_size=25).map("\n".join)


def squeezed(text: str) -> str:
    """Without blanks: the order and number of all other characters is what must survive."""
    return re.sub(r"\s", "", text)


@given(PAPER | st.text(max_size=400))
@settings(max_examples=300, deadline=None)
@example("")
@example("\ufeff一、\n\n（一）")
@example("1.甲；2.乙；3.丙\x0c2．丁")
@example("附件：一、二、三")
@example("（（（（（（（（")
def test_any_text_parses_and_reassembles(text: str) -> None:
    assert squeezed(parse(text).reassembled()) == squeezed(text)


@given(PAPER)
@settings(max_examples=200, deadline=None)
def test_ids_are_unique_and_texts_are_the_papers(text: str) -> None:
    paper = parse(text)
    ids = [clause.id for clause in paper.clauses()]
    assert len(ids) == len(set(ids)) == len(paper.items) + len(paper.paragraphs)
    for clause in paper.clauses():
        assert all(squeezed(line) in squeezed(text) for line in clause.text.split("\n"))


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_real_paper_cut_anywhere(real_texts: dict[str, str], data: st.DataObject) -> None:
    text = real_texts[data.draw(st.sampled_from(sorted(real_texts)))]
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : start + data.draw(st.integers(0, 3000))]
    assert squeezed(parse(piece).reassembled()) == squeezed(piece)


def test_the_real_papers_reassemble(real_texts: dict[str, str], synthetic_texts: dict[str, str]) -> None:
    for text in (*real_texts.values(), *synthetic_texts.values()):
        assert squeezed(parse(text).reassembled()) == squeezed(text)


def test_blocks_say_which_clause_they_belong_to(real_texts: dict[str, str]) -> None:
    paper = parse(real_texts["qunli-2023-102"])
    assert {block.clause for block in paper.blocks if block.clause} == {clause.id for clause in paper.clauses()}
    first = next(block for block in paper.blocks if block.clause == "二(一)1")
    assert (first.kind, first.marker) == ("item", "1．")
    assert real_texts["qunli-2023-102"].splitlines()[first.line - 1].startswith("1．对未取得许可的企业")
