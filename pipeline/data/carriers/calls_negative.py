"""Hard negatives: numbers and words that look like PII and are not, alone or beside a true entity."""

NEGATIVE: dict[str, str] = {
    "look": """
        3* [my|the|your] order [number|id|no|] <is> {REFERENCE.order}
        3* [my|the|your] ticket [number|id|no|] <is> {REFERENCE.ticket}
        2* order {REFERENCE.order}
        2* ticket {REFERENCE.ticket}
        2* [my|the|your] [reference|reference number|ref number|ref no|case id|case number] <is> {REFERENCE}
        2* [reference|ref|case|claim|complaint|service request|docket] [number|] {REFERENCE}
        2* [transaction|transaction id|utr|utr number|payment id|payment reference] [is|] {REFERENCE}
        [invoice|bill|receipt|claim] number [is|] {REFERENCE}
        [booking|pnr|confirmation|reservation] [number|] [is|] {REFERENCE.booking}
        [application|enrolment|docket|job] number [is|] {REFERENCE}
        [policy|customer|consumer|roll|employee|membership] [id|no] [is|] {ACCOUNT}
        [visit|go to|ring|ask] {COMPANY}
        [my bill from|i work for|i bank with|insured with|the company is] {COMPANY}
        i drive a {VEHICLE}
        my {VEHICLE} [broke down|was hit|needs new tyres|]
        [i need|there are|it takes|only] {SHORT_NUMBER} [more|left|]
        2* [my|the|your] [tracking number|tracking id] <is> {REFERENCE.tracking}
        [my|the|your] [awb|consignment|shipment|docket] number <is> {REFERENCE.tracking}
        track [package|parcel|shipment|my order] {REFERENCE.tracking}
        2* [my|the|your] account number <is> {ACCOUNT}
        [savings|current|bank|loan|gas|electricity|water] account [number|] {ACCOUNT}
        account ending {ACCOUNT.tail}
        [the card|my card|card|the one] ending [in|with] {ACCOUNT.card_tail}
        2* [the|my|your] [otp|code|one time password|verification code|pin] <is> {SECRET.otp}
        [otp|code|passcode] {SECRET.otp}
        i got [otp|the code] {SECRET.otp} [but it failed|just now|]
        [my|the] flight [number|] is {FLIGHT}
        flight {FLIGHT} [is delayed|was cancelled|from terminal two|]
        [it costs|i paid|you charged me|the bill was|the total is|refund of|they deducted|balance is] {AMOUNT}
        {AMOUNT} [was deducted|is too much|is pending|only|per month|]
        i [ordered|need|bought|want|received] {QUANTITY}
        {QUANTITY} [were missing|arrived broken|please|]
        [since|in|back in|the year] {YEAR}
        i joined in {YEAR}
        [at|by|around|before|after|till] {TIME}
        [the meeting|the call|it|the shop] [is|starts|opens|closes] at {TIME}
        [pin code|postcode|zip code|zip|pincode] [is|] {ADDRESS.postcode}
        [my|the] [model|model number|serial number|device] is {MODEL_NUMBER}
        my {MODEL_NUMBER} [is not working|stopped|broke|won't start]
        [call me|come|visit|let's talk|meet|deliver it] {RELATIVE_DATE}
        [it broke|it stopped|i called|i paid|i came] {RELATIVE_DATE}
        {RELATIVE_DATE} [is fine|works for me|]
        [on|every|this|next|by] {WEEKDAY}
        for {DURATION}
        [i have waited|it takes|i was on hold for|it lasted] {DURATION}
        [in|since|by|until] {MONTH_ONLY}
        i use {BRAND}
        [my|the] {PRODUCT} [is broken|arrived late|is not charging|needs repair|]
        i ordered a {PRODUCT} [from {BRAND}|]
        [visit|go to|log in on|check|open] {WEBSITE}
        {PERCENT} [off|discount|interest|of it|battery left]
        [it is|it's only|it weighs|about|around] {MEASURE}
        the [order|parcel|package] {REFERENCE.order} [has not arrived|is late|is missing|was returned|arrived broken]
        i want to [cancel|return|track|change] order {REFERENCE.order}
        [complaint|ticket] {REFERENCE.ticket} is still open
        [close|reopen|escalate] ticket {REFERENCE.ticket}
        my ticket was {REFERENCE.ticket} raised {RELATIVE_DATE}
        mera order number {REFERENCE.order} hai
        mera account number {ACCOUNT} hai
        {REFERENCE} is [the|my] [reference|booking reference|case number|claim number]
        {REFERENCE.order} is [the|my] order [number|id]
        {REFERENCE.ticket} is my ticket [number|]
        {ACCOUNT} is the account
        {SECRET.otp} is the [code|otp]
        this is [about|regarding|for|because of] [my bill|the delivery|the refund|a parcel|order {REFERENCE.order}|ticket {REFERENCE.ticket}]
        this is [my first call|the third time|not what i ordered|just to let you know|a new connection]
        i am calling [again|back|for an update|to ask about {REFERENCE.order}|about the same thing|from work]
        i am [travelling|going|flying|moving] [next week|soon|with family|for work|on {WEEKDAY}]
        [call|ring|text] me [back|later|at home|at {TIME}|when it is ready|before {TIME}]
        [contact|call|ask] [the branch|your team|support|the driver|the office] [at {TIME}|first|again|about it]
        my name is [spelled wrong|missing|not on the list|still the old one|on the ticket]
        my email is [not working|full|on the form|already there]
        send [it|them|the papers] to [the old address|my office|the branch|the wrong person]
        the [order|ticket|case|transaction|reference] [number|id|no] [you gave me|on the receipt|in the mail|i have] [is|was] {REFERENCE}
        {REFERENCE} that's the [order|ticket|tracking|reference|confirmation] [number|id]
        {REFERENCE} [it says|is printed|stands] on the [receipt|invoice|parcel|ticket]
        [order|ticket|case|reference|transaction] {REFERENCE} and [order|ticket|case|ref] {REFERENCE}
        [vin|customer code|consumer number|meter number] [is|] {ACCOUNT}
        serial [number|] {MODEL_NUMBER}
        [the meter reads|reading is|meter reading] {STRAY_DIGITS}
        [error|error code|page|line|room|gate|platform|seat|row|version|step|option] {STRAY_DIGITS}
    """,
    "true_and_look": """
        order [id|number|] is {REFERENCE.order} but my <phone> is {PHONE}
        my <phone> is {PHONE} and [the|my] order [number|id|] is {REFERENCE.order}
        ticket {REFERENCE.ticket} my number is {PHONE}
        ticket {REFERENCE} and card is {CREDIT_CARD}
        reference {REFERENCE} paid by card {CREDIT_CARD}
        {REFERENCE.order} is the order and {PHONE} is the phone
        {PHONE} is my phone and {REFERENCE.order} is the order
        [transaction|reference|order|case] [number|id|] {REFERENCE} [paid|went] [from|with] <card> {CREDIT_CARD}
        <card> {CREDIT_CARD} [not|and not] the [order|case|ticket] {REFERENCE}
        [order|ticket|case] {REFERENCE.order} [write|mail|reply] to {EMAIL}
        {EMAIL} [regarding|about|for] [order|ticket|case] {REFERENCE.order}
        {PERSON_NAME} [order|ticket|case|booking] {REFERENCE.order} {PHONE}
        not the order number {REFERENCE.order} my phone [number|] {PHONE}
        that's the [tracking number|order number|reference] {REFERENCE.tracking} the phone is {PHONE}
        account {ACCOUNT} <phone> {PHONE}
        account number {ACCOUNT} and <card> {CREDIT_CARD}
        the otp is {SECRET.otp} and the <phone> is {PHONE}
        i got the otp {SECRET.otp} on {PHONE}
        code {SECRET.otp} came to {PHONE}
        [paid|refund] {AMOUNT} [on|to] card {CREDIT_CARD}
        {AMOUNT} was charged to {CREDIT_CARD} on {DATE}
        order {REFERENCE.order} placed on {DATE}
        order {REFERENCE.order} for {PERSON_NAME}
        ticket {REFERENCE.ticket} raised by {PERSON_NAME}
        ticket {REFERENCE.ticket} raised on {DATE}
        flight {FLIGHT} on {DATE} from {CITY}
        flight {FLIGHT} from {CITY} to {CITY}
        {PERSON_NAME} ordered {QUANTITY}
        tracking {REFERENCE.tracking} going to {CITY}
        parcel {REFERENCE.tracking} for {PERSON_NAME} {LOCATION}
        {CITY} {ADDRESS.postcode}
        my address is {LOCATION} {CITY} pin code {ADDRESS.postcode}
        {PERSON_NAME} from {COMPANY}
        {COMPANY} charged {AMOUNT} on {DATE}
        call me at {TIME} on {PHONE}
        call me {RELATIVE_DATE} on {PHONE}
        on {DATE} at {TIME}
        {WEEKDAY} {DATE} at {TIME}
        policy {ACCOUNT.policy} of {PERSON_NAME} born {DATE}
        booking {REFERENCE} under {PERSON_NAME}
        invoice {REFERENCE} to {EMAIL}
        {PERSON_NAME} wants {PRODUCT} from {BRAND}
        serial {MODEL_NUMBER} bought on {DATE}
        the number {REFERENCE} is the claim and {PHONE} is mine
        my number not the ticket {REFERENCE.ticket} is {PHONE}
        card ending {ACCOUNT.card_tail} full number {CREDIT_CARD}
        {PERSON_NAME} has been with us since {YEAR}
    """,
    "refusal": """
        visiting {CITY} soon , not sharing my number
        i live in {CITY} but i won't give you my [phone|number|address]
        i'd rather not give my [number|card number|date of birth|email|name]
        why do you need my [date of birth|card number|phone number|name|email]
        i don't have [an email|a credit card|a phone|a second number]
        i will send my [number|email|details] later
        you already have my [number|email|card|name] on file
        please don't call me [again|in the morning|after {TIME}|]
        my name is on the [form|account|order] already
        is my [phone number|email|card|date of birth] safe with you
        can i change my [phone number|email|card|name] [online|on the app|at the {CITY} branch|]
        do you need my [card number|email|phone number|full name|date of birth]
        i forgot my [card number|email|password|phone number|customer id]
        my card [was declined|is not working|has expired|never arrived|got blocked]
        my phone [is dead|is broken|has no signal|was stolen|is switched off]
        my email [is full|was hacked|is not working]
        what is [your|the] [name|number|email] [please|of the manager|]
        i don't want to share my [name|number|card|email]
        the name of the [shop|hotel|street|plan] i forgot
        someone from {CITY} called [but left no number|and hung up|]
        i am near {LOCATION} and i don't remember the house number
        i lost the [card|number|email] you gave me
        your [number|email|website] is not working
        i was [at|in] {CITY} last year
        a friend in {LOCATION} told me about [you|the offer]
        i will tell you only the [city|area] , {CITY}
        no names please
        never mind the number
        i changed my number last month
        the date is not fixed yet
        i will call you back with the date
        no cards , i pay cash [in {CITY}|]
    """,
}
