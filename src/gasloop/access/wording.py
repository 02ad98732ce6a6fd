"""What access asks of a text that somebody types."""

from gasloop.kernel.refusal import Refusal, sentence


def short(text: str, field: str, most: int) -> str:
    """`text` without blanks around; Refusal when it is longer than `most` characters."""
    text = text.strip()
    if len(text) > most:
        raise Refusal(
            "access.text.long",
            sentence("这一项写了{length}个字，最多{most}个字，请缩短。"),
            field=field,
            params={"length": len(text), "most": most},
        )
    return text
