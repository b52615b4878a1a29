"""Scrapy's own commands, where this project answers them differently."""
