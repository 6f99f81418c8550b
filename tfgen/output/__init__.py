"""Rendered files to disk, all of them or none, and the difference between the two."""
