"""To whom a hazard may be referred, and what of it was."""

from gasloop.access.models import Office
from gasloop.hazard.models import Hazard
from gasloop.kernel.territory import ancestors
from gasloop.plan.queries import counterparts


def suggested(hazard: Hazard) -> list[Office]:
    """The district's offices that the hazard's clauses name as counterparts, in the paper's order."""
    found: dict[object, Office] = {}
    for ref in hazard.clause_refs:
        for office in counterparts(ref, hazard.territory):
            found.setdefault(office.pk, office)
    return list(found.values())


def may_be_sent_to(hazard: Hazard) -> list[Office]:
    """The counterparts first, then every other open authority above the town; never an office of the town itself."""
    first = suggested(hazard)
    above = Office.objects.filter(
        level=Office.Level.DISTRICT,
        territory__in=[*ancestors(hazard.territory), ""],
        valid_to__isnull=True,
    ).order_by("name")
    known = {office.pk for office in first}
    return [*first, *(office for office in above if office.pk not in known)]
