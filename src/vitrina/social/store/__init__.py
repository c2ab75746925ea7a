"""SQL of likes, saves, comments and shares."""
