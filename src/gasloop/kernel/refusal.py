"""What is not allowed: a code, a sentence in the user's words, and the rule or clause behind it."""


def sentence(text: str) -> str:
    """Mark a source sentence for translation; the edges translate it when it is shown."""
    return text


class Refusal(Exception):
    """A verb declined. Nothing was changed.

    `code` is stable and dotted (`hazard.recheck.same_person`); `text` a Chinese source sentence with `{name}`
    places that `params` fill; `basis` the clause or rule that asks for it; `field` the form field it concerns.
    """

    def __init__(
        self,
        code: str,
        text: str,
        *,
        basis: str | None = None,
        field: str | None = None,
        params: dict[str, object] | None = None,
    ) -> None:
        self.code = code
        self.text = text
        self.basis = basis
        self.field = field
        self.params = params or {}
        super().__init__(f"{code}: {text.format(**self.params)}")


class NotFound(Refusal):
    """The record does not exist or lies outside the actor's scope; the two are told apart for nobody."""

    def __init__(self, what: str = "") -> None:
        super().__init__("not_found", sentence("没有找到，或不在您的管辖范围内。"), params={"what": what})
