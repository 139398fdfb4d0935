"""What a caller says about himself, one entity a phrase: numbers, cards, addresses, names, dates and places."""

OWN: dict[str, str] = {
    "own_phone": """
        4* <my> <phone> <is> {PHONE}
        4* <my> <phone> {PHONE}
        3* you can <reach> me [on|at] {PHONE}
        3* <verb_reach_me> [on|at|back on|back at|] {PHONE}
        <please> <verb_reach_me> [on|at|] {PHONE} [after six|any time|in the evening|during office hours|]
        <phone> <is> {PHONE}
        <phone> {PHONE}
        3* [it is|it's|its] {PHONE}
        the best number [to reach me|for me|to call|] is {PHONE}
        the number is {PHONE}
        [i am|i'm] [on|available on|reachable on|reachable at] {PHONE}
        mera [number|phone number|mobile number|contact number] {PHONE} hai
        mera [number|mobile number] hai {PHONE}
        do one thing [call|ring|message] me on {PHONE}
        note down <my> <phone> {PHONE}
        kindly note <my> <phone> {PHONE}
        you can take down <my> <phone> it's {PHONE}
        <my> [new|other|second|old|updated] number is {PHONE}
        if [the line drops|we get disconnected|i miss you|there is a problem|nobody answers] [call|ring|try] {PHONE}
        if you have any [questions|issue|doubt] call {PHONE}
        try me on {PHONE}
        <my> <phone> [ends in|starts with] nine so the full one is {PHONE}
        i can be [reached|contacted] [on|at] {PHONE}
        my whatsapp is {PHONE}
        update <my> <phone> to {PHONE}
        please change <my> <phone> to {PHONE}
        [save|add|store|register] {PHONE} as <my> <phone>
        {PHONE} is <my> <phone>
        {PHONE} that's <my> <phone>
        {PHONE} is the [best|right|correct] number [for me|]
        {PHONE} call me there
        {PHONE} [my|is my] [mobile|cell|number|landline]
        i have [moved|switched|ported] to {PHONE}
        the otp goes to {PHONE}
        send the otp to {PHONE}
        send [an sms|a text|the link] to {PHONE}
        use {PHONE} [to call me|for whatsapp|for delivery|instead]
        phone kijiye {PHONE} par
        is number pe call karo {PHONE}
        <my> <phone> with country code is {PHONE}
        [dial|ring|call|try|phone] {PHONE}
        3* call {PHONE}
        <reach> us [on|at] {PHONE}
        fax [it|] to {PHONE}
        our [toll free|office|front desk] number is {PHONE}
        [reception|the desk|support] is on {PHONE}
        i am calling from {PHONE}
        the missed call was from {PHONE}
        i got a call from {PHONE}
        the number i called from is {PHONE}
        extension aside the number is {PHONE}
    """,
    "own_card": """
        4* <my> <card> <is> {CREDIT_CARD}
        3* <my> <card> {CREDIT_CARD}
        2* <card> <is> {CREDIT_CARD}
        2* <card> {CREDIT_CARD}
        <my> <card> number is {CREDIT_CARD.slip}
        2* [it is|it's|its] {CREDIT_CARD}
        the [numbers|digits] [on the front|on the card|on it|] are {CREDIT_CARD}
        charge [it to|] {CREDIT_CARD}
        3* [pay|paying|paid|i paid|i will pay] [with|by|via|through|from|on] {CREDIT_CARD}
        [payment|purchase|recharge|top up|autopay] [with|via|through|on] {CREDIT_CARD} [went through|failed|is pending|]
        2* [complete|make|finish|authorise] the [payment|purchase|booking|renewal] [using|with|on|from|by] {CREDIT_CARD}
        [book|buy|order|renew|settle|get] [it|this|that] [using|with|on|through] {CREDIT_CARD}
        [settle|clear] [the bill|my dues|the balance|the emi|the rent] [using|with|from|through|via|by] {CREDIT_CARD}
        [swipe|run|try|debit|tokenize|verify|save] {CREDIT_CARD}
        [money|the amount|the fee|ten dollars] [went from|was taken from|came off|is blocked on] {CREDIT_CARD}
        [put it on|bill it to|use] <my> <card> {CREDIT_CARD}
        [i want|i would like|i wish|i'd like] to pay [with|by|using] <card> {CREDIT_CARD}
        [please|kindly|] [block|cancel|freeze|replace|activate|deactivate] <my> <card> {CREDIT_CARD}
        i [lost|misplaced|can't find] <my> <card> {CREDIT_CARD}
        <my> <card> was [stolen|declined|swallowed|blocked] it's {CREDIT_CARD}
        the payment [was|got] declined on {CREDIT_CARD}
        mera card number {CREDIT_CARD} hai
        mera card number hai {CREDIT_CARD}
        {CREDIT_CARD} is <my> <card>
        {CREDIT_CARD} that's the card
        {CREDIT_CARD} is the [number|card] [on file|i used|to charge|]
        you should have [card|] {CREDIT_CARD} on file
        take the payment from {CREDIT_CARD}
        [debit|charge|deduct] [the amount|] from {CREDIT_CARD}
        i am reading it from the card {CREDIT_CARD}
        let me read it out {CREDIT_CARD}
        paid [with|by] card {CREDIT_CARD}
        payment by [visa|mastercard|amex|card] {CREDIT_CARD}
        [visa|mastercard|amex|american express|rupay|discover] {CREDIT_CARD}
        [visa|mastercard|amex|american express|rupay] number {CREDIT_CARD}
        <my> <card> it starts with four {CREDIT_CARD}
        update the [billing|payment method|card on file] to {CREDIT_CARD}
        refund it [to|back to] <card> {CREDIT_CARD}
        there is a charge i don't know on <card> {CREDIT_CARD}
        please note <card> {CREDIT_CARD}
        here is <my> <card> {CREDIT_CARD}
        add <card> {CREDIT_CARD} to my wallet
        the old card was {CREDIT_CARD}
        my new card came it's {CREDIT_CARD}
        the full number is {CREDIT_CARD}
    """,
    "own_email": """
        4* <my> <mail> <is> {EMAIL}
        3* <my> <mail> {EMAIL}
        2* <mail> <is> {EMAIL}
        2* <mail> {EMAIL}
        2* [it is|it's|its] {EMAIL}
        2* <send> <document> to {EMAIL}
        <please> <send> <document> to {EMAIL}
        you can [write|mail|email] [to|] me at {EMAIL}
        [mail|email|write to] me [at|on|] {EMAIL}
        [mail|email|write to] {EMAIL}
        [cc|copy|loop in|keep in copy] {EMAIL}
        mera [email|mail id|email id] {EMAIL} hai
        meri mail id hai {EMAIL}
        {EMAIL} is <my> <mail>
        {EMAIL} that's <my> <mail>
        {EMAIL} is where [it should go|you can send it|to send it]
        i [signed up|registered|ordered|logged in] with {EMAIL}
        the account is under {EMAIL}
        the login is {EMAIL}
        my user id is the email {EMAIL}
        i didn't get <document> on {EMAIL}
        [change|update] <my> <mail> to {EMAIL}
        i can't log in [with|as] {EMAIL}
        reset the password for {EMAIL}
        [kindly|please|] [do the needful and|] reply to {EMAIL}
        i never check that one use {EMAIL}
        let me spell <my> <mail> {EMAIL}
        you can find me [at|on|under] {EMAIL}
        unsubscribe {EMAIL}
        send the invite to {EMAIL}
        note down <my> <mail> {EMAIL}
        [please|] drop a mail to {EMAIL}
        my resume was sent from {EMAIL}
        contact us at {EMAIL}
        support is at {EMAIL}
        all lower case {EMAIL}
        it's spelled {EMAIL}
        [share|send] [it|them|that] [on|to] {EMAIL}
    """,
    "own_name": """
        4* my <name> is {PERSON_NAME}
        4* [this is|i am|i'm] {PERSON_NAME}
        3* {PERSON_NAME}
        2* {PERSON_NAME} [here|speaking|this side|calling]
        2* myself {PERSON_NAME}
        2* name is {PERSON_NAME}
        my name's {PERSON_NAME}
        name {PERSON_NAME}
        [it's|it is|its] {PERSON_NAME} [here|speaking|calling|]
        mera naam {PERSON_NAME} hai
        mera naam hai {PERSON_NAME}
        main {PERSON_NAME} bol raha hoon
        {PERSON_NAME} bol rahi hoon
        you are speaking [with|to] {PERSON_NAME}
        you can call me {PERSON_NAME}
        everyone calls me {PERSON_NAME}
        my good name is {PERSON_NAME}
        [the account|it|the booking] is [in the name of|under|under the name] {PERSON_NAME}
        the [policy|ticket|order|reservation] is [in the name of|under] {PERSON_NAME}
        [booked|registered|reserved|ordered] [under|in the name of|by] {PERSON_NAME}
        the name on the [account|card|booking|order|policy] is {PERSON_NAME}
        [first name|the first name|surname|last name|family name|middle name] [is|] {PERSON_NAME}
        please put [it|this] under {PERSON_NAME}
        that's {PERSON_NAME}
        speaking this is {PERSON_NAME}
        [yes|yeah] {PERSON_NAME}
        i go by {PERSON_NAME}
        [mr|mrs|ms|miss|doctor|dr|shri|smt|sir] {PERSON_NAME}
        [mr|mrs|ms|doctor|professor] {PERSON_NAME} [here|speaking|this side]
        i am {PERSON_NAME} and i am calling [about|regarding|for] <topic>
        {PERSON_NAME} is my name
        {PERSON_NAME} is the [account holder|customer|name|policy holder|patient|passenger|cardholder]
        the [account holder|customer|policy holder|patient|passenger|cardholder|applicant|guest] is {PERSON_NAME}
        make it out to {PERSON_NAME}
        [change|correct|update] the name to {PERSON_NAME}
        my maiden name was {PERSON_NAME}
        before marriage i was {PERSON_NAME}
        i am writing my name as {PERSON_NAME}
        it should say {PERSON_NAME}
        this is {PERSON_NAME} from [accounts|billing|the front desk|human resources|it support|sales|the bank]
    """,
    "own_date": """
        3* my date of birth is {DATE}
        2* date of birth {DATE}
        2* [dob|d o b] [is|] {DATE}
        2* [i was|was] born on {DATE}
        my birthday is [on|] {DATE}
        born {DATE}
        it [expires|is expiring|expired] on {DATE}
        [expiry|expiry date|valid till|valid until|expiration date|expiring] [is|] {DATE}
        [on|from|since|by|before|after|till|until] {DATE}
        on {DATE}
        the [appointment|meeting|interview|delivery|booking|surgery|check up|call|demo|exam|hearing] is on {DATE}
        [book|schedule|fix|move|reschedule|shift|postpone] [it|the appointment|my visit|the slot] [for|to|on] {DATE}
        i [ordered|bought|booked|paid|joined|moved|called] [it|] on {DATE}
        i am [travelling|traveling|leaving|arriving|flying|coming|checking in|moving in] on {DATE}
        the [payment|bill|premium|emi|rent|fee|instalment] is due [on|by] {DATE}
        it was due on {DATE}
        the policy [started|starts|ends|lapsed|lapses|matures] on {DATE}
        meri date of birth {DATE} hai
        janam tithi {DATE}
        {DATE} is my [birthday|date of birth|joining date|wedding day]
        {DATE} [works|suits me|is fine|is good for me|would be better]
        can we [do|make it|say] {DATE}
        [is|are you free on] {DATE} [ok|fine|possible|available]
        how about {DATE}
        my [joining|last working] day [is|was] {DATE}
        [the date|date] [is|] {DATE}
        [confirmed|planned|set|arranged|valid|approved|due] [for|on] {DATE}
        [arrange|plan|set|keep|block] [the|a|my] [meeting|call|visit|demo|session|pickup] [for|on] {DATE}
        we [can|will|should|could] [meet|talk|do it|start|visit|come] on {DATE}
        [any day|some time|] [between|from] {DATE.span}
        i want the {DATE} [flight|slot|appointment]
        since {DATE} [it has not worked|there is no signal|i have no internet|nobody called]
        the [fault|problem|outage|issue] [began|started|happened] on {DATE}
        my [last visit|last payment|last recharge|last bill] was [on|] {DATE}
        today's date is {DATE}
        between {DATE} and {DATE}
        from {DATE} to {DATE}
        from {DATE} till {DATE}
        the invoice is dated {DATE}
        [married|divorced|retired] on {DATE}
        my passport was issued on {DATE}
        the warranty ran out on {DATE}
        please deliver [it|] on {DATE}
        {DATE} at the latest
    """,
    "own_city": """
        3* i <live> in {CITY}
        2* from {CITY}
        2* i am from {CITY}
        2* [i am|i'm] calling from {CITY}
        [in|near|around|located in|based in|not far from] {CITY}
        {CITY}
        [the|my|our] city is {CITY}
        [the|our] [branch|office|store|clinic|warehouse|hospital|campus|school] in {CITY}
        i was born in {CITY}
        my [hometown|home town|native|native place] is {CITY}
        i [moved|shifted|relocated|am moving] to {CITY}
        i am [going|travelling|flying|driving] to {CITY} [and then {LOCATION}|and then {CITY}|]
        [ship|deliver|send|courier] it to {CITY}
        main {CITY} se hoon
        mai {CITY} mein rehta hoon
        {CITY} mein rehti hoon
        {CITY} is [home|where i live|my city|our head office]
        basically {CITY} side
        originally from {CITY}
        my address is in {CITY}
        is there a [branch|store|service centre] [in|near|around] {CITY}
        [checking|asking about|what are the] [store|opening|delivery] [timings|hours|times] [near|in|around] {CITY}
        i am [stuck in|staying near|staying in|close to] {CITY}
        the weather in {CITY} is bad
        the [flight|train|bus] to {CITY}
        the [flight|train|bus] from {CITY}
        from {CITY} to {CITY}
        between {CITY} and {CITY}
        i visited {CITY} and {CITY}
        not {CITY} [i said|but] {CITY}
        i am visiting {CITY} [soon|next week|for work|with family]
    """,
    "own_location": """
        2* my address is {LOCATION}
        2* i <live> [near|at|on|in|opposite|behind] {LOCATION}
        2* near {LOCATION}
        at {LOCATION}
        {LOCATION}
        [deliver|drop|leave|send] it [to|at|near] {LOCATION}
        the [shop|office|clinic|flat|house] is [near|at|on|opposite|next to|behind|close to] {LOCATION}
        the [store|branch|hotel|gate|school] is [right by|at|on|across from|past] {LOCATION}
        i am [waiting|standing|parked] [at|near|outside|opposite] {LOCATION}
        [pick me up|meet me|meet] [at|near|from|outside] {LOCATION}
        the driver is [at|near] {LOCATION}
        turn [left|right] [at|after|on] {LOCATION}
        2* [at|near|in|from|behind|outside|opposite|past] the {LOCATION.generic}
        2* [i am|we are|it is|the office is|located|the shop is] [at|near|in|by] the {LOCATION.generic}
        the {LOCATION.generic} is [near|close to|behind] my [house|home|office]
        landmark is {LOCATION}
        the landmark near me is {LOCATION}
        {LOCATION} ke paas
        {LOCATION} is [near|close to] my [house|home|office]
        [just|right] [behind|opposite|next to] {LOCATION}
        i moved to {LOCATION}
        from {LOCATION} to {LOCATION}
        the [pickup|drop|delivery|billing|shipping] [address|point|location] is {LOCATION}
        our [office|warehouse|shop|school] is on {LOCATION}
        the accident was [on|at|near] {LOCATION}
        there is no [power|water|signal|network] [in|at|near] {LOCATION}
        state is {LOCATION}
        i am from {LOCATION}
        the parcel was left at {LOCATION}
        how do i get to {LOCATION}
        is {LOCATION} covered
        do you deliver to {LOCATION}
    """,
}
