"""Who may log in to the embedded PostgreSQL, with which limits, and what keeps these limits."""
