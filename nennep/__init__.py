"""Nền Nếp: the whole cycle of branch meetings (sinh hoạt chi bộ) of a ward Party committee."""

__version__ = "0.1.0"
