"""Who and where: tables of names, places and words, each split into a train side and a dev/test side."""
