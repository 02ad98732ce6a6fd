"""区划网格台账, 科室台账, 岗位台账 from Excel: each row through the verbs of the town hall."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.access.actions import add_office, add_territory, assign_post, create_post, end_post
from gasloop.access.actions.withdrawing import withdraw_office, withdraw_post
from gasloop.access.actors import not_ended
from gasloop.access.hall import accounts_to_appoint, divisions_to_manage, offices, posts
from gasloop.access.lines import Line
from gasloop.access.models import Account, Office, Post, Territory
from gasloop.access.permissions import ACCESS_MANAGE
from gasloop.access.roles import Role
from gasloop.evidence.models import Entry
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.web.importers.base import PLACE_WORDS
from gasloop.registry.web.importers.words import ALL_LINES, Listed, OfLines
from gasloop.shell.importing import (
    ImportField,
    InOffice,
    Kept,
    OneByOne,
    OneOf,
    Place,
    Row,
    RowByRow,
    Verdict,
    day,
    text,
)
from gasloop.shell.importing.layout import normal_title

MISSING = sentence("新登记的必须填写这一项")
GONE = Refusal("registry.import.gone", sentence("已被作废，或不在您的管辖范围内"))


def _need(row: Row, *names: str) -> None:
    for name in names:
        if row.values.get(name) in (None, ""):
            raise Refusal("registry.import.missing", MISSING, field=name)


class DivisionImporter(OneByOne):
    """区划网格台账 from Excel: villages, communities, grid cells, the upper ones first."""

    capability = ACCESS_MANAGE
    fields = (
        ImportField(
            "path",
            _("路径"),
            text(120),
            key=True,
            note=_("新登记的留空，由上级和区划代码得出；填写了的，核对这一条。"),
        ),
        ImportField(
            "parent",
            _("上级区划"),
            text(120),
            aliases=("上级", "所属镇街", "所属村社区", "所属村(社区)"),
            note=_("上级的名称、代码或路径；同一个文件里排在前面的也可以。"),
            sample="群力镇",
        ),
        ImportField("code", _("区划代码"), text(20), required=True, aliases=("代码", "网格编号", "编码"), sample="w01"),
        ImportField(
            "name", _("名称"), text(60), required=True, aliases=("网格名称", "村社区名称"), sample="第一网格（示例）"
        ),
        ImportField("kind", _("级别"), OneOf(Territory.Kind), required=True, aliases=("类型",), sample="网格"),
    )

    def begin(self, actor: Actor) -> RowByRow:
        return _DivisionRun(actor)

    def take_back(
        self,
        actor: Actor,  # noqa: ARG002 - nobody can
        created: Sequence[UUID],
        changed: Mapping[UUID, Mapping[str, object]],  # noqa: ARG002 - an import changes no division
        since: Sequence[Entry],  # noqa: ARG002 - as above
        why: str,  # noqa: ARG002 - as above
    ) -> Sequence[Kept]:
        stays = Refusal("registry.import.division", sentence("区划登记后不能撤回：其他记录按路径归到它下面"))
        names = dict(Territory.objects.filter(pk__in=created).values_list("pk", "name"))
        return [Kept(key, names.get(key, ""), stays) for key in created]


FIXED = sentence("与登记的一致：这一项不能用导入更正，请在页面上办理")
UNKNOWN_PARENT = sentence("您管理的一个区划的名称、代码或路径（有同名的，请填路径）")


class OfficeImporter(OneByOne):
    """科室台账 from Excel."""

    capability = ACCESS_MANAGE
    fields = (
        ImportField(
            "name",
            _("单位名称"),
            text(80),
            required=True,
            key=True,
            aliases=("科室名称", "科室", "单位", "部门", "部门名称"),
            sample="应急办",
        ),
        ImportField("level", _("层级"), OneOf(Office.Level), required=True, aliases=("单位层级",), sample="镇级单位"),
        ImportField("territory", _("辖区"), Place(), required=True, aliases=PLACE_WORDS, sample="群力镇"),
        ImportField("aliases", _("别名"), Listed(80), aliases=("简称", "其他名称"), note=_("几个别名用顿号分开。")),
        ImportField("valid_from", _("启用日期"), day(), aliases=("成立日期",)),
    )

    def begin(self, actor: Actor) -> RowByRow:
        return _OfficeRun(actor)

    def take_back(
        self,
        actor: Actor,
        created: Sequence[UUID],
        changed: Mapping[UUID, Mapping[str, object]],  # noqa: ARG002 - an import changes no office
        since: Sequence[Entry],  # noqa: ARG002 - what hangs from an office is asked for itself
        why: str,
    ) -> Sequence[Kept]:
        kept = []
        found = offices(actor).in_bulk(list(created))
        for key in reversed(created):
            office = found.get(key)
            try:
                if office is None:
                    raise GONE
                withdraw_office(actor, office=office, why=why)
            except Refusal as refusal:
                kept.append(Kept(key, office.name if office else "", refusal))
        return kept


class PostImporter(OneByOne):
    """岗位台账 from Excel: posts, and who holds them."""

    capability = ACCESS_MANAGE
    fields = (
        ImportField(
            "office", _("单位"), InOffice(), required=True, aliases=("单位名称", "科室", "部门"), sample="应急办"
        ),
        ImportField("title", _("岗位"), text(60), required=True, aliases=("职务", "岗位名称"), sample="检查员"),
        ImportField("role", _("角色"), OneOf(Role), required=True, sample="检查人员"),
        ImportField(
            "territory", _("管辖范围"), Place(), required=True, aliases=("辖区", *PLACE_WORDS), sample="群力镇"
        ),
        ImportField(
            "lines",
            _("条线"),
            OfLines(),
            aliases=("行业条线", "分管行业"),
            note=_("几个条线用顿号分开；留空或填“全部条线”的，管全部。"),
            sample="餐饮",
        ),
        ImportField(
            "holder",
            _("任职人"),
            text(60),
            aliases=("姓名", "人员", "责任人"),
            note=_("已开通账号的人；有同名的，请填用户名。空缺的留空。"),
        ),
        ImportField("username", _("用户名"), text(60), aliases=("账号", "登录名")),
        ImportField("valid_from", _("任职日期"), day(), aliases=("任职时间", "到岗日期")),
    )

    def begin(self, actor: Actor) -> RowByRow:
        return _PostRun(actor)

    def take_back(
        self,
        actor: Actor,
        created: Sequence[UUID],
        changed: Mapping[UUID, Mapping[str, object]],
        since: Sequence[Entry],  # noqa: ARG002 - what hangs from a post is asked for itself
        why: str,
    ) -> Sequence[Kept]:
        kept = []
        found = {post.pk: post for post in posts(actor).filter(not_ended(clock.today()), pk__in=[*created, *changed])}
        for key in (*created, *changed):
            post = found.get(key)
            try:
                if post is None:
                    raise GONE
                if key in changed:
                    end_post(actor, post=post, why=why)
                else:
                    withdraw_post(actor, post=post, why=why)
            except Refusal as refusal:
                kept.append(Kept(key, str(post) if post else "", refusal))
        return kept


NO_ACCOUNT = sentence("一个已开通、由您管理的账号：用户名，或没有重名的姓名")


def _called(office: object, title: object, role: object, lines: Sequence[str] | None) -> tuple[object, ...]:
    return str(office), title, str(role), None if lines is None else tuple(sorted(lines))


def _is_held_by(post: Post, who: str, name: str) -> bool:
    """Whether the post is held as the row says: by nobody, or by the one of this user name or name."""
    if post.account is None:
        return not who
    return who in (post.account.username, post.account.name) and name in ("", post.account.name)


class _DivisionRun(RowByRow):
    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._known = {division.path: division for division in divisions_to_manage(actor)}

    def bring(self, row: Row) -> Verdict:
        values = row.values
        path = str(values.get("path", ""))
        known = self._known.get(path)
        if known is None:
            _need(row, "code", "name", "kind")
            code = str(values["code"])
            above = self._above(values, path)
            known = next((d for d in self._known.values() if d.path == f"{above.path if above else ''}{code}/"), None)
        if known is not None:
            for name in ("code", "name", "kind"):
                if name in values and str(values[name]) != str(getattr(known, name)):
                    raise Refusal("registry.import.fixed", FIXED, field=name)
            return Verdict(row.at, "same", known.pk)
        made = add_territory(
            self._actor, code=code, name=str(values["name"]), kind=Territory.Kind(str(values["kind"])), parent=above
        )
        self._known[made.path] = made
        return Verdict(row.at, "create", made.pk)

    def _above(self, values: Mapping[str, object], path: str) -> Territory | None:
        """The division above: the one that is named, or the one in whose path the row's path lies."""
        if "parent" in values:
            words = normal_title(values["parent"])
            found = [d for d in self._known.values() if words in {normal_title(w) for w in (d.name, d.code, d.path)}]
            if len(found) != 1:
                raise Refusal("registry.import.parent", UNKNOWN_PARENT, field="parent")
            return found[0]
        above = self._known.get(path.rstrip("/").rpartition("/")[0] + "/")
        if above is None:
            raise Refusal("registry.import.missing", MISSING, field="parent")
        return above


class _OfficeRun(RowByRow):
    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._known: dict[tuple[str, str], Office] = {}
        for office in offices(actor).order_by("-valid_to"):  # the one in use last: it is the one that is meant
            self._known[office.name, office.territory] = office

    def bring(self, row: Row) -> Verdict:
        _need(row, "name", "level", "territory")
        values = row.values
        name, territory = str(values["name"]), str(values["territory"])
        known = self._known.get((name, territory))
        if known is not None:
            if values["level"] != known.level:
                raise Refusal("registry.import.fixed", FIXED, field="level")
            if "aliases" in values and values["aliases"] != tuple(known.aliases):
                raise Refusal("registry.import.fixed", FIXED, field="aliases")
            if "valid_from" in values and values["valid_from"] != known.valid_from:
                raise Refusal("registry.import.fixed", FIXED, field="valid_from")
            return Verdict(row.at, "same", known.pk)
        begins, aliases = values.get("valid_from"), values.get("aliases", ())
        made = add_office(
            self._actor,
            name=name,
            level=Office.Level(str(values["level"])),
            territory=territory,
            aliases=aliases if isinstance(aliases, tuple) else (),
            valid_from=begins if isinstance(begins, date) else None,
        )
        self._known[name, territory] = made
        return Verdict(row.at, "create", made.pk)


class _PostRun(RowByRow):
    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._left: dict[tuple[object, ...], list[Post]] = {}
        for post in posts(actor).order_by("id"):
            self._left.setdefault(_called(post.office_id, post.title, post.role, post.lines), []).append(post)
        self._offices = {office.pk: office for office in Office.objects.filter(valid_to__isnull=True)}
        self._people: dict[str, list[Account]] = {}
        for account in accounts_to_appoint(actor):
            for words in {account.username, account.name}:
                self._people.setdefault(words, []).append(account)

    def bring(self, row: Row) -> Verdict:
        _need(row, "office", "title", "role")
        values = row.values
        lines = values.get("lines", ALL_LINES)
        wanted = None if lines == ALL_LINES or not isinstance(lines, tuple) else sorted(lines)
        alike = self._left.get(_called(values["office"], values["title"], values["role"], wanted), [])
        alike = [p for p in alike if p.territory == str(values.get("territory", ""))]
        who = str(values.get("username") or values.get("holder") or "")
        held = next((p for p in alike if _is_held_by(p, who, str(values.get("holder", "")))), None)
        if held is not None:
            self._take(held)
            return Verdict(row.at, "same", held.pk)
        account = self._account(values) if who else None
        empty = next((p for p in alike if p.account_id is None and p.valid_to is None), None)
        if account is None or empty is None:
            _need(row, "territory")
            post = create_post(
                self._actor,
                office=self._offices[UUID(str(values["office"]))],
                title=str(values["title"]),
                role=Role(str(values["role"])),
                territory=str(values["territory"]),
                lines=None if wanted is None else [Line(line) for line in wanted],
            )
        else:
            post = empty
            self._take(empty)
        begins = values.get("valid_from")
        if account is not None:
            assign_post(self._actor, post=post, account=account, day=begins if isinstance(begins, date) else None)
        return Verdict(row.at, "create" if post is not empty else "change", post.pk, {"account_id": None})

    def _take(self, post: Post) -> None:
        """One row, one post: five grid officers of a village are five rows and five posts."""
        self._left[_called(post.office_id, post.title, post.role, post.lines)].remove(post)

    def _account(self, values: Mapping[str, object]) -> Account:
        name = "username" if values.get("username") else "holder"
        found = self._people.get(str(values[name]), [])
        if len(found) != 1:
            raise Refusal("registry.import.account", NO_ACCOUNT, field=name)
        return found[0]
