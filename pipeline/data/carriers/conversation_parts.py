"""What is said around the questions of a call: openings, read-backs, repeats, small talk, endings."""

PHRASES: dict[str, str] = {
    "greet": """
        4* hello this is {COMPANY} my name is {PERSON_NAME.first=9} how can i help you [today|]
        2* thank you for calling {COMPANY} [this is|my name is] {PERSON_NAME.first=9} how [may|can] i help you [today|]
        2* thanks for calling {COMPANY} this is {PERSON_NAME.first=9}
        hi this is {PERSON_NAME.first=9} [with|from|at] {COMPANY} [how are you|how can i help|what can i do for you]
        good [morning|afternoon|evening] {COMPANY} {PERSON_NAME.first=9} speaking
        {COMPANY} how can i help you
        welcome to {COMPANY} you are speaking [with|to] {PERSON_NAME.first=9}
        hello my name is {PERSON_NAME.first=9} [how can i help you|what can i do for you today]
        hello this is {COMPANY}
        hi thanks for holding this is {PERSON_NAME.first=9}
        [customer service|claims|reservations|billing|member services|the front desk] {PERSON_NAME.first=9} speaking how may i help
        namaste {COMPANY} se {PERSON_NAME.first=9} bol rahi hoon
        hello {PERSON_NAME.first=9} here from {COMPANY} is this a good time
        hello thank you for calling how can i help
    """,
    "intro": """
        5* hi my name is {PERSON_NAME=1} [and|] [i need to|i would like to|i want to|i'd like to] <want>
        3* [hi|hello|hey|yes hi|good morning] [this is|my name is|i'm|i am] {PERSON_NAME=1}
        2* hi {PERSON_NAME=1} here i [need to|want to] <want>
        my name is {PERSON_NAME=1}
        hi {PERSON_NAME.first=8} this is {PERSON_NAME=1} i need to <want>
        hello i am calling for my [wife|husband|mother|father|son] {PERSON_NAME=2}
        hi i'd like to <want>
        yeah hi i need to <want>
        hello [sir|ma'am|] myself {PERSON_NAME=1} i want to <want>
        hi yes it's {PERSON_NAME=1} i called [yesterday|earlier|last week] about <topic>
        my name is {PERSON_NAME-1} uh hold on {PERSON_NAME+1}
        my name is um {PERSON_NAME-1} sorry the line is bad {PERSON_NAME=1}
        it's {PERSON_NAME=1} i lost my card and i need to <want>
        hello my name is {PERSON_NAME~1}
        yes my name is {PERSON_NAME=1} that's {PERSON_NAME^1}
    """,
    "want": """
        2* pay a bill
        2* check my account balance
        2* order a new checkbook
        2* reset my password
        replace my debit card
        transfer some money
        schedule an appointment
        know your branch hours
        report a lost card
        dispute a charge
        book a flight
        change my seat
        cancel my booking
        get my boarding pass
        file a claim
        get a proof of insurance
        update my address
        renew my policy
        add a driver
        change my plan
        refill a prescription
        see the doctor
        upgrade my phone
        get my internet fixed
        order a battery
        know about the rates
        close my account
        open an account
        get a copy of my statement
        check on a refund
        track my parcel
        make a reservation
    """,
    "lead": """
        4* it's
        3* it is
        2* sure it's
        2* yes it's
        2* uh
        2* okay it's
        sure
        yes
        yeah it's
        so it's
        um it's
        that's
        that would be
        that is
        mine is
        i think it's
        of course it's
        let me see
        one second
        alright
        well it's
        okay so
        uh it is
        hold on it's
        haan ji
        okay
        the number is
        so that would be
        let me find it here
        are you ready
        i'm going to read it slowly
    """,
    "my_lead": """
        3* my phone number is
        my number is
        the address is
        my address is
        yes my number is
        and it's
        so my address is
        uh my phone number is
        it's going to be
        sure my number's
    """,
    "noted": """
        4* okay
        2* alright
        2* thank you
        2* mm hmm
        got it
        okay great
        perfect
        thank you so much
        uh huh
        sure
        alright one second
        okay give me a moment
        great
        right
        okay thanks
        one moment please
        let me pull that up
        okay got that
        a new card is on its way
        a replacement will be sent to that address
        i will update that for you
        i have that here
        hmm
        lovely thank you
    """,
    "again": """
        3* could you repeat that [please|]
        2* can you repeat that [for me|again|one more time|]
        2* sorry could you say that again
        i'm sorry what was that
        sorry i didn't catch that
        come again
        sorry one more time
        i missed that can you repeat it
        say that again please
        pardon me
        could you repeat that number
        what was that again
        i'm having trouble hearing you could you repeat that
        can you go slower
        you're breaking up
    """,
    "again_end": """
        sorry what was the last part
        and the last [four|part|bit|few digits]
        what comes after that
        i got the first part what's the rest
        sorry the second half again
        what were the last digits
    """,
    "again_start": """
        sorry what was the first part
        how does it start
        i missed the beginning
        what was the first half
        sorry can you start over
    """,
    "back": """
        4* okay so that's
        3* so that is
        2* let me read that back
        2* i have
        2* [okay|alright]
        just to confirm
        let me confirm
        okay you said
        i've got
        so i have
        to confirm that's
        is it
        that was
        you said
        and that's
    """,
    "right": """
        3* correct
        3* is that correct
        2* is that right
        right
        did i get that right
        yes
        is it
        okay
        is that the one
    """,
    "yes": """
        4* yes
        3* yeah
        3* that's correct
        2* correct
        2* yes that's right
        yep
        that's it
        mm hmm
        yes sir
        yes ma'am
        right
        exactly
        uh huh that's right
        sure
    """,
    "no": """
        3* no it's
        3* no sorry
        2* no no
        2* sorry it's
        no that's wrong it's
        not quite it's
        no i said
        sorry i meant
        actually it's
        wait no it's
        no my mistake
        oh sorry that was the old one it's
    """,
    "spell": """
        could you spell that [for me|please|]
        how do you spell that
        can you spell your last name
        spelling please
        would you spell it
        and how is that spelled
    """,
    "spelled": """
        3* sure
        it's
        that's
        yes
        it is spelled
        spelled
        okay
        uh
    """,
    "chat": """
        /a one moment please /c sure
        /a just a second /c okay no problem
        /c are you there /a yes i'm here sorry about that
        /a okay can i put you on hold for {DURATION} /c that's fine
        /a thank you for holding /c no problem
        /a your [checking|savings|] account balance is {AMOUNT} /c okay great
        /a which account would you like to check /c my [savings|checking] account
        /a the branch hours are {TIME} until {TIME} /c okay thank you
        /a okay your card will arrive in {DURATION} /c perfect
        /a a new [card|checkbook] has been sent to your [home|] address /c great
        /a we will send your payment to {COMPANY} /c thank you
        /a what is the bill amount /c the amount is {AMOUNT}
        /a how much would you like to transfer /c {AMOUNT}
        /a and where would you like to transfer it from /c from my checking to my savings
        /a i am sorry to hear that /c yeah it's been {DURATION}
        /a have you tried turning it off and on /c yes {QUANTITY} didn't help
        /c how long does it take /a about {DURATION}
        /c how much is it /a that will be {AMOUNT}
        /c is there a fee /a yes it's {AMOUNT} or {PERCENT}
        /a your password reset link has been sent to your phone /c got it
        /a i see you've been with us since {YEAR} /c that's right
        /a the next available time is {WEEKDAY} at {TIME} /c that works
        /c do you have anything {RELATIVE_DATE} /a let me check
        /a would you like an aisle or a window seat /c aisle please
        /a your flight {FLIGHT} is on time /c oh good
        /a how many bags are you checking /c {QUANTITY}
        /a what device do you have /c it's a {MODEL_NUMBER}
        /a what car is it for /c the {VEHICLE}
        /c i've been on hold for {DURATION} /a i do apologise
        /c it's about my {PRODUCT} /a okay let me help you with that
        /c i bought it {RELATIVE_DATE} and it stopped working /a i understand
        /a is this for personal or business use /c personal
        /a are you calling from the number on your account /c yes
        /a for security i need to verify a few details /c go ahead
        /a i just need to verify some information /c okay sure
        /a okay let me update that for you /c thank you
        /a sorry the system is slow today /c that's alright
        /a do you have a pen /c yes go ahead
        /c i'm driving so bear with me /a take your time
        /c sorry my dog is barking /a no worries
        /a {SHORT_NUMBER} of {SHORT_NUMBER} steps done /c okay
        /c it says error {SHORT_NUMBER} /a okay thanks
        /a you have {QUANTITY} left /c how many
        /a that's {PERCENT} off until {WEEKDAY} /c nice
        /c i don't have it with me /a that's okay we can use something else
        /c why do you need that /a it's just for verification
        /c i'd rather not say /a i understand
        /c can i do this online /a yes at {WEBSITE}
        /a your policy covers up to {AMOUNT} /c i see
        /a thank you {PERSON_NAME-1} /c sure
        /a okay {PERSON_NAME-1} give me one second /c okay
        /a mr {PERSON_NAME+1} are you still there /c yes
        /a am i speaking with {PERSON_NAME=1} /c yes you are
        /a and your name is {PERSON_NAME!1} /c no it's {PERSON_NAME=1}
        /a may i have your name please /c it's {PERSON_NAME=1} /a thank you {PERSON_NAME-1}
        /a is {PERSON_NAME=2} also on the account /c yes that's my [wife|husband]
        /a i'll transfer you to {PERSON_NAME.first=7} /c okay thanks
        /c who am i talking to /a my name is {PERSON_NAME.first=9}
        /c i spoke to {PERSON_NAME.first=7} [yesterday|last week|on {DATE}] /a okay let me look
        /a your appointment with doctor {PERSON_NAME+6} is on {DATE} at {TIME} /c thank you
        /a your next payment of {AMOUNT} is due on {DATE} /c okay
        /a the transaction on {DATE} for {AMOUNT} /c yes that one
        /c there's a charge of {AMOUNT} from {COMPANY} on {DATE} /a let me see
        /a your flight from {CITY} to {CITY} leaves on {DATE} at {TIME} /c great
        /a your reference number is {REFERENCE=7} /c okay {REFERENCE=7}
        /a your [claim|confirmation|ticket] number is {REFERENCE.booking~7} /c got it thank you
        /a you can write this down {REFERENCE~7} /c okay
        /a our number is {PHONE=7} if you get cut off /c okay thanks
        /a we will call you back at {PHONE=1} /c that's fine
        /a i sent a code to your phone /c it says {SECRET.otp~3} /a thank you
    """,
    "close": """
        3* /a is there anything else i can help you with [today|] /c no that's all [thank you|thanks|]
        2* /a anything else i can do for you /c no thank you
        2* /a thank you for calling have a great day /c you too [bye|thank you bye bye|]
        /a thank you for calling {COMPANY} /c bye
        /a alright have a nice day /c thanks
        /c okay thank you {PERSON_NAME-9} /a you're welcome
        /c that'll be all /a okay great have a good one
        /a bye bye /c bye
        /c okay thanks for your help /a no problem
        /a glad i could help /c thank you so much
        /a thank you {PERSON_NAME=1} goodbye /c goodbye
    """,
}
