"""Projects, proposals and what is pooled, on a real graph."""
