"""A rule, one of its bases, its source. Law is the same everywhere: there is no rule of another village."""

from tests.cast import Cast
from tests.house.samples import Sample, parameter

from gasloop.rulebook.models import Basis, Measure


def basis() -> Basis:
    """The first basis of the packs."""
    return Basis.objects.order_by("pk")[0]


@parameter("rule_id")
def rules(cast: Cast) -> Sample:
    return Sample(here=basis().rule_id)


@parameter("basis_id")
def bases(cast: Cast) -> Sample:
    return Sample(here=basis().pk)


@parameter("source_id")
def sources(cast: Cast) -> Sample:
    return Sample(here=basis().source_id)


@parameter("measure_id")
def measures(cast: Cast) -> Sample:
    return Sample(here=Measure.objects.order_by("pk")[0].pk)
