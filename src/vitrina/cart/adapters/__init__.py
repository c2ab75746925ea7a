"""Baskets and addresses on the wire; the seller's side of them."""
