"""What is said around the questions of a call: openings, read-backs, repeats, spelling."""

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
}
