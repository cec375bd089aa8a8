"""The regulations: programmes, checks, dates, money; pure functions, no I/O."""
