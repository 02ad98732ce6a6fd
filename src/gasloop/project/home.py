"""The first page: what must I do now, by when."""

from django.http import HttpResponse
from django.shortcuts import render

from gasloop.access.guard import signed_in
from gasloop.access.middleware import ActorRequest
from gasloop.project.demo.standing import town_in_making
from gasloop.project.worklist import worklist


@signed_in
def home(request: ActorRequest) -> HttpResponse:
    """工作台: overdue, due today, due soon, waiting for others, new since yesterday."""
    return render(request, "project/home.html", {"work": worklist(request.actor), "town": town_in_making()})
