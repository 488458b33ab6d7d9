//! The one hash of the engine: SHA-256, cut short.
//!
//! A fixed, documented function so that ids, samples and fingerprints are the same in every language and
//! after every upgrade. Parts are length-prefixed, so `["ab", "c"]` and `["a", "bc"]` differ.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// 128 bits that stand for some content: the first half of a SHA-256 over length-prefixed parts.
///
/// ```
/// use scrm_core::foundation::fingerprint;
/// assert_eq!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"ab", b"c"]));
/// assert_ne!(fingerprint(&[b"ab", b"c"]), fingerprint(&[b"a", b"bc"]));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(pub [u8; 16]);

impl Fingerprint {
    /// The first eight bytes as a number: for stable samples and buckets.
    #[must_use]
    pub fn as_u64(self) -> u64 {
        self.0.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }

    /// A number in `0.0..1.0`, the same for the same content everywhere.
    #[must_use]
    pub fn as_fraction(self) -> f64 {
        // 53 bits are what an f64 holds exactly.
        (self.as_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<Fingerprint> for String {
    fn from(value: Fingerprint) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let bytes = text.as_bytes();
        if bytes.len() != 32 {
            return Err("a fingerprint is 32 hexadecimal digits");
        }
        let mut out = [0_u8; 16];
        for (slot, pair) in out.iter_mut().zip(bytes.chunks_exact(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| "a fingerprint is 32 hexadecimal digits")?;
            *slot = u8::from_str_radix(digits, 16).map_err(|_| "a fingerprint is 32 hexadecimal digits")?;
        }
        Ok(Self(out))
    }
}

/// Hashes `parts`, each prefixed by its length as eight little-endian bytes.
#[must_use]
pub fn fingerprint(parts: &[&[u8]]) -> Fingerprint {
    let digest = match gathered(parts) {
        Some((bytes, length)) => Sha256::digest(bytes.get(..length).unwrap_or_default()),
        None => {
            let mut hasher = Sha256::new();
            for part in parts {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
            hasher.finalize()
        }
    };
    let mut out = [0_u8; 16];
    out.iter_mut().zip(digest.iter()).for_each(|(slot, byte)| *slot = *byte);
    Fingerprint(out)
}

/// Ids are hashed from less than this.
const GATHERED_BYTES: usize = 192;

/// The prefixed parts in one piece, where they are short: hashed at once they cost half as much.
fn gathered(parts: &[&[u8]]) -> Option<([u8; GATHERED_BYTES], usize)> {
    let mut bytes = [0; GATHERED_BYTES];
    let mut length = 0;
    for part in parts {
        for piece in [&(part.len() as u64).to_le_bytes(), *part] {
            bytes.get_mut(length..length + piece.len())?.copy_from_slice(piece);
            length += piece.len();
        }
    }
    Some((bytes, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_parts_are_hashed_alike() {
        for length in [0, 1, 100, 183, 184, 185, 400] {
            let part = vec![7; length];
            let mut hasher = Sha256::new();
            hasher.update((length as u64).to_le_bytes());
            hasher.update(&part);
            assert_eq!(fingerprint(&[&part]).0, hasher.finalize()[..16], "{length}");
        }
    }
}
