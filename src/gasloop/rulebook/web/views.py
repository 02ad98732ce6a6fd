"""Pages of the rulebook: a rule, its bases and who confirmed them; a law or standard and the rules resting on it."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import may
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.rulebook.actions import confirm_basis
from gasloop.rulebook.choices import Confidence
from gasloop.rulebook.models import Basis, Constant, LegalSource, Measure, Power, Rule
from gasloop.rulebook.panels import panels_for
from gasloop.rulebook.permissions import RULEBOOK_CONFIRM, RULEBOOK_VIEW
from gasloop.rulebook.queries import (
    measures_in_force,
    measures_of,
    newest,
    power_list,
    powers,
    rules_with_measure,
    source_of,
    town_may_take,
)
from gasloop.rulebook.web.showing import clause_links, constants_of, item_rows, rule_facts, touched, versions
from gasloop.shell.detail import Crumb, Fact
from gasloop.shell.errors import say

M = TypeVar("M", bound=Model)
RULES = gettext_lazy("规则库")


@page(RULEBOOK_VIEW)
def rule(request: ActorRequest, rule_id: UUID) -> HttpResponse:
    """One version of one rule."""
    found = get_object_or_404(Rule.objects.select_related("pack").prefetch_related("items"), pk=rule_id)
    shown = {
        "rule": found,
        "crumbs": [Crumb(RULES, reverse("rulebook:rules")), Crumb(found.code)],
        "facts": rule_facts(found),
        "items": item_rows(found),
        "bases": found.bases.select_related("source"),
        "measures": measures_of(found),
        "listed": power_list(clock.today()),
        "clauses": clause_links(found),
        "touched": touched(request.actor, found),
        "constants": constants_of(found),
        "versions": versions(found),
        "panels": panels_for(request, found),
        "may_confirm": may(request.actor, RULEBOOK_CONFIRM),
    }
    return render(request, "rulebook/rule.html", shown)


@page(RULEBOOK_CONFIRM)
def confirm(request: ActorRequest, rule_id: UUID, basis_id: UUID) -> HttpResponse:
    """Stand for a basis by name."""
    if request.method != "POST":
        return redirect("rulebook:rule", rule_id)
    get_object_or_404(Basis, pk=basis_id, rule_id=rule_id)
    try:
        confirm_basis(request.actor, basis_id=basis_id, note=request.POST.get("note", ""))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("已记下您的确认，这条依据今后可以印上公文。"))
    return redirect("rulebook:rule", rule_id)


@page(RULEBOOK_VIEW)
def measure(request: ActorRequest, measure_id: UUID) -> HttpResponse:
    """One measure: who may take it, on which article, what the town itself may do, and the rules that name it."""
    found = get_object_or_404(Measure.objects.select_related("pack"), pk=measure_id)
    today = clock.today()
    listed = power_list(today)
    shown = {
        "measure": found,
        "crumbs": [Crumb(_("处置措施"), reverse("rulebook:measures")), Crumb(found.code)],
        "source": source_of(found.source_code),
        "town_may": town_may_take(found, listed),
        "by_list": [power for power in listed if found.code in power.measures],
        "listed": listed,
        "powers": [(power, source_of(power.source_code)) for power in powers(today)],
        "rules": rules_with_measure(found.code, today),
    }
    return render(request, "rulebook/measure.html", shown)


@page(RULEBOOK_VIEW)
def source(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """One law or standard: what is known of it, article by article, and the rules that rest on it."""
    found = get_object_or_404(LegalSource.objects.select_related("pack"), pk=source_id)
    shown = {
        "source": found,
        "crumbs": [Crumb(_("法规标准库"), reverse("rulebook:sources")), Crumb(found.short)],
        "facts": _source_facts(found),
        "articles": _articles(found),
        "library": [
            {**article, "confidence_words": Confidence(article["confidence"]).label}
            for article in found.spec.get("articles", [])
        ],
        "measures": measures_in_force().filter(source_code=found.code).order_by("code"),
        "constants": _newest_citing(Constant.objects.all(), found),
        "powers": _newest_citing(Power.objects.all(), found),
    }
    return render(request, "rulebook/source.html", shown)


def _source_facts(found: LegalSource) -> list[Fact]:
    return [
        Fact(_("文号或标准号"), found.number),
        Fact(_("类别"), found.get_kind_display()),
        Fact(_("施行日期"), found.effective_from),
        Fact(_("失效日期"), found.effective_to),
        Fact(_("规则包"), str(found.pack)),
        Fact(_("说明"), found.note, wide=True),
    ]


def _articles(found: LegalSource) -> QuerySet[Basis]:
    rows = Basis.objects.filter(source__code=found.code, rule__withdrawn_on__isnull=True).select_related("rule")
    return rows.order_by("article", "rule__code")


def _newest_citing(rows: "QuerySet[M]", found: LegalSource) -> "QuerySet[M]":
    """The entries in force of a pack's list that cite the source."""
    return newest(rows.filter(source_code=found.code, withdrawn_on__isnull=True)).order_by("code")
