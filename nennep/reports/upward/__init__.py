"""Consolidation upward: signed packages of a ward's figures without names, and reports over many wards' packages."""
