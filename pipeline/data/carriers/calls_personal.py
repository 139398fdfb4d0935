"""What a caller says about himself beyond phone and card: addresses, identity numbers, accounts, secrets, age."""

PERSONAL: dict[str, str] = {
    "own_address": """
        4* my address is {ADDRESS}
        3* my address is {ADDRESS.full}
        2* i live at {ADDRESS}
        2* [my|the] [home|mailing|billing|shipping|delivery|office|current|new|permanent] address is {ADDRESS}
        address {ADDRESS}
        [it's|it is|that's] {ADDRESS.full}
        [ship|deliver|send|courier] [it|them|the card|the parcel|the new one] to {ADDRESS}
        [i moved|we moved|i have moved|i shifted] to {ADDRESS}
        {ADDRESS.line} [that's|and that's|it's] in {ADDRESS.town}
        my address is {ADDRESS.line} in {ADDRESS.town} [zip code|zip code is|and the zip is|and the zip code is going to be] {ADDRESS.postcode}
        i live at {ADDRESS.line} [that's|] {ADDRESS.town} zip {ADDRESS.postcode}
        [the address on the account|the address on file|the old address] [is|was] {ADDRESS}
        [change|update|correct] my address to {ADDRESS.full}
        [the|our] [shop|office|clinic|house|property|warehouse] is at {ADDRESS.line}
        [come|send the technician|send the driver|send somebody] to {ADDRESS}
        the [accident|break in|fire|leak] [was|happened] at {ADDRESS.line}
        my [zip|zip code|post code|postcode|pin code|pincode] is {ADDRESS.postcode}
        [zip|zip code|postcode|pin code] {ADDRESS.postcode}
        {ADDRESS} is my address
        {ADDRESS.full} [is where i live|is the address|is the billing address]
        mera address hai {ADDRESS}
        ghar ka address {ADDRESS} hai
        from {ADDRESS} to {ADDRESS.line}
        the company address is {ADDRESS.full}
        bill it to {PERSON_NAME} {ADDRESS.full}
        the electricity at {ADDRESS.line} is off
        pick me up from {ADDRESS.line} [near {LOCATION}|]
        i used to live at {ADDRESS} [until {YEAR}|before|]
    """,
    "own_id": """
        4* my [social|social security number|social security|ssn] is {NATIONAL_ID.ssn}
        3* the last four of my [social|ssn] [is|are] {NATIONAL_ID.ssn4}
        2* [my|the] last four [digits|] [is|are] {NATIONAL_ID.ssn4}
        2* [ssn|social|s s n] [is|number is|ends in|ending in|] {NATIONAL_ID.ssn4}
        my [aadhaar|aadhaar number|aadhar card number|adhar number] is {NATIONAL_ID.aadhaar}
        mera aadhaar number {NATIONAL_ID.aadhaar} hai
        my [pan|pan number|pan card number|pan card] is {NATIONAL_ID.pan}
        my national insurance number is {NATIONAL_ID.nino}
        [n i number|national insurance] {NATIONAL_ID.nino}
        my [sin|social insurance number] is {NATIONAL_ID.sin}
        my passport [number|] is {NATIONAL_ID.passport}
        passport [number|no|] {NATIONAL_ID.passport} [expires on {DATE}|issued on {DATE}|]
        i am travelling on passport {NATIONAL_ID.passport}
        my [driver's license|driving licence|licence|license|dl] [number|] is {NATIONAL_ID.licence}
        my [tax id|tax number|tin|itin|ein|tax file number|utr number] is {NATIONAL_ID.tax}
        {NATIONAL_ID.ssn} is my social
        {NATIONAL_ID.aadhaar} is my aadhaar number
        my name is {PERSON_NAME} and [my|the last four of my] [ssn|social] is {NATIONAL_ID.ssn4}
        the [voter|voter id|id|identity] card number is {NATIONAL_ID.licence}
        i can give you my [social|passport|licence] it's {NATIONAL_ID.passport}
    """,
    "own_account": """
        4* my account number is {ACCOUNT.bank}
        3* [my|the] account [number|] [ends in|ending in|ends with] {ACCOUNT.tail}
        2* account number {ACCOUNT.bank}
        2* my policy [number|] is {ACCOUNT.policy}
        2* policy [number|no|] {ACCOUNT.policy}
        [my|the] [member|membership|customer|patient|client|group|subscriber] [id|number] is {ACCOUNT.member}
        [member|membership|customer|patient|consumer] [id|number|no] {ACCOUNT.customer}
        my medical record number is {ACCOUNT.patient}
        my frequent flyer [number|] is {ACCOUNT.member}
        [the card|my card|it] [ends in|ends with|ending in|ending with] {ACCOUNT.card_tail}
        the last four [digits|] of [my|the] card [are|is] {ACCOUNT.card_tail}
        the last four [digits|] of [my|the] account [are|is] {ACCOUNT.tail}
        the routing number is {ACCOUNT.routing}
        routing {ACCOUNT.routing} account {ACCOUNT.bank}
        [my|the] sort code is {ACCOUNT.sort} [and the account is {ACCOUNT.bank}|]
        [the|my] ifsc [code|] is {ACCOUNT.ifsc}
        [the|my] iban is {ACCOUNT.iban}
        [the|my] [swift|bic|swift code] is {ACCOUNT.swift}
        my [license plate|number plate|plate|registration|car number] is {ACCOUNT.plate}
        [vehicle|registration|car] number {ACCOUNT.plate}
        transfer it [to|from] [account|account number] {ACCOUNT.bank}
        move {AMOUNT} from account {ACCOUNT.tail} to account {ACCOUNT.tail}
        [deposit|refund|credit] it to [my|the] account {ACCOUNT.bank}
        {ACCOUNT.bank} is my account number
        {ACCOUNT.policy} is my policy number
        mera policy number {ACCOUNT.policy} hai
        my upi is linked to account {ACCOUNT.bank}
        the loan account is {ACCOUNT.bank}
        policy {ACCOUNT.policy} for my {VEHICLE} plate {ACCOUNT.plate}
    """,
    "own_secret": """
        3* [my|the] pin is {SECRET.pin}
        3* [the|my] [otp|code|one time password|verification code|passcode] is {SECRET.otp}
        2* [the|] [cvv|cvc|security code|three digits on the back] [is|are] {SECRET.cvv}
        cvv {SECRET.cvv}
        my [password|passcode|telephone password] is {SECRET.password}
        [it's|the password is|try] password {SECRET.password}
        i [set|changed] [my|the] password to {SECRET.password}
        [reset|change] the pin to {SECRET.pin}
        my atm pin {SECRET.pin} [is not working|got blocked|]
        the code [i got|that came|on my phone] is {SECRET.otp}
        [it says|it reads|the text says] your code is {SECRET.otp}
        {SECRET.otp} is [the|my] [code|otp]
        my [first pet was|security word is|memorable word is|security answer is] {SECRET.answer}
        the answer is {SECRET.answer}
        [username|user id] {USERNAME} [and|] password {SECRET.password}
        {CREDIT_CARD} [expiry|exp|valid till] {DATE.expiry} cvv {SECRET.cvv}
        the wifi password is {SECRET.password}
        the door code is {SECRET.pin}
        otp {SECRET.otp}
        mera otp {SECRET.otp} hai
    """,
    "own_age": """
        3* [i am|i'm] {AGE.full}
        2* my age is {AGE.number}
        2* [i am|i'm] {AGE.number} [years old|]
        he is {AGE.full}
        she is {AGE.full}
        my [son|daughter|father|mother|wife|husband] is {AGE}
        [the patient|my grandmother|my nephew] is {AGE.full}
        age {AGE.number}
        {AGE.full}
        i just turned {AGE.number}
        i will be {AGE.number} [next month|this year|in {MONTH_ONLY}]
        a {AGE.full} [man|woman|male|female|patient|driver]
        {PERSON_NAME} is {AGE.full}
        {PERSON_NAME} aged {AGE.number}
        [main|meri umar] {AGE.number} saal ka hoon
        at the age of {AGE.number}
    """,
    "own_username": """
        3* my [username|user name|user id|login|login id] is {USERNAME}
        i log in as {USERNAME}
        [username|user id|login] {USERNAME}
        my [twitter|instagram|telegram|skype|github|insta] [handle|id|] is {USERNAME}
        [follow|find|message|add] me on [twitter|instagram|telegram|skype] [at|as] {USERNAME}
        {USERNAME} is my [username|login|user id]
        the account [name|login] is {USERNAME}
        i forgot the password for user {USERNAME}
        i signed up as {USERNAME}
        change my [username|login] to {USERNAME}
    """,
    "several": """
        my name is {PERSON_NAME} my [date of birth|dob] is {DATE} and my [social|ssn] is {NATIONAL_ID.ssn}
        name {PERSON_NAME} account {ACCOUNT.bank} [dob|date of birth] {DATE} zip {ADDRESS.postcode}
        {PERSON_NAME} {ADDRESS.full} {PHONE}
        it's {PERSON_NAME} {ADDRESS.line} {ADDRESS.town} my number is {PHONE}
        i am {PERSON_NAME} {AGE.full} from {CITY}
        my name is {PERSON_NAME} [ssn|social] {NATIONAL_ID.ssn4} and [account|card] [ending|ends in] {ACCOUNT.tail}
        policy {ACCOUNT.policy} claim {REFERENCE.claim} my phone is {PHONE}
        the card is {CREDIT_CARD} expires {DATE.expiry} security code {SECRET.cvv} zip {ADDRESS.postcode}
        {CREDIT_CARD} and [my|the last four of my] [ssn|social] is {NATIONAL_ID.ssn4}
        booking {REFERENCE.booking} for {PERSON_NAME} passport {NATIONAL_ID.passport}
        account {ACCOUNT.bank} sort code {ACCOUNT.sort} name {PERSON_NAME}
        account holder {PERSON_NAME} account number {ACCOUNT.bank} ifsc {ACCOUNT.ifsc}
        patient {PERSON_NAME} [born|date of birth] {DATE} member id {ACCOUNT.member}
        my email is {EMAIL} my username is {USERNAME} and my phone is {PHONE}
        contact {PERSON_NAME} at {PHONE} or at {EMAIL}
        {PERSON_NAME} {DATE} {NATIONAL_ID.ssn4}
        aadhaar {NATIONAL_ID.aadhaar} pan {NATIONAL_ID.pan}
        licence {NATIONAL_ID.licence} plate {ACCOUNT.plate} and the car is a {VEHICLE}
        on {DATE.full} {BARE_AMOUNT} was charged by {COMPANY}
        i paid {COMPANY} {AMOUNT} on {DATE.full} from account {ACCOUNT.tail}
    """,
}
