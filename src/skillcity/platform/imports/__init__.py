"""Tables from outside: read, checked, explained row by row, taken all at once or not at all."""
