"""Updates carried on a stick: what a release is, the installed tree, the steps of one update and the way back."""
