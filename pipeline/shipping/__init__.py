"""What goes round the image: bill of materials, the figures it carries, its labels, the digest
of its file tree.
"""
