"""Property tests here have fixed seeds and no deadline: the machine may be busy, and a failure must come again."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "gateways", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("gateways")
