"""Plutomi: an open-source applicant tracking system for high-volume recruiting."""

__version__ = "0.1.0"
