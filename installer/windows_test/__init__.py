"""The built setup tried in Wine: what a clerk's PC would do, counted check by check."""
