"""Whether a rule applies is said three times: by the checklist, for groups, and in SQL. They say the same."""

from itertools import product

import pytest
from tests.cast import COMMUNITY, VILLAGE, Cast

from gasloop.kernel import clock
from gasloop.kernel.actor import system
from gasloop.kernel.jsonable import JsonValue
from gasloop.oversight.applying import applies_to_group, column, fields_asked, in_scope_of
from gasloop.oversight.trace import rules_by_clause
from gasloop.registry.actions import register_site
from gasloop.registry.models import Site
from gasloop.rulebook.models import Pack, Rule
from gasloop.rulebook.queries import rules_for, rules_in_force

KINDS = ("restaurant", "school", "filling_station", "bottled_gas_operator", "appliance_seller", "pipeline")
GASES = ("", "lpg_cylinder", "pipeline", "none", "other")


@pytest.fixture
def objects(town: Cast) -> list[Site]:
    """One object of each kind with each gas."""
    return [
        register_site(system(), name=f"{kind} {gas}", kind=kind, territory=place, address="示例", gas_source=gas)
        for (kind, gas), place in zip(product(KINDS, GASES), (COMMUNITY, VILLAGE) * 15, strict=True)
    ]


def test_every_clause_has_the_same_objects_whoever_is_asked(objects: list[Site]) -> None:
    today = clock.today()
    for ref, rules in rules_by_clause().items():
        asked = {site.pk for site in objects if {r.pk for r in rules_for(site, today)} & {r.pk for r in rules}}
        fields = fields_asked(rules)
        grouped = {
            site.pk for site in objects if applies_to_group(rules, site.kind, {f: getattr(site, f) for f in fields})
        }
        in_sql = set(Site.objects.filter(in_scope_of(rules)).values_list("pk", flat=True))
        assert asked == grouped == in_sql, ref


CONDITIONS: list[dict[str, JsonValue]] = [
    {"field": "area", "op": ">", "value": 100},
    {"field": "area", "op": "<=", "value": 100},
    {"field": "area", "op": "in", "value": [80, 120]},
    {"field": "area", "op": "!=", "value": 80},
    {"field": "area", "op": "==", "value": 80},
    {"field": "gas_source", "op": "!=", "value": "none"},
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: f"{c['field']} {c['op']} {c['value']}")
def test_conditions_on_attributes_too(objects: list[Site], condition: dict[str, JsonValue]) -> None:
    """Written past the verbs: no kind of today has an attribute that a rule asks for."""
    for site, attributes in zip(
        objects, ({}, {"area": None}, {"area": 80}, {"area": 120}, {"area": ""}) * 6, strict=True
    ):
        Site.objects.filter(pk=site.pk).update(attributes=attributes)
    rule = Rule(pack=Pack(territory=""), applies_to=["restaurant", "school"], applies_when=[condition])
    (field,) = fields_asked([rule])
    rows = Site.objects.values_list("pk", "kind", column(field))
    grouped = {pk for pk, kind, value in rows if applies_to_group([rule], kind, {field: value})}
    assert set(Site.objects.filter(in_scope_of([rule])).values_list("pk", flat=True)) == grouped
    assert 0 < len(grouped) < len(objects)


def test_a_pack_of_one_village_counts_there_only(objects: list[Site]) -> None:
    rule = Rule(pack=Pack(territory=VILLAGE), applies_to=list(KINDS), applies_when=[])
    assert fields_asked([rule]) == ("territory",)
    in_sql = set(Site.objects.filter(in_scope_of([rule])).values_list("territory", flat=True))
    assert in_sql == {VILLAGE}
    assert applies_to_group([rule], "school", {"territory": VILLAGE})
    assert not applies_to_group([rule], "school", {"territory": COMMUNITY})


def test_no_rules_apply_to_nothing(objects: list[Site]) -> None:
    assert not Site.objects.filter(in_scope_of([])).exists()
    assert rules_in_force(clock.today())
