"""The design system of the portal: words, tags, components, style sheets and a page that shows them all."""
