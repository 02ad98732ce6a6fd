"""Acts: declared once, in words with places."""

import pytest

from gasloop.evidence import acts
from gasloop.evidence.models import Entry


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        acts.act("evidence.erased", "{actor}")


@pytest.mark.parametrize("name", ["erased", "Evidence.erased", "evidence.", "evidence erased", ""])
def test_a_name_is_dotted(name: str) -> None:
    with pytest.raises(ValueError, match="dotted"):
        acts.act(name, "{actor}")


@pytest.mark.parametrize("text", ["{actor.__class__}", "{0}", "{a[b]}"])
def test_places_are_plain_words(text: str) -> None:
    with pytest.raises(ValueError, match="plain words"):
        acts.act("evidence.test_places", text)


def test_an_act_nobody_declared_cannot_be_used() -> None:
    with pytest.raises(LookupError, match="not registered"):
        acts.require(acts.Act("evidence.made_up", "{actor}"))


def test_a_sentence_is_filled_from_the_body_and_the_actor() -> None:
    entry = Entry(act="evidence.key_rotated", actor={"name": "李红"})
    assert acts.say(entry, {"key": "ab12", "why": "到期"}) == "李红更换签名密钥，新密钥ab12：到期"


def test_a_place_that_was_erased_shows_as_an_ellipsis() -> None:
    entry = Entry(act="evidence.key_rotated", actor={"name": "李红"})
    assert acts.say(entry, {}) == "李红更换签名密钥，新密钥…：…"
