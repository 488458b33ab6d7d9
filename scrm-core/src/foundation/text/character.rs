//! What one character folds to.

use unicode_normalization::char::decompose_compatible;

use super::han::simplified;

/// The first of the ten decimal digits of every script.
const DIGIT_ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
    0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0,
    0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
    0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
];

/// The ASCII digit that a decimal digit of any script stands for.
pub(super) fn ascii_digit(character: char) -> Option<char> {
    let code = character as u32;
    let after = DIGIT_ZEROS.partition_point(|zero| *zero <= code);
    let zero = DIGIT_ZEROS.get(after.checked_sub(1)?)?;
    char::from_digit(code - zero, 10)
}

/// Characters that nobody sees: zero-width, bidirectional, soft hyphen, variation selectors, tags,
/// controls, and skin tones.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Marks that people leave out: accents, Arabic and Hebrew vowel signs, tatweel, the nukta.
const fn is_dropped_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{8CA}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}' | '\u{93C}' | '\u{951}'..='\u{954}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FC5E}'..='\u{FC63}' | '\u{FE20}'..='\u{FE2F}' | '\u{FE70}'..='\u{FE7F}')
}

/// Whether a character that begins with a byte may belong to what stands before it and fold to nothing. Between the marks of
/// punctuation and those of Arabic forms none does, and most letters of three bytes are there.
pub(super) const fn may_begin_trailing_decoration(byte: u8) -> bool {
    !matches!(byte, ..0x80 | 0xE3..=0xEE)
}

/// Whether a character belongs to what stands before it and folds to nothing.
pub(super) const fn is_trailing_decoration(character: char) -> bool {
    is_dropped_mark(character)
        || matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

/// Characters whose compatibility form would lose letters, or is no better than they are.
const fn keeps_its_form(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{2122}' | '\u{2120}' | '\u{3040}'..='\u{30FE}' | '\u{AC00}'..='\u{D7A3}')
}

/// The one character that a common letter folds to, where a range tells.
#[inline]
pub(super) fn fold_quickly(character: char) -> Option<char> {
    match character {
        'а'..='я' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{AC00}'..='\u{D7A3}' => {
            Some(character)
        }
        'А'..='Я' => char::from_u32(character as u32 + 0x20),
        'ё' | 'Ё' => Some('е'),
        '\u{4E00}'..='\u{9FFF}' => Some(simplified(character)),
        '\u{621}' | '\u{627}' | '\u{628}' | '\u{62A}'..='\u{63A}' | '\u{641}'..='\u{648}' | '\u{64A}' => {
            Some(character)
        }
        '\u{902}'
        | '\u{903}'
        | '\u{905}'..='\u{928}'
        | '\u{92A}'..='\u{930}'
        | '\u{932}'
        | '\u{933}'
        | '\u{935}'..='\u{939}'
        | '\u{93D}'..='\u{950}'
        | '\u{964}'
        | '\u{965}' => Some(character),
        '\u{1F300}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F6FF}' | '\u{1F900}'..='\u{1F9FF}' => Some(character),
        _ => None,
    }
}

/// Whether a mark may be one letter with the one before it: й, が, 가.
pub(super) const fn may_join(mark: char) -> bool {
    matches!(mark, '\u{306}' | '\u{3099}' | '\u{309A}' | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

/// One of the two letters that a flag is written with.
pub(crate) const fn is_regional_indicator(character: char) -> bool {
    matches!(character, '\u{1F1E6}'..='\u{1F1FF}')
}

/// The first part of the Thai and Lao vowel `ำ` where it is written in two: a ring.
pub(super) const fn begins_am(character: char) -> bool {
    matches!(character, '\u{E4D}' | '\u{ECD}')
}

/// The vowel `ำ` that a text begins with in two parts: how many bytes it takes, the tone that is written between its parts,
/// and the vowel in one.
pub(super) fn am_in_parts(text: &str) -> Option<(usize, Option<char>, char)> {
    let mut seen = text
        .char_indices()
        .filter(|(_, character)| !is_invisible(*character) && !is_dropped_mark(*character));
    seen.next().filter(|(_, ring)| begins_am(*ring))?;
    let is_tone = |character: char| matches!(character, '\u{E48}'..='\u{E4B}' | '\u{EC8}'..='\u{ECB}');
    let (mut at, mut character) = seen.next()?;
    let tone = Some(character).filter(|character| is_tone(*character));
    if tone.is_some() {
        (at, character) = seen.next()?;
    }
    let vowel = match character {
        '\u{E32}' => '\u{E33}',
        '\u{EB2}' => '\u{EB3}',
        _ => return None,
    };
    Some((at + character.len_utf8(), tone, vowel))
}

/// The Devanagari sign that a consonant is joined to the next with.
pub(super) const VIRAMA: char = '\u{94D}';
/// The Devanagari sign of a nasal, in which most people write one that is joined to a consonant.
pub(crate) const ANUSVARA: char = '\u{902}';

/// Whether a character is a Devanagari nasal that may be joined to a consonant.
pub(super) const fn is_nasal(character: char) -> bool {
    matches!(character, 'ङ' | 'ञ' | 'ण' | 'न' | 'म')
}

/// Whether a Devanagari nasal that is joined to a consonant is written as anusvara too: before those of its own class, and
/// `न`, in which people write loans, before all classes: `हिन्दी`, `कम्पनी`, `इन्कार`, `कन्फर्म`.
pub(crate) const fn is_joined_nasal(nasal: char, consonant: char) -> bool {
    match nasal {
        'ङ' => matches!(consonant, 'क'..='घ'),
        'ञ' => matches!(consonant, 'च'..='झ'),
        'ण' => matches!(consonant, 'ट'..='ढ'),
        'न' => matches!(consonant, 'क'..='घ' | 'च'..='झ' | 'ट'..='ढ' | 'त'..='ध' | 'प'..='भ'),
        'म' => matches!(consonant, 'प'..='भ'),
        _ => false,
    }
}

/// The character that makes one emoji of several.
pub(crate) const JOINER: char = '\u{200D}';

/// A picture that emoji are made of.
pub(super) const fn is_pictograph(character: char) -> bool {
    matches!(character, '©' | '®' | '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Folds one decomposed, lower-case letter.
fn fold_letter(letter: char, emit: &mut impl FnMut(char)) {
    let folded = match letter {
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ı' => 'i',
        'ł' => 'l',
        'ŧ' => 't',
        'ς' => 'σ',
        'ß' => {
            emit('s');
            's'
        }
        'æ' => {
            emit('a');
            'e'
        }
        'œ' => {
            emit('o');
            'e'
        }
        'þ' => {
            emit('t');
            'h'
        }
        '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6CC}' => '\u{64A}',
        '\u{629}' | '\u{6C1}' | '\u{6BE}' | '\u{6D5}' => '\u{647}',
        '\u{6A9}' => '\u{643}',
        '\u{901}' => '\u{902}',
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{2BC}' | '\u{2BB}' | '\u{B4}' => '\'',
        // Hebrew writes abbreviations with its own signs or with these: ש״ח.
        '\u{5F3}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{5F4}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{60C}' | '\u{66C}' | '\u{3001}' => ',',
        '\u{61B}' => ';',
        '\u{61F}' => '?',
        '\u{66A}' => '%',
        '\u{66B}' | '\u{3002}' => '.',
        '\u{4E00}'..='\u{9FFF}' => simplified(letter),
        other => other,
    };
    emit(folded);
}

/// Gives `emit` what a visible character folds to: nothing, one character, or several. Spaces among them
/// are for the caller to join.
#[inline]
pub(super) fn fold_character(character: char, emit: &mut impl FnMut(char)) {
    if character.is_ascii() {
        return emit(character.to_ascii_lowercase());
    }
    match fold_quickly(character) {
        Some(folded) => emit(folded),
        None => fold_rare(character, emit),
    }
}

fn fold_rare(character: char, emit: &mut impl FnMut(char)) {
    if is_invisible(character) || is_dropped_mark(character) {
        // A breve makes й out of и: whether it stands alone or not, the text decides.
        if character == '\u{306}' {
            emit(character);
        }
        return;
    }
    if let Some(digit) = ascii_digit(character) {
        return emit(digit);
    }
    if keeps_its_form(character) {
        return emit(character);
    }
    if character == '\u{B4}' {
        return emit('\'');
    }
    decompose_compatible(character, |part| {
        if part == '\u{306}' {
            emit(part);
        } else if !is_dropped_mark(part) && !is_invisible(part) {
            match ascii_digit(part) {
                Some(digit) => emit(digit),
                None => part
                    .to_lowercase()
                    .filter(|letter| !is_dropped_mark(*letter))
                    .for_each(|letter| fold_letter(letter, emit)),
            }
        }
    });
}

/// What a character folds to, where that is exactly one character.
pub(crate) fn fold_to_one(character: char) -> Option<char> {
    if matches!(character, 'ў' | 'Ў') {
        return Some('ў');
    }
    let mut folded = None;
    let mut count = 0_usize;
    fold_character(character, &mut |part| {
        if part != '\u{306}' {
            folded = Some(part);
            count += 1;
        }
    });
    if count == 1 { folded } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_tells_which_characters_decorate_none() {
        for character in ('\0'..=char::MAX).filter(|character| is_trailing_decoration(*character)) {
            let first = character.encode_utf8(&mut [0; 4]).bytes().next().unwrap();
            assert!(may_begin_trailing_decoration(first), "{character:?}");
        }
    }
}
