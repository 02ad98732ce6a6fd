"""Which registered office a plan's words mean: by name, by alias, by the successor of a closed one."""

from collections.abc import Iterable

from django.db.models import Q

from gasloop.access.models import Office


def registered_offices(names: Iterable[str], territory: str) -> dict[str, Office]:
    """Each of `names` that the register knows, in the town's own tree or above it, as the office in charge today."""
    wanted = set(names)
    known = Office.objects.filter(Q(name__in=wanted) | Q(aliases__overlap=sorted(wanted))).select_related("successor")
    found: dict[str, Office] = {}
    for office in sorted(known, key=lambda each: _nearness(each, territory)):
        for name in {office.name, *office.aliases} & wanted:
            found.setdefault(name, _today(office))
    return found


def _nearness(office: Office, territory: str) -> tuple[bool, int]:
    """Offices of the town itself come before those of the authorities above it, and those before anybody else's."""
    related = territory.startswith(office.territory) or office.territory.startswith(territory)
    return (not related, abs(len(office.territory) - len(territory)))


def _today(office: Office) -> Office:
    while office.valid_to is not None and office.successor is not None:
        office = office.successor
    return office
