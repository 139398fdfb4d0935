"""Turns of a call between its questions, and how it ends; `/a` and `/c` begin a turn of agent and caller."""

TALK: dict[str, str] = {
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
