"""What an officer can do and see: one file a subject, one function an act."""
