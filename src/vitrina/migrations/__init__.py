"""Plain SQL, forward only: `0001_platform.sql` … applied in order by `vitrina migrate`.

Owns no table of its own. Promises: a published file never changes. May not hold Python.
"""
