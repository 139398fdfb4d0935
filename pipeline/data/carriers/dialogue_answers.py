"""How a caller answers, with VALUE for the slot, or does not, and how an agent goes on."""

ANSWERS: dict[str, str] = {
    "answer": """
        2* it's VALUE
        2* sure it's VALUE
        2* yes it's VALUE
        2* yes VALUE
        2* sure VALUE
        2* ok VALUE
        it is VALUE
        yeah it's VALUE
        yeah VALUE
        that's VALUE
        that is VALUE
        that would be VALUE
        of course VALUE
        of course it's VALUE
        ok so VALUE
        let me check VALUE
        one second VALUE
        hold on . VALUE
        give me a moment . it's VALUE
        i think it's VALUE
        should be VALUE
        VALUE i think
        VALUE please
        VALUE sir
        VALUE madam
        VALUE that's it
        VALUE ok
        VALUE did you get it
        haan VALUE
        ji VALUE
        haan ji VALUE
        likhiye VALUE
        here it is VALUE
        here you go VALUE
        please note VALUE
        yes please note it's VALUE
        write down VALUE
        are you ready . VALUE
        i'll read it slowly VALUE
        i believe it's VALUE
        mine is VALUE
        no problem VALUE
        certainly . VALUE
        let me find it . ok VALUE
        sorry yes VALUE
        got a pen . VALUE
        as before VALUE
        same as last time VALUE
    """,
    "no_answer": """
        i don't have it with me
        i don't remember
        i would rather not say
        no
        why do you need that
        i will send it later
        can i tell you later
        sorry i forgot
        i can't find it
        not now please
        you should have it already
        i am not comfortable sharing that
        nahi pata
        one moment let me look
        what was that
        could you repeat the question
        i'm driving i can't read it
        it's with my wife
        i don't think i have one
    """,
    "go_on": """
        3* thank you
        3* ok and
        2* got it
        great and
        perfect . and
        thanks and
        alright
        noted
        right . and
        next
        one more question
        and also
        okay then
        lovely
        thank you sir and
        thank you ma'am
        just one more thing
    """,
}
