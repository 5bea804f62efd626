"""Tests that leave the city other than they found it: they come after those that read it (`ORDER` in conftest.py)."""
