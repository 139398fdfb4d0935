"""Other redactors beside ours on the same labelled transcripts: `python -m
pipeline.verification.peers`.
"""
