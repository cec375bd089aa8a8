"""One file a dialog or wizard."""
