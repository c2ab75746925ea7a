"""Baskets as others see them: JSON of the seller's side."""
