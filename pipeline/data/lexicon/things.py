"""What is neither a person nor a place: brands, products, models, carriers' codes, times that are no date. By hand."""

from __future__ import annotations

from pipeline.data.lexicon.sides import entries, words

BRANDS: tuple[str, ...] = entries(
    """
    Apple; Samsung; Amazon; Flipkart; Google; Microsoft; Netflix; Spotify; YouTube; Facebook; Instagram; WhatsApp;
    Twitter; LinkedIn; Uber; Ola; Lyft; Swiggy; Zomato; DoorDash; Deliveroo; Paytm; PhonePe; Google Pay; PayPal;
    Visa; Mastercard; American Express; Rupay; HDFC; ICICI; State Bank; Axis Bank; Kotak; Barclays; HSBC; Lloyds;
    NatWest; Santander; Chase; Wells Fargo; Bank of America; Citibank; Capital One; Verizon; AT&T; T Mobile;
    Sprint; Comcast; Xfinity; Vodafone; Airtel; Jio; BSNL; Tata Sky; Dish TV; Sky; Virgin Media; BT; EE; O2;
    Three; TalkTalk; Nike; Adidas; Puma; Reebok; Zara; Ikea; Walmart; Target; Costco; Tesco; Sainsburys; Asda;
    Aldi; Lidl; Boots; Argos; Currys; John Lewis; Marks and Spencer; Big Bazaar; Reliance Digital; Croma; Myntra;
    Ajio; Nykaa; BigBasket; Blinkit; Zepto; Meesho; Snapdeal; eBay; Etsy; Best Buy; Home Depot; Starbucks;
    McDonald's; Burger King; KFC; Dominos; Pizza Hut; Subway; Costa; Cafe Coffee Day; Toyota; Honda; Hyundai;
    Maruti; Mahindra; Tata Motors; Ford; Tesla; BMW; Mercedes; Audi; Volkswagen; Kia; Nissan; Bajaj; Hero; Royal
    Enfield; Dell; HP; Lenovo; Asus; Acer; Sony; LG; Panasonic; Whirlpool; Bosch; Siemens; Philips; Dyson; Xiaomi;
    Redmi; OnePlus; Oppo; Vivo; Realme; Nokia; Motorola; Zoom; Slack; Adobe; Oracle; Salesforce; Indigo; Air
    India; SpiceJet; Vistara; Emirates; British Airways; Delta; United; Lufthansa; EasyJet; Ryanair; Booking.com;
    Expedia; MakeMyTrip; Airbnb; FedEx; UPS; DHL; BlueDart; Delhivery; Royal Mail; Hermes; Alexa; Siri; Cortana;
    LIC; Star Health; Max Bupa; Aviva; Allianz; GEICO; State Farm; Blue Cross; Bajaj Finserv; Norton; McAfee;
    Windows; Android; Chrome; Prime; Disney Plus; Hotstar; Hulu; Kindle; PlayStation; Xbox; Nintendo; Fitbit;
    GoPro; Canon; Nikon; Epson; Brother; Nestle; Amul
    """
)
PRODUCTS: tuple[str, ...] = entries(
    """
    phone case; blender; washing machine; refrigerator; microwave; air conditioner; ceiling fan; water heater;
    geyser; vacuum cleaner; laptop; tablet; headphones; earbuds; charger; power bank; smart watch; television; set
    top box; router; modem; printer; scanner; keyboard; mouse; monitor; hard drive; pen drive; memory card;
    camera; tripod; speaker; soundbar; projector; mixer grinder; pressure cooker; toaster; kettle; coffee machine;
    dishwasher; iron; hair dryer; trimmer; sofa; mattress; bed frame; dining table; office chair; bookshelf;
    wardrobe; curtains; carpet; bedsheet; pillow; blanket; running shoes; sandals; jacket; jeans; t shirt; kurta;
    saree; dress; handbag; backpack; suitcase; wallet; sunglasses; umbrella; perfume; shampoo; face cream;
    toothbrush; protein powder; vitamins; baby formula; diapers; stroller; car seat; toy car; board game; puzzle;
    bicycle; helmet; treadmill; yoga mat; dumbbells; cricket bat; football; tennis racket; guitar; violin; piano;
    paint; ladder; drill machine; tool kit; lawn mower; garden hose; plant pot; dog food; cat litter; fish tank;
    light bulb; extension cord; battery; inverter; solar panel; gas stove; chimney; water purifier; broadband
    plan; data plan; prepaid plan; postpaid plan; sim card; credit card; debit card; savings account; current
    account; home loan; car loan; personal loan; life insurance; health insurance; travel insurance; fixed
    deposit; mutual fund; gift card; train ticket; bus ticket; movie ticket; hotel booking; flight booking; cab
    ride; pizza; burger; sandwich; biryani; noodles; cake; ice cream; coffee; milk; bread; eggs; rice; sugar;
    cooking oil; vegetables; fruits; chocolate; cough syrup; pain killer; thermometer
    """
)
MODELS: tuple[str, ...] = entries(
    """
    iPhone #; iPhone # Pro; iPhone # Pro Max; Galaxy S#; Galaxy Note #; Galaxy A#; Pixel #; Pixel # Pro; OnePlus
    #; Redmi Note #; Redmi #; Nokia @@@@; Moto G#; XPS #; ThinkPad X@@@; ThinkPad T@@; MacBook Pro #; MacBook Air
    M#; iPad #; Surface Pro #; Inspiron @@@@; Latitude @@@@; LaserJet @@@@; DeskJet @@@@; PlayStation #; PS #;
    Xbox @@@; Windows #; Android #; RTX @@@@; GTX @@@@; Core i#; Ryzen #; Boeing 7#7; Airbus A3@@; BMW X#; Audi
    A#; Audi Q#; Model #; MX-@@@@; WH-@@@@XM#; EOS @@@@; D@@@@; AB-@@@@; LG-@@@@@; QX@@@; HX @@@; ZT@@@@; model
    number @@@@; model @@@@; version #; version #.#; series #; mark #; Swift @@@@; WX-@@@@-B; SKU @@@@@@; part
    number @@@@@@
    """
)
#: Airline designators with the words in which they are said.
AIRLINES: tuple[tuple[str, str], ...] = (
    ("AI", "air india"), ("6E", "indigo"), ("6E", "six e"), ("SG", "spicejet"), ("UK", "vistara"), ("QP", "akasa"),
    ("BA", "british airways"), ("VS", "virgin"), ("U2", "easyjet"), ("FR", "ryanair"), ("AA", "american"),
    ("DL", "delta"), ("UA", "united"), ("WN", "southwest"), ("B6", "jet blue"), ("EK", "emirates"), ("EY", "etihad"),
    ("QR", "qatar"), ("SQ", "singapore airlines"), ("LH", "lufthansa"), ("AF", "air france"), ("KL", "klm"),
    ("CX", "cathay"), ("QF", "qantas"), ("AC", "air canada"), ("TK", "turkish"),
)  # fmt: skip
RELATIVE: tuple[str, ...] = entries(
    """
    today; tomorrow; yesterday; the day after tomorrow; the day before yesterday; day after tomorrow; tonight;
    last night; this morning; this evening; this afternoon; tomorrow morning; tomorrow evening; tomorrow night;
    yesterday evening; yesterday afternoon; next week; last week; this week; next month; last month; this month;
    next year; last year; this year; the weekend; this weekend; next weekend; last weekend; the end of the month;
    end of the week; end of the day; the beginning of next month; the first week of next month; a week ago; two
    days ago; three days back; a few days ago; a couple of weeks ago; one month back; six months ago; in two days;
    in a week; in an hour; within three days; the other day; next quarter; this quarter; last quarter; month end;
    year end; the same day; the following day; the previous month; every day; every month; once a year; early next
    week; later this week; sometime next month; recently; just now; right away; the holidays; christmas; new year;
    diwali; eid; easter; thanksgiving; my birthday; our anniversary
    """
)
WEBSITES: tuple[str, ...] = words(
    """
    amazon flipkart google youtube facebook netflix wikipedia bbc cnn ndtv irctc makemytrip booking airbnb uber
    zomato swiggy paytm ebay walmart target bestbuy ikea hdfcbank icicibank sbi onlinesbi barclays chase paypal
    gov uidai incometax passportindia nhs usps irs royalmail fedex dhl ups linkedin twitter reddit quora github
    stackoverflow cricinfo espn weather timesofindia thehindu example myaccount support help yourbank ourcompany
    airindia goindigo britishairways emirates expedia tripadvisor yelp zillow naukri indeed monster
    """
)
#: What callers answer to a security question.
ANSWERS: tuple[str, ...] = entries(
    """
    fluffy; buddy; max; bella; tommy; tiger; simba; rocky; bruno; shadow; whiskers; goldie; sheru;
    moti; blue; red; green; purple; orange; yellow; black; turquoise; pizza; biryani; pasta; ice
    cream; chocolate; mango; dosa; tacos; lasagna; noodles; football; cricket; basketball; tennis;
    baseball; chess; the blue car; my red bicycle; honda civic; ford mustang; maple elementary;
    lincoln middle school; saint mary's; kendriya vidyalaya; convent school; harry potter; the
    hobbit; star wars; titanic; sholay; the godfather; batman; superman; the beatles; queen;
    guitar; piano; violin; sunflower; rose; jasmine; lotus; elephant; dolphin; parrot; horse;
    grandma's kitchen; summer camp; teddy; snoopy; peanut; cookie; pepper; oreo; milo; luna;
    daisy; rusty; snowball; cupcake; starlight; moonbeam; lucky seven; karate kid; butterscotch;
    strawberry; vanilla; blueberry; pickles; nutmeg; cinnamon; thunder; lightning; midnight;
    autumn
    """
)
QUANTITIES: tuple[str, ...] = entries(
    """
    items; pieces; boxes; packets; units; tickets; copies; bottles; bags; people; passengers; adults; children;
    employees; users; rooms; seats; orders; shirts; tablets; calls; messages; emails; attempts; complaints;
    points; shares; licences; devices; pages; chairs; tables
    """
)
MEASURES: tuple[str, ...] = entries(
    """
    kilos; kg; kilograms; grams; litres; liters; ml; gallons; metres; meters; centimetres; cm; feet; inches;
    miles; kilometres; km; square feet; acres; pounds; ounces; tons; degrees; volts; watts; megabytes; gb;
    gigabytes; mb; mbps; hertz; calories; rpm; horsepower
    """
)
DURATIONS: tuple[str, ...] = entries(
    "days; days; weeks; months; years; hours; minutes; minutes; seconds; working days; business days; nights; decades"
)
#: Money: (before, after) in words, (before, after) as written.
CURRENCIES: tuple[tuple[str, str, str], ...] = (
    ("rupees", "₹", "Rs. "), ("rupees", "Rs ", "₹"), ("dollars", "$", "$"), ("dollars", "$", "US$"),
    ("pounds", "£", "£"),
    ("bucks", "$", "$"), ("euros", "€", "€"), ("dirhams", "AED ", "AED "),
)  # fmt: skip
