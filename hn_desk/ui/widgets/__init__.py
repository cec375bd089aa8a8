"""Fields and lists that pages are made of."""
