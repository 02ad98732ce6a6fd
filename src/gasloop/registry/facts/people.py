"""What is stated about a person and about a licence or certificate."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.facts.checks import at_most, choice, in_order, phone_of, short, territory_of, wanted
from gasloop.registry.facts.stated import Apart, Stated, apart
from gasloop.registry.id_number import checked_id_number
from gasloop.registry.kinds import CERTIFICATES, CredentialKind
from gasloop.registry.models import Credential, Person

# The first day any paper of the trade could bear; an earlier one is a slip of the keyboard.
EARLIEST = date(1949, 10, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("name", lambda name: wanted(" ".join(name.split()), "name", 60)),
        apart("id_number", lambda number: checked_id_number(number) if number.strip() else ""),
        apart("phone", phone_of),
    )

    name: str
    territory: str
    id_number: str = ""
    phone: str = ""
    party_id: UUID | None = None
    job: str = ""

    @classmethod
    def of(cls, person: Person) -> "PersonFacts":
        """What is registered now; number and phone in clear, for the comparison of a correction only."""
        return cls(
            name=person.name,
            territory=person.territory,
            id_number=person.id_number.clear(),
            phone=person.phone.clear(),
            party_id=person.party_id,
            job=person.job,
        )

    def together(self, places: Collection[str] | None = None) -> Self:
        """Place and job."""
        return replace(self, territory=territory_of(self.territory, places), job=short(self.job, "job", 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialFacts(Stated):
    APART: ClassVar[tuple[Apart, ...]] = (
        apart("document_no", lambda number: wanted("".join(number.split()), "document_no", 60)),
        apart("allows", at_most("allows", 200)),
    )

    kind: str
    document_no: str
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    allows: str = ""
    party_id: UUID | None = None
    site_id: UUID | None = None
    person_id: UUID | None = None

    @classmethod
    def of(cls, paper: Credential) -> "CredentialFacts":
        """What is registered now."""
        return cls(
            kind=paper.kind,
            document_no=paper.document_no,
            issuer=paper.issuer,
            valid_from=paper.valid_from,
            valid_to=paper.valid_to,
            allows=paper.allows,
            party_id=paper.party_id,
            site_id=paper.site_id,
            person_id=paper.person_id,
        )

    def together(self, _places: Collection[str] | None = None) -> Self:
        """One holder, a certificate for a person only, days in their order."""
        choice(self.kind, CredentialKind.values, "kind")
        held = [each for each in (self.party_id, self.site_id, self.person_id) if each is not None]
        if len(held) != 1:
            raise Refusal(
                "registry.credential.holder",
                sentence("一份证照只有一个持证者：单位、对象或人员，请选其中一个。"),
                field="holder",
            )
        if (self.kind in CERTIFICATES) != (self.person_id is not None):
            raise Refusal(
                "registry.credential.kind",
                sentence("人员证书只能发给人员，许可证照只能发给单位或对象，请核对类别。"),
                field="kind",
            )
        for name, day in (("valid_from", self.valid_from), ("valid_to", self.valid_to)):
            if day is not None and day < EARLIEST:
                raise Refusal("registry.credential.day", sentence("日期明显过早，请核对年份。"), field=name)
        in_order(self.valid_from, self.valid_to, "valid_to")
        return replace(self, issuer=short(self.issuer, "issuer", 120))
