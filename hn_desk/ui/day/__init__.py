"""A clerk's whole day through the real windows: for a training, for the tests, for who wants to see it run."""
