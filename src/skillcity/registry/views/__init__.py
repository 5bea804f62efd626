"""The pages of people, of one's own record, and of organisations."""
