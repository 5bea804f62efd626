"""What the studio works out without Django or a database: edits of a catalogue's text, comparisons, figures."""
