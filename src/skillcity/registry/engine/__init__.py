"""The registry's mathematics: sealing of numbers. No Django."""
