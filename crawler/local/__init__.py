"""What one machine needs: PostgreSQL of its own, and copies of it."""
