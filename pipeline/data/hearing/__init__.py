"""Sentences of the generator, spoken by free voices and heard by recognisers: training data with
real mistakes.
"""
