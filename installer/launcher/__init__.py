"""The launcher of the installed program: C, its resources, and how its icon is drawn."""
