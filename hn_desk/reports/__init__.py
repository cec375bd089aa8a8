"""Tables people ask for: one file a report."""
