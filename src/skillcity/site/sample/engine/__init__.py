"""The pure generator of the sample city: no Django, no clock, no randomness without a seed."""
