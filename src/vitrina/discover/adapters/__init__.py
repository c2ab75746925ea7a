"""What was found, as the contract shows it."""
