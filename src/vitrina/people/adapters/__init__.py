"""Outside formats: who asks, told from the headers and cookies of a request."""
