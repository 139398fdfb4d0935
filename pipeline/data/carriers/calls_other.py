"""Phrases with several entities, about third persons, from agents, and in the scenarios of a contact centre."""

OTHER: dict[str, str] = {
    "third": """
        2* contact {PERSON_NAME} [at|on] {PHONE}
        2* [call|ring|text|phone] {PERSON_NAME} [at|on] {PHONE}
        2* {PERSON_NAME} [at|on] {PHONE}
        2* {PERSON_NAME} {PHONE}
        2* {PERSON_NAME} lives in {CITY}
        2* email id of {PERSON_NAME} is {EMAIL}
        {PERSON_NAME} 's [email|mail id|email id|email address] is {EMAIL}
        {PERSON_NAME} 's [number|phone number|mobile|phone|cell] is {PHONE}
        the [number|phone number|mobile|contact] of {PERSON_NAME} is {PHONE}
        {PERSON_NAME} 's [birthday|date of birth|anniversary] is [on|] {DATE}
        {PERSON_NAME} was born on {DATE}
        {PERSON_NAME} [is from|comes from|moved to|works in|stays in|is in] {CITY}
        {PERSON_NAME} [joins|joined|leaves|is coming|arrives|starts] on {DATE}
        [mail|email|write to] {PERSON_NAME} at {EMAIL}
        {PERSON_NAME} can be [reached|contacted] [at|on|via] {PHONE}
        {PERSON_NAME} can be [reached|contacted] [at|on|via] {EMAIL}
        my <kin> 's name is {PERSON_NAME}
        my <kin> {PERSON_NAME}
        my <kin> is {PERSON_NAME}
        my <kin> {PERSON_NAME} will [collect|receive|sign for|pay for|pick up] it
        my <kin> {PERSON_NAME} has the number {PHONE}
        please add {PERSON_NAME} as [nominee|co applicant|a contact|an authorised user|second driver]
        i spoke [to|with] {PERSON_NAME} [yesterday|last week|on {DATE}|about <topic>|]
        [is|can i talk to|can i speak to|may i speak with|could you put me through to] {PERSON_NAME} [there|please|]
        the [agent|doctor|driver|technician|manager|advisor|executive] was {PERSON_NAME}
        {PERSON_NAME} from [your team|sales|billing|the bank|support] called [me|]
        {PERSON_NAME} told me [to call|it was fixed|to wait|it would be free]
        [ask for|ask|look for] {PERSON_NAME} when you get there
        {PERSON_NAME} and {PERSON_NAME} [will come|are travelling|are the passengers|share the account|]
        [the passengers are|between|for] {PERSON_NAME} and {PERSON_NAME}
        transfer it to {PERSON_NAME}
        send it to {PERSON_NAME} in {CITY}
        deliver it to {PERSON_NAME} at {LOCATION}
        {PERSON_NAME} near {LOCATION}
        {PERSON_NAME} {CITY}
        {PERSON_NAME} {DATE}
        {PERSON_NAME} {EMAIL}
        the patient {PERSON_NAME} was admitted on {DATE}
        [uska|unka] naam {PERSON_NAME} hai
        {PERSON_NAME} ka number {PHONE} hai
        {PERSON_NAME} ko {PHONE} pe call karo
        {PERSON_NAME} ji ka mail {EMAIL} hai
        [reference|referred by] {PERSON_NAME}
        emergency contact is {PERSON_NAME} {PHONE}
        my [emergency contact|next of kin] is {PERSON_NAME} on {PHONE}
        cc {PERSON_NAME} on {EMAIL}
        {PERSON_NAME} sent [it|the mail] from {EMAIL}
        {PERSON_NAME} paid with card {CREDIT_CARD}
        the card belongs to {PERSON_NAME} {CREDIT_CARD}
        card in the name of {PERSON_NAME} number {CREDIT_CARD}
        charge {PERSON_NAME} 's card {CREDIT_CARD}
        thank you {PERSON_NAME}
        [thanks|hi|hello|good morning|bye|sorry|ok|welcome] {PERSON_NAME}
        [hi|hello] {PERSON_NAME} how can i help [you|]
    """,
    "scene": """
        2* i need a [flight|ticket|cab|train|bus] from {CITY} to {CITY} on {DATE}
        2* [flying|travelling|going] from {CITY} to {CITY} on {DATE}
        book a [room|table|cab|hotel] in {CITY} [for|on|from] {DATE}
        from {CITY} to {CITY} leaving {DATE} returning {DATE}
        we check in on {DATE} and check out on {DATE}
        check in {DATE} check out {DATE}
        deliver it [near|to|at] {LOCATION} in {CITY}
        i live [near|at|on] {LOCATION} [in|] {CITY}
        {LOCATION} {CITY}
        my address is {LOCATION} {CITY}
        the store [at|on|near] {LOCATION} {CITY} [closed|opened] on {DATE}
        <card> {CREDIT_CARD} [expires|expiring|expiry|exp|valid till|valid until] [on|] {DATE}
        <my> <card> is {CREDIT_CARD} and it expires [on|in|] {DATE}
        {CREDIT_CARD} [expiry|expires|exp] {DATE}
        card {CREDIT_CARD} in the name of {PERSON_NAME}
        [sim|porting|recharge|new connection] for {PHONE}
        please recharge {PHONE}
        port {PHONE} to your network
        my broadband at {LOCATION} is down since {DATE}
        the meter at {LOCATION} was read on {DATE}
        i had [an appointment|a scan|a check up] with [doctor|dr] {PERSON_NAME} on {DATE}
        claim for an accident on {DATE} near {LOCATION}
        admission of {PERSON_NAME} born {DATE}
        my [son|daughter] {PERSON_NAME} starts school on {DATE}
        interview with {PERSON_NAME} on {DATE} [at|in] {LOCATION}
        the candidate is {PERSON_NAME} email {EMAIL}
        passport of {PERSON_NAME} expires on {DATE}
        i applied on {DATE} from {CITY}
        name {PERSON_NAME} <phone> {PHONE}
        name {PERSON_NAME} <phone> {PHONE} <mail> {EMAIL}
        name {PERSON_NAME} date of birth {DATE}
        {PERSON_NAME} {PHONE} {EMAIL}
        {PHONE} [or|and|or else] {PHONE}
        two numbers {PHONE} and {PHONE}
        either {PHONE} or {EMAIL}
        <phone> {PHONE} <mail> {EMAIL}
        [reach me|contact me|write to me] at {EMAIL} or [call|ring|] {PHONE}
        {EMAIL} or {EMAIL}
        we moved from {LOCATION} to {LOCATION} on {DATE}
        the driver {PERSON_NAME} is near {LOCATION}
        my flight from {CITY} was cancelled on {DATE}
        hotel near {LOCATION} {CITY}
        the wedding is in {CITY} on {DATE}
        your appointment with {PERSON_NAME} is on {DATE} at our {CITY} [branch|clinic|office]
    """,
    "agent": """
        thank you for calling [{BRAND}|] this is {PERSON_NAME} how [may|can] i help [you|]
        [{BRAND}|customer care|technical support|reservations|the helpdesk] {PERSON_NAME} speaking
        you're through to {PERSON_NAME}
        am i speaking [to|with] {PERSON_NAME}
        is this {PERSON_NAME}
        so <my> <phone> is {PHONE} [is that right|correct|right|]
        let me [confirm|repeat|read that back] {PHONE}
        let me [confirm|repeat|read that back] {CREDIT_CARD}
        let me [confirm|repeat|read that back] {EMAIL}
        i have {PHONE} [here|on file|on record|in the system]
        i have {EMAIL} [here|on file|on record|in the system]
        i have {CREDIT_CARD} [here|on file|on record|in the system]
        i see {PERSON_NAME} [here|on file|on the account]
        i can see a card {CREDIT_CARD} on your [profile|account]
        so that's {DATE} [correct|right|]
        your date of birth is {DATE} [correct|right|]
        we will [call|ring|contact] you [on|at] {PHONE}
        we sent [a code|a link|an sms] to {PHONE}
        we have sent <document> to {EMAIL}
        i've booked you [in|] for {DATE}
        the engineer will [come|visit|be with you] on {DATE}
        your order will be delivered [by|on] {DATE}
        the nearest [branch|store] is [at|on|near] {LOCATION}
        we don't [deliver|ship] to {CITY} [yet|]
        are you [still|calling|] in {CITY}
        one moment [mr|mrs|ms|] {PERSON_NAME}
        thank you for waiting {PERSON_NAME}
        is there anything else {PERSON_NAME}
        let me transfer you to {PERSON_NAME}
        my colleague {PERSON_NAME} will [call|ring] you on {DATE}
        for [complaints|emergencies|sales|support] [call|dial|ring] {PHONE}
        you may also write to {EMAIL}
        did you mean {CITY}
        which {LOCATION} do you mean
        please note the [helpline|toll free number|hotline] {PHONE}
    """,
    "fix": """
        no sorry it's {PHONE}
        no sorry {PHONE}
        sorry i mean {PHONE}
        wait no {PHONE}
        [not that|no not that] the right one is {PHONE}
        correction <phone> {PHONE}
        <my> <phone> is {PHONE} no sorry {PHONE}
        <my> <phone> is {PHONE} sorry {PHONE}
        <my> <card> is {CREDIT_CARD} no wait {CREDIT_CARD}
        no sorry it's {EMAIL}
        <my> <mail> is {EMAIL} no sorry {EMAIL}
        [on|] {DATE} no sorry {DATE}
        [on|] {DATE} i mean {DATE}
        {PERSON_NAME} sorry {PERSON_NAME}
        not {PERSON_NAME} it's {PERSON_NAME}
        from {CITY} no from {CITY}
        not {DATE} but {DATE}
        i said {PHONE} not {PHONE}
        it is not {EMAIL} it is {EMAIL}
        the one ending in {ACCOUNT.card_tail} no sorry the full number is {CREDIT_CARD}
    """,
}
