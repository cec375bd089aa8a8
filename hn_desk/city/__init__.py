"""What the city's desk can do and see."""
