//! Characters of a kind, found in a block of a text by where they begin.

use super::block::BLOCK;

/// Some of the characters of one byte and of two; those that take more are told as one kind.
///
/// No branch depends on which of them a text has: letters and spaces come in no order that a processor could guess.
#[derive(Debug)]
pub(crate) struct CharacterSet {
    /// By a byte and the one after it, the byte as the lower half: 1 where a character begins with them that is one of
    /// the set.
    begins: Box<[u8; PAIRS]>,
}

const PAIRS: usize = 1 << 16;
/// Bytes that are looked up together.
const EIGHT: usize = 8;

impl CharacterSet {
    /// The characters that are `within`; of what takes three bytes or more all or none.
    pub(crate) fn new(within: impl Fn(char) -> bool, longer: bool) -> Self {
        let mut begins = Box::new([0; PAIRS]);
        for (place, begins) in begins.iter_mut().enumerate() {
            let [first, second] = [place % 256, place / 256].map(|byte| u32::try_from(byte).unwrap_or(0));
            let is_one = match first {
                0xC2..=0xDF => char::from_u32(((first % 32) << 6) | (second % 64)).is_some_and(&within),
                0xE0.. => longer,
                0x80.. => false,
                // It is asked once for all that may follow.
                _ if second == 0 => char::from_u32(first).is_some_and(&within),
                _ => continue,
            };
            *begins = u8::from(is_one);
        }
        let (first_row, others) = begins.split_at_mut(256);
        let ascii = first_row.get(..128).unwrap_or_default();
        others
            .chunks_mut(256)
            .filter_map(|row| row.get_mut(..128))
            .for_each(|row| row.copy_from_slice(ascii));
        Self { begins }
    }

    /// Which of some bytes of a block begin a character of the set, each looked up alone.
    #[inline]
    pub(crate) fn among_few(&self, text: &[u8], mut few: u64) -> u64 {
        let mut among = 0;
        while few != 0 {
            let at = few.trailing_zeros();
            few &= few - 1;
            let bytes = text.get(at as usize..).and_then(|rest| rest.first_chunk::<2>());
            let pair = bytes.map_or(0, |bytes| u16::from_le_bytes(*bytes));
            among |= u64::from(self.begins[usize::from(pair)]) << at;
        }
        among
    }

    /// Which of the first bytes of a text begin a character of the set, a bit for each of a block.
    #[inline]
    pub(crate) fn among(&self, text: &[u8]) -> u64 {
        let places = (0..text.len().min(BLOCK)).step_by(EIGHT);
        places.fold(0, |among, at| {
            let rest = text.get(at..).unwrap_or_default();
            let of_eight = match rest.first_chunk() {
                Some(bytes) => self.among_eight(bytes),
                None => {
                    let mut filled = [0x80; EIGHT + 1];
                    filled.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                    self.among_eight(&filled)
                }
            };
            among | of_eight << at
        })
    }

    /// The same of eight bytes and the one that follows them.
    #[inline]
    fn among_eight(&self, bytes: &[u8; EIGHT + 1]) -> u64 {
        let mut among = 0;
        for number in 0..EIGHT {
            let pair = u16::from_le_bytes([bytes[number], bytes[number + 1]]);
            among |= u64::from(self.begins[usize::from(pair)]) << number;
        }
        among
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::foundation::text::block::{Block, begins_two};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn characters_are_told_where_they_begin(text in "[a-z ж،é\u{7ff}我🙂]{0,40}", longer: bool) {
            let set = CharacterSet::new(char::is_alphabetic, longer);
            let plainly = |place: &usize| {
                let character = text.get(*place..).and_then(|rest| rest.chars().next());
                character.is_some_and(|letter| if letter < '\u{800}' { letter.is_alphabetic() } else { longer })
            };
            let expected = (0..text.len().min(BLOCK)).filter(plainly).fold(0, |all, place| all | 1 << place);
            prop_assert_eq!(set.among(text.as_bytes()), expected);
            let few = Block::of(text.as_bytes(), 0).bits(begins_two);
            prop_assert_eq!(set.among_few(text.as_bytes(), few), expected & few);
        }
    }
}
