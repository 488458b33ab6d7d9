//! What names and cities there are, and how common each is.
//!
//! A file of `lists/` is one country: sections that begin with `# section`, in them words from the most common to the
//! rarest. A word is `native=latin|other latin~pet name,other pet name`; `_` stands for a blank. Rare family names are
//! put together of a stem and an ending, so that a million people do not share a few hundred names.

use crate::SeededRandom;
use crate::generator::phrases::Locale;

/// The files, in the order of the locales.
const FILES: [&str; 6] = [
    include_str!("lists/en.txt"),
    include_str!("lists/ru.txt"),
    include_str!("lists/ar.txt"),
    include_str!("lists/hi.txt"),
    include_str!("lists/zh-CN.txt"),
    include_str!("lists/zh-TW.txt"),
];

/// A word in its own script and in Latin letters, and what friends make of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) native: String,
    /// The spellings in Latin letters; the most usual is the first. There is always one.
    pub(super) latin: Vec<String>,
    /// Pet names in the native script.
    pub(super) pets: Vec<String>,
}

impl Word {
    fn read(text: &str) -> Self {
        let (word, pets) = text.split_once('~').unwrap_or((text, ""));
        let (native, latin) = word.split_once('=').unwrap_or((word, ""));
        let native = native.split('|').map(|spelling| spelling.replace('_', " ")).collect::<Vec<_>>();
        let spelled = latin.split('|').filter(|latin| !latin.is_empty());
        let mut latin: Vec<String> = spelled.map(|latin| latin.replace('_', " ")).collect();
        if latin.is_empty() {
            latin = native.iter().flat_map(|native| in_latin(native)).collect();
        }
        let pets = pets.split(',').filter(|pet| !pet.is_empty()).map(str::to_owned).collect();
        Self { native: native.into_iter().next().unwrap_or_default(), latin, pets }
    }

    /// The two words as one.
    pub(super) fn joined(&self, next: &Self) -> Self {
        let latin = self.latin.iter().flat_map(|first| {
            next.latin.iter().map(move |second| format!("{first}{}", second.to_lowercase()))
        });
        Self { native: format!("{}{}", self.native, next.native), latin: latin.collect(), pets: Vec::new() }
    }

    /// The most usual spelling in Latin letters.
    pub(super) fn usual(&self) -> &str {
        self.latin.first().map_or("", String::as_str)
    }
}

/// Words with how common they are.
#[derive(Clone, Debug, Default)]
pub(super) struct WordList {
    words: Vec<Word>,
    /// Of each word: the weights up to and with it.
    upto: Vec<f64>,
}

impl WordList {
    /// Words after Zipf: the weight of the n-th is one over n, its head flattened as names' is.
    fn new(words: Vec<Word>) -> Self {
        let mut sum = 0.0;
        let weights = (0..words.len()).map(|rank| 1.0 / (rank as f64 + 5.0));
        let upto = weights.map(|weight| {
            sum += weight;
            sum
        });
        Self { upto: upto.collect(), words }
    }

    /// The place of a word, common ones more often.
    pub(super) fn place(&self, random: &mut SeededRandom) -> usize {
        let at = random.fraction() * self.upto.last().copied().unwrap_or_default();
        self.upto.partition_point(|upto| *upto <= at)
    }

    /// The word at a place.
    pub(super) fn at(&self, place: usize) -> Word {
        self.words.get(place).cloned().unwrap_or_default()
    }

    /// A word, common ones more often.
    pub(super) fn pick(&self, random: &mut SeededRandom) -> Word {
        let place = self.place(random);
        self.at(place)
    }

    /// A word, each as often as the other.
    fn any(&self, random: &mut SeededRandom) -> Word {
        let place = random.below(self.words.len());
        self.at(place)
    }

    /// Another word that sounds the same, or any.
    pub(super) fn sounding_like(&self, random: &mut SeededRandom, native: &str) -> String {
        let sound = self.words.iter().find(|word| word.native == native).map(Word::usual);
        let alike: Vec<&str> = self
            .words
            .iter()
            .filter(|word| word.native != native && Some(word.usual()) == sound)
            .map(|word| word.native.as_str())
            .collect();
        if alike.is_empty() { self.any(random).native } else { random.word(&alike).to_owned() }
    }
}

/// A country's names, cities and mobile numbers.
#[derive(Clone, Debug)]
pub(super) struct Country {
    pub(super) locale: &'static Locale,
    pub(super) women: WordList,
    pub(super) men: WordList,
    families: WordList,
    stems: WordList,
    endings: WordList,
    pub(super) cities: WordList,
    /// Beginnings of mobile numbers, to be followed by seven digits.
    pub(super) mobile_prefixes: Vec<String>,
}

impl Country {
    /// All countries, in the order of the locales.
    pub(super) fn all() -> Vec<Self> {
        FILES.iter().enumerate().map(|(place, text)| Self::read(Locale::at(place), text)).collect()
    }

    fn read(locale: &'static Locale, text: &str) -> Self {
        let section = |name: &str| -> Vec<Word> {
            let body = text.split("# ").find_map(|section| section.strip_prefix(name)?.strip_prefix('\n'));
            body.unwrap_or_default().split_whitespace().map(Word::read).collect()
        };
        let list = |name: &str| WordList::new(section(name));
        Self {
            locale,
            women: list("women"),
            men: list("men"),
            families: list("families"),
            stems: list("stems"),
            endings: list("endings"),
            cities: list("cities"),
            mobile_prefixes: section("phones").into_iter().map(|word| word.native).collect(),
        }
    }

    /// A given name: a word, or in Chinese mostly two characters.
    pub(super) fn given(&self, random: &mut SeededRandom, woman: bool) -> Word {
        let words = if woman { &self.women } else { &self.men };
        let first = words.pick(random);
        if !self.locale.family_first || random.happens(0.12) {
            return first;
        }
        let second = words.pick(random);
        let mut both = first.joined(&second);
        if self.locale.language == "zh-TW" {
            both.latin.insert(0, format!("{}-{}", first.usual(), second.usual().to_lowercase()));
        }
        both
    }

    /// A family name: common ones from the list, rare ones put together.
    pub(super) fn family(&self, random: &mut SeededRandom, woman: bool) -> Word {
        let composed = !self.stems.words.is_empty() && random.happens(0.35);
        let family = if composed {
            self.stems.any(random).joined(&self.endings.any(random))
        } else {
            self.families.pick(random)
        };
        if woman && self.locale.language == "ru" { feminine(&family) } else { family }
    }
}

/// The form of a Russian family name that women have.
pub(super) fn feminine(family: &Word) -> Word {
    let native = &family.native;
    let form = match native {
        name if name.ends_with("ский") => name.trim_end_matches("ий").to_owned() + "ая",
        name if ["ов", "ев", "ёв", "ин"].iter().any(|ending| name.ends_with(ending)) => {
            name.clone() + "а"
        }
        name => name.clone(),
    };
    Word { latin: in_latin(&form), native: form, pets: Vec::new() }
}

/// The spellings of a word in Latin letters: itself, or where it is Cyrillic that of passports and that of habit.
pub(super) fn in_latin(word: &str) -> Vec<String> {
    if word.is_ascii() || !word.chars().any(|letter| cyrillic(letter).is_some()) {
        return vec![word.to_owned()];
    }
    let spelled = |habit: bool| {
        let mut out = String::new();
        for letter in word.chars() {
            let small = letter.to_lowercase().next().unwrap_or(letter);
            let Some((passport, usual)) = cyrillic(small) else {
                out.push(letter);
                continue;
            };
            let latin = if habit { usual } else { passport };
            if small == letter {
                out.push_str(latin);
            } else {
                let mut letters = latin.chars();
                out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(letters.as_str());
            }
        }
        out
    };
    let (passport, habit) = (spelled(false), spelled(true));
    if passport == habit { vec![passport] } else { vec![passport, habit] }
}

/// A letter as passports write it, and as people do.
const fn cyrillic(letter: char) -> Option<(&'static str, &'static str)> {
    Some(match letter {
        'а' => ("a", "a"),
        'б' => ("b", "b"),
        'в' => ("v", "v"),
        'г' => ("g", "g"),
        'д' => ("d", "d"),
        'е' | 'э' => ("e", "e"),
        'ё' => ("e", "yo"),
        'ж' => ("zh", "zh"),
        'з' => ("z", "z"),
        'и' => ("i", "i"),
        'й' => ("i", "y"),
        'к' => ("k", "k"),
        'л' => ("l", "l"),
        'м' => ("m", "m"),
        'н' => ("n", "n"),
        'о' => ("o", "o"),
        'п' => ("p", "p"),
        'р' => ("r", "r"),
        'с' => ("s", "s"),
        'т' => ("t", "t"),
        'у' => ("u", "u"),
        'ф' => ("f", "f"),
        'х' => ("kh", "h"),
        'ц' => ("ts", "c"),
        'ч' => ("ch", "ch"),
        'ш' => ("sh", "sh"),
        'щ' => ("shch", "sch"),
        'ъ' => ("ie", ""),
        'ы' => ("y", "y"),
        'ь' => ("", ""),
        'ю' => ("iu", "yu"),
        'я' => ("ia", "ya"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_spelling_in_both_scripts() {
        for country in Country::all() {
            let lists = [&country.women, &country.men, &country.families, &country.cities];
            for word in lists.into_iter().flat_map(|list| &list.words) {
                assert!(!word.native.is_empty() && !word.usual().is_empty(), "{word:?}");
                assert!(word.latin.iter().all(|latin| latin.chars().all(|c| c < '\u{250}')), "{word:?}");
            }
            assert!(!country.mobile_prefixes.is_empty());
        }
    }

    #[test]
    fn russian_names_are_written_as_in_passports_and_as_by_habit() {
        assert_eq!(in_latin("Юрий"), ["Iurii", "Yuriy"]);
        assert_eq!(in_latin("Щукин"), ["Shchukin", "Schukin"]);
        assert_eq!(feminine(&Word::read("Чайковский")).native, "Чайковская");
        assert_eq!(feminine(&Word::read("Шевченко")).native, "Шевченко");
    }

    #[test]
    fn common_words_come_more_often() {
        let list = WordList::new(["a", "b", "c", "d", "e", "f"].map(Word::read).to_vec());
        let mut random = SeededRandom::new(1);
        let mut counts = [0; 6];
        (0..6_000).for_each(|_| counts[list.place(&mut random)] += 1);
        assert!(counts[0] > counts[5] && counts[5] > 500, "{counts:?}");
    }
}
