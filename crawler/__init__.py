"""Báo Tỉnh: a queryable record of Việt Nam's provincial press."""
