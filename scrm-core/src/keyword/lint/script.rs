//! Which scripts a text is written in.

/// How many scripts are told apart.
pub(super) const SCRIPTS: usize = 8;

/// A script, or those that are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Indic,
    East,
    Other,
    /// Digits, signs and emoji.
    None,
}

impl Script {
    const fn of(character: char) -> Self {
        match character {
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}' => Self::Latin,
            '\0'..='\u{BF}'
            | '\u{2000}'..='\u{2BFF}'
            | '\u{3000}'..='\u{3004}'
            | '\u{1F000}'..='\u{1FAFF}' => Self::None,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{370}'..='\u{3FF}' => Self::Greek,
            '\u{600}'..='\u{77F}' => Self::Arabic,
            '\u{900}'..='\u{DFF}' => Self::Indic,
            '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..='\u{323AF}' => Self::East,
            _ => Self::Other,
        }
    }

    /// Which scripts a text has letters of; the last is true of every text.
    pub(super) fn present(text: &str) -> [bool; SCRIPTS] {
        let mut present = [false; SCRIPTS];
        for character in text.chars() {
            if let Some(present) = present.get_mut(Self::of(character) as usize) {
                *present = true;
            }
        }
        if let Some(any) = present.last_mut() {
            *any = true;
        }
        present
    }
}
