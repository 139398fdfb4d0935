"""Places below and above the city, and cities' other names, written by hand: areas, landmarks, states, streets."""

from __future__ import annotations

from pipeline.data.lexicon.sides import entries

#: Cities as people call them, old and new names; pinned to the train side, drawn more often.
CITY_HEAD: dict[str, tuple[str, ...]] = {
    "IN": entries(
        """
        Mumbai; Bombay; Delhi; New Delhi; Bangalore; Bengaluru; Hyderabad; Secunderabad; Chennai; Madras; Kolkata;
        Calcutta; Pune; Poona; Ahmedabad; Surat; Jaipur; Lucknow; Kanpur; Nagpur; Indore; Thane; Bhopal;
        Visakhapatnam; Vizag; Patna; Vadodara; Baroda; Ghaziabad; Ludhiana; Agra; Nashik; Faridabad; Meerut;
        Rajkot; Varanasi; Benares; Srinagar; Aurangabad; Dhanbad; Amritsar; Navi Mumbai; Allahabad; Prayagraj;
        Ranchi; Howrah; Coimbatore; Jabalpur; Gwalior; Vijayawada; Jodhpur; Madurai; Raipur; Kota; Guwahati;
        Chandigarh; Solapur; Hubli; Mysore; Mysuru; Tiruchirappalli; Trichy; Bareilly; Aligarh; Moradabad;
        Gurgaon; Gurugram; Noida; Greater Noida; Jalandhar; Bhubaneswar; Salem; Warangal; Guntur; Kochi; Cochin;
        Ernakulam; Trivandrum; Thiruvananthapuram; Calicut; Kozhikode; Thrissur; Kollam; Kottayam; Kannur;
        Palakkad; Alappuzha; Mangalore; Mangaluru; Udupi; Belgaum; Belagavi; Shimoga; Tumkur; Davangere; Dehradun;
        Haridwar; Rishikesh; Nainital; Shimla; Manali; Dharamshala; Jammu; Leh; Udaipur; Ajmer; Bikaner;
        Jaisalmer; Pushkar; Mount Abu; Panaji; Panjim; Margao; Vasco; Mapusa; Pondicherry; Puducherry; Vellore;
        Erode; Tirupur; Tiruppur; Hosur; Kanchipuram; Ooty; Kodaikanal; Thanjavur; Tirunelveli; Nellore; Tirupati;
        Kurnool; Rajahmundry; Kakinada; Anantapur; Karimnagar; Nizamabad; Siliguri; Darjeeling; Gangtok; Durgapur;
        Asansol; Kharagpur; Cuttack; Puri; Rourkela; Jamshedpur; Bokaro; Gaya; Muzaffarpur; Gorakhpur; Jhansi;
        Mathura; Vrindavan; Ayodhya; Saharanpur; Panipat; Sonipat; Karnal; Ambala; Hisar; Rohtak; Panchkula;
        Mohali; Patiala; Bathinda; Pathankot; Jamnagar; Bhavnagar; Gandhinagar; Anand; Vapi; Kolhapur; Sangli;
        Satara; Nanded; Akola; Amravati; Latur; Ujjain; Bilaspur; Bhilai; Imphal; Shillong; Aizawl; Agartala;
        Itanagar; Kohima; Dimapur; Jorhat; Dibrugarh; Silchar; Port Blair; Kalyan; Dombivli; Vasai; Virar; Pimpri
        Chinchwad; Ahmednagar; Hampi; Coorg; Munnar; Lonavala; Shirdi; Alibaug
        """
    ),
    "US": entries(
        """
        New York; New York City; Los Angeles; LA; Chicago; Houston; Phoenix; Philadelphia; San Antonio; San Diego;
        Dallas; San Jose; Austin; Jacksonville; Fort Worth; Columbus; Charlotte; San Francisco; Indianapolis;
        Seattle; Denver; Boston; El Paso; Detroit; Nashville; Portland; Memphis; Oklahoma City; Las Vegas;
        Louisville; Baltimore; Milwaukee; Albuquerque; Tucson; Fresno; Sacramento; Kansas City; Mesa; Atlanta;
        Omaha; Colorado Springs; Raleigh; Miami; Long Beach; Oakland; Minneapolis; Tulsa; Tampa; Arlington; New
        Orleans; Wichita; Cleveland; Bakersfield; Anaheim; Honolulu; Orlando; Pittsburgh; Cincinnati; Saint Louis;
        St. Louis; Saint Paul; Newark; Plano; Irvine; Lincoln; Buffalo; Jersey City; Chandler; Scottsdale; Reno;
        Boise; Richmond; Salt Lake City; Spokane; Tacoma; Fremont; Sunnyvale; Palo Alto; Mountain View; Cupertino;
        Santa Clara; Berkeley; Pasadena; Santa Monica; Santa Barbara; Savannah; Charleston; Fort Lauderdale; Key
        West; Ann Arbor; Madison; Des Moines; Little Rock; Baton Rouge; Providence; Hartford; Princeton;
        Cambridge; Syracuse; Rochester; Albany; Philly; Vegas; Frisco; Bismarck; Anchorage; Boulder; Aspen;
        Springfield; Knoxville; Chattanooga; Birmingham; Mobile; Washington DC
        """
    ),
    "GB": entries(
        """
        London; Birmingham; Manchester; Leeds; Liverpool; Sheffield; Bristol; Newcastle; Newcastle upon Tyne;
        Nottingham; Leicester; Coventry; Bradford; Cardiff; Edinburgh; Glasgow; Belfast; Aberdeen; Dundee;
        Inverness; Perth; Stirling; Swansea; Newport; Wrexham; Bangor; York; Hull; Stoke on Trent; Wolverhampton;
        Plymouth; Derby; Southampton; Portsmouth; Brighton; Bournemouth; Reading; Oxford; Cambridge; Norwich;
        Ipswich; Peterborough; Luton; Milton Keynes; Northampton; Slough; Watford; Swindon; Bath; Gloucester;
        Cheltenham; Exeter; Torquay; Blackpool; Preston; Bolton; Stockport; Warrington; Wigan; Chester; Durham;
        Sunderland; Middlesbrough; Carlisle; Lancaster; Huddersfield; Halifax; Harrogate; Doncaster; Rotherham;
        Lincoln; Colchester; Chelmsford; Southend on Sea; Canterbury; Dover; Maidstone; Guildford; Woking;
        Crawley; Winchester; Salisbury; Worcester; Hereford; Shrewsbury; Telford; Derry; Lisburn; St Albans;
        Stratford upon Avon
        """
    ),
    "other": entries(
        """
        Paris; Berlin; Munich; Hamburg; Frankfurt; Rome; Milan; Venice; Florence; Naples; Madrid; Barcelona;
        Valencia; Seville; Lisbon; Porto; Amsterdam; Rotterdam; Brussels; Antwerp; Vienna; Zurich; Geneva; Prague;
        Warsaw; Krakow; Budapest; Athens; Istanbul; Ankara; Moscow; Saint Petersburg; Kiev; Kyiv; Stockholm; Oslo;
        Copenhagen; Helsinki; Dublin; Cork; Galway; Reykjavik; Dubai; Abu Dhabi; Sharjah; Doha; Riyadh; Jeddah;
        Mecca; Kuwait City; Muscat; Manama; Tehran; Baghdad; Beirut; Amman; Damascus; Jerusalem; Tel Aviv; Cairo;
        Alexandria; Casablanca; Lagos; Abuja; Accra; Nairobi; Mombasa; Kampala; Addis Ababa; Johannesburg; Cape
        Town; Durban; Karachi; Lahore; Islamabad; Rawalpindi; Peshawar; Dhaka; Chittagong; Colombo; Kandy;
        Kathmandu; Pokhara; Thimphu; Yangon; Bangkok; Phuket; Kuala Lumpur; Penang; Singapore; Jakarta; Bali;
        Manila; Cebu; Hanoi; Saigon; Ho Chi Minh City; Hong Kong; Macau; Beijing; Shanghai; Shenzhen; Guangzhou;
        Taipei; Seoul; Busan; Tokyo; Osaka; Kyoto; Sydney; Melbourne; Brisbane; Perth; Adelaide; Canberra;
        Auckland; Wellington; Christchurch; Toronto; Montreal; Vancouver; Ottawa; Calgary; Edmonton; Winnipeg;
        Quebec City; Halifax; Brampton; Mississauga; Mexico City; Cancun; Havana; Bogota; Lima; Santiago; Buenos
        Aires; Sao Paulo; Rio de Janeiro; Rio; Brasilia; Caracas; Kabul; Tashkent; Port Louis
        """
    ),
}

#: Indian states and union territories; those that are also a city (Delhi, Chandigarh) are cities here.
STATES_IN = entries(
    """
    Andhra Pradesh; Arunachal Pradesh; Assam; Bihar; Chhattisgarh; Goa; Gujarat; Haryana; Himachal Pradesh;
    Himachal; Jharkhand; Karnataka; Kerala; Madhya Pradesh; Maharashtra; Manipur; Meghalaya; Mizoram; Nagaland;
    Odisha; Orissa; Punjab; Rajasthan; Sikkim; Tamil Nadu; Telangana; Tripura; Uttar Pradesh; Uttarakhand; West
    Bengal; Jammu and Kashmir; Kashmir; Ladakh; Andaman and Nicobar; Lakshadweep; Daman and Diu; Bengal; Konkan;
    Vidarbha; Marathwada; Malabar; Saurashtra; Kutch; North India; South India; the Northeast; Andhra; Delhi NCR
    """
)
#: Regions elsewhere.
REGIONS = entries(
    """
    England; Scotland; Wales; Northern Ireland; Great Britain; UK; USA; UAE; United Kingdom; United States;
    America; Britain; Europe; Asia; Africa; South America; North America; Middle East; Latin America; Scandinavia;
    the Caribbean; Ontario; British Columbia; Alberta; Nova Scotia; Manitoba; Saskatchewan; New Brunswick;
    Newfoundland; Queensland; New South Wales; Tasmania; South Australia; Western Australia; Northern Territory;
    Bavaria; Saxony; Tuscany; Sicily; Catalonia; Andalusia; Brittany; Normandy; Provence; Sindh; Balochistan;
    Yorkshire; Lancashire; Kent; Surrey; Sussex; Essex; Devon; Cornwall; Norfolk; Suffolk; Dorset; Somerset;
    Wiltshire; Hampshire; Berkshire; Oxfordshire; Buckinghamshire; Hertfordshire; Bedfordshire; Cambridgeshire;
    Lincolnshire; Nottinghamshire; Derbyshire; Cheshire; Merseyside; Cumbria; Northumberland; Gloucestershire;
    Worcestershire; Shropshire; Staffordshire; Warwickshire; Leicestershire; Northamptonshire; Fife; Midlothian;
    Aberdeenshire; Isle of Wight; Isle of Man; Jersey; Guernsey; the Midlands; East Anglia; the Cotswolds; the
    Lake District; the Highlands; Silicon Valley; New England; the Midwest; the Bay Area; Orange County; Cook
    County; the East Coast; the West Coast; Long Island; Cape Cod; Napa Valley; Lake Tahoe
    """
)
#: Neighbourhoods and areas of cities.
AREAS: dict[str, tuple[str, ...]] = {
    "IN": entries(
        """
        Indiranagar; Koramangala; Whitefield; Electronic City; Jayanagar; JP Nagar; BTM Layout; HSR Layout;
        Malleshwaram; Rajajinagar; Basavanagudi; Banashankari; Hebbal; Yelahanka; Marathahalli; Bellandur;
        Sarjapur Road; Bannerghatta Road; MG Road; Brigade Road; Commercial Street; Church Street; Ulsoor; Frazer
        Town; Domlur; Kengeri; Vijayanagar; KR Puram; Silk Board; Manyata Tech Park; Andheri; Andheri East;
        Andheri West; Bandra; Bandra West; Bandra Kurla Complex; BKC; Juhu; Versova; Powai; Goregaon; Malad;
        Kandivali; Borivali; Dahisar; Mulund; Ghatkopar; Kurla; Chembur; Dadar; Worli; Lower Parel; Colaba;
        Nariman Point; Churchgate; Marine Drive; Vile Parle; Santacruz; Khar; Sion; Matunga; Wadala; Byculla;
        Dharavi; Vashi; Nerul; Belapur; Kharghar; Panvel; Airoli; Hiranandani; Connaught Place; CP; Karol Bagh;
        Lajpat Nagar; Saket; Hauz Khas; Greater Kailash; GK 1; Vasant Kunj; Vasant Vihar; Dwarka; Rohini;
        Pitampura; Janakpuri; Rajouri Garden; Punjabi Bagh; Chandni Chowk; Nehru Place; Okhla; Kalkaji; Malviya
        Nagar; Green Park; South Extension; Defence Colony; Khan Market; Mayur Vihar; Laxmi Nagar; Preet Vihar;
        Shahdara; Paharganj; Civil Lines; Model Town; Sarojini Nagar; RK Puram; Munirka; Jangpura; Nizamuddin;
        Cyber City; Cyber Hub; DLF Phase 1; DLF Phase 3; Golf Course Road; Sohna Road; Udyog Vihar; Palam Vihar;
        Indirapuram; Vaishali; Kaushambi; Banjara Hills; Jubilee Hills; Hitech City; Gachibowli; Madhapur;
        Kondapur; Kukatpally; Ameerpet; Begumpet; Dilsukhnagar; LB Nagar; Miyapur; Manikonda; Somajiguda; Abids;
        Charminar; Tank Bund; Punjagutta; Uppal; T Nagar; Anna Nagar; Adyar; Velachery; Mylapore; Nungambakkam;
        Guindy; Tambaram; Porur; Besant Nagar; Egmore; Kodambakkam; Vadapalani; Thoraipakkam; Sholinganallur; OMR;
        ECR; Perambur; Triplicane; Royapettah; Alwarpet; Chromepet; Ambattur; Kilpauk; Salt Lake; Park Street; New
        Town; Rajarhat; Ballygunge; Gariahat; Alipore; Esplanade; Jadavpur; Behala; Tollygunge; Dum Dum;
        Shyambazar; Kasba; Garia; Sector V; Bhowanipore; Burrabazar; Koregaon Park; Kalyani Nagar; Viman Nagar;
        Hinjewadi; Wakad; Baner; Aundh; Kothrud; Hadapsar; Magarpatta; Kharadi; Shivajinagar; Deccan; FC Road; JM
        Road; Swargate; Katraj; Pimple Saudagar; Kondhwa; Vastrapur; Bopal; Navrangpura; Maninagar; SG Highway; CG
        Road; Prahlad Nagar; Bodakdev; Gomti Nagar; Hazratganj; Aliganj; Indira Nagar; Alambagh; Mahanagar; C
        Scheme; Malviya Nagar Jaipur; Vaishali Nagar; Mansarovar; Raja Park; Boring Road; Kankarbagh; Patliputra
        Colony; Arera Colony; Vijay Nagar; Palasia; Edappally; Kakkanad; Fort Kochi; Marine Drive Kochi;
        Technopark; Infopark; Kazhakkoottam; Pattom; RS Puram; Gandhipuram; Peelamedu; Beach Road; Dwaraka Nagar;
        Gajuwaka; Sector 17; Sector 22; Sector 35; Calangute; Baga; Candolim; Anjuna; Miramar; Dona Paula; Adajan;
        Athwa; Alkapuri; Gotri; Dharampeth; Sitabuldi; Lal Chowk; Rajpur Road; Clock Tower; Mall Road; Lanka;
        Godowlia; Assi Ghat; Gandhi Maidan; GS Road; Paltan Bazaar; Beltola; Dispur; Laitumkhrah; Police Bazaar
        """
    ),
    "GB": entries(
        """
        Soho; Mayfair; Chelsea; Kensington; South Kensington; Notting Hill; Camden; Camden Town; Islington;
        Shoreditch; Hackney; Brixton; Clapham; Battersea; Wimbledon; Greenwich; Canary Wharf; Stratford; Croydon;
        Ealing; Hammersmith; Fulham; Putney; Richmond; Wembley; Harrow; Southall; Hounslow; Ilford; Barking;
        Romford; Walthamstow; Tottenham; Finchley; Hampstead; Highgate; Marylebone; Paddington; Bayswater;
        Westminster; Covent Garden; Holborn; Bloomsbury; Whitechapel; Bethnal Green; Peckham; Lewisham;
        Bermondsey; Southwark; Lambeth; Vauxhall; Tooting; Balham; Streatham; Barnet; Enfield; Bromley; Sutton;
        Kingston; Uxbridge; Heathrow; the West End; the East End; Elephant and Castle; Kings Cross; Shepherds
        Bush; Earls Court; Piccadilly; Deansgate; Didsbury; Chorlton; Salford Quays; Rusholme; Edgbaston; Digbeth;
        Solihull; Sparkhill; Handsworth; Selly Oak; Headingley; Roundhay; Jesmond; Gosforth; Clifton; Redland;
        Leith; Morningside; Stockbridge; Govan; Partick; the Gorbals; Merchant City; Cardiff Bay; Canton; Jericho;
        Cowley; Toxteth; Anfield; Aigburth
        """
    ),
    "US": entries(
        """
        Brooklyn; Manhattan; Queens; the Bronx; Staten Island; Harlem; SoHo; Tribeca; Chelsea; Greenwich Village;
        the East Village; the Upper East Side; the Upper West Side; Midtown; Lower Manhattan; Williamsburg;
        Bushwick; Flushing; Jackson Heights; Astoria; Long Island City; Park Slope; Hell's Kitchen; the Financial
        District; Hollywood; West Hollywood; Beverly Hills; Bel Air; Venice Beach; Downtown LA; Koreatown; Silver
        Lake; Echo Park; Burbank Airport; the Mission; Mission District; the Castro; Haight Ashbury; Nob Hill;
        Russian Hill; SoMa; the Tenderloin; Fisherman's Wharf; Lincoln Park; Wicker Park; Hyde Park; River North;
        Lakeview; the South Side; Back Bay; Beacon Hill; Fenway; South Boston; the North End; Georgetown; Dupont
        Circle; Capitol Hill; Adams Morgan; Foggy Bottom; Buckhead; Little Five Points; Little Italy; Chinatown;
        South Beach; Coral Gables; Little Havana; Wynwood; the French Quarter; Garden District; Deep Ellum;
        Uptown; Downtown; Midtown Atlanta; Montrose; Belltown; Ballard; Fremont Seattle; Queen Anne; Pearl
        District; Alberta Arts District; Cherry Creek; LoDo; Fishtown; Rittenhouse Square; the Inner Harbor; Fells
        Point; Music Row; East Austin; Sixth Street; Rainey Street; Gaslamp Quarter; La Jolla; Pacific Beach;
        Ocean Beach
        """
    ),
    "other": entries(
        """
        Deira; Bur Dubai; Jumeirah; Downtown Dubai; Dubai Marina; Al Barsha; Karama; Business Bay; Orchard Road;
        Little India; Sentosa; Jurong East; Tampines; Clarke Quay; Bugis; Sukhumvit; Silom; Khao San Road; Bukit
        Bintang; Bangsar; Petaling Jaya; Makati; Quezon Avenue; Bonifacio Global City; Kowloon; Tsim Sha Tsui;
        Causeway Bay; Wan Chai; Lan Kwai Fong; Shibuya; Shinjuku; Ginza; Roppongi; Akihabara; Gangnam; Itaewon;
        Hongdae; Bondi; Surry Hills; Parramatta; Darling Harbour; Newtown; St Kilda; Fitzroy; South Yarra;
        Southbank; Ponsonby; Yorkville; Scarborough; Etobicoke; North York; Gastown; Kitsilano; Montmartre; Le
        Marais; La Defense; the Latin Quarter; Kreuzberg; Mitte; Prenzlauer Berg; Schwabing; Trastevere; Brera; El
        Born; Gracia; Malasana; Alfama; Jordaan; De Pijp; Temple Bar; Ballsbridge; Gulshan; Dhanmondi; Banani;
        Uttara; Clifton Karachi; DHA Phase 5; Gulberg; Johar Town; Thamel; Lalitpur Road; Galle Face; Kollupitiya;
        Bambalapitiya; Victoria Island; Ikeja; Lekki; Westlands; Karen; Sandton; Rosebank; Camps Bay; Zamalek;
        Maadi; Nasr City; Polanco; Condesa; Copacabana; Ipanema; Palermo; Recoleta; Miraflores; Hamra; Taksim;
        Kadikoy
        """
    ),
}
#: Landmarks and named places.
LANDMARKS = entries(
    """
    Taj Mahal; Red Fort; Qutub Minar; India Gate; Gateway of India; Lotus Temple; Humayun's Tomb; Akshardham; Jama
    Masjid; Golden Temple; Hawa Mahal; Amber Fort; City Palace; Mysore Palace; Cubbon Park; Lalbagh; Vidhana
    Soudha; Victoria Memorial; Howrah Bridge; Marina Beach; Golconda Fort; Charminar Circle; Ramoji Film City;
    Shaniwar Wada; Ajanta Caves; Ellora Caves; Siddhivinayak Temple; Haji Ali; Bandra Worli Sea Link; Juhu Beach;
    Elephanta Caves; Sabarmati Ashram; Statue of Unity; Konark Temple; Jagannath Temple; Tirumala; Meenakshi
    Temple; Kanyakumari Beach; Dal Lake; Rohtang Pass; Phoenix Mall; Phoenix Marketcity; Forum Mall; Orion Mall;
    Mantri Square; UB City; Garuda Mall; Select Citywalk; DLF Promenade; Ambience Mall; Pacific Mall; Inorbit
    Mall; Infiniti Mall; R City Mall; Palladium; Express Avenue; Lulu Mall; South City Mall; Quest Mall; City
    Centre Mall; GVK One; Seasons Mall; Apollo Hospital; Fortis Hospital; Max Hospital; Manipal Hospital; AIIMS;
    Lilavati Hospital; Kokilaben Hospital; Medanta; Narayana Hospital; Columbia Asia; Taj Hotel; Leela Palace;
    Oberoi Hotel; ITC Gardenia; Hyatt Regency; Marriott Hotel; Howrah Station; CST; Chhatrapati Shivaji Terminus;
    Mumbai Central; New Delhi Railway Station; Chennai Central; Secunderabad Junction; Kempegowda Airport; Indira
    Gandhi International Airport; Chhatrapati Shivaji Airport; Rajiv Gandhi Airport; Dabolim Airport; Wankhede
    Stadium; Eden Gardens; Chinnaswamy Stadium; Pragati Maidan; ITPL; Bagmane Tech Park; Mindspace; Embassy Golf
    Links; RMZ Ecospace; Ecoworld; Times Square; Central Park; Empire State Building; Statue of Liberty; Brooklyn
    Bridge; Grand Central; Grand Central Station; Penn Station; Wall Street; Madison Square Garden; Rockefeller
    Center; White House; Capitol Building; Lincoln Memorial; Pentagon; Golden Gate Bridge; Alcatraz; Pier 39;
    Union Square; Space Needle; Pike Place Market; Willis Tower; Millennium Park; Navy Pier; Wrigley Field; Fenway
    Park; Yankee Stadium; Mall of America; Disneyland; Disney World; Universal Studios; Hollywood Bowl; Grand
    Canyon; Yellowstone; Yosemite; Niagara Falls; Mount Rushmore; LAX; JFK; JFK Airport; O'Hare Airport;
    LaGuardia; Newark Airport; Logan Airport; Sea-Tac; Mayo Clinic; Cleveland Clinic; Mount Sinai Hospital; Big
    Ben; Tower Bridge; London Bridge; London Eye; Buckingham Palace; Hyde Park; Regents Park; Trafalgar Square;
    Leicester Square; Piccadilly Circus; Oxford Circus; Harrods; Westfield; Wembley Stadium; Old Trafford; Euston
    Station; Victoria Station; Paddington Station; Waterloo Station; Liverpool Street Station; Heathrow Airport;
    Gatwick Airport; Stansted Airport; Luton Airport; Manchester Airport; Stonehenge; Windsor Castle; Edinburgh
    Castle; Royal Mile; Arndale Centre; Trafford Centre; Bullring; Guys Hospital; St Thomas Hospital; Eiffel
    Tower; Louvre; Notre Dame; Champs Elysees; Colosseum; Vatican; Sagrada Familia; Brandenburg Gate; Checkpoint
    Charlie; Red Square; Acropolis; Hagia Sophia; Burj Khalifa; Dubai Mall; Palm Jumeirah; Marina Bay Sands;
    Changi Airport; Gardens by the Bay; Petronas Towers; Batu Caves; Sydney Opera House; Bondi Beach; Harbour
    Bridge; Great Wall; Forbidden City; Tokyo Tower; Mount Fuji; CN Tower; Machu Picchu; Christ the Redeemer;
    Table Mountain; Mount Everest; Mount Kilimanjaro; Sahara Desert; Amazon River; River Thames; Ganges; Loch
    Ness; Lake Michigan; Black Forest
    """
)
#: Streets that everybody knows.
STREETS = entries(
    """
    Oxford Street; Regent Street; Bond Street; Baker Street; Carnaby Street; Fleet Street; Downing Street; Abbey
    Road; Kings Road; Park Lane; High Street; Station Road; Church Lane; Mill Lane; London Road; Victoria Road;
    Queens Road; Edgware Road; Tottenham Court Road; Charing Cross Road; Portobello Road; Brick Lane; Princes
    Street; Sauchiehall Street; Fifth Avenue; Park Avenue; Madison Avenue; Lexington Avenue; Broadway; Canal
    Street; Houston Street; Bleecker Street; Bourbon Street; Sunset Boulevard; Hollywood Boulevard; Rodeo Drive;
    Wilshire Boulevard; Mulholland Drive; Ventura Boulevard; Lombard Street; Market Street; Main Street; Elm
    Street; Michigan Avenue; Lake Shore Drive; State Street; Pennsylvania Avenue; Peachtree Street; Beale Street;
    Linking Road; Hill Road; SV Road; LBS Marg; Western Express Highway; Eastern Express Highway; Ring Road; Outer
    Ring Road; Inner Ring Road; Residency Road; Richmond Road; Cunningham Road; Infantry Road; Lavelle Road; Hosur
    Road; Mysore Road; Tumkur Road; Old Madras Road; Airport Road; Janpath; Rajpath; Mathura Road; GT Road; NH 8;
    Anna Salai; Mount Road; Poonamallee High Road; Usman Road; Camac Street; Chowringhee; Strand Road; College
    Street; EM Bypass; VIP Road; Tilak Road; Laxmi Road; Karve Road; Nagar Road; Ashram Road; Ring Road Surat; MI
    Road; Tonk Road; Necklace Road; Road Number 36; Queen Street; George Street; Yonge Street; Bloor Street; King
    Street; Pitt Street; Collins Street; Sheikh Zayed Road; Route 66; Interstate 95; Highway 101; M25
    """
)
