//! English given names by the time of birth, and family names.
//!
//! Written for Wicken: names that anyone in England has met, in an order of our own; the more
//! common come first.

/// Women born before 1945, then before 1970, 1985, and later.
pub(super) const WOMEN: [&str; 4] = [
    "Margaret Joan Mary Dorothy Jean Doreen Joyce Barbara Sheila Patricia Brenda Audrey Beryl \
     Irene Eileen Betty Kathleen Edna Vera Marjorie Elsie Ivy Hilda Gladys Phyllis Rita \
     Maureen Sylvia Josephine Winifred Norma June Muriel Enid Pamela Elizabeth Ruth Olive \
     Daphne Freda",
    "Susan Linda Christine Carol Jacqueline Janet Julie Deborah Karen Jane Ann Elizabeth \
     Helen Gillian Sandra Alison Lesley Diane Tracey Sharon Angela Wendy Beverley Lorraine \
     Denise Teresa Hilary Marilyn Valerie Jennifer Judith Rosemary Sally Catherine Lynn \
     Heather Yvonne Amanda Dawn Elaine Anne Kim Paula Maxine Theresa Geraldine",
    "Sarah Claire Emma Nicola Joanne Lisa Michelle Samantha Kelly Rachel Rebecca Victoria \
     Louise Natalie Donna Kerry Zoe Gemma Leanne Stacey Tracy Melanie Donna Hayley Tina \
     Charlotte Lindsay Amy Jennifer Catherine Laura Anna Lucy Katie Natasha Vanessa Caroline \
     Maria Debbie Tanya Kirsty Abigail Marie Cheryl Clare Carly Lorna Rachael Philippa \
     Suzanne",
    "Chloe Jessica Sophie Lauren Emily Charlotte Hannah Megan Amy Bethany Olivia Georgia Jade \
     Shannon Danielle Ellie Molly Paige Holly Abigail Grace Eleanor Courtney Amber Jodie Leah \
     Kayleigh Chelsea Natasha Alice Mia Ruby Lily Caitlin Elizabeth Katherine Demi Gabrielle \
     Isabelle Zara Phoebe Scarlett Tia Keira Summer Francesca Rosie Imogen Harriet Alexandra",
];

/// Men of the same four times.
pub(super) const MEN: [&str; 4] = [
    "John William Ronald George Kenneth James Derek Peter Dennis Raymond Frank Arthur Leslie \
     Roy Albert Stanley Harold Norman Frederick Thomas Eric Gordon Douglas Cyril Bernard \
     Reginald Donald Walter Alfred Sidney Charles Ernest Leonard Geoffrey Robert Edward Jack \
     Victor Cecil",
    "David Michael Paul Alan Stephen Peter Robert Keith Anthony Kevin Christopher Ian Andrew \
     Graham Colin Philip Mark Barry Roger Brian Trevor Nigel Martin Terence Malcolm Clive \
     Stuart Gary Neil Simon Timothy Richard Steven Russell Adrian Garry Jeffrey Duncan \
     Nicholas Glenn Dean Derek Raymond Gerald Wayne",
    "Paul Andrew Mark David Lee Jason Darren Craig Daniel Matthew Christopher James Stephen \
     Richard Simon Wayne Scott Gareth Steven Robert Michael Jonathan Adam Carl Stuart Ben \
     Marc Shaun Dean Nathan Karl Russell Ryan Benjamin Anthony Gavin Damian Barry Jamie \
     Justin Leon Kevin Martin Robin Sean Timothy Warren",
    "Jack Daniel Thomas James Joshua Matthew Ryan Luke Jordan Liam Connor Callum Samuel \
     Joseph Benjamin Alexander Adam Kieran Bradley Ashley Nathan Aaron Lewis Jake Harry \
     Oliver Kyle Reece Tyler Jamie George Charlie Dylan Alfie Harvey Mason Ethan Zachary \
     Dominic Elliot Max Owen Toby Curtis Brandon Declan Rhys Corey Louis Cameron",
];

pub(super) const FAMILIES: &str = "\
     Smith Jones Taylor Brown Wilson Johnson Davies Wright Walker Robinson Thompson White \
     Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill \
     Cooper Ward Moore Morris King Watson Baker Harrison Morgan Allen James Scott Phillips \
     Parker Bennett Young Cook Shaw Mitchell Richardson Carter Price Collins Marshall Bailey \
     Gray Cox Adams Miller Webb Palmer Mills Rogers Chapman Hunt Holmes Barnes Knight Butler \
     Russell Barker Stevens Jenkins Dixon Fisher Harvey Pearson Graham Fletcher Howard \
     Andrews Reynolds Elliott Foster Fuller Gibson Ford Payne Pearce Hart Burton Newman \
     Lawrence Saunders Francis Walsh Cole Bradley Dean West Spencer Hawkins Austin Rose \
     Armstrong Cunningham Carpenter Gardner Sutton Tucker Gilbert Booth Page Osborne Warren \
     Perkins Barrett Nicholls Atkinson Bates Watts Bishop Hardy Ball Hudson Lowe Stone Day \
     Goodwin Bird Rowe Field Rowley Porter Lamb Moss Frost Parsons Kemp Hodgson Barber Read \
     Reid Nash Peacock Sharp Curtis Fowler Norris Nicholson Wells Gregory Cross Hammond Woods \
     Reeves Potter Lane Sims Banks Skinner Whittaker Bull Drake Tanner Thurston Setchell \
     Papworth Haylock Gotobed Leeder Fordham Covill Negus Chivers Ingle Bavey Peachey Stearn \
     Mustill Dring Wilderspin Cawthorn Desborough Girdlestone Hurry Juniper Kisby Lilley \
     Muncey Norman Oakey Pettit Quince Rayner Sallis Tabbitt Unwin Veasey Wayman Yarrow \
     Allgood Bedford Crisp Darby Easey Feary Golding Hobbs Ives Jarman Kidd Larkin Mayes Neal \
     Onyett Pledger Quilter Riches Shepperson Tebbutt Upton Vail Wakelin Youngs Abbott Bolton \
     Cousins Dyer Ellis Fox Gibbs Humphrey Impey Jessop";

/// Half of all English family names are places; these two make such names, real ones among them.
pub(super) const HEADS: &str = "\
     Ash Thorn Brad Hol Stan Wid Mar Har Whit Black Brook Lang Wood Green Hart Hazel Kirk \
     Mill Nor Sut Wes East Oak Rad Red Row Sed Shel Stock Swan Tem Cold Wal War Wick Win Wolf \
     Wor Cran Crow Den Dun El Far Fair Hal Ham Hether Hux Ken Lin Mel Pem Pen Rush Sax Thur \
     Bar Buck Cal Chal Clif Dal Ed Ford Glad Hin Hor Ing Ketter Led Lock Mans Nether Ox Pick \
     Rother Scar Sher Stain Stap Tad Wake Wether Whar Wing Wyn";

pub(super) const TAILS: &str = "\
     ton ley ford by well wood field worth ham den bourne stead gate shaw bridge land wick \
     croft ridge combe hurst thorpe grave sby don brook";

/// A given name and what people who know them say and write instead.
pub(super) const SHORT_FORMS: &str = "\
     Margaret Maggie Peggy Meg|Dorothy Dot Dolly|Barbara Barb|Patricia Pat Trish \
     Patsy|Elizabeth Liz Beth Lizzie Betty Libby|Kathleen Kath Kathy|Susan Sue \
     Susie|Christine Chris Chrissie|Jacqueline Jackie Jacqui|Deborah Debbie Deb|Gillian Gill \
     Jill|Sandra Sandie|Alison Ali|Angela Angie Ange|Beverley Bev|Jennifer Jenny Jen|Judith \
     Judy|Rosemary Rose Rosie|Catherine Cathy Kate Cath Katie|Valerie Val|Teresa Terri \
     Tess|Nicola Nicky Nikki|Joanne Jo|Michelle Shell Chelle|Samantha Sam Sammy|Rebecca Becky \
     Becca|Victoria Vicky Tori|Natalie Nat|Melanie Mel|Charlotte Charlie Lottie|Natasha \
     Tasha|Jessica Jess Jessie|Lauren Loz|Emily Em Emmie|Megan Meg|Bethany Beth|Georgia \
     Georgie|Danielle Dani|Eleanor Ellie Nell|Abigail Abi Abbie|Kayleigh Kay|Alexandra Alex \
     Lexi Sandra|Katherine Kate Katie Kathy|Francesca Fran Frankie|Isabelle Izzy \
     Bella|Gabrielle Gabby|Philippa Pippa|Suzanne Sue Suzie|Rachel Rach|Amanda Mandy|Pamela \
     Pam|Josephine Jo Josie|John Jack Johnny|William Bill Will Billy Liam|Ronald Ron \
     Ronnie|Kenneth Ken Kenny|James Jim Jimmy Jamie|Peter Pete|Raymond Ray|Frederick Fred \
     Freddie|Thomas Tom Tommy|Douglas Doug|Donald Don|Walter Wally|Alfred Alf|Charles Charlie \
     Chaz|Leonard Len|Geoffrey Geoff|Robert Rob Bob Bobby Robbie|Edward Ed Eddie Ted|David \
     Dave Davey|Michael Mike Mick Mickey|Stephen Steve Ste|Steven Steve|Anthony Tony \
     Ant|Kevin Kev|Christopher Chris|Andrew Andy Drew|Philip Phil|Terence Terry|Stuart \
     Stu|Gary Gaz|Simon Si|Timothy Tim|Richard Rich Dick Ricky|Jeffrey Jeff|Nicholas \
     Nick|Daniel Dan Danny|Matthew Matt|Jonathan Jon Jonny|Benjamin Ben Benny|Joshua \
     Josh|Samuel Sam|Joseph Joe Joey|Alexander Alex Alec|Bradley Brad|Zachary Zac|Dominic \
     Dom|Nathan Nate|Gerald Gerry|Martin Marty|Darren Daz|Wayne Waz|Lewis Lew|Katarzyna Kasia \
     Kate|Agnieszka Aga Agnes|Małgorzata Gosia Margaret|Joanna Asia Joanne|Magdalena \
     Magda|Aleksandra Ola Alexandra|Krzysztof Krzysiek Chris|Tomasz Tomek Thomas|Piotr \
     Peter|Paweł Paul|Grzegorz Greg|Jakub Kuba Jacob|Andrzej Andrew|Wojciech Wojtek|Łukasz \
     Lukas|Michał Michael|Mateusz Matt|José Joe Jose|João Joao John|Miguel Michael|Mantas \
     Manny|Tadas Ted|Bridget Bridie Bernie|Patrick Paddy Pat|Seamus James|Johnjo John \
     Joseph|Winifred Winnie Freda|Chukwuemeka Emeka|Oluwaseun Seun|Oluwatobi Tobi|Olufunke \
     Funke|Harpreet Harry|Rajinder Raj|Gurpreet Gogi|Mohammed Mo|Abdul Ab";

/// Spellings of one name, any for any other.
pub(super) const SPELLINGS: &str = "\
     Catherine Katherine Kathryn Catharine|Sarah Sara|Clare Claire|Ann Anne|Lynn Lynne|Rachel \
     Rachael|Tracey Tracy|Stephen Steven|Geoffrey Jeffrey|Philip Phillip|Alan Allan \
     Allen|Graham Graeme|Stuart Stewart|Lindsay Lindsey|Natasha Natacha|Eleanor Elinor|Zoe \
     Zoey|Sean Shaun Shawn|Jon John|Carl Karl|Marc Mark|Kayleigh Kaylee|Hayley Haley|Megan \
     Meghan|Isabelle Isabel|Reece Rhys|Connor Conor|Kieran Keiran|Callum Calum|Mohammed \
     Muhammad Mohammad Mohamed Muhammed|Ahmed Ahmad|Hussain Hussein Husain|Hassan \
     Hasan|Fatima Fatema Fatimah|Aisha Ayesha Aysha|Khadija Khadijah|Yusuf Yousuf \
     Yousaf|Ibrahim Ebrahim|Zainab Zaynab|Rahman Rehman|Choudhury Chowdhury Chaudhry \
     Choudhry|Sheikh Shaikh|Begum Begom|Yasmin Yasmeen|Umar Omar|Usman Osman|Akhtar \
     Akther|Khatun Khatoon|Siddiqui Siddique|Qureshi Kureshi|Mahmood Mehmood|Imran \
     Emran|Gurpreet Gurprit|Harpreet Harprit|Bridget Brigid|Margaret Margret|Smith \
     Smyth|Clark Clarke|Read Reid Reed|Thompson Thomson|Davies Davis|Philips Phillips|Stevens \
     Stephens|Elliott Elliot Eliot|Nicholls Nichols|Gray Grey|Pearce Pierce|Johnson \
     Johnston|Harrison Harison|Lawrence Laurence|Barrett Barret|Matthews Mathews|Connors \
     O'Connor Connor|McDonagh MacDonagh|Lowe Low";
