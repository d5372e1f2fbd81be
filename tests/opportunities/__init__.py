"""Opportunities on a real graph."""
