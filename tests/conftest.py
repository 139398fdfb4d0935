"""Shared by all tests: property tests draw the same examples in every run;
HYPOTHESIS_PROFILE=explore looks further.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Machines are noisy: no deadline, and no complaint about slow example generation.
_QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("fixed", derandomize=True, **_QUIET)
settings.register_profile("explore", derandomize=False, **_QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))
