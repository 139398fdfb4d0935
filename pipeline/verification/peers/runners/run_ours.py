"""This project's redactor on the model folder named on the command line."""

import sys

from loop import run


def load():
    from pipeline.redaction import Redactor

    redactor = Redactor.load(sys.argv[1])
    return redactor.find


run(load)
