"""One form, one verb: shown, checked, carried out; a refusal comes back beside its field and nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gasloop.access.middleware import ActorRequest
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.web.forms import take_back
from gasloop.shell.detail import Crumb
from gasloop.shell.forms import HouseForm

F = TypeVar("F", bound=HouseForm)


@dataclass(frozen=True, slots=True)
class FormPage:
    """What stands around the form. `back` is where 取消 leads; `confirm` asks before it is sent."""

    title: str
    crumbs: list[Crumb]
    back: str
    lead: str = ""
    submit: str = ""
    confirm: str = ""


def answer(
    request: ActorRequest, page: FormPage, make: Callable[[QueryDict | None], F], act: Callable[[F], str]
) -> HttpResponse:
    """Show the form; when it was sent and is whole, `act` on it and go to the address it gives."""
    sent = request.method == "POST"
    form = make(request.POST if sent else None)
    if sent and form.is_valid():
        try:
            return redirect(act(form))
        except NotFound:
            form.add_error(None, _("您的岗位不能在这里办理，请核对辖区和类别。"))
        except Refusal as refusal:
            take_back(form, refusal)
    context = {"form": form, "page": page, "crumbs": page.crumbs}
    return render(request, "registry/form.html", context, status=422 if sent else 200)
