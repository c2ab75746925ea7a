"""The kinds of things that can be reported, and what can be done with each."""
