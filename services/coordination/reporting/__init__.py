"""Reporting (统计报告): indicators, reports, early warnings, supervision, each with its cases."""
