"""Indian first names and surnames across regions and religions, written by hand; Faker en_IN is added to them."""

from __future__ import annotations

from pipeline.data.lexicon.sides import words

#: First names: north, west, east, south; Hindu, Muslim, Sikh, Christian, Parsi, Jain, north-east.
FIRST: tuple[str, ...] = words("""
    Aadesh Aakanksha Aakash Aarti Abhay Abhijeet Abhilash Abhimanyu Abhinav Abhishek Adarsh Aditi Aditya Aishwarya
    Ajay Ajit Akanksha Akash Akhil Akhilesh Akshara Akshata Akshay Alisha Alka Alok Aman Amandeep Amar Amarjeet
    Ambika Amey Amisha Amit Amita Amitabh Amol Amrita Amruta Anamika Anand Ananth Ananya Aneesh Angad Anil Anirban
    Anirudh Anita Anjali Anju Ankit Ankita Ankur Anmol Anoop Anshul Anu Anuja Anupam Anupama Anuradha Anurag Anusha
    Anushka Aparna Apoorva Aravind Archana Arijit Arjun Arnab Arpita Arun Aruna Arundhati Arvind Aryan Asha Ashish
    Ashok Ashutosh Ashwin Ashwini Asmita Atul Avani Avinash Ayesha Ayush Ayushi Babita Babu Badri Balaji Balwinder
    Bhagyashree Bharat Bharath Bharti Bhaskar Bhavana Bhavesh Bhavik Bhavin Bhavna Bhavya Bhupendra Bhuvan Bhuvana
    Bijoy Bikram Bina Bindu Binod Bipin Chaitanya Chanchal Chandan Chandni Chandra Chandrakant Chandrashekhar Charan
    Charu Chetan Chetana Chhavi Chinmay Chirag Chitra Daksh Damini Darshan Darshana Deep Deepa Deepak Deepali
    Deepika Deepti Dev Devansh Devendra Devika Devyani Dhanush Dhanya Dharmendra Dharmesh Dhaval Dheeraj Dhruv Dilip
    Dimple Dinesh Dipika Divya Divyansh Durga Ekta Esha Falguni Farhan Fatima Gagan Gajendra Ganesh Gaurav Gauri
    Gautam Gautham Gayatri Geeta Geetanjali Girish Gita Gopal Gopi Govind Gowri Gulshan Gurdeep Gurmeet Gurpreet
    Hansa Hardik Hari Harini Harish Harleen Harmeet Harpreet Harsh Harsha Harshad Harshal Harshit Harshita Hema
    Hemalatha Hemant Hemanth Himanshu Hina Hitesh Hrithik Hrishikesh Ila Imran Inder Indira Indrajit Indrani Indu
    Irfan Isha Ishaan Ishani Ishika Ishita Jagadish Jagdeep Jagruti Jai Jaideep Janaki Janani Janhavi Jasleen
    Jasmeet Jaspreet Jatin Jaya Jayant Jayanthi Jayashree Jayesh Jeevan Jignesh Jigar Jinal Jitendra Jyoti Jyothi
    Jyotsna Kabir Kailash Kajal Kalpana Kalyan Kalyani Kamal Kamala Kamini Kanchan Kanika Kapil Karan Karishma
    Kartik Karthik Karthika Karuna Kashish Kaushal Kaushik Kaustubh Kavita Kavitha Kavya Keerthana Keerthi Ketan
    Ketaki Keshav Khushboo Khushi Kinjal Kiran Kirti Kishan Kishore Komal Kranti Kriti Krithika Krishna Krishnan
    Kritika Krunal Kuldeep Kumar Kunal Kusum Lakshay Lakshmi Lakshman Lalit Lalita Lalitha Lata Latha Lavanya Laxman
    Laxmi Leela Leena Lokesh Madan Madhav Madhavi Madhu Madhuri Madhusudan Mahesh Mahendra Mahima Maithili Malavika
    Malini Mallika Mamta Manali Manan Manas Manasi Mandar Mandeep Mangesh Manik Manisha Manish Manjeet Manju Manjula
    Manjunath Manmohan Manoj Mansi Manu Mayank Mayur Mayuri Meena Meenakshi Meera Megha Meghana Mihir Milan Milind
    Minal Mini Mitali Mithun Mohan Mohini Mohit Monal Monika Mridul Mrinal Mrinalini Mrunal Mukesh Mukul Murali
    Murugan Nagaraj Nagesh Naina Nalini Naman Namita Namrata Nandan Nandini Nandita Narayan Narayanan Narendra
    Naresh Naveen Navneet Navjot Neelam Neelima Neena Neeraj Neeta Neha Nidhi Nihal Niharika Nikhil Nikhila Nikita
    Nilesh Nimisha Niraj Niranjan Nirav Nirmal Nirmala Nisha Nishant Nishanth Nitesh Nithin Nithya Nitin Nivedita
    Niveditha Omkar Padma Padmaja Padmini Palak Pallavi Pankaj Parag Paramjit Paras Paresh Parikshit Parth Parul
    Parvathi Parvati Pavan Pavithra Pawan Payal Piyush Pooja Poonam Poornima Prabha Prabhakar Prabhat Prabhu Prachi
    Pradeep Pradnya Pragati Pragya Prajakta Prajwal Prakash Pramod Pramila Pranali Pranav Pranay Pranjal Prasad
    Prasanna Prashant Prashanth Prateek Pratibha Pratik Pratiksha Pratima Praveen Praveena Prem Prema Prerna Priti
    Preeti Preetham Preethi Prithvi Priya Priyanka Priyansh Punam Puneet Punit Purnima Purva Pushkar Pushpa Rachana
    Rachit Rachna Radha Radhika Raghav Raghavendra Raghu Raghunath Rahul Raj Raja Rajan Rajani Rajat Rajeev Rajendra
    Rajesh Rajeshwari Raji Rajiv Rajkumar Rajni Rajshree Raju Rakesh Rakhi Rakshit Ram Rama Raman Ramakrishna Ramesh
    Ramya Ranbir Rani Ranjan Ranjana Ranjeet Ranjit Ranjith Rashi Rashmi Rasika Ratan Rathi Ravi Ravindra Reena
    Rekha Renu Renuka Resham Reshma Revathi Richa Riddhi Ridhima Rishabh Rishi Rita Ritesh Ritika Ritu Ritvik Riya
    Rohan Rohini Rohit Roshan Roshni Ruchi Ruchika Rucha Rudra Rujuta Rukmini Rupa Rupali Rupesh Rushikesh Sachin
    Sadhana Sagar Sahana Sahil Sai Sakshi Saloni Samarth Sameer Samir Samiksha Sampada Samrat Sanchit Sandeep
    Sandhya Sandip Sangeeta Sangeetha Sangita Sanika Sanjana Sanjay Sanjeev Sanjiv Sanket Santosh Santhosh Sapna
    Sarang Saraswathi Saraswati Sarika Sarita Sarthak Sathish Sathya Satish Satyam Saurabh Sourabh Saurav Sourav
    Savita Savitri Sayali Seema Selvam Senthil Shailaja Shailendra Shailesh Shalini Shambhavi Shankar Shantanu
    Shanthi Shanti Sharad Sharada Sharanya Sharath Shashank Shashi Sheela Sheetal Shefali Shekhar Shikha Shilpa
    Shilpi Shirish Shiv Shiva Shivam Shivangi Shivani Shobha Shraddha Shreya Shreyas Shreyasi Shrikant Shruthi
    Shruti Shubha Shubham Shubhangi Shweta Shwetha Shyam Shyamala Siddharth Siddhesh Siddhi Simran Sindhu Sita Smita
    Smitha Smriti Sneha Snehal Soham Sohan Sohini Somnath Sonal Sonali Sonam Soni Sonia Soumya Sowmya Spandana
    Sravani Sridevi Sridhar Srikanth Srinath Srinidhi Srinivas Srinivasan Sriram Srishti Srividya Stuti Subbu
    Subhash Subodh Subramaniam Subramanian Suchitra Sudarshan Sudeep Sudha Sudhakar Sudhir Suhani Suhas Sujata
    Sujatha Sujay Sujit Suman Sumana Sumathi Sumit Sumitra Sundar Suneel Sunil Sunita Sunitha Suparna Supriya Suraj
    Surabhi Surbhi Surekha Surendra Suresh Surya Sushant Sushil Sushila Sushma Sushmita Swapna Swapnil Swara Swathi
    Swati Sweta Swetha Tanay Tanmay Tanuja Tanushree Tanvi Tanya Tara Tarun Tejal Tejas Tejaswi Tejaswini Thejas
    Tina Trisha Tulsi Tushar Uday Udit Ujjwal Ujwala Uma Umang Umesh Upasana Urmila Urvashi Usha Utkarsh Uttam
    Vaibhav Vaidehi Vaishali Vaishnavi Vamsi Vandana Vani Varsha Varun Vasanth Vasantha Vasudha Vasudev Vedant Veena
    Venkat Venkatesh Vibha Vibhor Vidhi Vidhya Vidya Vignesh Vihaan Vijay Vijaya Vijayalakshmi Vikas Vikram Vikrant
    Vimal Vimala Vinay Vinayak Vineet Vineeta Vineeth Vinita Vinod Vinodh Vipin Vipul Viraj Viral Virendra Vishakha
    Vishal Vishnu Vishwajeet Vishwas Vivek Vrinda Vrushali Yamini Yamuna Yash Yashaswini Yashika Yashoda Yashwant
    Yatin Yogesh Yogita Yuvraj Aamir Aasif Abdul Abid Adil Adnan Afreen Afroz Afzal Ahmed Aijaz Aisha Akbar Akram
    Alam Ali Alia Altaf Amina Ameer Anees Anwar Arbaz Arif Armaan Arshad Asad Asif Aslam Ateeq Azhar Aziz Azim Bilal
    Bushra Danish Dilshad Ehsan Faheem Fahad Faisal Faiz Faizan Farah Fareed Farheen Farida Farooq Feroz Firdaus
    Ghulam Habib Haider Hamid Hamza Haroon Hasan Hassan Heena Huma Humaira Hussain Ibrahim Idris Iftikhar Imtiaz
    Iqbal Irshad Ishaq Ismail Jabeen Jaffer Jameel Javed Junaid Kaif Kareem Kareena Kashif Khalid Khadija Khursheed
    Latif Mahmood Majid Mansoor Mariam Maryam Mehboob Mehmood Mohammad Mohammed Mohsin Moin Mubarak Mujeeb Mumtaz
    Munir Mushtaq Mustafa Muzaffar Nadeem Nadia Naeem Nafisa Nagma Naseem Naseer Nasir Nasreen Nausheen Nawaz Nazia
    Nazneen Noor Parvez Parveen Qasim Rabia Rafiq Rahim Raheem Raza Razia Rehan Rehana Reshma Riyaz Rizwan Rubina
    Rukhsar Saba Sabina Saba Sadaf Sadia Saeed Saif Sajid Sajjad Salim Salma Salman Sameena Sana Sarfaraz Shabana
    Shabbir Shadab Shagufta Shah Shahbaz Shahid Shahnaz Shahrukh Shaista Shakeel Shakir Shama Shamim Shamshad
    Shamsher Shaukat Shazia Sheeba Shoaib Sohail Suhail Sultana Tabassum Taha Tahir Talha Tanveer Tariq Tasneem
    Tauseef Usman Wahid Waseem Yaqub Yasin Yasmin Younus Yusuf Zafar Zaheer Zaid Zainab Zakir Zara Zeba Zeeshan
    Zeenat Zoya Zubair Zulfiqar Amarinder Amrit Avtar Baljeet Baljit Balbir Baldev Bhupinder Daljeet Davinder
    Dilpreet Gagandeep Gurbaksh Gurbir Gurcharan Gurinder Gurjit Gurleen Gurnam Gursharan Gurtej Gurvinder Harbhajan
    Harbir Hardeep Harjeet Harjit Harjot Harkirat Harman Harmandeep Harminder Harnoor Harsimran Harvinder Iqbal
    Jagjit Jagmeet Jagtar Jaskaran Jaskirat Jasmine Jasvinder Jaswant Jaswinder Jatinder Jugraj Karamjit Karanvir
    Kirandeep Kirpal Kulwant Kulwinder Lakhwinder Lovepreet Mandeep Maninder Manjinder Manjit Manmeet Manpreet
    Manvir Mehar Mohinder Narinder Navdeep Navpreet Nimrat Paramjeet Parminder Parneet Prabhjot Prabhleen Rajdeep
    Rajinder Rajvir Ramandeep Ranjodh Ravinder Rupinder Sandeep Sarabjit Satinder Satnam Satwinder Simarjeet
    Simranjit Sukhbir Sukhdeep Sukhdev Sukhjit Sukhmani Sukhpreet Sukhvinder Surinder Surjit Swaran Tajinder
    Taranjit Tarlochan Tejinder Upinder Varinder Yadwinder Abraham Agnes Alphonse Aloysius Anthony Antony Benny
    Bibin Biju Binu Blessy Bobby Boney Cherian Cyril Deepu Dhanraj Eapen Elizabeth Francis George Ginu Jacob James
    Jaison Jancy Jeena Jerin Jincy Jinu Jis Jiji Jojo Jobin Johnson Jomon Jose Joseph Joshy Josmy Jossy Joy Kurian
    Kuruvilla Libin Lincy Lijo Lissy Litty Lovely Manju Maria Mathai Mathew Merin Minu Molly Mercy Nibin Nimmy Ninan
    Paul Philip Pious Praisy Reji Renjith Rincy Rinu Rosamma Rosy Saji Sajan Saju Santha Scaria Sebastian Shaji
    Sherin Sheeja Shibu Shijo Shiny Sijo Siju Sini Sinu Sobha Sojan Stalin Susan Sunny Thankachan Thomas Thresia
    Tinu Tojo Treesa Varghese Vinu Xavier Yohannan Ancy Basil Bincy Clive Conrad Denzil Ferdinand Glenn Ignatius
    Lancy Lourdes Melwyn Merlyn Nelson Noel Norbert Oswald Remo Roque Rosario Savio Selwyn Adi Ardeshir Behram Boman
    Cyrus Darius Dinaz Dinshaw Farokh Freny Homi Hormuz Jamshed Jehangir Kaizad Kashmira Khushroo Mehernaz Minoo
    Nariman Nusli Pervez Pheroza Rohinton Roshan Rustom Shapoor Shirin Sohrab Soli Zarin Zubin Alemba Along Bendang
    Chonbeni Hmingi Imti Imkong Kekhrie Lalrin Lalthan Lalnun Mhonlumo Neiphiu Ngangom Nokku Pemba Tashi Tenzin
    Dorjee Karma Lobsang Ngawang Norbu Passang Pema Phurba Rinchen Sangay Sonam Thinley Tsering Ugyen Wangdi Bijit
    Biren Bhaben Bimal Dhiren Dipankar Gitartha Hiren Jadav Jahnabi Jintu Jyotirmoy Kaberi Lachit Manashi Mitali
    Monalisa Nabajyoti Nayanmoni Parishmita Pranjit Rituparna Rupjyoti Sanghamitra Utpal Zubeen Abir Anindita
    Anirban Arindam Aritra Aveek Bappa Barnali Bidisha Biswajit Chayan Debashis Debjani Debolina Debraj Dipanjan
    Gargi Indranil Jayanta Joydeep Kakoli Kaushiki Koyel Krishnendu Madhumita Mahua Mampi Mithu Moumita Nabanita
    Nilanjan Nilanjana Paromita Partha Piyali Poulami Prosenjit Rajarshi Ranajit Rituporno Rupam Sabyasachi Sagnik
    Sanjib Sayan Sayantan Sayantani Shreyashi Shubhankar Sohini Soumen Soumik Soumyadeep Sreejita Subhajit Subhasish
    Subrata Suchandra Sudipta Sukanya Sumanta Surajit Susmita Sutapa Swagata Swarnali Tanmoy Tapas Tathagata Tirtha
    Tirthankar Tridib Tuhin Ujjal Alagappan Annamalai Arumugam Balamurugan Balasubramaniam Chandrasekar Dhandapani
    Elango Gnanasekaran Gomathi Ilavarasi Ilayaraja Jeyanthi Kalaivani Kalpana Kannan Karuppasamy Kathir Kathiravan
    Kumaran Kumaresan Logesh Lakshmanan Malar Manickam Manikandan Mariappan Mathivanan Meyyappan Muthu Muthukumar
    Muthulakshmi Nachiappan Natarajan Nedunchezhian Palani Palaniappan Pandian Perumal Ponni Prabhakaran Rajalakshmi
    Rajasekar Ramanathan Ramasamy Rangarajan Ravichandran Sakthivel Saravanan Selvi Sevanthi Shanmugam Sivakumar
    Sivaraman Soundarya Subbiah Sundaram Sundari Tamilselvi Thamarai Thangavel Thenmozhi Thiru Thirumalai Udhaya
    Vaidyanathan Valli Velmurugan Venkatraman Vetrivel Vidyasagar Yazhini Ezhil Kayalvizhi Nila Oviya Anjaneyulu
    Appa Bhaskara Bhargavi Chalapathi Chiranjeevi Deekshitha Eswar Gangadhar Hanumanth Haritha Jagannadh Jhansi
    Kalyan Kameswari Koteswara Lahari Mallesh Mounika Nagarjuna Narasimha Narsimha Navya Pallavi Pavani Phani
    Prasanthi Prathyusha Raghava Ramakanth Ramana Ramulu Sailaja Sambasiva Satyanarayana Sireesha Sitaram Sreenivas
    Subba Sukumar Surya Swaroop Tirupathi Uday Upendra Veerendra Venkata Vijayendra Yellaiah Basavaraj Chandrakala
    Channabasappa Dayananda Girija Guruprasad Hanumantha Jayalakshmi Kempegowda Lingaraj Madappa Mahadev Mallikarjun
    Manjunatha Nanjundappa Puttaswamy Rangaswamy Ravikumar Rudresh Sharanappa Shivakumar Siddaramaiah Somashekar
    Sumalatha Thimmappa Veeresh Vishwanath Yeshwanth Bhavani Hemavathi Roopa Savitha Bhikhu Chaganlal Champak
    Chhagan Dahyabhai Dhirubhai Hasmukh Hetal Hiral Ishwar Jayantilal Jignasha Kantilal Kokila Maganlal Manilal
    Mansukh Mitesh Naranbhai Nimesh Parimal Pravin Rajul Rameshbhai Rasiklal Sejal Shantilal Tejash Urvish Vallabh
    Vithal Bhalchandra Dattatray Dnyaneshwar Gajanan Kashinath Madhukar Namdev Pandurang Ramchandra Sadashiv Shivaji
    Sopan Tukaram Vasant Vilas Vishwanath Yashwantrao
    """)

#: Surnames of all regions.
LAST: tuple[str, ...] = words("""
    Agarwal Aggarwal Agnihotri Ahluwalia Ahuja Arora Arya Asthana Atwal Awasthi Bahl Bahuguna Bajaj Bajpai Bakshi
    Bansal Batra Bedi Bhalla Bhandari Bhardwaj Bhargava Bhasin Bhatia Bhatnagar Bhatt Birla Bisht Chadha Chandel
    Chandra Chauhan Chawla Chaturvedi Chaudhary Chaudhry Chhabra Chopra Choudhary Dagar Dalal Dahiya Dalmia Dang
    Dubey Dua Duggal Dwivedi Gandhi Garg Gautam Gehlot Ghai Gill Goel Goenka Gosain Goswami Goyal Grover Gulati
    Gupta Handa Hooda Jain Jaiswal Jakhar Jha Jhunjhunwala Jindal Juneja Kakkar Kalra Kansal Kapoor Kapur Kashyap
    Katiyar Kaul Kaushik Khanna Khandelwal Khatri Khattar Khosla Khurana Kohli Kothari Kukreja Kulshreshtha Kumari
    Kushwaha Lal Lamba Lohia Luthra Madan Maheshwari Mahajan Malhotra Malik Mani Mathur Maurya Meena Mehra Mehrotra
    Mehta Mishra Misra Mittal Modi Monga Munjal Nagpal Nanda Narang Narula Negi Nigam Ojha Oberoi Pahwa Pal Pande
    Pandey Pant Parashar Pathak Pundir Puri Purohit Raghuvanshi Rai Raina Raizada Rajput Rana Rastogi Rathi Rathore
    Raturi Rawal Rawat Razdan Rohatgi Rohilla Sabharwal Sachdev Sachdeva Sagar Sahni Saini Saluja Sanghi Sareen
    Sarin Saxena Sehgal Seth Sethi Shandilya Sharma Shekhawat Shukla Singh Singhal Singhania Sinha Sisodia Sodhi
    Solanki Somani Soni Sood Srivastava Suri Swami Taneja Tandon Tanwar Thakur Tikoo Tiwari Tomar Trehan Tripathi
    Trivedi Tyagi Upadhyay Uppal Vaid Varma Vashisht Vats Verma Vij Vohra Wadhwa Wahi Walia Yadav Zutshi Apte
    Athavale Bagwe Bapat Barve Bendre Bhagat Bhagwat Bhave Bhide Bhise Bhonsle Bhosale Borkar Chavan Chitnis Chitale
    Dabholkar Damle Dandekar Date Datar Deo Deshmukh Deshpande Dev Dhamdhere Dhumal Dixit Gadgil Gadkari Gaikwad
    Gaitonde Gavaskar Ghorpade Gite Gogate Gokhale Gore Gupte Hegde Inamdar Jadhav Joglekar Joshi Kadam Kale Kamat
    Kamble Kambli Kanitkar Karandikar Karnik Katkar Kelkar Khandekar Khare Khot Kolhatkar Kulkarni Lele Limaye
    Lokhande Mahadik Mane Manjrekar Marathe Mhatre Mokashi More Naik Nene Nimbalkar Oak Oka Paranjape Pardeshi Parab
    Patekar Patil Patwardhan Pawar Pendse Phadke Phadnis Pingle Pradhan Rane Ranade Rege Sabnis Sahasrabuddhe
    Salunkhe Salvi Samant Sane Sapre Sathe Sawant Shelar Shetye Shinde Shirke Sonawane Sule Surve Tambe Tawde Telang
    Tendulkar Thackeray Thorat Tilak Vaidya Vaze Wagh Wagle Walimbe Yadnik Acharya Adani Ambani Amin Asher Barot
    Bhanushali Bhavsar Bhuva Chokshi Chudasama Dalwadi Dave Desai Dholakia Doshi Gajjar Gala Ganatra Gohil Jadeja
    Jariwala Jhaveri Jobanputra Kachhadia Kamdar Kapadia Kariya Kotak Lakhani Limbachiya Makwana Mankad Mavani
    Merchant Mistry Modh Nanavati Oza Panchal Pandya Parekh Parikh Parmar Patel Popat Prajapati Rabari Raval
    Sanghavi Savla Shah Sheth Shroff Solanki Soneji Sutaria Thakkar Thakor Trivedi Upadhyaya Vaghani Vaghela Vakil
    Vora Vyas Zaveri Zala Adhikari Bagchi Bala Banerjee Banik Barman Basak Basu Bhaduri Bhattacharjee Bhattacharya
    Bhowmick Bhowmik Biswas Bose Chakraborty Chakrabarti Chanda Chatterjee Chattopadhyay Choudhury Das Dasgupta
    Datta De Deb Debnath Dey Dhar Dutta Gangopadhyay Ganguly Ghosal Ghosh Ghoshal Guha Gupta Halder Hazra Jana Kar
    Karmakar Khan Kundu Lahiri Maiti Maitra Majumdar Mallick Mandal Mitra Mondal Moitra Mukherjee Mukhopadhyay Nandi
    Nandy Nag Naskar Niyogi Pal Palit Paul Poddar Pramanik Purkayastha Ray Roy Roychowdhury Saha Samanta Sanyal
    Sarkar Sen Sengupta Sikdar Sil Som Sur Talukdar Baishya Barua Baruah Bezbaruah Bora Borah Boro Borthakur Boruah
    Chetia Chutia Deka Dutta Gogoi Handique Hazarika Kakati Kalita Konwar Lahkar Mahanta Medhi Nath Pegu Phukan
    Rabha Rajbongshi Rajkhowa Saikia Sarma Sonowal Tamuli Thakuria Behera Bhoi Das Dash Jena Kanungo Mahapatra
    Maharana Mallik Mohanta Mohanty Moharana Mohapatra Nanda Nayak Padhi Panda Panigrahi Parida Patnaik Patra
    Pattanaik Pradhan Pratihari Ratha Rath Rout Routray Sahoo Sahu Samal Samantaray Sarangi Satapathy Satpathy
    Senapati Sethy Swain Tripathy Aiyar Annadurai Arumugam Balakrishnan Balasubramanian Chandrasekaran Chari
    Chettiar Chidambaram Dhandapani Durairaj Ganesan Gounder Govindarajan Gurumurthy Iyengar Iyer Jagannathan
    Jayaraman Kandasamy Kannan Karunanidhi Krishnamoorthy Krishnamurthy Krishnan Krishnaswamy Kumarasamy Mahadevan
    Mahalingam Manickam Mudaliar Murugan Murugesan Muthusamy Muthuswamy Nadar Nagarajan Narasimhan Narayan Narayanan
    Natarajan Padmanabhan Palaniswami Parthasarathy Perumal Pillai Ponnusamy Radhakrishnan Raghavan Raghunathan
    Rajagopal Rajagopalan Rajamani Rajaraman Rajendran Ramachandran Ramakrishnan Ramalingam Ramamurthy Raman
    Ramanathan Ramanujam Ramaswamy Ranganathan Ravichandran Sankaran Santhanam Saravanan Sathyamurthy Seshadri
    Sethuraman Shanmugam Shanmugasundaram Sivakumar Sivaraman Sridharan Srinivasan Srivatsan Subbaraman Subramaniam
    Subramanian Sundaram Sundararajan Swaminathan Thangaraj Thiagarajan Thirunavukkarasu Thyagarajan Vaidyanathan
    Varadarajan Vasudevan Veerappan Velayutham Venkataraman Venkatesan Venkatraman Vijayakumar Viswanathan Achari
    Achary Alluri Annavarapu Atluri Bandaru Bejawada Boddu Bollineni Bommireddy Chalasani Challa Cherukuri Chintala
    Chowdary Dasari Devarakonda Devineni Duvvuri Gadde Garikapati Gogineni Gorantla Gottipati Gudipati Jasti
    Kalyanam Kancherla Kandula Karumuri Kesineni Kodali Kolla Kollipara Komatireddy Kondapalli Koneru Koppula
    Kuchipudi Lanka Lingam Maddali Madireddy Mallela Mandava Meka Mokkapati Mulpuri Naidu Nallamothu Nandamuri
    Nekkanti Nimmagadda Nori Nukala Paladugu Palakurthi Panchumarthi Paruchuri Pasupuleti Penmetsa Pinnamaneni
    Polavarapu Ponnala Potluri Pulipati Rachakonda Raju Rao Ravipati Rayapati Reddy Sajja Satyanarayana Sirigineni
    Tadepalli Talluri Tangirala Tummala Uppalapati Vadlamani Vallabhaneni Vellanki Vemula Vemuri Venigalla
    Yalamanchili Yarlagadda Yerneni Achar Achaiah Adiga Aithal Alva Amin Appaiah Ballal Bangera Basappa Belliappa
    Bhandary Bhat Bopanna Cariappa Chengappa Devaiah Devadiga Gowda Hebbar Hegde Holla Hosamani Kamath Karanth
    Karkera Kotian Kudva Kundapur Mallya Murthy Muthappa Nagaraja Nayak Pai Poojary Ponnappa Poovaiah Prabhu Rai
    Ranganath Salian Shanbhag Shenoy Shetty Somaiah Srinath Suvarna Thimmaiah Udupa Upadhya Uthappa Achuthan Anandan
    Antony Asokan Balan Chacko Chandy Cherian Damodaran Easwaran Eapen Gangadharan George Ittoop Jacob John Joseph
    Kaimal Karunakaran Kurian Kurup Kuruvilla Kutty Kunjumon Madhavan Mammen Mani Marar Mathew Mathai Menon Moideen
    Mukundan Nair Nambiar Namboothiri Ninan Nambisan Oommen Panicker Paul Philip Pothen Poulose Prabhakaran Punnoose
    Raghavan Sadanandan Sankar Sasidharan Sreedharan Sukumaran Thampi Thampy Tharakan Tharoor Thomas Unnithan
    Unnikrishnan Varghese Varier Varkey Vasudevan Vijayan Warrier Zachariah Abbasi Afridi Ahmad Ahmed Akhtar Alam
    Ali Ansari Aslam Ayub Azad Azmi Baig Bano Basha Beg Begum Bukhari Chishti Dar Durrani Farooqui Faruqi Fatima
    Ghani Habib Haq Hashmi Husain Hussain Idrisi Iqbal Ismail Jafri Jamal Kazmi Khatoon Khatib Khwaja Kidwai Lone
    Maniyar Mansuri Memon Mir Mirza Mohammed Momin Mughal Mulla Nabi Naqvi Nizami Nomani Pasha Pathan Qadri Qureshi
    Quraishi Rahman Rashid Rehman Rizvi Saiyed Salam Sayed Sayyed Shaikh Sheikh Shaik Siddique Siddiqui Sultan Syed
    Tyabji Usmani Warsi Wani Zaidi Aulakh Bains Bajwa Bal Benipal Bhangu Bhullar Brar Chahal Cheema Chhina Deol
    Dhaliwal Dhami Dhanoa Dhillon Dosanjh Ghuman Gosal Grewal Guleria Hayer Johal Kahlon Kang Kaur Khaira Khangura
    Lalli Mangat Mann Minhas Nijjar Pannu Parhar Phull Randhawa Rekhi Sahota Samra Sandhu Sangha Sekhon Sidhu Sihota
    Sohal Sohi Thandi Thind Toor Uppal Virk Waraich Almeida Alvares Barretto Braganza Carvalho Coelho Colaco Correia
    Coutinho Cardozo Dias Dsouza D'Souza D'Silva D'Mello D'Cruz D'Costa D'Lima Fernandes Figueiredo Furtado Gomes
    Gonsalves Lobo Machado Mascarenhas Menezes Miranda Monteiro Noronha Nazareth Pais Pereira Pinto Quadros Rebello
    Rego Rodrigues Rozario Saldanha Sequeira Serrao Tellis Vaz Viegas Bharucha Billimoria Cama Commissariat
    Contractor Dadachanji Daruwala Dastur Engineer Gandhy Irani Jeejeebhoy Kapadia Karanjia Lalkaka Mehta Mistry
    Mody Nariman Palkhivala Patell Poonawalla Readymoney Screwvala Sethna Shroff Sorabjee Taraporewala Tata Unwalla
    Wadia Ao Angami Changte Chishi Jamir Kikon Longkumer Lotha Lyngdoh Marak Momin Pongen Ralte Rio Sailo Sangma
    Sema Shullai Singh Syiem Tetseo Thangkhiew Zeliang Bhutia Chettri Gurung Lama Lepcha Limbu Rai Subba Tamang
    Thapa Sherpa Pradhan
    """)
#: Initials that stand for a father's or a village's name in the south come before the name: "k srinivasan".
SOUTHERN_LAST_START, SOUTHERN_LAST_END = "Aiyar", "Viswanathan"
