"""Parts that names of streets, estates and venues are put together from."""

from __future__ import annotations

from pipeline.data.lexicon.sides import entries, words

#: Countries that callers name most; in train only, and drawn more often than the rest.
COUNTRY_HEAD: tuple[str, ...] = entries(
    """
    India; Canada; Australia; Germany; France; Spain; Italy; Ireland; Netherlands;
    Switzerland; Sweden; Norway; Pakistan;
    Bangladesh; Nepal; Sri Lanka; China; Japan; South Korea; Malaysia; Thailand; Indonesia; Philippines; Vietnam;
    Russia; Ukraine; Turkey; Saudi Arabia; Qatar; Oman; Kuwait; Bahrain; Egypt; South Africa; Nigeria; Kenya; Brazil;
    Mexico; New Zealand; UAE; United Kingdom; United States; Poland; Portugal; Belgium; Austria; Greece; Israel
    """
)
US_BASES: tuple[str, ...] = words(
    """
    Maple Oak Cedar Pine Elm Walnut Chestnut Birch Willow Spruce Cherry Magnolia Sycamore Aspen Dogwood Hickory
    Juniper Laurel Poplar Redwood Hillcrest Ridge Valley Meadow Sunset Sunrise Lakeview Riverside Highland Park
    Main Church Mill Spring Franklin Jefferson Monroe Madison Jackson Lincoln Washington Adams Grant Cleveland
    Harrison Liberty Independence Heritage Colonial Country Pleasant Prospect Summit Forest Woodland Fairview
    Greenwood Evergreen Orchard Vine Rose Canyon Mesa Desert Ocean Bay Harbor Shoreline Seaside Mission Camino
    Alameda Sierra Bonita Vista Pacific Atlantic Michigan Ohio Delaware Virginia Carolina Georgia Florida Dakota
    Kansas Cherokee Apache Seneca Mohawk
    """
)
UK_BASES: tuple[str, ...] = words(
    """
    Victoria Albert Queens Kings Princes Station Church Chapel Mill Manor Park Grange Hall Abbey Priory Castle
    School Green Grove Elm Beech Ash Oak Hawthorn Rowan Birch Cedar Holly Laburnum Sycamore Windsor Richmond
    Clarence Wellington Nelson Gladstone Churchill Cromwell Stanley Cavendish Devonshire Norfolk Suffolk Essex
    York Lancaster Chester Oxford Cambridge Salisbury Gloucester Westbury Ashford Bedford Bridge Canal Wharf
    Market Broad North South West East Meadow Orchard Spring Well Springfield Woodside Hillside Highfield
    Fairfield Northfield Warwick Balmoral
    """
)
IN_BASES: tuple[str, ...] = words(
    """
    Nehru Gandhi Indira Rajiv Subhash Tilak Shivaji Ambedkar Patel Rajaji Kamaraj Periyar Azad Shastri
    Vivekananda Tagore Netaji Sarojini Lajpat Malviya Rajendra Radhakrishnan Anna Gopalapuram Lakshmi Saraswati
    Durga Ganesh Hanuman Krishna Rama Shiva Vishnu Venkateswara Balaji Sai Jyoti Shanti Prem Anand Sukh Ashok
    Kaveri Ganga Yamuna Narmada Godavari Himalaya Vindhya Nilgiri Kailash Surya Chandra Tulsi Kamal Gulmohar
    Neem Peepal Mango Banyan Lotus Swastik Om Navjivan Navrang Sahakar Samata Vijaya Jaya Nava Pragati Vikas
    Udyog Kalyan Swaraj Janata Panchsheel
    """
)
US_STREETS: tuple[str, ...] = (
    "Street", "Street", "Avenue", "Avenue", "Drive", "Lane", "Road", "Boulevard", "Court", "Way", "Place", "Circle",
    "Terrace", "Parkway", "Trail",
)  # fmt: skip
GB_STREETS: tuple[str, ...] = (
    "Road", "Road", "Street", "Lane", "Close", "Crescent", "Gardens", "Terrace", "Grove", "Mews", "Square", "Way",
    "Avenue", "Drive", "Court", "Hill", "Row", "Place", "Walk", "Rise",
)  # fmt: skip
IN_STREETS: tuple[str, ...] = (
    "Road", "Nagar", "Nagar", "Street", "Marg", "Colony", "Layout", "Enclave", "Vihar", "Chowk", "Circle", "Bazaar",
    "Gardens", "Puram", "Main Road", "Cross", "Bagh", "Ganj", "Park", "Extension", "Salai", "Peth", "Wadi",
    "Society",
)  # fmt: skip
IN_HOMES: tuple[str, ...] = (
    "Apartments", "Residency", "Towers", "Heights", "Enclave", "Society", "Housing Society", "Complex", "Villas",
    "Arcade", "Plaza", "Bhavan", "Nivas", "Mansion", "Palace", "Chambers",
)  # fmt: skip
VENUES: tuple[str, ...] = words(
    """
    Sunrise Sunshine Sunset Royal Grand Golden Silver Crystal Diamond Emerald Sapphire Pearl Paradise Prestige
    Brigade Sobha Godrej DLF Supertech Lodha Hiranandani Raheja Mantri Purva Salarpuria Embassy Phoenix Orion
    Galaxy Orbit Metro Central Plaza Imperial Regal Majestic Riverside Lakeside Hillside Parkview Seaview
    Skyline Greenfield Evergreen Maple Oakwood Rosewood Willow Heritage Legacy Liberty Unity Victory Apollo
    Fortis Max Apex Zenith Summit Pinnacle Horizon Infinity Nova Stellar Cosmos Aditya Surya Chandra Ganga Sai
    Balaji Meenakshi Vaishno Tirumala Mercy Grace Trinity Bethany Carmel Loyola Xavier Nightingale Cambridge
    Oxford Stanford Westside Eastgate Northgate Southpoint Brookfield Springdale Meadowbrook Kingsway Queensway
    Crown Castle Palace Windsor Marriott Hilton Hyatt Radisson Taj Oberoi Leela Novotel Ibis Sheraton Westin
    Ramada Holiday Travelodge Premier Lemon Ginger Treebo
    """
)
VENUE_KINDS: tuple[str, ...] = (
    "Hotel", "Hospital", "Mall", "Apartments", "Towers", "Residency", "Tech Park", "Business Park", "Plaza",
    "Heights", "Complex", "School", "College", "Clinic", "Resort", "Inn", "Medical Centre", "Shopping Centre",
    "Park", "Arcade", "House", "Court", "Tower", "Club", "Stadium", "Theatre", "Bakery", "Restaurant", "Gardens",
    "Estate", "Business Centre", "Square",
)  # fmt: skip
#: Followed by a number: "sector 17".
NUMBERED: tuple[str, ...] = (
    "Sector", "Phase", "Block", "Ward", "Zone", "Terminal", "Highway", "Route", "Exit", "Gate Number",
    "Road Number",
)  # fmt: skip
#: After an ordinal: "12th Cross", "42nd Street".
ORDINAL_STREETS: tuple[str, ...] = (
    "Cross",
    "Main",
    "Main Road",
    "Street",
    "Avenue",
    "Block",
    "Cross Road",
    "Stage",
)
QUALIFIERS: tuple[str, ...] = (
    "", "", "City", "Central", "Main", "Old", "New", "International", "Downtown", "North", "South", "East", "West",
    "Government", "General", "District", "Local", "University", "Civil", "Community",
)  # fmt: skip
NOUNS: tuple[str, ...] = (
    "Mall", "Airport", "Railway Station", "Bus Stand", "Bus Station", "Metro Station", "Train Station", "Hospital",
    "Market", "Park", "Library", "Museum", "Tech Park", "Business Park", "Industrial Area", "Shopping Centre",
    "Town Hall", "Stadium", "Post Office", "Police Station", "Bus Terminal", "Junction", "Flyover", "Beach", "Area",
    "Campus", "Convention Centre", "Clock Tower", "Temple", "Cathedral", "District", "Quarter", "Bridge", "Fort",
    "Harbour", "Plaza", "Business District", "Fort Area", "Town Area",
)  # fmt: skip
#: Kinds of street as they are written short.
SHORT = {
    "Street": "St",
    "Avenue": "Ave",
    "Road": "Rd",
    "Boulevard": "Blvd",
    "Drive": "Dr",
    "Lane": "Ln",
}
