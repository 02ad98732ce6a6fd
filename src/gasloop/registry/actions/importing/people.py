"""People and their papers that come in from Excel."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.actions.bulk import Bulk, Found, Hosts, Name, Unique, Values
from gasloop.registry.actions.credentials import tell
from gasloop.registry.actions.importing.hosts import PARTY, PERSON, SITE, Wanted, hosted
from gasloop.registry.actions.importing.sites import operators
from gasloop.registry.facts import CredentialFacts, PersonFacts
from gasloop.registry.kinds import CERTIFICATES, CredentialKind
from gasloop.registry.models import Credential, Person
from gasloop.registry.states import CredentialState
from gasloop.shell.importing import Row


def _line_of_employer(_facts: PersonFacts, hosts: Hosts) -> Values:
    return {"line": hosts["party"].line if "party" in hosts else ""}


PEOPLE = Bulk(
    model=Person,
    facts=PersonFacts,
    prefix="RY",
    beside=_line_of_employer,
    names=(Name(("id_number",), index="id_index"), Name(("name", "territory"), more=("party_id",))),
    must=("name", "territory"),
    hosts=("party",),
    resolve=operators,
    unique=(
        Unique(
            ("id_number",),
            lambda _columns: Refusal(
                "registry.person.known",
                sentence("这个身份证号已经登记过。请在人员台账中查找；查不到的，请联系镇内勤。"),
                field="id_number",
            ),
            index="id_index",
        ),
    ),
)

_UNKNOWN = Refusal(
    "registry.holder.unknown",
    sentence("登记过、没有退出市场或离职的持证者：名称或编号（名称相同的，请填编号或统一社会信用代码）"),
    field="holder",
)
FIRMS = Wanted("holder", {"party": PARTY, "site": SITE}, _UNKNOWN)
PERSONS = Wanted("holder", {"person": PERSON}, _UNKNOWN)


def _holders(actor: Actor, rows: Sequence[Row], known: Mapping[int, Any]) -> Mapping[int, Found | Refusal]:
    """`holder` as written becomes whoever can hold such a paper: a certificate's is a person."""
    personal = [row for row in rows if _kind(row, known) in CERTIFICATES]
    others = [row for row in rows if _kind(row, known) not in CERTIFICATES]
    found = hosted(actor, personal, known, PERSONS, place=True) | hosted(actor, others, known, FIRMS, place=True)
    return {at: _whole(each, known.get(at)) for at, each in found.items()}


def _kind(row: Row, known: Mapping[int, Any]) -> str:
    record = known.get(row.at)
    return str(row.values.get("kind") or (record.kind if record is not None else ""))


def _whole(found: Found | Refusal, record: Credential | None) -> Found | Refusal:
    """A new paper needs a holder; that it has one is no single column's business."""
    if record is None and isinstance(found, Found) and not found.hosts and "number" not in found.values:
        return Refusal("registry.import.missing", sentence("新登记的必须填写这一项"), field="holder")
    return found


def _beside_holder(facts: CredentialFacts, hosts: Hosts) -> Values:
    """It lies where its holder lies."""
    held = {"party": facts.party_id, "site": facts.site_id, "person": facts.person_id}
    holder = next(hosts[relation] for relation, key in held.items() if key is not None)
    return {
        "holder_name": holder.name[:120],
        "territory": holder.territory,
        "line": holder.line,
        "owner_office_id": holder.owner_office_id,
    }


def _known_document(columns: Values) -> Refusal:
    return Refusal(
        "registry.credential.known",
        sentence("证号{document_no}的{kind}已经登记过。请在证照台账中查找；查不到的，请联系镇内勤。"),
        field="document_no",
        params={
            "document_no": columns["document_no"],
            "kind": str(CredentialKind(str(columns["kind"])).label),
        },
    )


def _tell(records: Sequence[Credential]) -> None:
    for record in records:
        tell(record)


CREDENTIALS = Bulk(
    model=Credential,
    facts=CredentialFacts,
    prefix="ZZ",
    beside=_beside_holder,
    names=(Name(("document_no", "kind")),),
    must=("kind", "document_no"),
    hosts=("party", "site", "person"),
    fixed=("party_id", "site_id", "person_id"),
    resolve=_holders,
    unique=(Unique(("document_no", "kind"), _known_document, besides=Q(state=CredentialState.RENEWED)),),
    tell=_tell,
)
