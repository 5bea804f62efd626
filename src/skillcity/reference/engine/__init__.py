"""The mathematics of reference data: no Django, no database, no clock."""
