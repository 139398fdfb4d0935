"""How it is spoken: one module an entity type, each with `say(r, written) -> str`; `r` is a
bound Random.random.
"""
