"""skillcity: facts in, rights out."""

__version__ = "0.1.0"
