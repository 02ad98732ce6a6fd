"""People of the trade, and the papers that let somebody do something: licences and personal certificates."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.evidence.envelope import mask_id_number, mask_phone
from gasloop.evidence.fields import BlindIndexField, EncryptedTextField
from gasloop.kernel.ids import new_id
from gasloop.registry.kinds import CredentialKind, ReviewCause, ReviewResult
from gasloop.registry.models.objects import Party, Site
from gasloop.registry.states import CredentialState
from gasloop.shell.searching import order_column, order_index, search_column, search_index


class Person(Scoped):
    """Somebody who works in the trade: filler, deliverer, driver, safety officer. No account: accounts are `access`'s.

    `id_number` and `phone` are personal data and encrypted; the number is found by its blind index.
    """

    SUBJECT_KIND = "person"
    SEALED = ("number", "name", "party_id", "job", "left_on", "territory", "line", "voided_at")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    name = models.CharField(_("姓名"), max_length=60)
    id_number = EncryptedTextField("身份证号", dataset="registry.person", mask=mask_id_number)
    id_index = BlindIndexField(source="id_number", dataset="registry.person")
    phone = EncryptedTextField("电话", dataset="registry.person", mask=mask_phone)
    phone_index = BlindIndexField(source="phone", dataset="registry.person")
    party = models.ForeignKey(
        Party, verbose_name=_("所在单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    job = models.CharField(_("岗位"), max_length=60, blank=True)
    left_on = models.DateField(_("离职日期"), null=True, blank=True, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("name", "number", "job", names=1)
    sort_key = order_column("name")

    class Meta:
        verbose_name = _("人员")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [search_index("person_search"), order_index("person_by_name")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["id_index"],
                condition=models.Q(voided_at__isnull=True, id_index__isnull=False),
                name="person_id_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Credential(Scoped):
    """A licence of a party or site, or a certificate of a person: exactly one of them holds it.

    It is good from `valid_from` to `valid_to`, both included; no `valid_to` means 长期. That it ran out follows from
    its date and is no state. `review_due_on` is set while somebody owes a look at whether its conditions are still met.
    """

    SUBJECT_KIND = "credential"
    SEALED = (
        "number",
        "kind",
        "document_no",
        "issuer",
        "valid_from",
        "valid_to",
        "allows",
        "party_id",
        "site_id",
        "person_id",
        "state",
        "ended_on",
        "replaced_by_id",
        "review_due_on",
        "territory",
        "line",
        "owner_office_id",
        "voided_at",
    )

    class State(models.TextChoices):
        IN_FORCE = CredentialState.IN_FORCE.value, _("有效")
        SUSPENDED = CredentialState.SUSPENDED.value, _("暂扣")
        REVOKED = CredentialState.REVOKED.value, _("吊销")
        ENDED = CredentialState.ENDED.value, _("注销")
        RENEWED = CredentialState.RENEWED.value, _("已换证")

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    kind = models.CharField(_("类别"), max_length=24, choices=CredentialKind)
    document_no = models.CharField(_("证号"), max_length=60)
    issuer = models.CharField(_("发证机关"), max_length=120, blank=True)
    valid_from = models.DateField(_("有效期起"), null=True, blank=True)
    valid_to = models.DateField(_("有效期止"), null=True, blank=True)
    allows = models.CharField(_("许可范围"), max_length=200, blank=True)
    party = models.ForeignKey(
        Party, verbose_name=_("持证单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    site = models.ForeignKey(
        Site, verbose_name=_("持证对象"), on_delete=models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("持证人"), on_delete=models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    holder_name = models.CharField(_("持证者"), max_length=120, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.IN_FORCE, editable=False)
    ended_on = models.DateField(_("失效日期"), null=True, blank=True, editable=False)
    ended_why = models.TextField(_("失效原因"), blank=True, editable=False)
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaces"
    )
    review_due_on = models.DateField(_("复核期限"), null=True, blank=True, editable=False)
    review_cause = models.CharField(_("复核缘由"), max_length=12, choices=ReviewCause, blank=True, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)
    search_text = search_column("holder_name", "document_no", "number", "issuer", names=1)
    sort_key = order_column("holder_name")

    class Meta:
        verbose_name = _("证照")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            search_index("credential_search"),
            order_index("credential_by_holder"),
            models.Index(
                fields=["valid_to", "id"],
                name="credential_expiring",
                condition=models.Q(state=CredentialState.IN_FORCE),
            ),
            models.Index(
                fields=["review_due_on"], name="credential_review", condition=models.Q(review_due_on__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(party__isnull=False, site__isnull=True, person__isnull=True)
                | models.Q(party__isnull=True, site__isnull=False, person__isnull=True)
                | models.Q(party__isnull=True, site__isnull=True, person__isnull=False),
                name="credential_one_holder",
            ),
            models.UniqueConstraint(
                fields=["kind", "document_no"],
                condition=models.Q(voided_at__isnull=True) & ~models.Q(state=CredentialState.RENEWED),
                name="credential_document_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_no}"

    @property
    def holder(self) -> Party | Site | Person:
        """Whoever holds it."""
        held = self.party or self.site or self.person
        if held is None:
            raise ValueError("a credential without a holder")
        return held


class Review(models.Model):
    """A look at whether a licence's conditions are still met (许可条件复核); its entry stands on the credential."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField(_("复核日期"))
    cause = models.CharField(_("复核缘由"), max_length=12, choices=ReviewCause)
    result = models.CharField(_("复核结论"), max_length=12, choices=ReviewResult)
    findings = models.TextField(_("复核情况"))
    by = models.UUIDField()
    by_name = models.CharField(_("复核人"), max_length=60)

    class Meta:
        verbose_name = _("许可条件复核")
        ordering: ClassVar[list[str]] = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_result_display()}"
