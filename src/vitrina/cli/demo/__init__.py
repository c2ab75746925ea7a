"""The demo's world: shops, goods, people, clips and past orders, all invented by this project.

Owns no table: everything goes through the capabilities' front doors, as a person's own doing would.
Promises: the same world from the same numbers; a second run adds only what is missing.
"""
