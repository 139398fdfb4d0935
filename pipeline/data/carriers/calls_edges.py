"""What stands before, between and behind the statements of a call."""

EDGES: dict[str, str] = {
    "topic": """
        my order
        my bill
        a refund
        the outage
        my booking
        my policy
        a complaint
        the delivery
        my account
        an invoice
        a claim
        my broadband
        the job
        my subscription
        admission
        a loan
        my insurance
        the warranty
        my tax return
        a parking ticket
        my prescription
        the washing machine
        the interview
    """,
    "opener": """
        3* <hi>
        <hi> ,
        3* <ok>
        <ok> so
        so
        well
        and
        also
        see
        listen
        actually
        basically
        just to confirm
        for the record
        as i said
        like i told you
        one more thing
        first of all
        to begin with
        i am calling [about|regarding] <topic>
        i have a [question|query|complaint|problem] about <topic>
        i've been waiting for [an hour|ages|a week|two days]
        can you hear me
        are you there
        thanks for taking my call
        sorry for the delay
        sorry about the noise
        the line is bad
        let me see
        let me check
        hold on
        give me a second
        one moment please
        do one thing
        kindly note
        please note
        please help me with <topic>
        this is about <topic>
        it's regarding <topic>
        i wanted to ask about <topic>
        bhai
        haan
        achha
        dekho
        suniye
        i called yesterday too
        ok here goes
        ready when you are
        you asked for my details
        here are my details
        i need some help
        nobody is answering the chat
        my internet is down again
        i hope you are doing well
        i'd like to update my details
        i want to make a booking
        i want to place an order
        i have been charged twice
    """,
    "closer": """
        3* thanks
        2* thank you
        2* please
        thank you so much
        ok bye
        bye
        have a nice day
        let me know
        is that ok
        is that right
        did you get that
        got it
        that's all
        that is it
        i'll wait
        i am waiting
        please hurry
        as soon as possible
        please check
        kindly confirm
        please do the needful
        can you check
        can you help
        what should i do
        shall i repeat
        should i spell it
        do you need anything else
        anything else
        no that's everything
        talk to you later
        dhanyavaad
        theek hai
        ok na
        please note it
        that would be great
        whenever you can
        in the evening please
        after five please
        and please be quick
        i have been waiting a long time
        it's quite urgent
        it is very important
        sorry for the trouble
        you've been very helpful
        i really appreciate it
    """,
    "connector": """
        6* and
        4* ,
        3* also
        3* then
        2* .
        2* . also
        , and
        and then
        after that
        and also
        . got it . and
        next
        plus
        so
        but
        or
        as well as
        . ok .
        by the way
        . one more thing .
        aur
        along with
        apart from that
        . yes .
        . right .
        moreover
        besides
    """,
}
