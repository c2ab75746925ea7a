"""SQL of trust: cases with their reports and notices, sanctions with their appeals."""
