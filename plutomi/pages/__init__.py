"""Screens: wire states into components."""
