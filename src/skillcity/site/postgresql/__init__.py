"""The database engine that settings name: Django's for PostgreSQL with one difference (see `base`)."""
