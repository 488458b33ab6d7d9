//! Sixty-four bits that stand for a text or several: fast, the same on every machine, no secret.

/// Odd, with bits well spread.
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;

/// The fingerprint of a text.
pub(super) fn of_text(text: &str) -> u64 {
    let mut state = text.len() as u64;
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    for eight in eights {
        state = of_two(state, u64::from_le_bytes(*eight));
    }
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    of_two(state, u64::from_le_bytes(last))
}

/// The fingerprint of two in this order.
pub(super) const fn of_two(first: u64, second: u64) -> u64 {
    let product = (first.rotate_left(23) ^ second).wrapping_mul(MULTIPLIER);
    (product ^ (product >> 32)).wrapping_mul(MULTIPLIER) ^ (product >> 29)
}

/// The fingerprint of two in any order.
pub(super) const fn of_pair(left: u64, right: u64) -> u64 {
    if left <= right { of_two(left, right) } else { of_two(right, left) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{of_pair, of_text, of_two};

    #[test]
    fn texts_that_differ_have_fingerprints_that_differ() {
        let texts: BTreeSet<String> = (0..50_000).map(|number| format!("name {number}")).collect();
        let found: BTreeSet<u64> = texts.iter().map(|text| of_text(text)).collect();
        assert_eq!(found.len(), texts.len());
        let pairs: BTreeSet<u64> =
            (0..200).flat_map(|left| (0..200).map(move |right| of_two(left, right))).collect();
        assert_eq!(pairs.len(), 40_000);
        assert_ne!(of_text(""), of_text("\0"));
    }

    #[test]
    fn the_order_of_a_pair_does_not_matter() {
        assert_eq!(of_pair(3, 9), of_pair(9, 3));
        assert_ne!(of_two(3, 9), of_two(9, 3));
    }
}
