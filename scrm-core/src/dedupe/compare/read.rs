//! Names as words.

use super::NameKind;
use super::word::Word;
use crate::dedupe::names::FORMS_OF_ADDRESS;
use crate::foundation::text::{fold, is_character};

/// Characters of a name that are looked at, and its words: no name has more, and a text in its place takes no longer.
const LONGEST: usize = 300;
pub(in crate::dedupe) const MOST_WORDS: u8 = 16;

/// Forms of companies, words of one form together, the longer before the shorter.
const LEGAL_FORMS: &[&str] = &[
    "limited liability company",
    "public limited company",
    "gesellschaft mit beschrankter haftung",
    "joint stock company",
    "общество с ограниченной ответственностью",
    "sp z o o",
    "co ltd",
    "pte ltd",
    "pvt ltd",
    "s r l",
    "aktiengesellschaft",
    "incorporated",
    "corporation",
    "limited",
    "company",
    "corp",
    "gmbh",
    "llc",
    "llp",
    "ltd",
    "plc",
    "inc",
    "jsc",
    "ооо",
    "оао",
    "зао",
    "пао",
    "srl",
    "spa",
    "lp",
    "co",
    "ag",
    "sa",
    "bv",
    "nv",
    "ab",
    "oy",
    "as",
    "kg",
    "se",
    "ип",
    "有限公司",
    "شركه",
];

/// Family names of two characters.
const DOUBLE_FAMILY_NAMES: &[&str] =
    &["欧阳", "上官", "司马", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒"];

/// The pieces of a name between spaces: each can be read alone.
pub(super) fn pieces(name: &str) -> impl Iterator<Item = &str> {
    let end = name.char_indices().nth(LONGEST).map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name).split_whitespace()
}

/// The words of a piece.
pub(super) fn words_of_piece(piece: &str, kind: NameKind) -> Vec<Word> {
    let texts = texts_of_piece(piece);
    let parted = texts.iter().flat_map(|text| match kind {
        NameKind::Person => family_and_given(text),
        NameKind::Company | NameKind::Place => vec![text.as_str()],
    });
    parted.map(|text| Word::new(text, kind)).collect()
}

/// Leaves out what says nothing of who it is, unless nothing else is left: forms of address, legal forms. What `word`
/// makes of an entry is its word.
pub(super) fn leave_out_forms<'w, E>(entries: &mut Vec<E>, kind: NameKind, word: impl Fn(&E) -> &'w Word) {
    entries.truncate(usize::from(MOST_WORDS));
    match kind {
        NameKind::Person => {
            let is_form = |entry: &E| word(entry).is_form_of_address;
            if entries.iter().any(is_form) && !entries.iter().all(is_form) {
                entries.retain(|entry| !is_form(entry));
            }
        }
        NameKind::Company => {
            while let Some(found) = legal_form(entries, &word).filter(|found| found.len() < entries.len()) {
                entries.drain(found);
            }
        }
        NameKind::Place => {}
    }
}

/// Where a legal form stands.
fn legal_form<'w, E>(entries: &[E], word: impl Fn(&E) -> &'w Word) -> Option<std::ops::Range<usize>> {
    LEGAL_FORMS.iter().find_map(|form| {
        let length = form.split(' ').count();
        let is_form = |window: &[E]| window.iter().map(|entry| word(entry).text()).eq(form.split(' '));
        let at = entries.windows(length).position(is_form)?;
        Some(at..at + length)
    })
}

/// Folded words: without apostrophes, initials with points together, long parts of `CamelCase` apart.
fn texts_of_piece(piece: &str) -> Vec<String> {
    let letters: Vec<char> = piece.chars().collect();
    let mut apart = String::with_capacity(piece.len() + 4);
    for (at, letter) in letters.iter().enumerate() {
        if is_camel(&letters, at) {
            apart.push(' ');
        }
        apart.push(*letter);
    }
    let folded = fold(&apart);
    let mut words: Vec<String> = Vec::new();
    let mut at_start = true;
    let mut after_point = false;
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_alphanumeric() || is_mark(letter) {
            // `S.C.` is one word, `J.Smith` is two.
            let alone = letters.peek().is_none_or(|next| !next.is_alphanumeric() && !is_mark(*next));
            let continues_initials =
                after_point && alone && words.last().is_some_and(|word| is_initials(word));
            if at_start && !continues_initials {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(letter);
            }
            (at_start, after_point) = (false, false);
        } else if !matches!(letter, '\'' | '`' | 'ʻ' | 'ʼ') {
            after_point = letter == '.' && !at_start;
            at_start = true;
        }
    }
    words
}

/// Whether a word begins within a word: a capital after four small letters, before three more or another capital.
/// `McDonald` and a slip of the shift key are one word.
fn is_camel(letters: &[char], at: usize) -> bool {
    let small = |range: std::ops::Range<usize>| {
        letters.get(range).is_some_and(|part| part.iter().all(|letter| letter.is_lowercase()))
    };
    letters.get(at).is_some_and(|letter| letter.is_uppercase())
        && at.checked_sub(4).is_some_and(|from| small(from..at))
        && (small(at + 1..at + 4) || letters.get(at + 1).is_some_and(|letter| letter.is_uppercase()))
}

/// `s` and then `sc` of `S.C.`: what a point may be followed by more of.
fn is_initials(word: &str) -> bool {
    word.chars().count() <= 3 && word.is_ascii()
}

fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && unicode_normalization::char::is_combining_mark(letter)
}

/// A Chinese name without spaces in its two parts, without a form of address at its end; any other word as it is.
fn family_and_given(text: &str) -> Vec<&str> {
    if !text.chars().all(is_character) {
        return vec![text];
    }
    let address = FORMS_OF_ADDRESS.iter().find_map(|form| text.strip_suffix(form));
    let name = address.filter(|name| !name.is_empty()).unwrap_or(text);
    let family = if DOUBLE_FAMILY_NAMES.iter().any(|double| name.starts_with(double)) { 2 } else { 1 };
    match (name.chars().count(), name.char_indices().nth(family)) {
        (2..=4, Some((at, _))) => {
            let (family, given) = name.split_at(at);
            vec![family, given]
        }
        _ => vec![name],
    }
}
