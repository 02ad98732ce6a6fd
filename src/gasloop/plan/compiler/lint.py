"""What is wrong with the paper itself."""

from gasloop.plan.compiler.document import Paper
from gasloop.plan.compiler.outline import Outline
from gasloop.plan.compiler.register import Variant


def remarks(paper: Paper, outline: Outline, variants: tuple[Variant, ...], text: str) -> Paper:
    return paper
