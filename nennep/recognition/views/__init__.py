"""Pages of awards and badges, and of the yearly rating."""
