"""Roles: what a post is for. Capabilities are given to roles where the rooms declare them (`permissions.py`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A post has one role; a person with several posts has the union of whole posts."""

    LEADER = "leader", _("分管领导")
    HEAD = "head", _("科室负责人")
    CLERK = "clerk", _("内勤")
    INSPECTOR = "inspector", _("检查人员")
    GRID = "grid", _("网格员")
    AUDITOR = "auditor", _("监督审计")
    ADMIN = "admin", _("系统管理员")
    ENTERPRISE = "enterprise", _("企业（用户）")
    EXPERT = "expert", _("外聘专家")


# Who does not work here: such a post reaches no territory, only what hangs from one record (`Post.within_kind`).
OUTSIDE = frozenset({Role.ENTERPRISE, Role.EXPERT})
