//! Names of those whose families came from elsewhere, and of Travellers.
//!
//! Written for Wicken like the English ones. Of each culture: women, men, families.

pub(super) const IRISH: [&str; 3] = [
    "Mary Bridget Siobhan Aoife Niamh Sinead Orla Maeve Grainne Roisin Ciara Deirdre Una \
     Noreen Breda Nuala Fionnuala Caoimhe Eimear Assumpta Bernadette Kathleen Maura Sheila \
     Aisling",
    "Patrick Sean Declan Liam Brendan Ciaran Padraig Eoin Fergal Cormac Donal Seamus Niall \
     Conor Oisin Aidan Dermot Fintan Colm Michael John Gerard Noel Eamon Cathal",
    "Murphy Kelly Byrne Ryan O'Brien O'Sullivan O'Connor Walsh Doyle McCarthy Gallagher \
     Doherty Kennedy Lynch Murray Quinn Moore McLoughlin Carroll Connolly Daly O'Neill Dunne \
     Brennan Burke Collins Clarke Nolan Fitzgerald Flynn Hayes Kavanagh McGrath Moran \
     O'Donnell Power Sheehan",
];

pub(super) const POLISH: [&str; 3] = [
    "Anna Katarzyna Agnieszka Małgorzata Joanna Magdalena Monika Ewa Aleksandra Karolina \
     Natalia Paulina Justyna Marta Beata Dorota Sylwia Iwona Renata Aneta Edyta Izabela Kinga \
     Weronika Patrycja Żaneta Dominika Emilia Kamila Wioletta",
    "Piotr Krzysztof Tomasz Paweł Marcin Michał Łukasz Grzegorz Marek Mariusz Dariusz \
     Mateusz Jakub Andrzej Rafał Adam Robert Kamil Sebastian Dawid Wojciech Jarosław \
     Sławomir Artur Przemysław Radosław Daniel Maciej Damian Zbigniew",
    "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański \
     Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Kaczmarek Piotrowski \
     Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Majewski \
     Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Witkowski \
     Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski \
     Wróblewski Marciniak Sadowski",
];

pub(super) const LITHUANIAN: [&str; 3] = [
    "Rasa Jurgita Daiva Vilma Inga Asta Kristina Eglė Jolanta Lina Rūta Aušra Neringa \
     Gintarė Laura Simona Viktorija Agnė Živilė Ieva Sandra Edita Renata Loreta",
    "Mantas Tomas Darius Saulius Andrius Vytautas Rolandas Gintaras Linas Marius Mindaugas \
     Tadas Arvydas Rimantas Kęstutis Donatas Povilas Žydrūnas Aurimas Edvinas Nerijus \
     Valdas Egidijus",
    "Kazlauskas Jankauskas Petrauskas Stankevičius Vasiliauskas Butkus Žukauskas \
     Balčiūnas Paulauskas Urbonas Kavaliauskas Navickas Ramanauskas Savickas Rimkus \
     Sakalauskas Žilinskas Baranauskas Šimkus Adomaitis Poška Mikalauskas Kairys Morkūnas \
     Norkus Pocius Bagdonas Rutkauskas Lukošius",
];

pub(super) const PORTUGUESE: [&str; 3] = [
    "Maria Ana Carla Sónia Sandra Paula Cristina Catarina Inês Joana Marta Susana Vera \
     Patrícia Filipa Teresa Isabel Rita Fernanda Lúcia Helena Sílvia Andreia Cátia",
    "José João António Carlos Paulo Pedro Rui Luís Manuel Nuno Jorge Ricardo Hugo Bruno \
     Tiago Miguel Sérgio Fernando Vítor Hélder Marco André Fábio Nélson",
    "Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes \
     Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira \
     Correia Mendes Nunes Soares Vieira Monteiro Cardoso Rocha Neves Coelho Cruz Cunha Pires \
     Ramos Reis Simões Antunes",
];

pub(super) const PAKISTANI: [&str; 3] = [
    "Fatima Aisha Khadija Zainab Yasmin Shazia Nasreen Saima Rukhsana Samina Farzana Shabana \
     Nadia Sadia Rabia Maryam Amina Sumaira Bushra Naila Uzma Tahira Parveen Rehana Halima \
     Nazia Zara Iqra Mehwish Shaheen Razia Jamila Noreen Tasneem",
    "Mohammed Ahmed Imran Tariq Asif Khalid Sajid Nadeem Shahid Usman Bilal Umar Hassan Zahid \
     Kashif Faisal Irfan Adnan Yusuf Ibrahim Abdul Rashid Javed Arshad Waqas Amjad Naveed \
     Haroon Sohail Zubair Qasim Rizwan Aamir Ishaq",
    "Khan Hussain Ahmed Ali Akhtar Mahmood Iqbal Malik Shah Begum Rahman Miah Uddin Hassan \
     Choudhury Islam Bibi Sheikh Khatun Siddiqui Qureshi Mirza Butt Aziz Rashid Rafiq Nawaz \
     Raja Bashir Hanif Latif Yaqub Saleem Sadiq Karim Ansari Bhatti Dar Zaman",
];

pub(super) const INDIAN: [&str; 3] = [
    "Harpreet Gurpreet Manjit Sukhwinder Priya Anita Sunita Rekha Kavita Meena Geeta Neha \
     Pooja Jasvir Rajinder Kulwinder Balvinder Amrit Simran Deepa Lakshmi Nisha Reena Seema \
     Usha Asha Bhavna Hina",
    "Harjit Gurdeep Manjit Sukhdev Rajesh Sanjay Vijay Anil Sunil Ramesh Amit Rahul Jaswinder \
     Balbir Kuldeep Paramjit Ravinder Amarjit Dinesh Suresh Nitin Hitesh Vikram Arjun Rohan \
     Kiran Mahesh Jagdish",
    "Singh Patel Sharma Dhillon Gill Sandhu Sidhu Grewal Johal Mistry Shah Desai Mehta Joshi \
     Parmar Chauhan Rai Bains Atwal Kumar Verma Gupta Nair Menon Reddy Thomas Mathew Varghese \
     Fernandes Solanki Chopra Kapoor Bhogal Virdee",
];

pub(super) const TRAVELLER: [&str; 3] = [
    "Margaret Mary Bridget Kathleen Winifred Ann Theresa Helen Chantelle Shania Tiffany \
     Savannah Roseanne Lavinia Britannia Priscilla Bernadette Noreen Cinderella Charmaine \
     Crystal Sheridan",
    "John Johnjo Patrick Michael Martin Jimmy Miley Levi Elias Nelson Tommy Hughie Bartley \
     Dennis Edward Francie Simey Jobie Manny Charlie Davey Paddy Willie Joe",
    "Connors McDonagh Ward Cash Doran Doherty Joyce Maughan Mongan O'Driscoll Quilligan \
     Sweeney Smith Lee Loveridge Price Cooper Boswell Gray Shaw Wilson Gaskin Brinkley \
     Buckland Hearn Stanley",
];

pub(super) const AFRICAN: [&str; 3] = [
    "Blessing Grace Ngozi Chioma Adaeze Folake Olufunke Yetunde Abena Akosua Efua Ama Comfort \
     Patience Precious Tendai Rudo Chipo Faith Mercy Joy Esther Temitope Ifeoma Nkechi Amaka",
    "Emmanuel Samuel Chukwuemeka Oluwaseun Oluwatobi Kwame Kofi Yaw Kwabena Tunde Femi Chidi \
     Obinna Tendai Tafadzwa Farai Daniel Joseph Michael Ikenna Babatunde Segun Kunle Isaac \
     Ebenezer",
    "Okafor Adeyemi Mensah Boateng Owusu Okonkwo Eze Nwosu Adebayo Ogunleye Asante Appiah \
     Osei Moyo Ncube Dube Sibanda Ndlovu Chikwanda Okeke Obi Balogun Afolabi Amoah Danquah \
     Bangura Kamara Sesay Banda Phiri Mwangi Otieno",
];
