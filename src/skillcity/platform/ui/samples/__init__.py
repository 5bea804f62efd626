"""Made-up content for the style guide and the trial pages. Every name and number here is invented."""

from skillcity.platform.ui.samples.pages import TRIALS as TRIALS
from skillcity.platform.ui.samples.pages import styleguide as styleguide
