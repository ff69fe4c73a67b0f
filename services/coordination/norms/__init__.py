"""Objections to normative documents (规范性文件异议): intake, answer in time, outcome."""
