"""Dated data with their source; the files are read by `engine/shipped.py`."""
