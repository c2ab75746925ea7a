"""Comments and shares as the contract shows them."""
