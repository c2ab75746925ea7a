"""Vitrina: watch, tap, buy, everyone is paid, and can prove it."""
