"""Where a duty is done: the room that owns the kind of record says it, the worklist asks.

duty_page(Hazard.SUBJECT_KIND, "hazard:hazard")   # in the room's `looks.py` or `navigation.py`, read at the start
"""

from django.urls import reverse

from gasloop.plan.models import Duty

_pages: dict[str, str] = {}


def duty_page(about_kind: str, url_name: str) -> None:
    """Duties about records of this kind are done at `url_name`, whose one parameter is the record's id."""
    if about_kind in _pages:
        raise ValueError(f"the page of duties about {about_kind} is declared twice")
    _pages[about_kind] = url_name


def page_of(duty: Duty) -> str:
    """The duty's page; the start page where its room has none."""
    url_name = _pages.get(duty.about_kind)
    return reverse(url_name, args=[duty.about_id]) if url_name else reverse("home")
