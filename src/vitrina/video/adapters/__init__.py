"""Videos as the contract shows them."""
