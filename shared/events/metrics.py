"""The numbers by which operators see whether events flow."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

WATERMARK_LAG = Gauge(
    "concord_events_watermark_lag",
    "Events of a producer that this service has not dealt with.",
    ["service", "producer"],
    multiprocess_mode="mostrecent",
)
OLDEST_UNPUBLISHED_SECONDS = Gauge(
    "concord_events_oldest_unpublished_seconds",
    "Age of the oldest event that the bus has not been given, 0 when there is none.",
    ["service"],
    multiprocess_mode="mostrecent",
)
CONSUMERS_AT_BROKER = Gauge(
    "concord_events_consumers_at_broker",
    "Consumers that RabbitMQ counts on the queue of this service.",
    ["service"],
    multiprocess_mode="mostrecent",
)
PARKED = Gauge(
    "concord_events_parked",
    "Events parked for a person or a retry, by status.",
    ["service", "status"],
    multiprocess_mode="mostrecent",
)
HANDLED = Counter("concord_events_handled_total", "Events handled.", ["service", "producer"])
REPEATS = Counter(
    "concord_events_repeats_total", "Events that came again and were dropped.", ["producer"]
)
GAPS = Counter(
    "concord_events_gaps_total", "Gaps in what the bus brought, filled by feed.", ["producer"]
)
BUFFER_DROPPED = Counter(
    "concord_events_buffer_dropped_total", "Messages dropped because the buffer was full."
)
MESSAGES_REJECTED = Counter(
    "concord_events_rejected_total", "Messages that are no CloudEvent of ours."
)
FEED_FAILURES = Counter(
    "concord_events_feed_failures_total", "Feeds that could not be read.", ["producer"]
)
