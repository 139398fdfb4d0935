"""What is said: carriers, each a class with `frame(rng) -> str`, words and `{SLOT}`s separated by single spaces."""
