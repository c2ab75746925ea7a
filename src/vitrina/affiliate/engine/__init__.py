"""Gathered reads of the affiliate capability."""
