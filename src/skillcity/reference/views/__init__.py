"""The pages of the reference room; all of them only read, and everyone may see them."""
