"""Best replies: what a seat would do to do best, searched for on lucks and judged on others."""
