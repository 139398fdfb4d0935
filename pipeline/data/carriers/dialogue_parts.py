"""What an agent asks, one rule for each thing asked for."""

QUESTIONS: dict[str, str] = {
    "ask_phone": """
        3* <may_i> your <phone>
        2* what is your <phone>
        what's the best number to [reach|call] you [on|]
        which number [can i|should we|shall i] call
        what number are you calling from
        your <phone> please
        your <phone>
        and the <phone>
        do you have a <phone>
        on which number do you want the otp
        <may_i> a callback number in case we get disconnected
        is there another number
        how can we reach you
        aapka [mobile|phone] number
        what's your [mobile|cell|phone]
        and a number for the driver
        the number on the account
    """,
    "ask_card": """
        3* <may_i> your <card>
        2* what is your <card>
        <may_i> the sixteen digits [on the front|]
        your <card> please
        your <card>
        and the <card>
        which card [would you like to use|do you want to block|should i charge]
        please read out the [long|full|card] number
        how would you like to pay . card number please
        aapka card number
        what are the numbers on the card
        what's the [card|credit card|debit card]
        go ahead with the card
        and the full card number
    """,
    "ask_email": """
        3* <may_i> your <mail>
        2* what is your <mail>
        where should i send <document>
        which <mail> should i use
        your <mail> please
        your <mail>
        and the <mail>
        do you have an <mail>
        can you spell your <mail>
        aapki mail id
        what's your [email|mail id]
        which address is the account under
        where can we write to you
        and an email for the receipt
    """,
    "ask_name": """
        3* <may_i> your <name>
        2* what is your <name>
        who am i speaking [with|to]
        whom am i talking to
        your <name> please
        your <name>
        and your <name>
        how do you spell your name
        what name is it under
        who is the [account holder|passenger|patient|policy holder]
        aapka [naam|shubh naam]
        who's calling [please|]
        and you are
        in whose name
        who should i ask for
        what should i call you
        who do you want to talk to
        who recommended us
    """,
    "ask_date": """
        3* <may_i> your date of birth
        2* what is your date of birth
        when were you born
        your [dob|birthday|date of birth] please
        and the [date of birth|expiry date|expiry|date]
        when does [it|the card] expire
        what's the expiry date
        when do you want [it|to travel|to come|the appointment]
        which day [works|suits you|]
        on what date did [it happen|you order|you pay|it start]
        when [did you move|was the accident|is the wedding|are you arriving]
        aapki janam tithi
        and the return date
        what date shall i put
        when is your appointment
    """,
    "ask_city": """
        2* which city [are you in|are you calling from|do you live in|]
        what city
        where are you calling from
        <may_i> your city
        your city please
        where do you want to fly [to|from]
        which branch
        where were you born
        what is your home town
        and the city
        aap kahan se hain
        where shall we ship it
    """,
    "ask_location": """
        2* <may_i> your address
        what is your address
        where should [we|the driver] [deliver|come|pick you up]
        is there a landmark
        any landmark nearby
        which [street|area|locality|state] [is it|]
        where are you right now
        your address please
        and the area
        where is the [shop|office|hotel]
        where did it happen
        the nearest landmark
    """,
    "ask_order": """
        2* <may_i> [your|the] order [number|id]
        what is your order [number|id]
        which order [is it|]
        your order number please
        and the order [number|id]
        order id please
        which order do you want to cancel
        the order number from the email
        do you have the order number
    """,
    "ask_ticket": """
        2* <may_i> [your|the] ticket number
        what is your ticket number
        which ticket is it
        your ticket number
        and the [ticket|complaint|case] number
        do you have a [ticket|complaint|service request] number
        the complaint number please
        which complaint
    """,
    "ask_reference": """
        2* <may_i> [your|the] [booking|reference|case|claim|confirmation] number
        what is your [booking|reference|case|claim|confirmation] number
        your [reference|booking reference|pnr] please
        and the [transaction id|reference|utr]
        do you have a reference
        the claim number
        what was the transaction number
        which booking
    """,
    "ask_account": """
        2* <may_i> [your|the] account number
        what is your account number
        your [account|customer|consumer] number please
        and the account
        which account
        the account number on your bill
        the [meter|employee|student|roll] number
        what is your [customer id|employee id]
    """,
    "ask_otp": """
        2* <may_i> the [otp|code|verification code]
        what is the [otp|code] you [got|received]
        the otp please
        did you get the [code|otp]
        read me the code [please|]
        what does the text say
        otp bataiye
    """,
    "ask_tracking": """
        <may_i> the tracking number
        what is the [tracking|awb|consignment|shipment] number
        your tracking [id|number] please
        and the tracking number
        do you have a tracking number
        which parcel
    """,
    "ask_postcode": """
        what is your [postcode|zip code|pin code]
        <may_i> your [postcode|pin code|zip]
        and the [postcode|zip|pin code]
        pin code please
        your zip code
    """,
    "ask_amount": """
        how much [was it|did you pay|was charged|is it]
        what was the amount
        and the amount
        what is the [total|balance|bill]
        how much do you want to [pay|transfer|withdraw]
    """,
    "ask_time": """
        what time [suits you|works|is it|]
        at what time
        when can we call you today
        and the time
        which slot
    """,
    "ask_tail": """
        <may_i> the last four digits [of your card|]
        what are the last four [digits|]
        the card ends with
        last four digits please
    """,
    "ask_model": """
        what is the model [number|]
        which [device|phone|laptop] do you have
        <may_i> the serial number
        and the model
    """,
    "ask_quantity": """
        how many [do you need|did you order|were missing]
        what quantity
        and how many
        how many items
    """,
}
