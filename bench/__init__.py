"""Speed beside what one would use instead, in one run: ratios, never bare times."""
