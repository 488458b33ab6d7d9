//! SQLite store for scrm: one file, durable, searchable.
