"""Pages of branches and people."""
