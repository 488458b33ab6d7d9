//! Sixty-four bytes of a text at a time, and which of them are of a kind, a bit for each: no branch depends on what is read.

use wide::u8x16;

/// Bytes of a block: as many as a number has bits.
pub(crate) const BLOCK: usize = 64;

/// Bytes that the processor looks at together.
pub(crate) type Lane = u8x16;

const LANE: usize = 16;
const LANES: usize = BLOCK / LANE;

/// What a text that is shorter than a lane is filled up with. It is no control, no capital letter, and of ASCII.
const FILLING: u8 = b'a';

/// The blocks of a text in turn.
#[inline]
pub(crate) fn blocks(text: &[u8]) -> impl Iterator<Item = Block> {
    (0..text.len().div_ceil(BLOCK)).map(|number| Block::of(text, number * BLOCK))
}

/// The bytes of a text from a place on, up to [`BLOCK`] of them.
///
/// Where the text ends in it, its last lanes stand further to the front, over one another, so that no byte has to be copied.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    lanes: [Lane; LANES],
    /// How far to the left the bits of each lane have to be turned.
    turns: [u32; LANES],
    /// A bit for each byte that is there.
    there: u64,
}

impl Block {
    #[inline]
    pub(crate) fn of(text: &[u8], from: usize) -> Self {
        let there = first_bits(text.len().saturating_sub(from));
        let Some(last) = text.len().checked_sub(LANE) else {
            let mut filled = [FILLING; LANE];
            filled.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
            let turn = turn(0, from);
            return Self { lanes: [Lane::new(filled); LANES], turns: [turn; LANES], there };
        };
        let at = |number: usize| last.min(from + LANE * number);
        let lane = |number: usize| {
            let rest = text.get(at(number)..).and_then(|rest| rest.first_chunk::<LANE>());
            Lane::new(rest.copied().unwrap_or([FILLING; LANE]))
        };
        Self {
            lanes: std::array::from_fn(lane),
            turns: std::array::from_fn(|number| turn(at(number), from)),
            there,
        }
    }

    /// Which bytes are of a kind, the first as the lowest bit. A byte is of the kind where the highest bit of what it is
    /// turned into is set.
    #[inline]
    pub(crate) fn bits(&self, kind: impl Fn(Lane) -> Lane) -> u64 {
        let lanes = self.lanes.iter().zip(self.turns);
        lanes.fold(0, |bits, (lane, turn)| bits | bits_of(kind(*lane), turn)) & self.there
    }

    /// Which bytes are the same in another block, of which as many are there.
    #[inline]
    pub(crate) fn same_as(&self, other: &Self) -> u64 {
        let lanes = self.lanes.iter().zip(other.lanes).zip(self.turns);
        lanes.fold(0, |bits, ((lane, other), turn)| bits | bits_of(lane.simd_eq(other), turn)) & self.there
    }

    /// Whether any byte is of a kind; where the text ends in the block, also of the few bytes before it. Takes less than
    /// asking which are.
    #[inline]
    pub(crate) fn any(&self, kind: impl Fn(Lane) -> Lane) -> bool {
        self.lanes.iter().fold(Lane::splat(0), |any, lane| any | kind(*lane)).any()
    }
}

#[inline]
fn bits_of(lane: Lane, turn: u32) -> u64 {
    u64::from(lane.to_bitmask()).rotate_left(turn)
}

/// How far the bits of what stands at a place have to be turned in a block from another place on: what stands before it
/// comes to the highest bits, where nothing of a text that ends there is.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "it is less than the bits of a number")]
const fn turn(place: usize, from: usize) -> u32 {
    (place.wrapping_sub(from) % BLOCK) as u32
}

/// The lowest bits of a number, up to all of them.
#[inline]
pub(crate) const fn first_bits(count: usize) -> u64 {
    if count >= BLOCK { u64::MAX } else { (1 << count) - 1 }
}

/// Bytes of characters beyond ASCII.
#[inline]
pub(crate) const fn beyond_ascii(bytes: Lane) -> Lane {
    bytes
}

/// Bytes that are a certain one.
#[inline]
pub(crate) fn equal_to(bytes: Lane, byte: u8) -> Lane {
    bytes.simd_eq(Lane::splat(byte))
}

/// Bytes from one to another, both included.
#[inline]
pub(crate) fn within(bytes: Lane, first: u8, last: u8) -> Lane {
    let above = bytes - Lane::splat(first);
    above.simd_eq(above.min(Lane::splat(last - first)))
}

/// Bytes that have certain bits, all of them.
#[inline]
pub(crate) fn with_bits(bytes: Lane, bits: u8) -> Lane {
    let bits = Lane::splat(bits);
    (bytes & bits).simd_eq(bits)
}

/// Controls of ASCII.
#[inline]
pub(crate) fn is_control(bytes: Lane) -> Lane {
    within(bytes, 0, b' ' - 1) | equal_to(bytes, 0x7F)
}

/// Capital letters of ASCII.
#[inline]
pub(crate) fn is_upper_case(bytes: Lane) -> Lane {
    within(bytes, b'A', b'Z')
}

/// Bytes of a character after its first one.
#[inline]
pub(crate) fn follows(bytes: Lane) -> Lane {
    within(bytes, 0x80, 0xBF)
}

/// The first bytes of characters of two bytes.
#[inline]
pub(crate) fn begins_two(bytes: Lane) -> Lane {
    within(bytes, 0xC2, 0xDF)
}

/// The first bytes of characters of four bytes.
#[inline]
pub(crate) fn begins_four(bytes: Lane) -> Lane {
    within(bytes, 0xF0, 0xFF)
}

/// The first bytes of characters of three bytes or more.
#[inline]
pub(crate) fn begins_long(bytes: Lane) -> Lane {
    within(bytes, 0xE0, 0xFF)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_byte_is_told_apart(text: Vec<u8>, from in 0_usize..200, byte: u8, more in 0_u8..40) {
            let text: Vec<u8> = text.into_iter().cycle().take(from % 150).collect();
            let from = from / 64 * 64;
            let last = byte.saturating_add(more);
            let plainly = |is: &dyn Fn(u8) -> bool| {
                let bytes = text.iter().skip(from).take(BLOCK).enumerate();
                bytes.fold(0, |all, (at, byte)| all | u64::from(is(*byte)) << at)
            };
            let block = Block::of(&text, from);
            prop_assert_eq!(block.bits(|bytes| equal_to(bytes, byte)), plainly(&|other| other == byte));
            prop_assert_eq!(block.bits(|bytes| within(bytes, byte, last)), plainly(&|other| (byte..=last).contains(&other)));
            prop_assert_eq!(block.bits(|bytes| with_bits(bytes, byte)), plainly(&|other| other & byte == byte));
            prop_assert_eq!(block.bits(beyond_ascii), plainly(&|other| !other.is_ascii()));
            if block.bits(beyond_ascii) != 0 {
                prop_assert!(block.any(beyond_ascii));
            }
            if text.is_ascii() {
                prop_assert!(!block.any(beyond_ascii));
            }
        }

        #[test]
        fn bytes_that_come_again_are_found(text in "[ab]{0,150}", distance in 1_usize..4, from in 0_usize..150) {
            let bytes = text.as_bytes();
            let (first, again) = (&bytes[..bytes.len().saturating_sub(distance)], bytes.get(distance..).unwrap_or_default());
            let plainly = first.iter().zip(again).skip(from).take(BLOCK).enumerate();
            let plainly = plainly.fold(0, |all, (at, (one, other))| all | u64::from(one == other) << at);
            prop_assert_eq!(Block::of(first, from).same_as(&Block::of(again, from)), plainly);
        }
    }
}
