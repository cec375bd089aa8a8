"""Other people's tables: bytes in, rows of values out; nothing here knows a database or a window."""
