"""Standard lives of parts, from the rulebook's constants; the register asks where a part's plate says nothing.

Which constant speaks of which part: CJJ/T 146 for detectors and cut-off valves, GB 35844 for LPG regulators. Of hoses
and commercial stoves no loaded source gives a life: none is made up.
"""

from decimal import Decimal
from functools import lru_cache

from gasloop.kernel import clock
from gasloop.registry.kinds import GasSource, InstallationKind
from gasloop.registry.lives import Life, standard_life
from gasloop.rulebook.models import Constant
from gasloop.rulebook.queries import constants

CODES = {
    InstallationKind.DETECTOR: "detector_life_commercial_years",
    InstallationKind.CUTOFF_VALVE: "cutoff_valve_life_years",
    InstallationKind.REGULATOR: "regulator_life_years",
}


@standard_life
def by_constant(kind: str, site_kind: str, gas_source: str) -> Life | None:  # noqa: ARG001 - every site is commercial
    """The life a constant in force today gives; a regulator's only where the gas comes in cylinders."""
    code = CODES.get(InstallationKind(kind))
    if code is None or (kind == InstallationKind.REGULATOR and gas_source != GasSource.LPG_CYLINDER):
        return None
    years = constants(clock.today()).get(code)
    return None if years is None else Life(int(years * 12), _basis(code, years))


@lru_cache(maxsize=64)
def _basis(code: str, years: Decimal) -> str:
    """`商用可燃气体探测器使用年限3年（CJJ-146）`; of one code and value there is one wording."""
    row = Constant.objects.filter(code=code).order_by("-pack__level", "-version").first()
    title, source = (row.title, row.source_code) if row is not None else (code, "")
    return f"{title}{float(years):g}年（{source}）"
