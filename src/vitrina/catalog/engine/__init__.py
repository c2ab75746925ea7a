"""What of the catalogue has a life in a process: the sequencer, gathered reads."""
