"""Figures as ratios beside a reference taken in the same run: ``make bench``."""
