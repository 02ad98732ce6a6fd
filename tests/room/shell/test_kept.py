"""What is kept of a page belongs to nobody, and to one language."""

from django.template import engines
from django.utils.translation import override

from gasloop.shell.kept import part

INSIDE = "{% load i18n shell %}{% kept %}{% translate '返回' %}{{ name }}{% endkept %}{{ name }}"


def test_a_kept_piece_knows_no_variable_of_the_page_and_is_kept_by_language() -> None:
    template = engines["django"].from_string(INSIDE)
    assert template.render({"name": "王芳"}) == "返回王芳"
    with override("en"):
        assert template.render({"name": "赵军"}) == "Back赵军"
    assert template.render({"name": "赵军"}) == "返回赵军"


def test_a_part_is_made_once_for_its_key() -> None:
    made = []

    def make() -> dict[str, object]:
        made.append(1)
        return {"done": 1, "total": 2, "words": "<办>"}

    first = part("shell/parts/progress.html", ("a test", 1), make)
    assert part("shell/parts/progress.html", ("a test", 1), make) is first
    assert part("shell/parts/progress.html", ("a test", 2), make) == first
    assert made == [1, 1]
    assert "&lt;办&gt;" in first
