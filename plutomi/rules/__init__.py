"""Thinking: pure decisions, no session, no I/O."""
