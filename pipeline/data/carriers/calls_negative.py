"""Hard negatives: numbers and words that look like PII and are not, alone or beside a true entity."""

NEGATIVE: dict[str, str] = {
    "look": """
        3* [my|the|your] order [number|id|no|] <is> {ORDER_NUMBER}
        3* [my|the|your] ticket [number|id|no|] <is> {TICKET_NUMBER}
        2* order {ORDER_NUMBER}
        2* ticket {TICKET_NUMBER}
        2* [my|the|your] [reference|reference number|ref number|ref no|case id|case number] <is> {REFERENCE}
        2* [reference|ref|case|claim|complaint|service request|docket] [number|] {REFERENCE}
        2* [transaction|transaction id|utr|utr number|payment id|payment reference] [is|] {REFERENCE}
        [invoice|bill|receipt|policy|booking|pnr|claim] number [is|] {REFERENCE}
        [customer|consumer|application|registration|enrolment|membership] number [is|] {REFERENCE}
        [invoice|bill|policy|booking|customer|consumer|application|roll|employee] [id|no] [is|] {ACCOUNT_NUMBER}
        2* [my|the|your] [tracking number|tracking id] <is> {TRACKING_NUMBER}
        [my|the|your] [awb|consignment|shipment|docket] number <is> {TRACKING_NUMBER}
        track [package|parcel|shipment|my order] {TRACKING_NUMBER}
        2* [my|the|your] account number <is> {ACCOUNT_NUMBER}
        [savings|current|bank|loan|gas|electricity|water] account [number|] {ACCOUNT_NUMBER}
        account ending {CARD_TAIL}
        [the card|my card|card|the one] ending [in|with] {CARD_TAIL}
        2* [the|my|your] [otp|code|one time password|verification code|pin] <is> {OTP}
        [otp|code|passcode] {OTP}
        i got [otp|the code] {OTP} [but it failed|just now|]
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
        [pin code|postcode|zip code|zip|pincode] [is|] {POSTCODE}
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
        the [order|parcel|package] {ORDER_NUMBER} [has not arrived|is late|is missing|was returned|arrived broken]
        i want to [cancel|return|track|change] order {ORDER_NUMBER}
        [complaint|ticket] {TICKET_NUMBER} is still open
        [close|reopen|escalate] ticket {TICKET_NUMBER}
        my ticket was {TICKET_NUMBER} raised {RELATIVE_DATE}
        mera order number {ORDER_NUMBER} hai
        mera account number {ACCOUNT_NUMBER} hai
        {REFERENCE} is [the|my] [reference|booking reference|case number|claim number]
        {ORDER_NUMBER} is [the|my] order [number|id]
        {TICKET_NUMBER} is my ticket [number|]
        {ACCOUNT_NUMBER} is the account
        {OTP} is the [code|otp]
        [imei|imei number|serial|meter number|aadhaar number|vin|ifsc code|gst number] [is|] {ACCOUNT_NUMBER}
        [the meter reads|reading is|meter reading] {STRAY_DIGITS}
        [error|error code|page|line|room|gate|platform|seat|row|version|step|option] {STRAY_DIGITS}
    """,
    "true_and_look": """
        order [id|number|] is {ORDER_NUMBER} but my <phone> is {PHONE}
        my <phone> is {PHONE} and [the|my] order [number|id|] is {ORDER_NUMBER}
        ticket {TICKET_NUMBER} my number is {PHONE}
        ticket {REFERENCE} and card is {CREDIT_CARD}
        reference {REFERENCE} paid by card {CREDIT_CARD}
        {ORDER_NUMBER} is the order and {PHONE} is the phone
        {PHONE} is my phone and {ORDER_NUMBER} is the order
        not the order number {ORDER_NUMBER} my phone [number|] {PHONE}
        that's the [tracking number|order number|reference] {TRACKING_NUMBER} the phone is {PHONE}
        account {ACCOUNT_NUMBER} <phone> {PHONE}
        account number {ACCOUNT_NUMBER} and <card> {CREDIT_CARD}
        the otp is {OTP} and the <phone> is {PHONE}
        i got the otp {OTP} on {PHONE}
        code {OTP} came to {PHONE}
        [paid|refund] {AMOUNT} [on|to] card {CREDIT_CARD}
        {AMOUNT} was charged to {CREDIT_CARD} on {DATE}
        order {ORDER_NUMBER} placed on {DATE}
        order {ORDER_NUMBER} for {PERSON_NAME}
        ticket {TICKET_NUMBER} raised by {PERSON_NAME}
        ticket {TICKET_NUMBER} raised on {DATE}
        flight {FLIGHT} on {DATE} from {CITY}
        flight {FLIGHT} from {CITY} to {CITY}
        {PERSON_NAME} ordered {QUANTITY}
        tracking {TRACKING_NUMBER} going to {CITY}
        parcel {TRACKING_NUMBER} for {PERSON_NAME} {LOCATION}
        {CITY} {POSTCODE}
        my address is {LOCATION} {CITY} {POSTCODE}
        call me at {TIME} on {PHONE}
        call me {RELATIVE_DATE} on {PHONE}
        on {DATE} at {TIME}
        {WEEKDAY} {DATE} at {TIME}
        policy {REFERENCE} of {PERSON_NAME} born {DATE}
        booking {REFERENCE} under {PERSON_NAME}
        invoice {REFERENCE} to {EMAIL}
        {PERSON_NAME} wants {PRODUCT} from {BRAND}
        serial {MODEL_NUMBER} bought on {DATE}
        the number {REFERENCE} is the claim and {PHONE} is mine
        my number not the ticket {TICKET_NUMBER} is {PHONE}
        card ending {CARD_TAIL} full number {CREDIT_CARD}
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
