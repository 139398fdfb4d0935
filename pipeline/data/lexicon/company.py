"""Companies that sound like people or places, and cars: what stands where a name could and is none. By hand."""

from __future__ import annotations

from pipeline.data.forms.date import year_words
from pipeline.data.lexicon.parts import UK_BASES, US_BASES
from pipeline.data.lexicon.sides import Draw, entries, pick, words
from pipeline.data.lexicon.world import WORD_LAST

_FIRST = (
    *words("""
    smart fossil possible first united national global pacific atlantic liberty golden silver blue green sunrise summit
    pioneer heritage evergreen northern southern eastern western central metro city royal premier prime modern bright
    clear clean quick swift trusted reliable family people's citizens community farmers merchants mutual general
    universal american british indian continental valley harbor river lake mountain prairie coastal star sun moon
    eagle falcon lion tiger phoenix crown shield anchor compass beacon horizon apex vertex zenith nova omega delta
"""),
    *(word.lower() for word in (*UK_BASES, *US_BASES, *WORD_LAST)),
)
_GROUNDS = words(
    "valley creek ridge forest ranch hills springs lake bay county point harbor river grove view city park"
)
_KINDS = entries("""
    national bank; national bank; bank; community bank; savings bank; credit union; trust; insurance; insurance company;
    life insurance; mutual insurance; assurance; electric; electric company; gas; gas company; gas and electric; water;
    water company; power; energy; airlines; airways; air; travels; clinic; medical group; dental; hospital; pharmacy;
    telecom; wireless; mobile; broadband; cable; internet; motors; auto repair; garage; plumbing; heating and cooling;
    hardware; grocery; market; foods; bakery; coffee; pizza; furniture; finance; loans; mortgage; realty; properties;
    logistics; couriers; movers; software; systems; solutions; technologies; consulting; law firm; and sons; brothers;
    and company; enterprises; industries; stores
""")
_MAKES = entries("""
    honda accord; honda civic; honda city; toyota camry; toyota corolla; toyota innova; hyundai
    tucson; hyundai i20; hyundai creta; hyundai santro; ford focus; ford fiesta; ford mustang;
    chevy malibu; chevrolet cruze; nissan altima; nissan rogue; kia soul; kia seltos; mazda 3;
    mazda cx 5; audi a4; audi q7; bmw 320; bmw x5; mercedes c class; tesla model 3; tesla model y;
    jeep wrangler; subaru outback; volkswagen polo; volkswagen golf; maruti swift; maruti alto;
    tata nexon; tata tiago; mahindra scorpio; mahindra xuv 700; renault kwid; skoda octavia; volvo
    xc 60; vauxhall corsa; mini cooper; dodge ram; ford f 150; gmc sierra; lexus rx; infiniti q50;
    suzuki baleno; royal enfield classic; maruthi 800; maruthi suzuki swift; maruti wagon r; hyundai
    i10; hyundai verna; fiat punto; fiat 500; renault duster; ford figo; chevy spark; chevy cruz;
    dodge charger; peugeot 208; vauxhall astra; bajaj pulsar; hero splendor; tvs apache
""")


_ENGINES = entries(
    "800 cc; 1000 cc; 1200 cc; eight hundred cc; 1500 cc; 2.0 diesel; 1.6 petrol; 2 door; four door; v6; hybrid; 4x4"
)


def company(r: Draw, written: bool) -> str:
    """A company's name: "harbor valley national bank", "king brothers"."""
    name = pick(r, _FIRST)
    x = r()
    if x < 0.45:  # half of these sound like a place
        name += f" {pick(r, _FIRST if x < 0.2 else _GROUNDS)}"
    text = f"{name} {pick(r, _KINDS)}"
    return text.title() if written else text


def vehicle(r: Draw, written: bool) -> str:
    """A car, with its year now and then."""
    text = pick(r, _MAKES)
    if r() < 0.15:
        maker, *model = text.split()
        text = pick(r, (f"{maker} car", maker, " ".join(model)))
    if r() < 0.5:
        n = 1995 + int(r() * 32)
        year = str(n) if written or r() < 0.5 else year_words(r, n)
        engine = f" {pick(r, _ENGINES)}" if r() < 0.25 else ""
        text = f"{text}{engine} {year}" if r() < 0.7 else f"{year} {text}{engine}"
    return text.title() if written else text
