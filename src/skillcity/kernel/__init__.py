"""Values that know no framework: they can be used alone, from a shell or a notebook."""
