"""Names of cultures that Faker's lists give in another script only, romanised as engines write them; and names that are
words or places. Written by hand."""

from __future__ import annotations

from pipeline.data.lexicon.sides import words

#: group -> (first names, last names)
ROMANISED: dict[str, tuple[str, str]] = {
    "zh": (
        """
        Wei Fang Min Jing Li Na Yan Jun Jie Lei Yang Juan Tao Chao Ping Gang Hui Hao Yong Xia Xin Yu Peng Bo Ying
        Ling Dan Hong Mei Xiaoming Xiaoyan Xiuying Guiying Jianguo Jianhua Zhiqiang Haiyan Wenjing Yifan Zihan
        Yuxuan Haoran Zixuan Ruoxi Minghao Xinyi Jiaqi Siyu Mingyu Yichen Jiahao Weijie Junwei Meiling Xiaoling
        Kaiwen Shuhui Waiman Kaming Wingyan Siuling Chihang Kafai Chunhei Hoiyan Yukyee Manhin
        """,
        """
        Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song
        Tang Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen
        Yao Lau Chan Cheung Leung Wong Ho Ng Lam Tsang Kwok Yip Tse Chow Fung Mak Yeung Ouyang Situ Zhuge Tan Lim
        Ong Koh Goh Teo
        """,
    ),
    "ja": (
        """
        Haruto Yuto Sota Yuki Hayato Haruki Ryusei Kaito Ren Hiroshi Takashi Kenji Akira Satoshi Daisuke Naoki
        Kazuki Shota Takumi Tsubasa Yusuke Masato Kenta Ryo Makoto Shinji Tetsuya Yoshiko Keiko Kazuko Yumi Emi
        Ayumi Naomi Haruka Misaki Sakura Aoi Hina Yui Mio Rin Akiko Tomoko Noriko Mayumi Asuka Chihiro Kaori
        Miyuki Reiko Sachiko
        """,
        """
        Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki Yamaguchi
        Matsumoto Inoue Kimura Hayashi Shimizu Yamazaki Mori Abe Ikeda Hashimoto Ishikawa Ogawa Okada Hasegawa
        Fujita Goto Kondo Murakami Endo Aoki Sakamoto Saito Fukuda Ota Nishimura Fujii Kaneko Okamoto Nakajima
        Miyazaki Ueda
        """,
    ),
    "ko": (
        """
        Minjun Seojun Dohyun Jiho Junseo Hyunwoo Jihoon Sungmin Dongwook Youngho Jaewon Taehyun Seunghyun Minho
        Jinwoo Woojin Sanghoon Kyungsoo Yejin Seoyeon Minji Soyeon Jiwoo Hyejin Eunji Sujin Jiyeon Hana Yuna
        Soojin Mijin Nari Bora Eunhye Haeun Chaewon Dahye Yoonji Ji-hoon Min-seok Seo-yeon Hye-jin
        """,
        """
        Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Jeon Ko Moon
        Son Yang Bae Baek Heo Nam Noh Ha Joo Woo Min Ryu Na Jin Cha Bang Gong
        """,
    ),
    "ar": (
        """
        Ahmed Mohamed Mahmoud Mustafa Omar Khaled Youssef Hassan Hussein Ali Ibrahim Tarek Karim Amr Sherif Walid
        Rami Nabil Samir Fadi Jamal Bassam Ziad Marwan Hisham Nasser Saad Fahad Abdullah Abdulaziz Abdulrahman
        Faisal Sultan Turki Bandar Majed Rashid Saeed Hamdan Mansour Zayed Khalifa Fatima Aisha Maryam Noura Layla
        Leila Salma Yasmine Dina Rania Hala Huda Amal Nadia Samira Zahra Zainab Rasha Lina Maya Nour Hanan Iman
        Reem Sara Mona Abeer Ghada Manal Latifa Muna Shaikha Amira Farida Ghassan Jihad Anwar Yahya Zakaria
        Suleiman Haitham Wael Ashraf
        """,
        """
        Al-Farsi Al-Rashid Al-Sayed Al-Masri Al-Harbi Al-Ghamdi Al-Otaibi Al-Qahtani Al-Maktoum Al-Nahyan
        Al-Zahrani Al-Hashimi Haddad Khoury Mansour Nasser Saleh Hamdan Khalil Darwish Najjar Shaheen Sabbagh
        Qasim Aziz Farah Awad Abadi Bishara Boutros Ghanem Hakim Hamad Hariri Jaber Kassab Maalouf Mustafa Nassar
        Odeh Rahman Saab Sayegh Shamoun Suleiman Tawfik Younis Zaki Zidan Benali Bouzid Cherif El-Amin El-Sherif
        Mansouri Ziani Hosseini Rezaei Ahmadi Karimi Mohammadi Rahimi Moradi Jafari Tehrani Shirazi Nazari
        """,
    ),
    "ru": (
        """
        Alexei Alexander Andrei Anatoly Boris Dmitri Evgeny Fyodor Grigory Igor Ivan Kirill Konstantin Leonid
        Maxim Mikhail Nikita Nikolai Oleg Pavel Roman Sergei Stanislav Timur Vadim Viktor Vladimir Vladislav Yuri
        Anastasia Anna Daria Ekaterina Elena Galina Irina Ksenia Larisa Ludmila Marina Natalia Nina Olga Oksana
        Polina Svetlana Tatiana Valentina Vera Yulia Bohdan Taras Mykola Oleksandr Olena Iryna Nadiya Dimitris
        Giorgos Kostas Nikos Yannis Eleni Katerina Sofia Maria Bojan Goran Milos Zoran Jelena Milica
        """,
        """
        Ivanov Petrov Sidorov Smirnov Kuznetsov Popov Vasiliev Sokolov Mikhailov Novikov Fedorov Morozov Volkov
        Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Andreev Makarov Zakharov Ivanova
        Petrova Smirnova Kuznetsova Popova Sokolova Lebedeva Kozlova Morozova Shevchenko Kovalenko Bondarenko
        Tkachenko Melnyk Boyko Kravchenko Papadopoulos Georgiou Dimitriou Nikolaidis Petrovic Jovanovic Nikolic
        Markovic Popescu Ionescu Horvat Kovacic Novak
        """,
    ),
    "th": (
        """
        Somchai Somsak Somporn Prasert Prayut Chaiwat Anan Nattapong Kittisak Wichai Suda Malee Siriporn Kanya
        Ratana Nguyen Linh Huong Thuy Trang Tuan Hieu Hung Phuong Quang Duc Thanh Bao Khanh Lan Mai Ngoc Hoa Thao
        Vy Anh Minh Long Nam Son Putri Dewi Budi Agus Siti Nur Rizal Joko Wahyu Ayu Eka Jomar Marites Rizalyn Jhun
        Aling Dodong
        """,
        """
        Saetang Wongsakul Srisuk Chaiyaporn Suwan Thongchai Jaidee Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang
        Bui Do Ngo Duong Ly Dinh Trinh Truong Santoso Wijaya Hidayat Nugroho Saputra Kusuma Setiawan Suharto
        Susanto Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Villanueva Ramos Aquino Dela-Cruz Macaraeg
        Pangilinan Dimaculangan
        """,
    ),
}

#: First names that are ordinary words, months, places, or goods; what tells them is the sentence.
WORD_FIRST: tuple[str, ...] = words("""
    May Grace Mark Will Hope Rose Paris Chelsea Brooklyn June April Summer Jordan India Austin Dallas Sydney
    Florence Hunter Mason King Rich Bill Frank Sunny Happy Honey Jazz Kiran Faith Joy Daisy Lily Violet Iris Ivy
    Hazel Olive Ruby Pearl Amber Jade Crystal Opal Gem Star Sky Skye Rain Storm River Brook Lake Forest Heath Cliff
    Rock Stone Clay Sandy Dawn Autumn Winter August Carol Melody Harmony Lyric Aria Cadence Viola Reed Harper Archer
    Carter Cooper Baker Miller Parker Porter Taylor Turner Tanner Tyler Walker Fisher Gardener Shepherd Sawyer Chase
    Chance Buck Drew Grant Jack Jerry Jimmy Ken Lance Max Miles Nick Norm Pat Pierce Ray Rob Rod Rusty Skip Sonny
    Stew Sue Terry Tom Trace Wade Ward Wiley Art Barb Basil Bea Blaze Bob Bud Buddy Cash Chip Colt Curt Dale Dean
    Dell Dick Don Duke Earl Ace Faye Gail Gene Ginger Guy Hank Hardy Harry Holly Jay Jewel Josh Judge Justice Kay
    Kit Lane Laurel Levi Lou Love Lucky Major Marina Marsh Mercy Merry Patience Peace Penny Peg Pepper Poppy
    Precious Prince Princess Prudence Queen Randy Rebel Red Robin Roman Rowan Royal Sage Scout Sharp Sharon Sheila
    Sterling Temperance Theory True Trinity Unique Urban Ursa Valentine Vale Verity Victor Vinny Virtue Warren Wren
    Young Zion Paige Page Parish Destiny Serenity Genesis Heaven Nevaeh Blessing Goodness Gift Godwin Goodluck
    Sunday Monday Friday Lovely Prosper Comfort Wisdom Innocent Divine London Boston Savannah Madison Georgia
    Virginia Carolina Dakota Cheyenne Asia China Kenya Ireland Israel Vienna Sienna Milan Roma Siena Verona Valencia
    Adelaide Victoria Charlotte Alexandria Houston Denver Phoenix Memphis Orlando Lincoln Jackson Kingston Preston
    Camden Kent Chester Lancaster Devon Cornwall Bristol Cambridge Oxford Chandler Kashmir Ganga Godavari Kaveri
    Yamuna Sarayu Narmada Kailash Ayodhya Mathura Delhi Kashi Dwarka Chandni Sweety Pinky Rinku Tinku Bunty Bubbly
    Dolly Baby Guddu Pappu Chintu Golu Rocky Vicky Ricky Lucky Goldy Silky Munna Lovely Dimple Twinkle Candy Cherry
    Mango Jelly Apple Angel Heart Sparkle Soul Bear Fox Wolf Hawk Phoenix Jaguar
    """)
#: Surnames that are ordinary words or places.
WORD_LAST: tuple[str, ...] = words("""
    King Young Rich Long Short Small Little Large Good Best Strong Wise Sharp Keen Swift Quick Bright Light Dark
    Black White Green Brown Gray Grey Gold Silver Golden Blue Reddy Pink Rose Wood Woods Forest Field Fields Meadows
    Hill Hills Banks Rivers Brooks Lake Pond Pool Waters Wells Bridges Bridge Ford Church Temple Abbott Bishop Pope
    Priest Knight Lord Duke Earl Baron Page Butler Cook Baker Miller Taylor Smith Mason Carpenter Carter Cooper
    Turner Porter Walker Hunter Fisher Fox Wolf Bear Lamb Hogg Bird Swan Crane Finch Drake Peacock Nightingale
    Salmon Pike Bass Herring Rice Bean Berry Cherry Lemon Olive Pepper Ginger Coffee Sugar Honey Case Cash Price
    Sale Sales Penny Pound Mark Money Bond Stock Gates Jobs Cruise Hanks Chance Love Joy Hope Grace Bliss Moody
    Savage Wilde Noble Stern Close Cross Fair Frost Snow Winter Summers Spring Rain Storm Gale Hale Hail Monday May
    March April June Day Night Noon Weeks Christmas Easter Parsons Power Powers Steel Stone Irons Glass Marble Clay
    Sand Stanford London Boston York Lancaster Kent Chester Lincoln Washington Cleveland Jackson Houston Austin
    Denver Dallas France England Ireland Holland German Spain Roman West East North South Street Lane Parks Park
    Hall House Chambers Rooms Castle Towers Townsend Gardner Shepherd Singer Dancer Player Driver Sawyer Archer
    Bowman Cannon Shields Spears Booker Reader Speaker Major Sergeant Justice Law Laws Crook Outlaw Batchelor
    Husband Child Kidd Mann Guy Boys Ladd Self Friend Goodman Newman Hardy Blunt Bland Crisp Sweet Bitter Call Dial
    Hook Cable Dish Bell Verizon Patel Contractor Engineer Doctor Merchant Batliwala Sodabottlewala Canteenwala
    Lokhandwala Motorwala Poonawala Screwvala Bandukwala Lightwala Ghadiali Vakil Munshi Nagarsheth Chokhawala
    """)
