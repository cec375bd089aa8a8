"""The city desk's window."""
