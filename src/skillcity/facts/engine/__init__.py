"""The ledger's own knowledge, without Django: which kinds of facts there are, and what each must say."""
