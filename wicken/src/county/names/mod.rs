//! Names: drawn from own lists by culture, sex and time of birth, and written by their customs.

mod british;
mod others;

use super::{calendar::civil, random::Random};
use std::collections::HashMap;

/// Where a family's names come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Culture {
    British,
    Irish,
    Polish,
    Lithuanian,
    Portuguese,
    Pakistani,
    Indian,
    Traveller,
    African,
}

impl Culture {
    pub(crate) const ALL: [Self; 9] = [
        Self::British,
        Self::Irish,
        Self::Polish,
        Self::Lithuanian,
        Self::Portuguese,
        Self::Pakistani,
        Self::Indian,
        Self::Traveller,
        Self::African,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// A word of one of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    list: u8,
    at: u16,
}

/// A family's name before custom gives it an ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Family {
    word: Word,
    tail: Option<Word>,
}

/// How a family name is borne.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Surname {
    pub(crate) first: Family,
    pub(crate) second: Option<Family>,
    /// Lithuanian family names tell.
    pub(crate) by_marriage: bool,
}

impl Surname {
    pub(crate) fn plain(first: Family) -> Self {
        Self { first, second: None, by_marriage: false }
    }
}

struct List {
    words: Vec<&'static str>,
    /// Of the weights up to and with each word.
    sums: Vec<f64>,
}

impl List {
    /// The more common stand first: weights fall as 1 / (rank + 8)^0.8, nearly as Zipf's law.
    fn read(text: &'static str) -> Self {
        let words: Vec<_> = text.split_whitespace().collect();
        let mut sum = 0.0;
        let weights = (0..words.len()).map(|rank| 1.0 / (rank as f64 + 8.0).powf(0.8));
        let sums = weights.map(|weight| {
            sum += weight;
            sum
        });
        Self { sums: sums.collect(), words }
    }
}

type Forms = HashMap<&'static str, Vec<&'static str>>;

pub(crate) struct Names {
    lists: Vec<List>,
    short_forms: Forms,
    spellings: Forms,
}

const GIVEN_OF_OTHERS: usize = 8;
const FAMILIES: usize = GIVEN_OF_OTHERS + 16;
const HEADS: usize = FAMILIES + 9;
const TAILS: usize = HEADS + 1;

impl Names {
    pub(crate) fn read() -> Self {
        let others = [
            others::IRISH,
            others::POLISH,
            others::LITHUANIAN,
            others::PORTUGUESE,
            others::PAKISTANI,
            others::INDIAN,
            others::TRAVELLER,
            others::AFRICAN,
        ];
        let british = british::WOMEN.into_iter().zip(british::MEN);
        let mut texts: Vec<_> = british.flat_map(|(women, men)| [women, men]).collect();
        texts.extend(others.iter().flat_map(|[women, men, _]| [*women, *men]));
        texts.push(british::FAMILIES);
        texts.extend(others.iter().map(|[_, _, families]| *families));
        texts.extend([british::HEADS, british::TAILS]);
        let mut short_forms = Forms::new();
        for line in british::SHORT_FORMS.split('|') {
            let mut words = line.split_whitespace();
            if let Some(name) = words.next() {
                short_forms.entry(name).or_default().extend(words);
            }
        }
        let mut spellings = Forms::new();
        for line in british::SPELLINGS.split('|') {
            let words: Vec<_> = line.split_whitespace().collect();
            for word in &words {
                let rest = words.iter().filter(|other| *other != word);
                spellings.entry(word).or_default().extend(rest);
            }
        }
        Self { lists: texts.into_iter().map(List::read).collect(), short_forms, spellings }
    }

    fn draw(&self, chance: &mut Random, list: usize) -> Word {
        let sums = &self.lists[list].sums;
        let at = chance.unit() * sums.last().copied().unwrap_or_default();
        let at = sums.partition_point(|sum| *sum <= at).min(sums.len() - 1);
        Word { list: list as u8, at: at as u16 }
    }

    pub(crate) fn given(&self, chance: &mut Random, culture: Culture, sex: Sex, born: i32) -> Word {
        let time = match civil(born).year() {
            ..1945 => 0,
            1945..1970 => 1,
            1970..1985 => 2,
            1985.. => 3,
        };
        let list = match culture {
            Culture::British => time * 2,
            other => GIVEN_OF_OTHERS + (other as usize - 1) * 2,
        };
        self.draw(chance, list + sex as usize)
    }

    pub(crate) fn family(&self, chance: &mut Random, culture: Culture) -> Family {
        // Six in ten English families are called after a place.
        if culture == Culture::British && chance.chance(0.6) {
            let (head, tail) = (self.draw(chance, HEADS), self.draw(chance, TAILS));
            if !self.word(head).eq_ignore_ascii_case(self.word(tail)) {
                return Family { word: head, tail: Some(tail) };
            }
        }
        Family { word: self.draw(chance, FAMILIES + culture as usize), tail: None }
    }

    /// The two family names of the Portuguese, a mother's and a father's; else one.
    pub(crate) fn surname(&self, chance: &mut Random, culture: Culture) -> Surname {
        let mut surname = Surname::plain(self.family(chance, culture));
        if culture == Culture::Portuguese && chance.chance(0.6) {
            surname.second = Some(self.family(chance, culture));
        }
        surname
    }

    pub(crate) fn word(&self, word: Word) -> &'static str {
        self.lists[usize::from(word.list)].words[usize::from(word.at)]
    }

    pub(crate) fn family_text(&self, family: Family, sex: Sex, by_marriage: bool) -> String {
        let list = usize::from(family.word.list).wrapping_sub(FAMILIES);
        let mut text = self.word(family.word).to_owned();
        if let Some(tail) = family.tail {
            text.push_str(self.word(tail));
        }
        let woman = sex == Sex::Female;
        match Culture::ALL.get(list) {
            Some(Culture::Polish) if woman => as_polish_woman(text),
            Some(Culture::Lithuanian) if woman => as_lithuanian_woman(&text, by_marriage),
            Some(Culture::Indian) if woman && text == "Singh" => "Kaur".to_owned(),
            _ => text,
        }
    }

    pub(crate) fn surname_text(&self, surname: Surname, sex: Sex) -> String {
        let mut text = self.family_text(surname.first, sex, surname.by_marriage);
        if let Some(second) = surname.second {
            let portuguese = FAMILIES + Culture::Portuguese as usize;
            let is_portuguese = usize::from(surname.first.word.list) == portuguese;
            text.push(if is_portuguese { ' ' } else { '-' });
            text.push_str(&self.family_text(second, sex, surname.by_marriage));
        }
        text
    }

    /// A nickname, or a name like it in English.
    pub(crate) fn short_form(&self, chance: &mut Random, name: &str) -> Option<&'static str> {
        self.short_forms.get(name).map(|forms| chance.pick(forms))
    }

    pub(crate) fn spelling(&self, chance: &mut Random, name: &str) -> Option<&'static str> {
        self.spellings.get(name).map(|forms| chance.pick(forms))
    }
}

/// `Kowalski` and `Kowalska`.
fn as_polish_woman(mut text: String) -> String {
    if text.ends_with("ki") {
        text.pop();
        text.push('a');
    }
    text
}

/// `Kazlauskas`, his wife `Kazlauskienė` and his daughter `Kazlauskaitė`.
fn as_lithuanian_woman(text: &str, by_marriage: bool) -> String {
    let endings = [("ius", "iūtė"), ("us", "utė"), ("as", "aitė"), ("is", "ytė"), ("a", "aitė")];
    for (man, daughter) in endings {
        if let Some(stem) = text.strip_suffix(man) {
            return format!("{stem}{}", if by_marriage { "ienė" } else { daughter });
        }
    }
    text.to_owned()
}

/// Without the marks that English keyboards do not have.
pub(crate) fn plain(text: &str) -> String {
    let folded = text.chars().map(|letter| match letter {
        'ą' | 'ã' | 'á' | 'â' | 'à' => 'a',
        'ć' | 'č' | 'ç' => 'c',
        'ę' | 'ė' | 'é' | 'ê' => 'e',
        'į' | 'í' => 'i',
        'ł' => 'l',
        'Ł' => 'L',
        'ń' => 'n',
        'ó' | 'õ' | 'ô' => 'o',
        'ś' | 'š' => 's',
        'Ś' | 'Š' => 'S',
        'ū' | 'ų' | 'ú' => 'u',
        'ź' | 'ż' | 'ž' => 'z',
        'Ż' | 'Ž' | 'Ź' => 'Z',
        'Ą' => 'A',
        'É' => 'E',
        other => other,
    });
    folded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_list_has_its_place_and_some_hundreds_of_names_are_there() {
        let names = Names::read();
        assert_eq!(names.lists.len(), TAILS + 1);
        let words = |from: usize, to: usize| {
            let lists = names.lists[from..to].iter();
            lists.flat_map(|list| list.words.iter()).collect::<BTreeSet<_>>().len()
        };
        assert!(600 < words(0, FAMILIES), "{}", words(0, FAMILIES));
        assert!(450 < words(FAMILIES, HEADS), "{}", words(FAMILIES, HEADS));
    }

    #[test]
    fn family_names_follow_the_custom_of_their_people() {
        let names = Names::read();
        let find = |culture: Culture, name: &str| {
            let list = FAMILIES + culture as usize;
            let at = names.lists[list].words.iter().position(|word| *word == name).unwrap();
            Family { word: Word { list: list as u8, at: at as u16 }, tail: None }
        };
        let text = |culture, name, sex, by_marriage| {
            names.family_text(find(culture, name), sex, by_marriage)
        };
        use Sex::{Female, Male};
        assert_eq!(text(Culture::Polish, "Wiśniewski", Female, false), "Wiśniewska");
        assert_eq!(text(Culture::Polish, "Nowak", Female, false), "Nowak");
        assert_eq!(text(Culture::Polish, "Wiśniewski", Male, true), "Wiśniewski");
        assert_eq!(text(Culture::Lithuanian, "Kazlauskas", Female, true), "Kazlauskienė");
        assert_eq!(text(Culture::Lithuanian, "Stankevičius", Female, false), "Stankevičiūtė");
        assert_eq!(text(Culture::Indian, "Singh", Female, false), "Kaur");
        assert_eq!(plain("Žydrūnė Wójcik Łukasz"), "Zydrune Wojcik Lukasz");
    }
}
