"""人员台账、证照台账."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gasloop.kernel import clock
from gasloop.registry.models import Credential, Person
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import CredentialState
from gasloop.registry.web.importers import CredentialImporter, PersonImporter
from gasloop.shell.leading import address
from gasloop.shell.listing import Action, Choice, Column, DateRange, Flag, LineFilter, Listing, TerritoryFilter

SOON = timedelta(days=60)


def in_force() -> Q:
    """Papers that count down."""
    return Q(state=CredentialState.IN_FORCE, valid_to__isnull=False)


def expiring() -> Q:
    """Papers that run out within 60 days."""
    return in_force() & Q(valid_to__range=(clock.today(), clock.today() + SOON))


def expired() -> Q:
    """Papers that ran out and were neither renewed nor ended."""
    return in_force() & Q(valid_to__lt=clock.today())


class PersonListing(Listing[Person]):
    """Everybody who works in the trade."""

    model = Person
    name = "people"
    title = _("人员台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("name", _("姓名"), link=True, wide=True),
        Column("job", _("岗位")),
        Column("party.name", _("所在单位"), wide=True),
        Column("id_number", _("身份证号"), kind="code", sort=False),
        Column("phone", _("电话"), kind="code", sort=False),
        Column("territory", _("辖区"), kind="place"),
        Column("left_on", _("离职日期"), kind="date"),
        Column("received_at", _("登记时间"), kind="datetime", shown=False),
    )
    importer = PersonImporter()
    filters = (
        Flag("working", _("在职"), Q(left_on__isnull=True)),
        TerritoryFilter(),
        LineFilter(),
    )
    search = ("name", "number", "job")
    search_words = _("姓名、编号或岗位")
    keys = ("number",)
    lead = _("身份证号和电话加密保存，这里只显示一部分。")
    empty = _("充装、送气、运输、安全管理等从业人员登记后，会列在这里。")
    actions = (
        Action(_("按号码查找"), "registry:number-find", icon="search"),
        Action(_("登记人员"), "registry:person-new", capability=REGISTRY_EDIT),
    )

    def link(self, row: Person) -> str:
        return address("registry:person", row.pk)


class CredentialListing(Listing[Credential]):
    """Every licence and certificate, with the days it has left."""

    model = Credential
    name = "credentials"
    title = _("证照台账")
    capability = REGISTRY_VIEW
    columns = (
        Column("number", _("编号"), kind="code", link=True),
        Column("holder_name", _("持证者"), link=True, wide=True),
        Column("kind", _("类别")),
        Column("document_no", _("证号"), kind="code"),
        Column("valid_to", _("有效期止"), kind="due", met="ended_on"),
        Column("state", _("状态"), kind="status"),
        Column("review_due_on", _("复核期限"), kind="due"),
        Column("territory", _("辖区"), kind="place"),
        Column("issuer", _("发证机关"), shown=False),
        Column("valid_from", _("有效期起"), kind="date", shown=False),
        Column("allows", _("许可范围"), shown=False),
    )
    importer = CredentialImporter()
    filters = (
        Choice("kind", _("类别"), say_label=False),
        Choice("state", _("状态"), say_label=False),
        Flag("expiring", _("60天内到期"), expiring),
        Flag("expired", _("已过期"), expired),
        Flag("review", _("待复核许可条件"), Q(review_due_on__isnull=False)),
        Flag("personal", _("人员证书"), Q(person__isnull=False)),
        DateRange("ends", _("有效期止"), path="valid_to"),
        TerritoryFilter(),
        LineFilter(),
    )
    search = ("holder_name", "document_no", "number", "issuer")
    search_words = _("持证者、证号、编号或发证机关")
    default_sort = "valid_to"
    keys = ("kind", "document_no")
    lead = _("许可证照和人员证书，到期前会变成待办。")
    empty = _("许可证照和人员证书登记后，会列在这里。")
    actions = (Action(_("登记证照"), "registry:credential-new", capability=REGISTRY_EDIT),)

    def link(self, row: Credential) -> str:
        return address("registry:credential", row.pk)
