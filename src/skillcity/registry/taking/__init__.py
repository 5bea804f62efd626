"""What happens to the rows of a registry file: each `take_…` writes the good ones with few statements."""

from skillcity.registry.taking.organisations import take_offerings, take_organisations, take_sites, take_ties
from skillcity.registry.taking.people import take_memberships, take_people

__all__ = ["take_memberships", "take_offerings", "take_organisations", "take_people", "take_sites", "take_ties"]
