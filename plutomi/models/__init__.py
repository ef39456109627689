"""Nouns: tables and what a row can decide about itself."""
