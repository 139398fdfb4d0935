"""What an agent may ask for: (share, slot of the answer), one rule `ask_NAME` for each."""

ASKED: dict[str, tuple[int, str]] = {
    "phone": (13, "PHONE"),
    "card": (9, "CREDIT_CARD"),
    "email": (9, "EMAIL"),
    "name": (10, "PERSON_NAME"),
    "date": (8, "DATE"),
    "city": (4, "CITY"),
    "location": (4, "LOCATION"),
    "address": (22, "ADDRESS.full"),
    "postcode": (5, "ADDRESS.postcode"),
    "order": (4, "REFERENCE.order"),
    "ticket": (3, "REFERENCE.ticket"),
    "reference": (3, "REFERENCE"),
    "booking": (4, "REFERENCE.booking"),
    "tracking": (3, "REFERENCE.tracking"),
    "account": (6, "ACCOUNT.bank"),
    "routing": (1, "ACCOUNT.routing"),
    "sort": (1, "ACCOUNT.sort"),
    "policy": (5, "ACCOUNT.policy"),
    "member": (4, "ACCOUNT.member"),
    "plate": (2, "ACCOUNT.plate"),
    "account_tail": (3, "ACCOUNT.tail"),
    "tail": (3, "ACCOUNT.card_tail"),
    "ssn": (4, "NATIONAL_ID.ssn"),
    "ssn4": (6, "NATIONAL_ID.ssn4"),
    "aadhaar": (2, "NATIONAL_ID.aadhaar"),
    "pan": (1, "NATIONAL_ID.pan"),
    "passport": (2, "NATIONAL_ID.passport"),
    "licence": (2, "NATIONAL_ID.licence"),
    "nino": (1, "NATIONAL_ID.nino"),
    "otp": (4, "SECRET.otp"),
    "pin": (3, "SECRET.pin"),
    "cvv": (3, "SECRET.cvv"),
    "password": (2, "SECRET.password"),
    "answer": (3, "SECRET.answer"),
    "expiry": (3, "DATE.expiry"),
    "age": (3, "AGE"),
    "username": (3, "USERNAME"),
    "amount": (4, "AMOUNT"),
    "time": (4, "TIME"),
    "model": (2, "MODEL_NUMBER"),
    "quantity": (2, "QUANTITY"),
    "company": (3, "COMPANY"),
    "vehicle": (2, "VEHICLE"),
}

MORE_QUESTIONS: dict[str, str] = {
    "ask_address": """
        3* <may_i> your [home|mailing|billing|full|current|] address
        2* what is your [home|mailing|billing|full|current|street|] address
        and your address
        your address please
        can you confirm the address on file
        where do you live
        where should we send [it|the card|the new checkbook|the replacement|the kit]
        what address do we have for you
        <may_i> the billing address for the card
        what is the company address
        and the address for the delivery
        house number and street please
        and the address of the property
        could you verify your street address
    """,
    "ask_booking": """
        2* <may_i> [your|the] [booking|confirmation|booking confirmation|claim|reservation] number
        what is your [booking|confirmation|claim|reservation] number
        your confirmation code please
        the six letter code on the ticket
        and the pnr
        do you have the claim number
        what is the record locator
        and the booking number
    """,
    "ask_routing": """
        <may_i> the routing number
        what is the routing number of your bank
        and the routing number
        the nine digits at the bottom of the check
    """,
    "ask_sort": """
        <may_i> your sort code
        what is the sort code
        and the sort code please
        the six digits of the sort code
    """,
    "ask_policy": """
        2* <may_i> your policy number
        what is your policy number
        and the policy number
        your policy please
        the number on your insurance card
        which policy is it
        do you have the policy number handy
    """,
    "ask_member": """
        <may_i> your [member|membership|patient|group|customer] [id|number]
        what is your [member|membership|patient|customer] [id|number]
        and your member id
        the number on your [id|membership|loyalty] card
        your frequent flyer number
        what is your medical record number
    """,
    "ask_plate": """
        what is your [license|licence|number] plate
        <may_i> the registration of the vehicle
        and the plate number
        your car's registration number please
        what's on the plate
    """,
    "ask_account_tail": """
        <may_i> the last four [digits|] of your account [number|]
        what are the last four of your account
        the account ending in
        last four of the account please
        which account the one ending in
    """,
    "ask_ssn": """
        <may_i> your [full|] social security number
        what is your social security number
        your social please
        and your social
        the nine digits of your social security number
        could you read me your social
    """,
    "ask_ssn4": """
        3* <may_i> the last four [digits|] of your [social|social security number|ssn]
        what are the last four [digits|] of your [social|ssn]
        last four of your social please
        and the last four of your ssn
        verify the last four of your social for me
        the last four digits for verification
    """,
    "ask_aadhaar": """
        <may_i> your aadhaar [number|]
        what is your aadhaar number
        aapka aadhaar number
        and the aadhaar number
        the twelve digits on your aadhaar card
    """,
    "ask_pan": """
        <may_i> your pan [number|card number|]
        what is your pan number
        and the pan
        pan card number please
    """,
    "ask_passport": """
        <may_i> your passport number
        what is your passport number
        and the passport number
        passport number please
        the number on the passport
    """,
    "ask_licence": """
        <may_i> your [driver's license|driving licence|licence] number
        what is your [driver's license|driving licence] number
        and the licence number
        the number on your licence
    """,
    "ask_nino": """
        <may_i> your national insurance number
        what is your national insurance number
        and your n i number
        your national insurance number please
    """,
    "ask_pin": """
        <may_i> your [four digit|telephone|] pin
        what is your pin
        please say your pin
        the four digit pin
        and your security pin
        enter or say your pin
    """,
    "ask_cvv": """
        <may_i> the [cvv|security code|three digits on the back]
        what is the cvv
        and the three digits on the back
        the security code on the back of the card
        cvv please
    """,
    "ask_password": """
        <may_i> your [telephone|account|] password
        what is the password on the account
        your password please
        what is your passcode
        and the password you set up
        do you know your verbal password
    """,
    "ask_answer": """
        what was the name of your first pet
        what is your favourite [colour|food|movie|animal|flower]
        and the answer to your security question
        what is your security word
        what was your first school
        what was the make of your first car
        your memorable word please
        what was your childhood nickname
    """,
    "ask_expiry": """
        2* and the expiry date [of the card|]
        what is the expiration date
        when does the card expire
        <may_i> the expiry
        valid until
        expiry please
    """,
    "ask_age": """
        how old are you
        what is your age
        <may_i> your age
        and your age
        how old is [he|she|the patient|your son|your daughter]
        age please
    """,
    "ask_username": """
        <may_i> your [username|user name|user id|login|login id]
        what is your [username|user id|login]
        and your user id
        what do you log in with
        which username is it
        your twitter handle
    """,
    "ask_company": """
        what is the company name
        which company is it
        and the name of the company
        who is the bill from
        who is your employer
        which bank is it with
        who is the biller
    """,
    "ask_vehicle": """
        what kind of car is it
        which [car|vehicle] is it
        make and model please
        what is the year make and model
        and the vehicle
    """,
}
