"""The template tags, one subject a file; `templatetags/ui.py` registers them all."""
