//! Stems of words in Cyrillic letters, by Snowball's Russian algorithm and where that errs.
//!
//! Ukrainian takes endings much as Russian does, and Snowball does not know its letters: they are read as those that are
//! nearest to them.

use std::borrow::Cow;

use snowstem::{Algorithm, Stemmer};

/// Letters that Russian has not, and for each the one that stands where it does in endings.
const OTHER_LETTERS: [(char, char); 5] = [('і', 'и'), ('є', 'е'), ('ґ', 'г'), ('ў', 'у'), ('ї', 'и')];

/// Endings of nouns whose stem has a soft sign before its vowel, as `платье` and `статья` do: `платья` are no `плата`. Of one
/// in -ью nobody can tell: `статью`, `помощью`.
const AFTER_SOFT_SIGN: [&str; 10] = ["ями", "ем", "ев", "ей", "ею", "ям", "ях", "е", "я", "и"];
/// Words that get a soft sign in the plural alone: `стул`, `стулья`.
const HARD_IN_SINGULAR: [&str; 14] = [
    "стул",
    "лист",
    "брат",
    "дерев",
    "крыл",
    "пер",
    "прут",
    "лоскут",
    "друз",
    "муж",
    "звен",
    "кол",
    "сынов",
    "зят",
];

/// Endings of verbs in -нуть that no other words have after these letters.
const OF_PUSHED: [&str; 8] = ["нувший", "нуть", "нула", "нуло", "нули", "нутый", "нуты", "нул"];
/// The same of the verbs below alone: nouns end so too, as `таверну` does.
const OF_RETURNED: [&str; 8] = ["ните", "нете", "нешь", "нут", "нем", "нет", "ни", "ну"];
/// What such verbs begin with: `верните`, `застегните`.
const RETURNED: [&str; 13] = [
    "вер",
    "повер",
    "развер",
    "завер",
    "свер",
    "перевер",
    "отвер",
    "обер",
    "отдох",
    "застег",
    "расстег",
    "подчерк",
    "толк",
];

/// The stem of a folded word.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if let Some(stem) = of_soft_sign(word).or_else(|| of_pushed(word)) {
        return stem;
    }
    let snowball = Stemmer::create(Algorithm::Russian);
    if !word.contains(OTHER_LETTERS.map(|(letter, _)| letter)) {
        return snowball.stem(word);
    }
    let read: String = word.chars().map(as_russian).collect();
    let stem = snowball.stem(&read);
    // Each letter takes as many bytes as the one that it is read as.
    match word.get(..stem.len()).filter(|_| read.starts_with(stem.as_ref())) {
        Some(written) => Cow::Borrowed(written),
        None => Cow::Owned(stem.into_owned()),
    }
}

fn as_russian(letter: char) -> char {
    OTHER_LETTERS.iter().find(|(other, _)| *other == letter).map_or(letter, |(_, russian)| *russian)
}

fn of_soft_sign(word: &str) -> Option<Cow<'_, str>> {
    let stem = AFTER_SOFT_SIGN.iter().find_map(|ending| word.strip_suffix(ending))?;
    let before = stem.strip_suffix('ь')?;
    let is_hard = HARD_IN_SINGULAR.contains(&before);
    (before.chars().nth(2).is_some() && !is_hard).then_some(Cow::Borrowed(stem))
}

/// What the forms of a verb in -нуть have in common, with its `у`: `вернуть` is no `верно`.
fn of_pushed(word: &str) -> Option<Cow<'_, str>> {
    let active = ["ся", "сь"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    let ended = |endings: &[&str]| endings.iter().find_map(|ending| active.strip_suffix(ending));
    let before = ended(&OF_PUSHED)
        .filter(|before| before.chars().nth(2).is_some())
        .or_else(|| ended(&OF_RETURNED).filter(|before| RETURNED.contains(before)))?;
    let stem = word.get(..before.len() + "н".len())?;
    Some(Cow::Owned(format!("{stem}у")))
}

/// Stems that a word may have besides, where it may have lost or got a vowel before its last letter: `скидка` and `скидок`,
/// `окно` and `окон`, `подарок` and `подарки`. And that of a noun with a soft sign that ends in -ью.
pub(super) fn other_stems(word: &str, stem: &str) -> Vec<String> {
    let soft = word.strip_suffix('ю').filter(|stem| stem.ends_with('ь') && stem.chars().nth(3).is_some());
    let mut others: Vec<String> = soft.map(str::to_owned).into_iter().collect();
    let mut letters = stem.chars().rev();
    let (Some(last), Some(second), Some(third)) = (letters.next(), letters.next(), letters.next()) else {
        return others;
    };
    if !may_have_fleeting(last) {
        return others;
    }
    let before = |letters: usize| stem.get(..stem.char_indices().rev().nth(letters - 1)?.0);
    if matches!(second, 'о' | 'е') && word == stem {
        let has_vowel = |rest: &str| rest.contains(is_vowel);
        let Some(rest) = before(2).filter(|rest| has_vowel(rest)) else { return others };
        match (third, last) {
            // `копеек` is of `копейка`.
            (third, 'к') if is_vowel(third) => others.push(format!("{rest}й{last}")),
            (third, _) if is_vowel(third) => {}
            (_, 'ц' | 'г') => others.extend([format!("{rest}{last}"), format!("{rest}ь{last}")]),
            _ => others.push(format!("{rest}{last}")),
        }
    } else if !is_vowel(second) && word != stem {
        let Some(rest) = before(1).filter(|rest| rest.contains(is_vowel)) else { return others };
        let rest = rest.strip_suffix(['ь', 'й']).unwrap_or(rest);
        others.extend(["о", "е"].map(|vowel| format!("{rest}{vowel}{last}")));
    }
    others
}

/// Whether a vowel may come and go before a letter at the end of a stem.
pub(super) const fn may_have_fleeting(last: char) -> bool {
    matches!(last, 'к' | 'н' | 'ц' | 'г')
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'є')
}

/// How many letters at the end of a stem are not those of all forms of its word.
pub(super) fn changed_letters(stem: &str) -> usize {
    let mut letters = stem.chars().rev();
    match (letters.next(), letters.next()) {
        (Some('у'), Some('н')) => 1,
        (Some(last), Some('о' | 'е' | 'ь' | 'й')) if may_have_fleeting(last) => 2,
        (Some(last), Some(second)) if may_have_fleeting(last) && !is_vowel(second) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{other_stems, stem};

    fn meet(phrase: &str, word: &str) -> bool {
        let own = stem(word);
        stem(phrase) == own || other_stems(word, &own).iter().any(|other| *other == stem(phrase))
    }

    #[test]
    fn words_meet_their_forms() {
        for (phrase, forms) in [
            ("скидка", &["скидок", "скидки", "скидку"][..]),
            ("посылка", &["посылок"]),
            ("рубашка", &["рубашек"]),
            ("окно", &["окон", "окна"]),
            ("подарок", &["подарки", "подарков", "подарок"]),
            ("батарейка", &["батареек", "батарейки"]),
            ("кольцо", &["колец", "кольца"]),
            ("палец", &["пальцы", "пальцев"]),
            ("деньги", &["денег", "деньгами"]),
            ("аптека", &["аптек", "аптеки"]),
            ("урок", &["уроки", "уроков"]),
            ("вернуть", &["верните", "вернули", "вернете", "верну", "вернут", "вернуться", "вернулось"]),
            ("верните", &["вернуть", "вернем"]),
            ("платье", &["платья", "платьев", "платью", "платьями"]),
            ("статья", &["статью", "статьи"]),
            ("стул", &["стулья", "стульев"]),
            ("помощь", &["помощью", "помощи"]),
            ("ціна", &["ціну", "ціни", "цін", "ціною"]),
            ("сітка", &["сітку", "сіткою"]),
            ("товар", &["товарів", "товарами"]),
        ] {
            for form in forms {
                assert!(meet(phrase, form), "{phrase} {form}: {} {}", stem(phrase), stem(form));
            }
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (phrase, word) in [
            ("верно", "верните"),
            ("верните", "верно"),
            ("платье", "плата"),
            ("плата", "платье"),
            ("статья", "стать"),
            ("белье", "белый"),
            ("кабинет", "кабинка"),
            ("интернет", "интерну"),
            ("извините", "извинуть"),
        ] {
            assert!(!meet(phrase, word), "{phrase} {word}");
        }
    }
}
