//! One word of a name, made ready to be compared many times.

use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::name::NameKind;
use super::sound::{consonants_of, sound_of};
use crate::dedupe::fingerprint;
use crate::dedupe::names::FORMS_OF_ADDRESS;
use crate::foundation::text::{Spelling, edits, romanise};

/// A word of a name. `Debug` is not for it: it is a customer's.
#[derive(Clone)]
pub(in crate::dedupe) struct Word {
    /// As it is written, folded.
    text: CompactString,
    /// In Latin letters, where it is written in others and can be spelled so.
    spelled: Option<CompactString>,
    spelling: Spelling,
    /// How it sounds; as it is written where it cannot be spelled.
    sound: CompactString,
    /// The sound without vowels.
    consonants: CompactString,
    /// Which letters are in it, and in its sound.
    letters: u32,
    sounds: u32,
    /// The groups of names of which it is a form.
    forms: &'static [u16],
    /// What it says beside a full name, in hundredths.
    pub(super) weight: u8,
    is_number: bool,
    /// `Junior` is of the second.
    generation: Option<u8>,
    pub(super) is_form_of_address: bool,
    /// How it sounds, as a number, and how the first one to four letters of it do.
    heard: u64,
    beginnings: [u32; 4],
}

/// Hundredths that words say.
pub(super) mod weight {
    pub(in crate::dedupe::compare) const FULL: u8 = 100;
    /// One letter.
    pub(super) const INITIAL: u8 = 40;
    /// Between the parts of names: `de`, `bin`, `van`.
    pub(super) const PARTICLE: u8 = 30;
}

/// How alike two words are in hundredths: the grades that names are weighed by. Chosen by looking at pairs of names that
/// people have labelled.
mod grade {
    pub(super) const SAME: u32 = 100;
    /// Another spelling of one sound.
    pub(super) const SOUND: u32 = 95;
    /// Characters, and the same sound in letters: several names sound so.
    pub(super) const CHARACTERS: u32 = 93;
    /// Other characters of the same sound.
    pub(super) const BY_EAR: u32 = 80;
    /// A pet name or another form.
    pub(super) const FORM: u32 = 90;
    /// The consonants of a script that writes no vowels.
    pub(super) const CONSONANTS: u32 = 88;
    pub(super) const INITIAL: u32 = 80;
    /// Two slips in a long word.
    pub(super) const TWO_SLIPS: u32 = 80;
    /// One slip between two sounds.
    pub(super) const SOUND_SLIP: u32 = 78;

    /// One slip weighs more in a short word.
    pub(super) fn one_slip(length: usize) -> u32 {
        90 - 2 * 8_usize.saturating_sub(length) as u32
    }
}

/// Between the parts of names.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "bin", "ben", "ibn", "bint", "abu", "abd", "de", "da", "do", "dos", "das", "di", "du",
    "del", "della", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "of", "the", "and", "und",
    "et", "y", "e",
];

/// Those that Arabic and Hebrew write, in Latin letters: `عبد`, `بن`, `بنت`, `أبو`.
const PARTICLES_WITHOUT_VOWELS: &[&str] = &["bd", "abd", "bn", "bnt", "abw", "al"];

/// Particles that stand between somebody and a parent: names on their two sides do not change places.
const OF_A_PARENT: &[&str] = &["bin", "ben", "ibn", "bint"];

/// The vowels that one who writes in his own letters tells apart, though one sounds like `i` and the other like `u` to
/// those who write by ear.
const HEARD_APART: u32 = 1 << (b'e' - b'a') | 1 << (b'o' - b'a');

/// Names and their other forms, a group a line: one name may be a form of several.
static FORMS: LazyLock<FxHashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
    let mut forms: FxHashMap<&str, Vec<u16>> = FxHashMap::default();
    for (group, line) in (0_u16..).zip(include_str!("nicknames.txt").lines()) {
        for name in line.split(' ') {
            forms.entry(name).or_default().push(group);
        }
    }
    forms
});

/// What stands where no word is yet.
pub(super) static NO_WORD: Word = Word {
    text: CompactString::const_new(""),
    spelled: None,
    spelling: Spelling::Unknown,
    sound: CompactString::const_new(""),
    consonants: CompactString::const_new(""),
    letters: 0,
    sounds: 0,
    forms: &[],
    weight: 0,
    is_number: false,
    generation: None,
    is_form_of_address: false,
    heard: 0,
    beginnings: [0; 4],
};

impl Word {
    /// A folded word.
    pub(in crate::dedupe) fn new(text: &str, kind: NameKind) -> Self {
        let romanised = romanise(text);
        let spelling = romanised.as_ref().map_or(Spelling::Unknown, |word| word.spelling);
        let spelled = romanised.map(|word| word.text);
        let sound = match spelled.as_deref() {
            Some(word) if kind == NameKind::Person => sound_of(without_article(word, spelling)),
            Some(word) => sound_of(word),
            None => text.into(),
        };
        let is_initial = spelling != Spelling::Unknown
            && spelling != Spelling::Characters
            && text.chars().nth(1).is_none();
        let generation = if kind == NameKind::Person { generation_of(text) } else { None };
        let particles = match spelling {
            Spelling::WithoutVowels => PARTICLES_WITHOUT_VOWELS,
            _ => PARTICLES,
        };
        let weight = match &spelled {
            _ if generation.is_some() => weight::PARTICLE,
            Some(_) if is_initial => weight::INITIAL,
            Some(word) if particles.contains(&word.as_str()) => weight::PARTICLE,
            _ => weight::FULL,
        };
        let forms = spelled.as_deref().filter(|_| kind == NameKind::Person).and_then(|word| FORMS.get(word));
        Self {
            consonants: consonants_of(&sound),
            letters: spelled.as_deref().map_or(0, letters_in),
            sounds: letters_in(&sound),
            heard: fingerprint::of_text(&sound),
            beginnings: [1, 2, 3, 4].map(|letters| beginning(&sound, letters)),
            forms: forms.map(Vec::as_slice).unwrap_or_default(),
            spelled: spelled.filter(|spelled| spelled != text),
            generation,
            is_number: text.bytes().any(|byte| byte.is_ascii_digit()),
            is_form_of_address: FORMS_OF_ADDRESS.contains(&text),
            text: text.into(),
            spelling,
            sound,
            weight,
        }
    }

    /// As it is written, folded.
    pub(in crate::dedupe) fn text(&self) -> &str {
        &self.text
    }

    /// In Latin letters; nothing where it cannot be spelled so.
    pub(super) fn latin(&self) -> Option<&str> {
        match self.spelling {
            Spelling::Unknown => None,
            _ => Some(self.spelled.as_deref().unwrap_or(&self.text)),
        }
    }

    /// How it sounds, as a number.
    pub(in crate::dedupe) const fn heard(&self) -> u64 {
        self.heard
    }

    /// How its first letters sound, one to four of them, as a number.
    pub(in crate::dedupe) fn beginning(&self, letters: usize) -> u64 {
        self.beginnings.get(letters.wrapping_sub(1)).copied().map_or(self.heard, u64::from)
    }

    /// Whether it is more than an initial or a particle.
    pub(in crate::dedupe) const fn is_full(&self) -> bool {
        self.weight == weight::FULL
    }

    pub(super) fn is_of_a_parent(&self) -> bool {
        OF_A_PARENT.contains(&self.text.as_str())
    }

    /// Which of several of one name in a family: `Senior` is the first.
    pub(super) const fn generation(&self) -> Option<u8> {
        self.generation
    }

    pub(super) const fn is_characters(&self) -> bool {
        matches!(self.spelling, Spelling::Characters)
    }

    pub(super) fn is_comparable(&self, other: &Self) -> bool {
        (self.spelling == Spelling::Unknown) == (other.spelling == Spelling::Unknown)
    }

    /// How alike two words are, in hundredths; nothing where they are two.
    pub(super) fn likeness(&self, other: &Self) -> Option<u32> {
        self.agreement(other).or_else(|| self.slip(other))
    }

    /// How alike two words are that are one without a slip: spelled otherwise, a pet name, an initial.
    fn agreement(&self, other: &Self) -> Option<u32> {
        let sounds_alike = self.heard == other.heard;
        if sounds_alike && self.text == other.text {
            return Some(grade::SAME);
        }
        let (Some(left), Some(right)) = (self.latin(), other.latin()) else { return None };
        if self.is_number || other.is_number || self.generation.is_some() || other.generation.is_some() {
            return None;
        }
        if self.is_characters() || other.is_characters() {
            return self.likeness_of_characters(other);
        }
        if left.len() == 1 || right.len() == 1 {
            return (left.as_bytes().first() == right.as_bytes().first()).then_some(grade::INITIAL);
        }
        if self.spelling != other.spelling {
            let enough = self.consonants.len().min(other.consonants.len()) >= 2;
            return (enough && self.consonants == other.consonants).then_some(grade::CONSONANTS);
        }
        if sounds_alike {
            return Some(grade::SOUND);
        }
        self.is_form_of(other).then_some(grade::FORM)
    }

    /// How alike two words are of which one is misspelt.
    fn slip(&self, other: &Self) -> Option<u32> {
        let (Some(left), Some(right)) = (self.latin(), other.latin()) else { return None };
        let is_plain = |word: &Self| !word.is_number && word.generation.is_none() && !word.is_characters();
        let is_spelled_out = self.spelling == other.spelling
            && left.len() > 1
            && right.len() > 1
            && is_plain(self)
            && is_plain(other);
        if !is_spelled_out {
            return None;
        }
        self.slips(left, other, right).or_else(|| self.slip_of_sound(other))
    }

    /// Whether one of the two words is the other's initial, in whatever script.
    pub(in crate::dedupe) fn abbreviates(&self, other: &Self) -> bool {
        let first = |word: &Self| word.text.chars().next();
        let first_spelled = |word: &Self| word.latin().and_then(|latin| latin.chars().next());
        (self.is_initial() || other.is_initial())
            && (first(self) == first(other)
                || first_spelled(self).is_some() && first_spelled(self) == first_spelled(other))
    }

    /// Whether it is one letter: a character and a Korean syllable are more.
    fn is_initial(&self) -> bool {
        let mut letters = self.text.chars();
        let first = letters.next().filter(|letter| !matches!(letter, '가'..='힣'));
        first.is_some() && letters.next().is_none() && !self.is_characters()
    }

    /// Whether it stands between names and is none: `de`, `bin`; not `Junior`, which is somebody else.
    pub(super) const fn is_particle(&self) -> bool {
        self.weight == weight::PARTICLE && self.generation.is_none()
    }

    /// Whether two words are one name: spelled otherwise, a pet name, written in another script. A slip makes two of it, as
    /// sisters may be called `Maria` and `Marina`.
    pub(in crate::dedupe) fn is_same_name(&self, other: &Self) -> bool {
        if self.is_initial() != other.is_initial() {
            return false;
        }
        let is_native = |word: &Self| word.spelled.is_some() || word.is_characters();
        match self.agreement(other) {
            // Who writes a name in its own letters does not mistake `Алина` for `Алёна`; and of the characters that sound
            // alike there are many.
            Some(grade::SOUND | grade::BY_EAR) if is_native(self) && is_native(other) => {
                !self.is_characters() && self.letters & HEARD_APART == other.letters & HEARD_APART
            }
            Some(_) => true,
            None => self.is_transcribed_as(other),
        }
    }

    /// Whether two words of different scripts differ in no more than vowels, which everybody transcribes otherwise.
    fn is_transcribed_as(&self, other: &Self) -> bool {
        let (Some(_), Some(_)) = (self.latin(), other.latin()) else { return false };
        let has_no_vowels = self.spelling != other.spelling;
        let is_across = has_no_vowels || self.spelled.is_some() != other.spelled.is_some();
        is_across
            && !self.is_characters()
            && !other.is_characters()
            && self.consonants == other.consonants
            && (has_no_vowels || self.consonants.len() >= 2 && self.slip(other).is_some())
    }

    /// Two names in characters that sound alike are two words, or one that was written by ear; one in characters and one
    /// in letters are mostly the same.
    fn likeness_of_characters(&self, other: &Self) -> Option<u32> {
        if self.is_characters() == other.is_characters() {
            return (self.heard == other.heard).then_some(grade::BY_EAR);
        }
        if self.heard == other.heard {
            return Some(grade::CHARACTERS);
        }
        self.is_form_of(other).then_some(grade::FORM)
    }

    fn is_form_of(&self, other: &Self) -> bool {
        self.forms.iter().any(|form| other.forms.contains(form))
    }

    fn slips(&self, left: &str, other: &Self, right: &str) -> Option<u32> {
        // A slip takes one letter away and brings another at most.
        if (self.letters ^ other.letters).count_ones() > 4 {
            return None;
        }
        let longer = left.len().max(right.len());
        match edits(left.as_bytes(), right.as_bytes(), if longer >= 8 { 2 } else { 1 }) {
            Some(0 | 1) if longer >= 4 => return Some(grade::one_slip(longer)),
            Some(2) => return Some(grade::TWO_SLIPS),
            _ => {}
        }
        (left.len() >= 5 && self.letters == other.letters && has_same_letters(left, right))
            .then_some(grade::TWO_SLIPS)
    }

    fn slip_of_sound(&self, other: &Self) -> Option<u32> {
        if (self.sounds ^ other.sounds).count_ones() > 2 {
            return None;
        }
        let (left, right) = (self.sound.as_bytes(), other.sound.as_bytes());
        let least = if left.first() == right.first() { 4 } else { 5 };
        let slipped = left.len().min(right.len()) >= least && edits(left, right, 1).is_some();
        slipped.then_some(grade::SOUND_SLIP)
    }
}

fn generation_of(text: &str) -> Option<u8> {
    Some(match text {
        "sr" | "senior" | "старший" => 1,
        "jr" | "junior" | "ii" | "2nd" | "filho" | "младший" => 2,
        "iii" | "3rd" | "neto" => 3,
        "iv" | "4th" => 4,
        _ => return None,
    })
}

/// A family name without its Arabic article: `Almansouri` is `Al Mansouri`, `Aleksei` is not `Al Eksei`.
fn without_article(word: &str, spelling: Spelling) -> &str {
    let is_name = |rest: &&str| match spelling {
        Spelling::WithoutVowels => rest.len() >= 4,
        _ => rest.len() >= 5 && !rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y']),
    };
    word.strip_prefix("al").filter(is_name).unwrap_or(word)
}

/// The first letters of a sound, as a number.
fn beginning(sound: &str, letters: usize) -> u32 {
    let end = sound.char_indices().nth(letters).map_or(sound.len(), |(at, _)| at);
    fingerprint::of_text(sound.get(..end).unwrap_or(sound)) as u32
}

/// A bit for each letter from a to z, and one for all others.
pub(in crate::dedupe) fn letters_in(word: &str) -> u32 {
    let bit = |byte: u8| if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { 1 << 26 };
    word.bytes().map(bit).fold(0, |all, one| all | one)
}

/// Whether two words are one with its letters in disorder.
fn has_same_letters(left: &str, right: &str) -> bool {
    let counts = |word: &str| {
        let mut counts = [0_u8; 32];
        for byte in word.bytes() {
            if let Some(count) = counts.get_mut(usize::from(byte & 31)) {
                *count = count.wrapping_add(1);
            }
        }
        counts
    };
    left.len() == right.len() && counts(left) == counts(right)
}
