"""The synthetic sample city: generated from a seed, marked as synthetic, imported the way an officer imports.

`engine/` draws the rows (`sample.rows`, `sample.table`) and writes the workbooks (`workbooks.write`);
`services.import_sample` brings them into the running system; `cli` is `./skillcity sample`. The shape of the city is
data: `engine/data/*.yaml`.
"""
