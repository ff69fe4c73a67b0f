"""Almanac (期限规则与日历): rules, working days, calendar notices, advice on paths."""
