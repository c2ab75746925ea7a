"""Outside forms: cases and sanctions as JSON."""
