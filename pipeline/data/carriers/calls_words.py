"""Closed word classes that every split shares: determiners, nouns for a phone, short openers, connectors."""

SHARED: dict[str, str] = {
    "my": """
        4* my
        our
        the
        his
        her
        my wife's
        my husband's
        my brother's
        my mother's
        my son's
        my
    """,
    "phone": """
        4* phone number
        3* number
        2* mobile number
        2* mobile
        2* phone
        2* contact number
        cell phone number
        cell number
        cell
        telephone number
        landline
        landline number
        home number
        work number
        office number
        whatsapp number
        whatsapp
        callback number
        registered mobile number
        registered number
        alternate number
        alternative number
        contact
        ph number
        mob number
        daytime number
        direct line
    """,
    "card": """
        4* card number
        3* credit card number
        2* credit card
        2* debit card number
        2* card
        debit card
        visa card number
        visa card
        mastercard
        master card number
        amex
        rupay card
        platinum card
        bank card number
        sixteen digit card number
        long card number
        card on file
        prepaid card
        corporate card number
    """,
    "mail": """
        4* email
        3* email address
        2* email id
        2* mail id
        mail
        e mail
        e mail address
        mail address
        work email
        personal email
        gmail
        registered email
        registered mail id
        official email id
        alternate email
        business email
    """,
    "name": """
        5* name
        3* full name
        first and last name
        good name
        legal name
        complete name
        name on the account
        name as per aadhaar
        name on the card
    """,
    "is": """
        6* is
        is
        would be
        will be
        it's
        is actually
        should be
    """,
    "please": """
        please
        kindly
        just
        please do
    """,
    "may_i": """
        2* can i [have|get|take|note down]
        could i [have|get|take|please have]
        may i [have|know|get|take]
        can you [tell me|give me|provide|confirm|share|repeat|verify]
        could you [tell me|give me|please confirm|share|repeat|please provide|spell out]
        please [confirm|share|tell me|provide|give me]
        kindly [confirm|share|tell me|provide|give me]
        i need
        i will need
        i'll need
        would you mind giving me
    """,
    "ok": """
        4* ok
        3* okay
        2* yes
        2* yeah
        sure
        got it
        alright
        all right
        right
        thanks
        thank you
        perfect
        great
        no problem
        of course
        certainly
        fine
        haan ji
        ji
        one second
        noted
        ok sir
        yes ma'am
        yep
        correct
        understood
    """,
    "hi": """
        3* hi
        3* hello
        hey
        good morning
        good afternoon
        good evening
        hello there
        namaste
        hi there
        hello sir
        hello ma'am
        hi team
        dear sir
    """,
    "reach": """
        3* call
        2* reach
        contact
        ring
        phone
        text
        message
        whatsapp
        call back
        get hold of
        sms
        dial
    """,
    "verb_reach_me": """
        3* call me
        2* reach me
        contact me
        ring me
        text me
        message me
        call me back
        whatsapp me
        phone me
        get back to me
        give me a [call|ring|missed call]
        drop me a [text|message]
        ping me
    """,
    "send": """
        3* send
        mail
        email
        forward
        share
        resend
    """,
    "document": """
        the invoice
        the receipt
        the bill
        the statement
        the details
        the confirmation
        the tickets
        a copy
        the report
        the form
        everything
        the documents
        the offer letter
        the quote
        the link
        the policy
        the agenda
        it
        the boarding pass
        the brochure
        my statement
        the acknowledgement
        the payslip
        the prescription
    """,
    "kin": """
        wife
        husband
        brother
        sister
        son
        daughter
        father
        mother
        manager
        boss
        colleague
        friend
        assistant
        cousin
        uncle
        neighbour
        neighbor
        flatmate
        nominee
        secretary
        landlord
        doctor
        teacher
        partner
    """,
    "live": """
        3* live
        stay
        am staying
        reside
        am living
        work
        am based
        am currently
    """,
}
