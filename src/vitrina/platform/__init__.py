"""What the product stands on: PostgreSQL, outbox and relay, jobs, files, fetch, mail, limits, settings, logs, roles.

Owns the tables `platform_*` (outbox, streams, idempotency keys, limits, migrations) and pgqueuer's.
Promises: an event leaves only after its commit and reaches every reaction at least once; a job runs until it is done;
nothing that is killed stays down, and no role outlives its supervisor.
May use `kernel` only and knows no product word. Its modules are its front doors: import them one by one.
"""
