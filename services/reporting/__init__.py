"""Reporting (统计监督): indicators, periodic reports, early warnings, supervision."""
