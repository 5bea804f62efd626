"""The pages of administration: looking at accounts, and acting on them."""
