"""What people do with videos, one file per intention."""
