"""The process's own copy of what may be shown, and pages that many viewers ask for at once."""
