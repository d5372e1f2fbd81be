"""Feeds that other programs subscribe to."""
