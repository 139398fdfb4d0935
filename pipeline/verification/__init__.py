"""Verification stage: quality, latency and gates of a model; benchmarks against baselines and
peers.

The entry function is `verify_model`. The gate path imports neither torch nor transformers.
"""

from pipeline.verification.config import VerifyConfig

__all__ = ["VerifyConfig", "verify_model"]


def __getattr__(name: str) -> object:
    """Import the stage late: `python -m pipeline --help` needs none of it."""
    if name == "verify_model":
        from pipeline.verification.verify import verify_model

        return verify_model
    raise AttributeError(name)
