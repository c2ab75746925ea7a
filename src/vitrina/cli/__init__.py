"""The command line: starts the roles, migrates, imports, seeds, verifies.

Owns no table. Promises: works beside a running installation, says progress, ends non-zero when nothing was done.
May use every folder through its front door; nobody may use it. Each module here exports `COMMANDS`, and imports
what its commands need inside them, so that `vitrina --help` is quick.
"""

from vitrina.cli.main import main

__all__ = ["main"]
