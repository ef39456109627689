"""Cloning: an opening or a stage copied whole in one transaction, without its applicants."""
