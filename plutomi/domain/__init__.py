"""Verbs: one module per noun, (session, actor, ...) -> row."""
