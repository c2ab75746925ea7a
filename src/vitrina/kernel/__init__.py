"""Money, ids, clock, errors, pages, words: what every capability speaks.

Owns no table and does no I/O: everything here is pure, except that `clock` reads the time and `ids` draws randomness.
Promises: money never loses a cent, an id sorts by the time of its making, an expected refusal has a stable code.
May not import any other folder of the product.
"""
