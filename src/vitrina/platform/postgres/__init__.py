"""PostgreSQL: our own launcher of the embedded server, the pool, transactions, migrations."""

from vitrina.platform.postgres.database import Connection, Database, Row
from vitrina.platform.postgres.migrations import SchemaOutdated, check_schema, migrate

__all__ = ["Connection", "Database", "Row", "SchemaOutdated", "check_schema", "migrate"]
