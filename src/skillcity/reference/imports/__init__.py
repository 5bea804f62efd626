"""What an officer may import into the reference room: one file of this package a kind."""

from skillcity.platform.imports.kinds import ImportKind
from skillcity.reference.imports.honours import HONOURS
from skillcity.reference.imports.industries import INDUSTRIES
from skillcity.reference.imports.links import LINKS
from skillcity.reference.imports.majors import MAJORS
from skillcity.reference.imports.occupations import OCCUPATIONS
from skillcity.reference.imports.regions import REGIONS
from skillcity.reference.imports.shortage import SHORTAGE

KINDS: tuple[ImportKind, ...] = (REGIONS, INDUSTRIES, OCCUPATIONS, MAJORS, LINKS, SHORTAGE, HONOURS)
"""In the order in which a new city would import them: what others refer to stands first."""

__all__ = ["KINDS"]
