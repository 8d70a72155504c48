"""Dashboards that answer one question each (ux.md S9): where it gets better or worse, and why."""
