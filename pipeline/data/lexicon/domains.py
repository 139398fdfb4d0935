"""Mail and web domains: providers, employers and made-up companies; nicknames and words that user names are made of."""

from __future__ import annotations

from pipeline.data.lexicon.sides import words

#: The providers that everybody has; pinned to the train side.
TOP: tuple[str, ...] = ("gmail", "yahoo", "outlook", "hotmail", "icloud", "rediffmail", "example")
#: How often each is drawn among them.
TOP_WEIGHTS: dict[str, int] = {"gmail": 55, "yahoo": 14, "outlook": 11, "hotmail": 9, "icloud": 5, "rediffmail": 4,
                               "example": 2}  # fmt: skip
PROVIDERS: tuple[str, ...] = words(
    """
    fastmail zoho protonmail proton live msn aol gmx btinternet comcast verizon sify tutanota sky virginmedia
    talktalk ymail airtel hey pm inbox mail web orange googlemail rocketmail mailinator yandex hushmail netzero
    earthlink att sbcglobal cox charter optonline bellsouth ntlworld blueyonder tiscali laposte free wanadoo
    libero virgilio tonline telus shaw rogers sympatico bigpond optusnet xtra vsnl indiatimes lycos mailcity bol
    uol terra naver daum qq me mac
    """
)
EMPLOYERS: tuple[str, ...] = words(
    """
    infosys wipro tcs hcl cognizant capgemini accenture deloitte kpmg techmahindra mindtree mphasis ltimindtree
    oracle microsoft google amazon apple intel cisco dell lenovo samsung siemens bosch honeywell philips nokia
    ericsson vodafone hdfcbank icicibank axisbank kotak sbi hsbc barclays lloyds natwest santander citibank chase
    wellsfargo flipkart swiggy zomato paytm phonepe byjus razorpay freshworks zerodha ola uber stanford harvard
    oxford cambridge mit iitb iitd iitm iisc bits ucl kcl manchester leeds nyu berkeley columbia acme globex
    initech umbrella contoso northwind fabrikam company office mycompany work school test domain nhs council
    airindia indigo makemytrip irctc lic tatamotors reliance
    """
)
#: Company names are put together from two of these, or one and an ending.
COMPANY_WORDS: tuple[str, ...] = words(
    """
    blue red green silver golden bright clear first global united national pacific atlantic northern southern
    eastern western royal prime quantum vertex apex zenith summit peak horizon skyline river stone rock oak maple
    cedar pine lotus tiger lion eagle falcon phoenix nova star sun moon sky cloud data logic pixel byte code smart
    swift rapid quick agile fresh pure true trust secure safe home city urban metro rural village family happy
    sunny spring summer winter north south east west alpha beta delta omega sigma orbit cosmic solar lunar crystal
    diamond ruby pearl amber coral ocean harbor bay island mountain valley forest garden orchard harvest field
    farm mill bridge gate tower castle crown
    """
)
COMPANY_ENDS: tuple[str, ...] = words(
    """
    tech technologies solutions systems software labs works group media design studio consulting services partners
    capital finance bank insurance health care clinic pharma foods traders exports industries motors logistics
    travels energy power steel textiles builders realty homes legal law associates academy school college press
    news online net
    """
)
NICKNAMES: tuple[str, ...] = words(
    """
    cool dude sweet angel baby doll prince princess king queen star rock rocker crazy mad happy sunny funny lucky
    smart cute little big super mega ultra dark night shadow ninja dragon tiger lion wolf bear panda cat kitty
    puppy dog rider biker racer gamer player hunter shooter killer hero legend master boss chief captain major
    doctor guru wizard geek nerd hacker coder dev techie music singer dancer artist writer reader poet dreamer
    lover friend buddy bro sis mom dad mummy papa granny teacher nurse chef baker driver pilot sailor soldier
    coach student cricket football soccer tennis hockey golf chess yoga fitness gym runner swimmer surfer skater
    traveller explorer moon sun sky rain snow storm thunder fire water earth ocean river flower rose lily daisy
    lotus butterfly honey sugar candy cookie mango banana cherry berry coffee tea pizza pasta bitter simple just
    only the real official mr miss iam its my your forever always office work home family info contact support
    sales admin help billing accounts hr careers enquiry orders team hello customer service feedback marketing
    news noreply bookings reservations legal finance
    """
)
#: What engines and fingers make of well-known providers.
MISSPELLED: dict[str, tuple[str, ...]] = {
    "gmail": (
        "gamil",
        "gmial",
        "gmal",
        "gmai",
        "gmaill",
        "gmeil",
        "jimail",
        "g mail",
        "gee mail",
        "jee mail",
        "g-mail",
    ),
    "yahoo": ("yaho", "yahooo", "yhaoo", "ya hoo", "yahu", "yaahoo"),
    "outlook": ("outlok", "outloook", "outluk", "out look", "outlock"),
    "hotmail": ("hotmial", "hotmal", "hotmil", "hot mail", "hot male", "hotmaill"),
    "icloud": ("iclod", "icould", "i cloud", "eye cloud", "icloude"),
    "rediffmail": ("redifmail", "rediff mail", "rediffmal", "readiff mail"),
}
TLD_WEIGHTS: dict[str, int] = {
    "com": 100, "in": 12, "co.in": 10, "co.uk": 10, "org": 7, "net": 7, "edu": 3, "io": 4, "ac.uk": 2, "ac.in": 2,
    "co": 3, "ai": 2, "info": 2, "biz": 1, "us": 2, "uk": 1, "gov.in": 1, "org.uk": 1, "com.au": 2, "ca": 2,
    "de": 1, "fr": 1, "it": 1, "es": 1, "nl": 1, "me": 1, "dev": 1, "app": 1, "tech": 1, "online": 1, "xyz": 1,
    "gov": 1, "edu.in": 1, "co.za": 1, "com.sg": 1, "ae": 1, "eu": 1, "tv": 1, "nhs.uk": 1,
}  # fmt: skip
PHONETIC: dict[str, tuple[str, ...]] = {
    "a": ("alpha", "apple"), "b": ("bravo", "boy", "ball"), "c": ("charlie", "cat"), "d": ("delta", "dog", "delhi"),
    "e": ("echo", "elephant"), "f": ("foxtrot", "frank", "fox"), "g": ("golf", "george"), "h": ("hotel", "henry"),
    "i": ("india", "ice"), "j": ("juliet", "john"), "k": ("kilo", "king", "kolkata"), "l": ("lima", "larry", "london"),
    "m": ("mike", "mary", "mumbai"), "n": ("november", "nancy"), "o": ("oscar", "orange"), "p": ("papa", "peter"),
    "q": ("quebec", "queen"), "r": ("romeo", "robert"), "s": ("sierra", "sam", "sugar"), "t": ("tango", "tom", "tiger"),
    "u": ("uniform", "umbrella"), "v": ("victor", "victory"), "w": ("whiskey", "william"), "x": ("x ray", "xerox"),
    "y": ("yankee", "yellow"), "z": ("zulu", "zebra"),
}  # fmt: skip
