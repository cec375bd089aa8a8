"""Paper the law prescribes: one file a layout, words and columns from resources."""
