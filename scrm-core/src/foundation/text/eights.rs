//! Eight bytes of a text at a time, as one number: no branch depends on what is read.

use std::ops::Range;

/// So many bytes are one number.
pub(crate) const EIGHT: usize = 8;

const EACH: u64 = u64::from_le_bytes([1; EIGHT]);
/// The highest bit of each byte, which those of ASCII characters have not.
const HIGH: u64 = EACH << 7;

/// All bytes of a text, the first of each eight as the lowest; the last of them are filled up.
#[inline]
pub(crate) fn eights(text: &[u8], filling: u8) -> impl Iterator<Item = u64> {
    let (eights, rest) = text.as_chunks::<EIGHT>();
    let mut last = [filling; EIGHT];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let last = (!rest.is_empty()).then_some(last);
    eights.iter().copied().chain(last).map(u64::from_le_bytes)
}

/// The bytes of a piece of a text, as [`eights`] gives them: what follows it need not be copied to be left out.
#[inline]
pub(super) fn eights_within(text: &[u8], piece: Range<usize>, filling: u8) -> impl Iterator<Item = u64> {
    let end = piece.end.min(text.len());
    piece.step_by(EIGHT).filter_map(move |at| {
        let count = end.checked_sub(at)?.min(EIGHT);
        let eight = match eight_at(text, at) {
            Some(eight) => eight,
            None => eights(text.get(at..)?, filling).next()?,
        };
        let beyond = u64::MAX.checked_shl(u32::try_from(8 * count).ok()?).unwrap_or(0);
        let filled = EACH * u64::from(filling);
        Some((eight & !beyond) | (filled & beyond))
    })
}

/// Eight bytes from a place on, if there are as many.
#[inline]
pub(crate) fn eight_at(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..).and_then(|rest| rest.first_chunk()).map(|bytes| u64::from_le_bytes(*bytes))
}

/// Which of eight ASCII bytes are no less than another: in the highest bit of each, the others mean nothing.
#[inline]
pub(crate) const fn at_least(bytes: u64, least: u8) -> u64 {
    bytes + EACH * (0x80 - least as u64)
}

/// Which of eight ASCII bytes are a certain one: in the highest bit of each, the others mean nothing.
#[inline]
pub(crate) const fn equal(bytes: u64, to: u8) -> u64 {
    !((bytes ^ (EACH * to as u64)) + EACH * 0x7F)
}

/// Which of eight bytes of any kind are a certain one: in the highest bit of each, the others mean nothing.
#[inline]
pub(crate) const fn equal_to(bytes: u64, to: u8) -> u64 {
    let differing = bytes ^ (EACH * to as u64);
    !(((differing & !HIGH) + EACH * 0x7F) | differing)
}

/// Whether the highest bit of any byte is set, as that of every byte beyond ASCII is.
#[inline]
pub(crate) const fn any(bytes: u64) -> bool {
    bytes & HIGH != 0
}

/// In the highest bits, whether any byte is zero: that of the lowest such byte is set, and none where there is no such byte.
#[inline]
pub(crate) const fn zeros(bytes: u64) -> u64 {
    bytes.wrapping_sub(EACH) & !bytes
}

/// The highest bits of all bytes, together.
#[inline]
pub(crate) const fn high_bits(bytes: u64) -> u64 {
    lowest_bits(bytes >> 7)
}

/// How many bytes have their lowest bit set.
#[inline]
pub(super) const fn count_lowest_bits(bytes: u64) -> usize {
    ((bytes & EACH).wrapping_mul(EACH) >> 56) as usize
}

/// The lowest bits of all bytes, together.
#[inline]
pub(crate) const fn lowest_bits(bytes: u64) -> u64 {
    (bytes & EACH).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_byte_is_told_apart(text in "[ -~]{0,20}", least in b'!'..=b'~') {
            let bits = |of: &dyn Fn(u64) -> u64| {
                let eights = eights(text.as_bytes(), b' ').map(|eight| high_bits(of(eight)));
                eights.enumerate().fold(0, |all, (number, bits)| all | bits << (number * EIGHT))
            };
            let plainly = |is: &dyn Fn(u8) -> bool| {
                let bytes = text.bytes().enumerate();
                bytes.fold(0, |all, (at, byte)| all | u64::from(is(byte)) << at)
            };
            prop_assert_eq!(bits(&|eight| at_least(eight, least)), plainly(&|byte| byte >= least));
            prop_assert_eq!(bits(&|eight| equal(eight, least)), plainly(&|byte| byte == least));
        }

        #[test]
        fn a_piece_is_read_as_if_nothing_followed(text in "[ -~ж我🙂]{0,20}", start in 0_usize..30, length in 0_usize..30) {
            let bytes = text.as_bytes();
            let (start, end) = (start.min(bytes.len()), (start + length).min(bytes.len()));
            let within: Vec<u64> = eights_within(bytes, start..end.max(start), 0x80).collect();
            prop_assert_eq!(within, eights(&bytes[start..end.max(start)], 0x80).collect::<Vec<_>>());
        }
    }
}
