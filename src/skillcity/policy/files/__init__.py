"""The policy engine on files: persons and facts in Parquet in, outcomes out (docs/policy-files.md); no database."""
