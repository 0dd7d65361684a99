"""Drafts: their values, templates and checks."""
