"""Payment providers behind one neutral port: `port` says what checkout needs, a file per provider speaks its words."""
