"""Verification stage: quality, latency and gates of a model; benchmarks against baselines and
peers. The gate path imports neither torch nor transformers.
"""
