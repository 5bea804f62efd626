"""Reading, checking and writing tables; knows no Django and no database."""
