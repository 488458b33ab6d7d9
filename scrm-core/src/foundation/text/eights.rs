//! Eight bytes of a text at a time, as one number: no branch depends on what is read.

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

/// Whether the highest bit of any byte is set.
#[inline]
pub(crate) const fn any(bytes: u64) -> bool {
    bytes & HIGH != 0
}

/// The highest bits of all bytes, together.
#[inline]
pub(crate) const fn high_bits(bytes: u64) -> u64 {
    lowest_bits(bytes >> 7)
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
    }
}
