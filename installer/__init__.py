"""What makes the program ready to run or to ship."""
