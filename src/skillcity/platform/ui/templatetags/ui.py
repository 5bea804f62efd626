"""Every tag of the design system. Settings register this library as a built-in: no page needs a `load`."""

from __future__ import annotations

from django.template import Library

from skillcity.platform.ui.tags import cells, charts, constants, figures, forms, navigation, tables, words
from skillcity.platform.ui.tags.icons import icon

register = Library()

register.simple_tag(words.t, takes_context=True)
register.tag("t", constants.two_wordings(register.tags["t"]))
register.filter("say", words.say)

register.simple_tag(figures.day)
register.simple_tag(figures.money)
register.simple_tag(figures.number)
register.simple_tag(figures.tag)
register.filter("minutes", figures.minutes)
register.simple_tag(icon)
register.tag("icon", constants.one_name(register.tags["icon"], icon))
register.simple_tag(cells.show)
register.simple_tag(tables.table_body)
register.filter("paired", cells.paired)
register.filter("filled", constants.filled)

register.simple_tag(forms.idempotency_key)
register.simple_tag(forms.field)
register.inclusion_tag("ui/tags/error_summary.html")(forms.error_summary)
register.inclusion_tag("ui/tags/masked.html", takes_context=True)(forms.masked)

register.simple_tag(navigation.entries)
register.inclusion_tag("ui/tags/steps.html")(navigation.steps)
register.inclusion_tag("ui/tags/breadcrumbs.html")(navigation.breadcrumbs)
register.inclusion_tag("ui/tags/pagination.html", takes_context=True)(navigation.pagination)
register.inclusion_tag("ui/tags/sort_link.html", takes_context=True)(navigation.sort_link)
register.simple_tag(navigation.sort_state, takes_context=True)

register.inclusion_tag("ui/tags/bar_chart.html")(charts.bar_chart)
