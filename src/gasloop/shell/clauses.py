"""Where a plan clause is shown: the room above that has the plan page says it once, every page then links there.

clause_page("oversight:clause")      # in that room's navigation.py; the address takes the clause's number
"""

import re
from contextlib import suppress

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CLAUSE = re.compile(r"^[一二三四五六七八九十百]+(?:\([一二三四五六七八九十百]+\))?(?:\d+(?:\(\d+\))?|¶\d+)?$")
_page: list[str] = []


def clause_page(url_name: str) -> None:
    """Declare the address of a clause; once."""
    if _page:
        raise ValueError("the page of a clause is declared twice")
    _page.append(url_name)


def clause_links(text: str) -> SafeString:
    """`二(四)2、五(二)` with each clause leading to its page; other words (an article of a law) stay words."""
    return format_html_join("、", "{}", ((_one(part),) for part in text.split("、")))


def _one(part: str) -> SafeString:
    if _page and CLAUSE.match(part):
        # Where that room's pages are not mounted (a house of few rooms), a clause stays words.
        with suppress(NoReverseMatch):
            return format_html('<a href="{}">{}</a>', reverse(_page[0], args=[part]), part)
    return format_html("{}", part)
