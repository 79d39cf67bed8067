"""The claims that the model puts to the test: each an experiment with a verdict."""
