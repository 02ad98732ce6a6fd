"""What the compiler says can be said in another language: every message leads back to its source sentence."""

import re

import pytest

from gasloop.plan.compiler import Paper, parse, wording


def test_every_remark_of_every_paper_is_a_known_sentence(
    founding: Paper, shanghai: Paper, synthetic_texts: dict[str, str]
) -> None:
    papers = [founding, shanghai, *(parse(text) for text in synthetic_texts.values())]
    for paper in papers:
        for message in [remark.message for remark in paper.lint] + ([paper.reason] if paper.reason else []):
            found = wording.said(message)
            assert found is not None, message
            assert wording.say(found[0], **found[1]) == message


def test_the_places_come_back(founding: Paper) -> None:
    gap = next(remark for remark in founding.lint if remark.code == "number_gap")
    assert wording.said(gap.message) == (wording.GAP_ITEM, {"where": "二(五)2"})
    cut = next(remark for remark in founding.lint if remark.code == "office_truncated")
    assert wording.said(cut.message) == (
        wording.OFFICE_CUT,
        {"alias": "潼南市场监管", "missing": "局", "name": "潼南市场监管局"},
    )


def test_a_term_printed_twice_in_a_sentence_is_one_place() -> None:
    message = wording.say(wording.TERM_CUT, short="液化石油", gloss="二甲醚", stem="液化石油气")
    assert wording.said(message) == (wording.TERM_CUT, {"short": "液化石油", "gloss": "二甲醚", "stem": "液化石油气"})


@pytest.mark.parametrize("words", ["", "别的话。", "Something else."])
def test_other_words_are_nobodys(words: str) -> None:
    assert wording.said(words) is None


def test_no_two_sentences_can_be_taken_for_each_other() -> None:
    texts = [text for name, text in vars(wording).items() if name.isupper() and isinstance(text, str)]
    assert len(texts) > 30
    for text in texts:
        places = {name: f"甲{n}" for n, name in enumerate(dict.fromkeys(re.findall(r"\{(\w+)\}", text)))}
        assert wording.said(wording.say(text, **places)) == (text, places)
