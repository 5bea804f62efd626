"""The batch engine: the same answers as the interpreter, for a whole population at once.

A catalogue and a day become a `plan`: every distinct question once. A `chunk` holds some persons and their facts as
Arrow columns. Each distinct value of a column is put to the interpreter's own test once (`look_up`), so that a table of
machine `words` answers for all rows: a bit "surely" and a bit "possibly" for each test. Words of the fields of a fact
are joined by AND, those of the facts of a person by OR (`facts`); numbers (`numbers`, `months`) give a range for each
person. From there on everything is `planes`: a byte of yes or no for each person and condition (`expressions`), out of
which come classes, masks (`outcome`) and money (`claims`), and the difference of two editions (`diff`).

That both engines agree is tested on random policies and people in tests/engine/batch.
"""
