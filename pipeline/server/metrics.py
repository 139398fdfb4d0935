"""Counts and times for Prometheus; never content, and no label whose values a client chooses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

from pipeline.redaction.formats.base import Failed
from pipeline.redaction.records import Redacted

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The metrics of one service."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "pii_redact_requests",
            "Requests by route and status.",
            ["route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "pii_redact_request_seconds",
            "From a request's headers to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge("pii_redact_requests_in_flight", "Requests now.", registry=registry)
        self.live = Gauge("pii_redact_live_transcripts", "Live transcripts now.", registry=registry)
        self.queued = Gauge(
            "pii_redact_queue_records", "Records waiting for the model.", registry=registry
        )
        self.queued_characters = Gauge(
            "pii_redact_queue_characters", "Characters waiting for the model.", registry=registry
        )
        self.model_seconds = Histogram(
            "pii_redact_model_seconds",
            "One part of a request.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._records = Counter(
            "pii_redact_records", "Records by outcome.", ["outcome"], registry=registry
        )
        self._spans = Counter(
            "pii_redact_spans", "Spans found, by type.", ["label"], registry=registry
        )
        # Looking a label's counter up costs more than counting.
        self._records_of = cache(self._records.labels)
        self._spans_of = cache(self._spans.labels)
        self._requests_of = cache(self._requests.labels)
        self._seconds_of = cache(self._seconds.labels)

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        self._requests_of(route, str(status)).inc()
        self._seconds_of(route).observe(seconds)

    def count(self, answers: Iterable[Redacted | Failed]) -> None:
        """Count answered records and their spans."""
        for answer in answers:
            if isinstance(answer, Failed):
                self._records_of("failed").inc(answer.lines)
                continue
            self._records_of("redacted").inc()
            for spans in answer.spans:
                self.count_spans(span.label for span in spans)

    def count_spans(self, labels: Iterable[str]) -> None:
        """Count spans of the types `labels`."""
        for label in labels:
            self._spans_of(label).inc()

    def text(self) -> bytes:
        """All of it as Prometheus reads it."""
        return generate_latest(self._registry)
