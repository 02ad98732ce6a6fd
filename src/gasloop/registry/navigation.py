"""The room's places in the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.access.permissions import ACCESS_MANAGE, ACCESS_READ
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.shell.navigation import nav

nav(45, pgettext_lazy("menu", "对象"), "registry:sites", "building-store", REGISTRY_VIEW, key="d")
nav(46, pgettext_lazy("menu", "单位"), "registry:parties", "id-badge-2", REGISTRY_VIEW)

REGISTERS = pgettext_lazy("menu", "台账")
nav(80, pgettext_lazy("menu", "证照"), "registry:credentials", "license", REGISTRY_VIEW, group=REGISTERS)
nav(81, pgettext_lazy("menu", "人员"), "registry:people", "users", REGISTRY_VIEW, group=REGISTERS)
nav(82, pgettext_lazy("menu", "设施"), "registry:installations", "tools-kitchen-2", REGISTRY_VIEW, group=REGISTERS)
nav(83, pgettext_lazy("menu", "楼栋"), "registry:buildings", "building-community", REGISTRY_VIEW, group=REGISTERS)
nav(84, pgettext_lazy("menu", "居民户"), "registry:households", "door", REGISTRY_VIEW, group=REGISTERS)
nav(85, _("物业服务"), "registry:property-managers", "building", REGISTRY_VIEW, group=REGISTERS)
nav(86, pgettext_lazy("menu", "技术服务"), "registry:technical-services", "tool", REGISTRY_VIEW, group=REGISTERS)

HALL = pgettext_lazy("menu", "机构人员")
nav(90, pgettext_lazy("menu", "科室"), "registry:offices", "building-bank", ACCESS_READ, group=HALL)
nav(91, pgettext_lazy("menu", "岗位"), "registry:posts", "sitemap", ACCESS_READ, group=HALL)
nav(92, pgettext_lazy("menu", "账号"), "registry:accounts", "user-cog", ACCESS_MANAGE, group=HALL)
nav(93, pgettext_lazy("menu", "区划网格"), "registry:divisions", "map-2", ACCESS_READ, group=HALL)
nav(94, pgettext_lazy("menu", "接口令牌"), "registry:tokens", "key", ACCESS_MANAGE, group=HALL)
