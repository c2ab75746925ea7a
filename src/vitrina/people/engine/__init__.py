"""Things with a life: the pool that hashes passwords, the reader of sessions, the hooks of later folders."""
