"""Following up: who was reminded of what, and what became of it."""
