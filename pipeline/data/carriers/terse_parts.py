"""What terse turns are made of: short cues with their value (closed classes), and lines of their own."""

CUES: dict[str, str] = {
    "short_name": """
        4* name {PERSON_NAME}
        2* my name {PERSON_NAME}
        3* my name is {PERSON_NAME}
        2* [im|i am|i'm] {PERSON_NAME}
        full name {PERSON_NAME}
        first name {PERSON_NAME.first} last name {PERSON_NAME}
        last name {PERSON_NAME}
        this is {PERSON_NAME}
        its {PERSON_NAME}
    """,
    "short_ssn": """
        4* ssn {NATIONAL_ID.ssn4}
        3* [ssn no|ssn number|ssnno|ssn num|ssn last four|ssn n o] [is|] {NATIONAL_ID.ssn4}
        2* my ssn is {NATIONAL_ID.ssn4}
        last [four|4|four digits|4 digits] [of|of my|] [ssn|social] [is|are|] {NATIONAL_ID.ssn4}
        [ssn|social security number|social|ss number] [is|] {NATIONAL_ID.ssn}
        last four digits {NATIONAL_ID.ssn4}
        the last of my ssn [is|are] {NATIONAL_ID.ssn4}
    """,
    "short_card": """
        3* card [no|number|] {CREDIT_CARD}
        2* credit card [no|number|] [is|] {CREDIT_CARD}
        [cc|cc number|cc no|credit|credit no|crdt card|ncredit card number] {CREDIT_CARD}
        debit card {CREDIT_CARD}
        [card number|credit card number|cc number] [is|] {CREDIT_CARD.slip}
        [account|account no|account number|ac no|acct] [is|] {CREDIT_CARD}
        card ending [in|] {ACCOUNT.card_tail}
        [card|credit card|credit card last 4] {ACCOUNT.card_tail}
    """,
    "short_account": """
        3* [account|account no|account number|acc no|ac no|a c no|acct|acct no] [is|] {ACCOUNT.bank}
        2* [account|account no|account number|ac no|acct] [is|] {ACCOUNT.tail}
        2* [policy|policy no|policy number|policy num] [is|] {ACCOUNT.policy}
        last four digits of [account|account number|my account] [is|are|] {ACCOUNT.tail}
        [member|member id|membership|customer|customer id|cust id] {ACCOUNT.member}
        routing {ACCOUNT.routing}
        sort code {ACCOUNT.sort}
        ifsc {ACCOUNT.ifsc}
        plate {ACCOUNT.plate}
    """,
    "short_phone": """
        3* [phone|phone no|phone number|ph|ph no|mobile|mob|mobile no|cell|contact|contact no|number] [is|] {PHONE.plain}
        my number {PHONE}
        my phone number is {PHONE}
        call {PHONE}
    """,
    "short_mail": """
        3* [email|mail|email id|mail id|e mail|email address] [is|] {EMAIL}
        my email {EMAIL}
        my {EMAIL}
    """,
    "short_reference": """
        3* [claim|claim no|claim number] [is|] {REFERENCE.booking}
        3* [booking|booking no|booking number|confirmation|confirmation number|booking confirmation number|pnr] [is|] {REFERENCE.booking}
        [order|order no|order number|order id] [is|] {REFERENCE.order}
        [ticket|case|ref|reference] [no|number|] {REFERENCE.booking}
    """,
    "short_date": """
        2* [date|dob|d o b|date of birth|born|birthday] [is|] {DATE}
        date {DATE.compact}
        date {DATE.compact} time {TIME}
        last used [date|on|] {DATE.compact}
        exp [date|] {DATE.expiry}
        on {DATE}
    """,
    "short_secret": """
        [pin|my pin|pin no|atm pin] [is|] {SECRET.pin}
        [cvv|cvc|security code|three digits on the back] [is|] {SECRET.cvv}
        [otp|code|otp is|the code is] {SECRET.otp}
        password [is|] {SECRET.password}
    """,
    "short_place": """
        2* {CITY} to {CITY}
        from {CITY} to {CITY}
        [zip|zip code|pincode|pin code|postcode] [is|] {ADDRESS.postcode}
        address {ADDRESS}
        [arrival city|departure city|city] [is|] {CITY}
    """,
    "short_other": """
        age {AGE.number}
        {AGE.full}
        [username|user id|login|user name] [is|] {USERNAME}
        [aadhaar|aadhar|aadhaar no] {NATIONAL_ID.aadhaar}
        pan {NATIONAL_ID.pan}
        passport {NATIONAL_ID.passport}
        licence {NATIONAL_ID.licence}
    """,
}

PARTS: dict[str, str] = {
    "line": """
        5* {PERSON_NAME} {NATIONAL_ID.ssn4}
        3* {PERSON_NAME} {PHONE}
        3* {PERSON_NAME} {PHONE.plain}
        3* {PERSON_NAME} {CREDIT_CARD}
        2* {PERSON_NAME} and {NATIONAL_ID.ssn4}
        2* {PERSON_NAME} {REFERENCE.booking}
        2* {PERSON_NAME} and {REFERENCE.booking}
        4* {PERSON_NAME} {EMAIL}
        2* {PERSON_NAME} {ACCOUNT.code}
        2* {PERSON_NAME} {DATE}
        {PERSON_NAME} {ADDRESS}
        {NATIONAL_ID.ssn4} {PERSON_NAME}
        2* {PHONE} {PERSON_NAME}
        {CREDIT_CARD} {PERSON_NAME}
        2* {NATIONAL_ID.ssn4} and {NATIONAL_ID.ssn4}
        {CREDIT_CARD} and {NATIONAL_ID.ssn4}
        2* {CREDIT_CARD} and {PHONE}
        {PHONE} and {CREDIT_CARD}
        {PHONE.plain} and {EMAIL}
        2* {EMAIL} {PHONE.plain}
        {EMAIL} and {PHONE}
        {EMAIL} and my <phone> {PHONE}
        {PERSON_NAME} {PHONE} {EMAIL}
        {PERSON_NAME} {EMAIL} {PHONE.plain}
        {PERSON_NAME} {NATIONAL_ID.ssn4} {DATE}
        {PERSON_NAME} {NATIONAL_ID.ssn4} {CREDIT_CARD}
        {PERSON_NAME} {DATE} {PHONE}
        {PHONE} and {PHONE}
        {CREDIT_CARD} , {DATE.expiry}
        2* {PERSON_NAME.first} card number is {CREDIT_CARD}
        2* {PERSON_NAME.first} [ssn|ssn no|ssn is] {NATIONAL_ID.ssn4}
        4* {PERSON_NAME.first} {NATIONAL_ID.ssn4}
        2* [sure|okay|sorry|yes|absolutely|ok it is|here you go|of course|certainly] {NATIONAL_ID.ssn4}
        2* {PERSON_NAME.first} {EMAIL}
        {PERSON_NAME.first} {PHONE.plain}
        {PERSON_NAME.first} {REFERENCE.booking}
        {PERSON_NAME.first} [only|here|this side]
        [im|i am|it is|its me] {PERSON_NAME.first}
        [thanks|ok|okay|hello|hi|please wait] {PERSON_NAME.first}
        {CREDIT_CARD} {DATE.expiry} {SECRET.cvv}
        {CREDIT_CARD} expiry {DATE.expiry} cvv {SECRET.cvv}
        2* {ACCOUNT.code} and {REFERENCE.booking}
        {ACCOUNT.code} {REFERENCE.booking}
        {ACCOUNT.code} [is my policy|policy|is the policy number]
        [policy number|policy] {ACCOUNT.policy} [and|] [claim number|claim] {REFERENCE.booking}
        [ssn|my ssn] {NATIONAL_ID.ssn4} [and|] [credit|credit card|card] [no|number|] {CREDIT_CARD}
        [credit|card|cc] [no|number|] {CREDIT_CARD} and [ssn|ssn no] {NATIONAL_ID.ssn4}
        {PERSON_NAME} ssn [no|] {NATIONAL_ID.ssn4} and [ac|account|acct] [no|number|] {ACCOUNT.tail}
        {PERSON_NAME} ssn {NATIONAL_ID.ssn4} credit {ACCOUNT.card_tail}
        {PERSON_NAME} [confirmation|booking|claim] [number|] {REFERENCE.booking}
        {NATIONAL_ID.ssn4} [are|is] my ssn [last four|last 4|]
        {NATIONAL_ID.ssn4} ssn
        last four [are|is|digits are|] {NATIONAL_ID.ssn4}
        4* {DATE.full} {BARE_AMOUNT}
        4* {DATE.compact}
        [i want the|the|is there a] {DATE} [flight|one|slot]
        3* [hopefully|maybe|probably|around|by|before|after|last used|lost on|some time] {DATE}
        2* {DATE.span}
        [the dates are|between|any day between|from] {DATE.span}
        6* {PART_CODE}
        2* [{PART_CODE} and {PART_CODE}|my seat is {PART_CODE}|{PART_CODE} or {PART_CODE}]
        2* [seat|row|size|block|gate] {PART_CODE}
        2* {DATE.full} {AMOUNT}
        {DATE.full} for {AMOUNT}
        [on|date|] {DATE.full} {TIME}
        2* [date|] {DATE.compact} [time|around|at] {TIME}
        8* {DATE.compact} {BARE_AMOUNT}
        4* {DATE.compact} [around|at|] {TIME}
        2* {DATE.compact} to {DATE.compact}
        2* {DATE.compact} [i made a purchase|i paid|it was|they took|for|the amount was|and] {BARE_AMOUNT}
        [{DATE.compact}|{DATE}] not {DATE.compact}
        {CREDIT_CARD} [last used date|last use date|used on|date] {DATE.compact}
        it was used [on|at] {DATE.compact} {TIME}
        the date of the charge was {DATE.compact} [around {TIME}|]
        {DATE.compact} for {AMOUNT}
        last used [date|] {DATE}
        {CREDIT_CARD} last used [date|on|] {DATE.compact}
        the date of the charge was {DATE} around {TIME} [and it was for {AMOUNT}|]
        {PERSON_NAME} {DATE} {BARE_AMOUNT}
        {DATE} and {DATE}
        {CITY} and {CITY}
        2* {CITY} to {CITY}
        {CITY} to {CITY} [on|] {DATE}
        [i need|book|want] [a|one|] ticket [from|] {CITY} to {CITY}
        {CITY} {ADDRESS.postcode}
        {ADDRESS}
        {ADDRESS.full}
        {ADDRESS} {PHONE}
        {PERSON_NAME} {ADDRESS.full}
        {ADDRESS.full} {PHONE.plain}
        4* {VEHICLE}
        2* [my car is|it is|its|car is|model is] [a|] {VEHICLE}
        {VEHICLE} [plate|registration] {ACCOUNT.plate}
        {PERSON_NAME} {VEHICLE}
        {PERSON_NAME} {AGE.number} {CITY}
        {PERSON_NAME} {AGE.full}
        {PERSON_NAME} age {AGE.number}
        {PERSON_NAME} [male|female] {AGE.number}
        {BARE_AMOUNT}
        {AMOUNT}
        {TIME}
        {COMPANY}
        [the company is|company name|company] {COMPANY}
        [{FLIGHT}|{MODEL_NUMBER}]
        [{QUANTITY}|{PERCENT}|{MEASURE}]
        {PERSON_NAME} [is my name|here|only|this side]
        {USERNAME} [is my username|is my user id|]
        {PERSON_NAME} {USERNAME}
        user {USERNAME} password {SECRET.password}
        {SECRET.otp} [is the otp|is the code]
        [otp|code] {SECRET.otp}
        {PERSON_NAME} , {PHONE} , {EMAIL}
        {PERSON_NAME} , {ADDRESS.full} , {PHONE}
        name {PERSON_NAME} [dob|date of birth] {DATE} ssn {NATIONAL_ID.ssn}
        {PERSON_NAME} born {DATE} ssn {NATIONAL_ID.ssn4}
        {NATIONAL_ID.ssn} [is my social|is my ssn|]
        {NATIONAL_ID.aadhaar} [is my aadhaar|aadhaar]
        {NATIONAL_ID.pan} [is my pan|pan]
        [i want to|i would like to|please] [check|change] my [seat|address|limit|plan]
        2* [gud mrng|good mrng|gud evng|hlo|helo sir|hii|thanx|thnks|tnx a lot|ok thnx bye|plz wait|okk|nopes|k fine|ya sure|yeah|gud nite]
        [yes correct|no thanks|i am fine now|thank you so much|i will wait|no issues|are you there|that was all]
    """,
    "lead": """
        3* [its|it's|it is]
        3* sure
        2* yes
        2* ok
        2* sorry
        sure its
        yeah
        yeah sure
        yes its
        okay it is
        ok its
        hi
        hello
        ya
        oh sorry
        sorry typo
        sorry for the typo
        no
        no sorry
        no it's
        actually
        here
        here is
        and
        also
        right
        sure sir
        sure thing
        no problem
        sorry it is
        please note
        i think
        my bad
        correction
        that is
        this is
    """,
    "tail": """
        2* please
        2* thank you
        only
        thanks
        is correct
        is right
        that is it
        ok
        sir
        madam
        correct
        i think
        please check
        got it
        is the right one
        right
        as i said
        this one
        is mine
        done
        hope that helps
        no other
    """,
    "joint": """
        6* and
        2* , and
        and my
        also
        then
        and also
        with
        or
        and then
        plus
        and the other is
        next is
    """,
}
