"""Projects of the accounts."""
