"""Referrals (移送、导入): a dispute led elsewhere, followed until it is taken up and ends."""
