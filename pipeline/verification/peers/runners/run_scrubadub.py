"""scrubadub with its default detectors."""

from pipeline.verification.peers.runners.loop import run


def load():
    import scrubadub

    scrubber = scrubadub.Scrubber()

    def find(text):
        found = [
            f
            for filth in scrubber.iter_filth(text)
            for f in getattr(filth, "filths", None) or [filth]
        ]
        return [(f.beg, f.end, f.type, 1.0) for f in found]

    return find


run(load)
