"""Balance: whether every lever is a real trade-off in every seat, measured by play."""
