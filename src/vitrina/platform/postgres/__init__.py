"""PostgreSQL: our own launcher of the embedded server, the pool, transactions, migrations."""

from vitrina.platform.postgres.database import DATABASE_AWAY, Connection, Database, Row
from vitrina.platform.postgres.migrations import SchemaOutdated, check_schema, migrate

__all__ = ["DATABASE_AWAY", "Connection", "Database", "Row", "SchemaOutdated", "check_schema", "migrate"]
