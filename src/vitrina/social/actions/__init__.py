"""One file per intention: mark videos, talk below them, keep order there, share."""
