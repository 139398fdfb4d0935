"""Public figures, as people ask a phone about them ("who is ..."). Their name parts are all on the train side."""

from __future__ import annotations

from pipeline.data.lexicon.sides import entries

FIGURES: tuple[str, ...] = entries("""
    Barack Obama; Donald Trump; Joe Biden; Bill Clinton; Hillary Clinton; George Bush; Abraham Lincoln; George
    Washington; John Kennedy; Ronald Reagan; Winston Churchill; Margaret Thatcher; Tony Blair; Boris Johnson;
    Theresa May; Rishi Sunak; David Cameron; Keir Starmer; Queen Elizabeth; King Charles; Kate Middleton; Meghan
    Markle; Angela Merkel; Emmanuel Macron; Vladimir Putin; Xi Jinping; Justin Trudeau; Nelson Mandela; Mahatma
    Gandhi; Indira Gandhi; Rajiv Gandhi; Rahul Gandhi; Sonia Gandhi; Jawaharlal Nehru; Narendra Modi; Manmohan
    Singh; Amit Shah; Arvind Kejriwal; Mamata Banerjee; Yogi Adityanath; Atal Bihari Vajpayee; Abdul Kalam; Sardar
    Patel; Subhash Chandra Bose; Bhagat Singh; Rabindranath Tagore; Swami Vivekananda; Mother Teresa; Dalai Lama;
    Pope Francis; Martin Luther King; Malcolm X; Rosa Parks; Albert Einstein; Isaac Newton; Stephen Hawking; Charles
    Darwin; Marie Curie; Nikola Tesla; Thomas Edison; Galileo Galilei; Leonardo da Vinci; Pablo Picasso; Vincent van
    Gogh; Claude Monet; Salvador Dali; Frida Kahlo; Andy Warhol; William Shakespeare; Jane Austen; Charles Dickens;
    Mark Twain; Ernest Hemingway; Leo Tolstoy; Stephen King; Agatha Christie; Virginia Woolf; Oscar Wilde; Edgar
    Allan Poe; Salman Rushdie; Arundhati Roy; Chetan Bhagat; Dan Brown; John Grisham; Paulo Coelho; Elon Musk; Jeff
    Bezos; Bill Gates; Steve Jobs; Mark Zuckerberg; Tim Cook; Sundar Pichai; Satya Nadella; Warren Buffett; Mukesh
    Ambani; Ratan Tata; Gautam Adani; Oprah Winfrey; Ellen DeGeneres; Jimmy Fallon; Jimmy Kimmel; Stephen Colbert;
    John Oliver; Jon Stewart; Trevor Noah; Kim Kardashian; Kanye West; Taylor Swift; Ed Sheeran; Justin Bieber;
    Selena Gomez; Ariana Grande; Katy Perry; Lady Gaga; Beyonce; Rihanna; Drake; Eminem; Jay Z; Snoop Dogg; Adele;
    Bruno Mars; Michael Jackson; Elvis Presley; Frank Sinatra; Bob Dylan; Bob Marley; John Lennon; Paul McCartney;
    Freddie Mercury; David Bowie; Elton John; Whitney Houston; Celine Dion; Mariah Carey; Madonna; Shakira; Jennifer
    Lopez; Britney Spears; Christina Aguilera; Miley Cyrus; Demi Lovato; Lana Del Rey; Billie Eilish; Dua Lipa;
    Harry Styles; Zayn Malik; Sam Smith; Norah Jones; Johnny Cash; Dolly Parton; Willie Nelson; Kurt Cobain; Jimi
    Hendrix; Eric Clapton; Mick Jagger; Bruce Springsteen; Billy Joel; Stevie Wonder; Ray Charles; Louis Armstrong;
    Miles Davis; John Coltrane; Ludwig van Beethoven; Mozart; Johann Sebastian Bach; Chopin; Tchaikovsky; Vivaldi;
    Lata Mangeshkar; Kishore Kumar; Mohammed Rafi; Asha Bhosle; Arijit Singh; Shreya Ghoshal; Sonu Nigam; A R
    Rahman; Jagjit Singh; Kumar Sanu; Udit Narayan; Honey Singh; Badshah; Neha Kakkar; Ilaiyaraaja; Anirudh
    Ravichander; Amitabh Bachchan; Shah Rukh Khan; Salman Khan; Aamir Khan; Akshay Kumar; Hrithik Roshan; Ranbir
    Kapoor; Ranveer Singh; Deepika Padukone; Priyanka Chopra; Aishwarya Rai; Alia Bhatt; Katrina Kaif; Kareena
    Kapoor; Anushka Sharma; Madhuri Dixit; Sridevi; Rajinikanth; Kamal Haasan; Prabhas; Allu Arjun; Mahesh Babu;
    Vijay Sethupathi; Mohanlal; Mammootty; Rajesh Khanna; Dharmendra; Hema Malini; Rekha; Ajay Devgn; Saif Ali Khan;
    Irrfan Khan; Nawazuddin Siddiqui; Kapil Sharma; Karan Johar; Sachin Tendulkar; Virat Kohli; M S Dhoni; Rohit
    Sharma; Kapil Dev; Sunil Gavaskar; Rahul Dravid; Sourav Ganguly; Jasprit Bumrah; Hardik Pandya; Ravindra Jadeja;
    Saina Nehwal; P V Sindhu; Sania Mirza; Mary Kom; Neeraj Chopra; Sunil Chhetri; Viswanathan Anand; Mithali Raj;
    Lionel Messi; Cristiano Ronaldo; Neymar; David Beckham; Wayne Rooney; Harry Kane; Kylian Mbappe; Diego Maradona;
    Pele; Zinedine Zidane; Mohamed Salah; Roger Federer; Rafael Nadal; Novak Djokovic; Serena Williams; Venus
    Williams; Andy Murray; Maria Sharapova; Steffi Graf; Michael Jordan; LeBron James; Kobe Bryant; Stephen Curry;
    Shaquille O'Neal; Tom Brady; Peyton Manning; Tiger Woods; Usain Bolt; Michael Phelps; Simone Biles; Muhammad
    Ali; Mike Tyson; Floyd Mayweather; Conor McGregor; Lewis Hamilton; Michael Schumacher; Max Verstappen; Babe
    Ruth; Brad Pitt; Angelina Jolie; Tom Cruise; Tom Hanks; Leonardo DiCaprio; Johnny Depp; Robert Downey; Will
    Smith; Denzel Washington; Morgan Freeman; Samuel Jackson; George Clooney; Matt Damon; Ben Affleck; Ryan Gosling;
    Ryan Reynolds; Chris Evans; Chris Hemsworth; Chris Pratt; Scarlett Johansson; Jennifer Lawrence; Jennifer
    Aniston; Julia Roberts; Sandra Bullock; Meryl Streep; Emma Stone; Emma Watson; Natalie Portman; Anne Hathaway;
    Kate Winslet; Cate Blanchett; Nicole Kidman; Daniel Craig; Daniel Radcliffe; Benedict Cumberbatch; Hugh Grant;
    Hugh Jackman; Keanu Reeves; Al Pacino; Robert De Niro; Jack Nicholson; Clint Eastwood; Harrison Ford; Arnold
    Schwarzenegger; Sylvester Stallone; Bruce Willis; Bruce Lee; Jackie Chan; Jim Carrey; Adam Sandler; Eddie
    Murphy; Kevin Hart; Dwayne Johnson; Vin Diesel; Jason Statham; Marilyn Monroe; Audrey Hepburn; Charlie Chaplin;
    Alfred Hitchcock; Steven Spielberg; Quentin Tarantino; Christopher Nolan; Martin Scorsese; James Cameron; George
    Lucas; Stan Lee; Walt Disney; Gordon Ramsay; Jamie Oliver; Bear Grylls; David Attenborough; Neil Armstrong;
    Kalpana Chawla; Sunita Williams; Amelia Earhart; Christopher Columbus; Marco Polo; Vasco da Gama; Julius Caesar;
    Cleopatra; Alexander Graham Bell; Napoleon Bonaparte; Adolf Hitler; Joseph Stalin; Karl Marx; Fidel Castro; Che
    Guevara; Osama bin Laden; Saddam Hussein; Imran Khan; Benazir Bhutto; Malala Yousafzai; Greta Thunberg; Anne
    Frank; Helen Keller; Florence Nightingale; Princess Diana; Harry Potter; Sherlock Holmes; James Bond
    """)
