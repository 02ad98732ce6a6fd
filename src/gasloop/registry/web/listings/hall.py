"""单位与岗位：offices, posts, accounts, divisions. The rows are `access`'s; ledgers stand on this floor."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gasloop.access.actors import not_ended
from gasloop.access.hall import accounts, scoped_divisions
from gasloop.access.lines import Line
from gasloop.access.models import Account, Office, Post, Territory
from gasloop.access.permissions import ACCESS_MANAGE, ACCESS_READ
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.registry.web.importers import DivisionImporter, OfficeImporter, PostImporter
from gasloop.shell.leading import address
from gasloop.shell.listing import Action, Choice, Column, Flag, Listing, TerritoryFilter


def lines_in_words(lines: list[str] | None) -> str:
    """`餐饮、燃气管道`; all of them in one word."""
    if lines is None:
        return _now("全部条线")
    return _now("、").join(str(Line(line).label) for line in lines)


def above(path: str) -> str:
    """The path of the division above; empty for a top one."""
    head = path.rstrip("/").rpartition("/")[0]
    return f"{head}/" if head else ""


class OfficeListing(Listing[Office]):
    """Every office and village committee."""

    model = Office
    name = "offices"
    title = _("科室台账")
    capability = ACCESS_READ
    columns = (
        Column("name", _("单位名称"), link=True, wide=True),
        Column("level", _("层级")),
        Column("territory", _("辖区"), kind="place"),
        Column("aliases", _("别名"), wide=True),
        Column("valid_from", _("启用日期"), kind="date", shown=False),
        Column("valid_to", _("停用日期"), kind="date"),
        Column("successor.name", _("承接单位")),
    )
    filters = (
        Choice("level", _("层级"), say_label=False),
        Flag("open", _("在用"), lambda: Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())),
        TerritoryFilter(),
    )
    search = ("name",)
    search_words = _("单位名称")
    default_sort = "name"
    keys = ("name",)
    lead = _("镇级单位、村（社区）和区级部门；更名、合并后旧单位留在这里。")
    empty = _("登记第一个单位后，会列在这里。")
    actions = (Action(_("登记单位"), "registry:office-new", capability=ACCESS_MANAGE),)

    importer = OfficeImporter()

    def link(self, row: Office) -> str:
        return address("registry:office", row.pk)


class PostListing(Listing[Post]):
    """Every post of today, held or empty."""

    model = Post
    name = "posts"
    title = _("岗位台账")
    capability = ACCESS_READ
    columns = (
        Column("office.name", _("单位"), link=True, wide=True),
        Column("title", _("岗位"), link=True, wide=True),
        Column("role", _("角色")),
        Column("account.name", _("任职人")),
        Column("account.username", _("用户名"), kind="code", shown=False),
        Column("territory", _("管辖范围"), kind="place"),
        Column("lines", _("条线"), value=lambda post: lines_in_words(post.lines)),
        Column("valid_from", _("任职日期"), kind="date"),
        Column("valid_to", _("离任日期"), kind="date", shown=False),
    )
    filters = (
        Choice("role", _("角色"), say_label=False),
        Flag("empty", _("空缺"), Q(account__isnull=True)),
        TerritoryFilter(),
    )
    search = ("title", "office__name", "account__name")
    search_words = _("岗位、单位或姓名")
    default_sort = "office.name"
    lead = _("一个岗位 = 角色 × 管辖范围 × 条线；空缺的岗位也列在这里。")
    empty = _("设立第一个岗位后，会列在这里。")
    actions = (Action(_("设立岗位"), "registry:post-new", capability=ACCESS_MANAGE),)

    importer = PostImporter()

    def rows(self) -> QuerySet[Post]:
        return super().rows().filter(not_ended(clock.today()))

    def link(self, row: Post) -> str:
        return address("registry:post", row.pk)


class AccountListing(Listing[Account]):
    """The accounts whose posts the administrator covers; those without a post are every administrator's."""

    model = Account
    name = "accounts"
    title = _("账号台账")
    capability = ACCESS_MANAGE
    columns = (
        Column("username", _("用户名"), kind="code", link=True),
        Column("name", _("姓名"), link=True, wide=True),
        Column("is_active", _("启用"), kind="yesno"),
        Column("last_login", _("最近登录"), kind="datetime"),
        Column("must_change_password", _("待改初始密码"), kind="yesno", shown=False),
        Column("received_at", _("开通时间"), kind="datetime", shown=False),
    )
    filters = (
        Flag("closed", _("已停用"), Q(is_active=False)),
        Flag("never", _("从未登录"), Q(last_login__isnull=True)),
    )
    search = ("username", "name")
    search_words = _("用户名或姓名")
    default_sort = "username"
    lead = _("账号只是登录用的；能看什么、做什么由岗位决定。")
    empty = _("开通第一个账号后，会列在这里。")
    actions = (Action(_("开通账号"), "registry:account-new", capability=ACCESS_MANAGE),)

    def visible(self, actor: Actor) -> QuerySet[Account]:
        return accounts(actor)

    def link(self, row: Account) -> str:
        return address("registry:account", row.pk)


class DivisionListing(Listing[Territory]):
    """Districts, towns, villages, communities, grid cells."""

    model = Territory
    name = "divisions"
    title = _("区划网格台账")
    capability = ACCESS_READ
    columns = (
        Column("path", _("路径"), kind="code"),
        Column("name", _("名称"), wide=True),
        Column("kind", _("级别")),
        Column("code", _("区划代码"), kind="code"),
        Column("parent", _("上级区划"), kind="place", value=lambda place: above(place.path), shown=False),
    )
    filters = (Choice("kind", _("级别"), say_label=False), TerritoryFilter(path="path"))
    search = ("name", "code")
    search_words = _("名称或代码")
    default_sort = "path"
    keys = ("path",)
    lead = _("区县、镇街、村（社区）和网格；按路径排列，上级在前。")
    empty = _("登记第一个区划后，会列在这里。")
    actions = (Action(_("登记区划或网格"), "registry:division-new", capability=ACCESS_MANAGE),)

    importer = DivisionImporter()

    def visible(self, actor: Actor) -> QuerySet[Territory]:
        return scoped_divisions(actor, self.rows(), self.capability)
