"""Words that speech brings in or that engines mistake for one another."""

#: What people say while they think. Weighted by repetition. "matlab", "na", "haan" and "achha" are
#: Hinglish.
FILLERS: tuple[tuple[str, ...], ...] = tuple(
    tuple(filler.split())
    for filler in (
        *["uh", "um"] * 6,
        *["umm", "like", "so", "you know", "i mean", "hmm", "er", "ah", "uhh", "well"] * 2,
        *[
            "ya",
            "yeah",
            "basically",
            "actually",
            "right",
            "okay",
            "matlab",
            "na",
            "haan",
            "erm",
            "mm",
            "uh huh",
        ],
        *[
            "let me see",
            "sort of",
            "kind of",
            "achha",
            "see",
            "oh",
            "hm",
            "wait",
            "one sec",
            "sorry",
            "ok so",
            "only",
        ],
    )
)
#: Fillers that are never anything else, dropped before near duplicates are compared.
PURE_FILLERS = frozenset(
    (
        "uh",
        "um",
        "umm",
        "hmm",
        "er",
        "ah",
        "uhh",
        "ya",
        "erm",
        "mm",
        "hm",
        "matlab",
        "na",
        "haan",
        "achha",
    )
)

#: word -> what an engine may print for it. Values may hold several words.
HOMOPHONES: dict[str, tuple[str, ...]] = {
    heard: tuple(other.strip() for other in others.split(","))
    for heard, others in (
        line.split(":")
        for line in """
zero: zeero, hero, ziro
oh: o, owe, ow
one: won, wan, on, vun
two: to, too, tu, do
three: tree, free, thee, tri
four: for, fore, foor, fo
five: fife, hive, fi, fife
six: sex, sicks, siks, sics
seven: sevan, saven, heaven
eight: ate, eat, ait, hate
nine: nein, mine, line, nain
ten: then, tan
double: dubble, dabble, double
triple: tripple, tribble
twenty: twinty, plenty
thirty: thirsty, dirty
forty: fourty, fourthy
fifty: fifthy
sixty: sixtee
eighty: aidy, eity
ninety: ninty, nineteen
hundred: hundered, hundread
thousand: thousan, thousands
to: two, too, 2
too: to, two
for: four, fore, 4
ate: eight
won: one
at: add, and, ad, act, et, that
dot: dought, thought, dart, not, dott, got, that
com: come, calm, kom, con
gmail: g mail, jemail, gamil, gmale, g male, jimail
yahoo: ya who, yahu, ya hoo
hotmail: hot mail, hotmale
outlook: out look, outluk
underscore: under score, undescore, under school
dash: dashed, das, dush
hyphen: high fen, hyfen, hifen
plus: place, pluss
first: fist, forst
second: sekond, seconds
third: turd, bird
may: mai, my
march: marsh, much
june: joon, dune
july: julie, jolly
august: oguest, or gust
january: january's, janury
february: febuary, february's
september: sep tember, setember
december: desember, dissember
card: cart, guard, car
credit: creadit, credited
number: numbar, numbers, lumber
phone: fone, form
mobile: mobil, mobail
email: e mail, emale, in mail
mail: male, mel
name: nem, same, aim
call: col, called, coal
is: his, iz, this
my: mai, by, mi
i: eye, ai
and: an, end, in
the: a, da, de
of: off
you: u, yu
your: you're, year
there: their, they're
their: there
here: hear
hear: here
know: no
no: know
by: buy, bye
buy: by
right: write
write: right
week: weak
it: eat, at
it's: its, it is, eats
this: dis, these
live: leave, leaf
leave: live
near: nier, hear, knee
from: form, for
with: wid, width
please: pleas, plis, peas
street: strait, streak
road: rode, wrote, rod
will: bill, well
ticket: tickets, thicket
order: other, odor, border
send: sent, sand
sent: cent, send
new: knew
date: data, debt
birth: berth, bath
expires: expire, experts
account: a count, accounts
city: siti, ciy
sir: sur, so
mister: mr
nagar: nagger, nager
ssn: ss n, s s n, sn, ssm, ss and, s n, essen, s and n
social: so shell, special, soshal
security: securities, secure it
dob: d o b, dobe, the ob, d b
otp: o t p, utp, otb, oh tp
cvv: c v v, cbv, cv, see vv
pin: pen, bin, pan, pinned
pan: pen, pain, ban
ifsc: if sc, i f s c, ifs
routing: rooting, routine, rotting
policy: police, policies, polly see
member: remember, memba
digits: digit, did its, gadgets
last: lost, lust, lass
code: coat, cold, court
account's: accounts
contact: contract, con tact
zip: sip, ship, z
expiry: expire, inquiry
""".strip().splitlines()
    )
}

#: letter or group -> a mis-spelling that sounds alike
SOUND_ALIKE: tuple[tuple[str, str], ...] = (
    ("ee", "i"),
    ("oo", "u"),
    ("aa", "a"),
    ("ph", "f"),
    ("sh", "s"),
    ("th", "t"),
    ("ck", "k"),
    ("v", "w"),
    ("w", "v"),
    ("z", "j"),
    ("j", "z"),
    ("s", "z"),
    ("c", "k"),
    ("k", "c"),
    ("y", "i"),
    ("i", "ee"),
    ("u", "oo"),
    ("a", "aa"),
    ("a", "e"),
    ("e", "a"),
    ("i", "e"),
    ("o", "a"),
    ("u", "a"),
    ("d", "t"),
    ("t", "d"),
    ("b", "p"),
    ("p", "b"),
    ("n", "m"),
    ("m", "n"),
    ("ai", "ei"),
    ("ya", "ia"),
    ("h", ""),
    ("ch", "c"),
    ("ch", "tch"),
    ("ai", "e"),
    ("er", "a"),
)
