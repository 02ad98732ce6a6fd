"""What a name in a plan stands for: an office, somebody's post, or everybody of a kind. Pure; by the words alone.

Only offices are registered as offices. A post (`镇主要负责人`, `各分管领导`) is held by a person in an office; a
collective (`各社区`, `镇直各单位`) means whoever of that kind is registered; a tier (`镇街`, `企业`) names a sort of
body, none in particular.
"""

import re
from enum import StrEnum


class NameKind(StrEnum):
    """What stands behind a printed name."""

    OFFICE = "office"
    POST = "post"
    COLLECTIVE = "collective"


_POST = re.compile(
    r"(?:负责人|责任人|领导|领导干部|书记|镇长|乡镇长|区长|县长|街道办主任|局长|所长|站长|科长|网格员|网格长|安全员|管理员|专干)$"
)
_COLLECTIVE = re.compile(r"^(?:各|有关|相关|全体|所有|区直各|区级各|镇直各|县直各|市直各|镇街各|村社各)")
_TIERS = frozenset(
    (
        *("镇街", "乡镇", "街道", "村居", "村社", "村（社区）", "村(社区)", "社区", "物业", "用户", "企业", "单位"),
        *("科室", "部门", "区级部门", "市级部门", "县级部门", "区直部门", "行业部门"),
    )
)
_LEADING = re.compile(r"主要(?:负责人|领导|负责同志)|(?<!副)(?:书记|镇长|乡镇长)$|一把手")
_IN_CHARGE = re.compile(r"分管(?:领导|负责人|负责同志)|班子成员|(?:镇|乡镇|区)?领导$|领导干部$")


def kind_of_name(name: str) -> NameKind:
    """`各分管领导` is a post before it is a collective: it is held by persons."""
    if _POST.search(name):
        return NameKind.POST
    return NameKind.COLLECTIVE if _COLLECTIVE.search(name) or name in _TIERS else NameKind.OFFICE


def is_collective(name: str) -> bool:
    """`各科室` and the like name everybody of a kind; no single office stands behind them."""
    return kind_of_name(name) == NameKind.COLLECTIVE


def is_post(name: str) -> bool:
    """`镇主要负责人`: a person's post, never an office."""
    return kind_of_name(name) == NameKind.POST


def names_the_head(name: str) -> bool:
    """The one who answers for all of it: `镇主要负责人`, `书记`, `镇长`."""
    return bool(_LEADING.search(name)) and "分管" not in name


def names_leaders_in_charge(name: str) -> bool:
    """Those each in charge of some lines: `各分管领导`."""
    return bool(_IN_CHARGE.search(name)) and not names_the_head(name)
