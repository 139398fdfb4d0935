"""pii-redact: find and redact PII in noisy speech-to-text transcripts.

The folders follow the data: data -> sizing -> training -> export -> verification -> redaction.
"""

__version__ = "0.1.0"
