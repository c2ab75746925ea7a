"""How links and commissions look outside: the tag of the contract, and the answer to "why this money"."""
