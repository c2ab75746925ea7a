"""Addresses on the wire."""
