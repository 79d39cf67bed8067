"""How the world works: one mechanism per file, each a loop over labs, ideas or segments of one run.

Every mechanism has the same shape: `advance(run, world, rules, luck)` moves one run by one month.
"""
