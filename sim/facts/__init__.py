"""The facts by which the model is judged: each is an experiment with a target fixed beforehand."""
