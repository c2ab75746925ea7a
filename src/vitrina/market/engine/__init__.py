"""The process's own copy of the market tables."""
