"""The database: tables, opening, upgrading, the audit log."""
