//! Letters that look like others.

use crate::foundation::text::{fold_to_one, is_word_character, words};

/// A Latin letter, and the letters of other alphabets that look like it in most typefaces: capitals beside small
/// letters, because a word in capitals looks as its capitals do.
const LOOK_ALIKES: &[(char, &str)] = &[
    ('a', "аАαΑɑᴀᎪ"),
    ('b', "ВвьЬΒβʙᏏᏴ"),
    ('c', "сСϲϹᴄᏟ"),
    ('d', "ԁᴅᎠᏧ"),
    ('e', "еЕΕεᴇᎬ"),
    ('f', "ϝꜰ"),
    ('g', "ɡցգԌᏀᏳɢ"),
    ('h', "НнҺһΗհʜᎻᏂ"),
    ('i', "іІΙιɩɪᎥӏ"),
    ('j', "јЈϳյᴊᎫ"),
    ('k', "КкΚκᴋᏦқ"),
    ('l', "ӀլԼʟᏞǀ"),
    ('m', "МмΜᴍᎷϺ"),
    ('n', "пηΝռոɴ"),
    ('o', "оОοΟσօՕᴏ"),
    ('p', "рРρΡϼᴘᏢ"),
    ('q', "ԛԚզ"),
    ('r', "гʀᎡᏒ"),
    ('s', "ѕЅՏꜱᏕᏚ"),
    ('t', "ТтΤτᴛᎢ"),
    ('u', "υԱᴜՍսи"),
    ('v', "νѵѴᴠᏙ"),
    ('w', "ԝԜωᴡᎳᏔ"),
    ('x', "хХχΧ"),
    ('y', "уУүҮΥγʏᎩᎽ"),
    ('z', "ΖζᴢᏃ"),
];

/// Digits that are taken for letters within a word.
const DIGITS: [(char, char); 2] = [('0', 'o'), ('1', 'l')];

/// The Latin letter that a letter of another alphabet, or of a phonetic one, looks like.
pub(super) fn look_alike(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return None;
    }
    // The small letters of Cherokee look like its capitals.
    let letter = match u32::from(letter) {
        small @ 0xAB70..=0xABBF => char::from_u32(small - 0xAB70 + 0x13A0)?,
        _ => letter,
    };
    let mut lines = LOOK_ALIKES.iter();
    lines.find(|(_, others)| others.contains(letter)).map(|(latin, _)| *latin)
}

/// What a phrase looks like: its letters, each by the Latin one that it looks like.
pub(super) fn looks(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for character in text.chars() {
        let folded = || fold_to_one(character).unwrap_or(character);
        let letter = look_alike(character).or_else(|| look_alike(folded())).unwrap_or_else(folded);
        seen.push(if letter.is_whitespace() { ' ' } else { letter });
    }
    read_digits_as_letters(&seen)
}

/// Of words with letters in them: `paypa1` looks like `paypal`, and `10` is a number.
fn read_digits_as_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for word in words(text).filter(|word| word.text.contains(char::is_alphabetic)) {
        out.push_str(text.get(from..word.start).unwrap_or_default());
        out.extend(word.text.chars().map(|letter| {
            DIGITS.iter().find(|(digit, _)| *digit == letter).map_or(letter, |(_, looks)| *looks)
        }));
        from = word.start + word.text.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The ways in which a phrase may be seen: as it is written, in small letters, and in capitals.
pub(super) fn sights(text: &str) -> [String; 3] {
    let visible: String =
        text.chars().filter(|character| !super::characters::is_hidden(*character)).collect();
    let simple = |upper: bool| -> String {
        let cased = visible.chars().map(|letter| {
            let mut forms = (letter.to_uppercase(), letter.to_lowercase());
            let form = if upper { forms.0.next() } else { forms.1.next() };
            form.unwrap_or(letter)
        });
        cased.collect()
    };
    [looks(&visible), looks(&simple(false)), looks(&simple(true))]
}

/// An alphabet of which letters are mistaken for those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alphabet {
    Latin,
    /// Letters that only transcriptions are written with.
    Phonetic,
    Cyrillic,
    Greek,
    Armenian,
    Cherokee,
}

/// The alphabet of a letter, if letters of it are mistaken for those of another. Full-width letters and others that
/// are folded are what they are folded to.
fn alphabet(letter: char) -> Option<Alphabet> {
    match letter {
        'a'..='z' | 'A'..='Z' => Some(Alphabet::Latin),
        'ɑ' | '\u{250}'..='\u{2AF}' | '\u{1D00}'..='\u{1D2B}' | 'ꜰ' | 'ꜱ' | 'ǀ' => {
            Some(Alphabet::Phonetic)
        }
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some(Alphabet::Latin),
        '\u{400}'..='\u{52F}' => Some(Alphabet::Cyrillic),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Alphabet::Greek),
        '\u{531}'..='\u{587}' => Some(Alphabet::Armenian),
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Some(Alphabet::Cherokee),
        _ => None,
    }
}

/// Letters of a text that stand in words of another alphabet and look like letters of it; and whether some such word
/// reads as a word of one alphabet, which nobody writes so.
pub(super) fn mixed_letters(text: &str) -> Option<(Vec<char>, bool)> {
    let mut strange: Vec<char> = Vec::new();
    let mut deceives = false;
    let visible: String =
        text.chars().filter(|character| !super::characters::is_hidden(*character)).collect();
    for word in visible.split(|character| !is_word_character(character)) {
        let letters: Vec<(char, Alphabet)> = word
            .chars()
            .filter_map(|letter| {
                let of_folded = || alphabet(fold_to_one(letter)?);
                Some((letter, alphabet(letter).or_else(of_folded)?))
            })
            .collect();
        let others: Vec<char> =
            letters.iter().filter(|(_, of)| *of != Alphabet::Latin).map(|(letter, _)| *letter).collect();
        let mixed = letters.iter().any(|(_, of)| letters.first().is_some_and(|first| *of != first.1));
        // A word of phonetic letters alone is as strange as one that they are mixed into.
        if !mixed && letters.first().is_none_or(|first| first.1 != Alphabet::Phonetic) {
            continue;
        }
        let alike: Vec<char> =
            others.iter().copied().filter(|letter| look_alike(*letter).is_some()).collect();
        deceives |= !alike.is_empty() && alike.len() == others.len();
        for letter in alike {
            if !strange.contains(&letter) {
                strange.push(letter);
            }
        }
    }
    (!strange.is_empty()).then_some((strange, deceives))
}
