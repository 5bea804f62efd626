"""Regions, industries, occupations, majors, shortage lists, honours: dated editions, each with its source."""
