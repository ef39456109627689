"""Looks: take vars and handlers, import no state."""
