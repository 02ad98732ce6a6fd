"""Offices, posts and collectives are told apart by their words."""

import pytest

from gasloop.plan.names import NameKind, kind_of_name, names_leaders_in_charge, names_the_head


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("应急办", NameKind.OFFICE),
        ("区消防救援支队", NameKind.OFFICE),
        ("镇领导小组办公室", NameKind.OFFICE),
        ("双堰社区居委会", NameKind.OFFICE),
        ("镇主要负责人", NameKind.POST),
        ("各分管领导", NameKind.POST),
        ("党委书记", NameKind.POST),
        ("各社区", NameKind.COLLECTIVE),
        ("区直各行业部门", NameKind.COLLECTIVE),
        ("镇直各单位", NameKind.COLLECTIVE),
        ("镇街", NameKind.COLLECTIVE),
    ],
)
def test_what_a_name_stands_for(name: str, kind: NameKind) -> None:
    assert kind_of_name(name) == kind


def test_the_head_is_not_one_of_those_in_charge_of_lines() -> None:
    assert names_the_head("镇主要负责人")
    assert not names_leaders_in_charge("镇主要负责人")
    assert names_leaders_in_charge("各分管领导")
    assert not names_the_head("副镇长")
    assert not names_the_head("分管副书记")
