"""The causes: one file for each, found by scanning this package."""
