//! Which keys are certainly new: what an import asks most, answered without the database.

use std::hash::{BuildHasher, Hash};

use rusqlite::Connection;
use rustc_hash::FxBuildHasher;
use scrm_core::foundation::Fingerprint;
use scrm_core::store::StoreResult;

use crate::fault::OrMedium;

const BLOCKS: usize = 1 << 16;
const WORDS_PER_BLOCK: usize = 8;
const BITS_PER_KEY: u32 = 6;

/// A Bloom filter of 4 MiB, one cache line per key. Up to some three million keys about one new key in 300
/// is taken for known and looked up in vain; with more keys, more are. A key that was added is never missed.
struct Filter {
    words: Vec<u64>,
}

impl Filter {
    fn new() -> Self {
        Self { words: vec![0; BLOCKS * WORDS_PER_BLOCK] }
    }

    /// The key's cache line, and the bits within it.
    fn places(key: impl Hash) -> (usize, impl Iterator<Item = (usize, u64)>) {
        let hash = FxBuildHasher.hash_one(key);
        let block = (hash >> 48) as usize * WORDS_PER_BLOCK;
        let spread = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let bits = (0..BITS_PER_KEY).map(move |step| {
            let bit = spread >> (step * 9) & 511;
            ((bit >> 6) as usize, 1 << (bit & 63))
        });
        (block, bits)
    }

    fn insert(&mut self, key: impl Hash) {
        let (block, bits) = Self::places(key);
        if let Some(words) = self.words.get_mut(block..block + WORDS_PER_BLOCK) {
            for (word, bit) in bits {
                if let Some(word) = words.get_mut(word) {
                    *word |= bit;
                }
            }
        }
    }

    fn may_contain(&self, key: impl Hash) -> bool {
        let (block, mut bits) = Self::places(key);
        self.words
            .get(block..block + WORDS_PER_BLOCK)
            .is_none_or(|words| bits.all(|(word, bit)| words.get(word).is_none_or(|word| word & bit != 0)))
    }
}

/// The keys of customers and the import rows that may have settled in the large tables. Built by the first
/// large lookup.
pub(crate) struct KnownKeys {
    identifiers: Filter,
    imported_rows: Filter,
}

impl KnownKeys {
    /// A lookup of at least so many keys is an import's; fewer do not pay for reading all keys once.
    pub(crate) const WORTH_BUILDING: usize = 1_000;

    /// Reads all keys there are.
    pub(crate) fn build(connection: &Connection) -> StoreResult<Self> {
        let mut known = Self { identifiers: Filter::new(), imported_rows: Filter::new() };
        each_key(connection, "SELECT key FROM identifiers", |key| known.identifiers.insert(key))?;
        each_key(connection, "SELECT fingerprint FROM imported_rows", |row| known.imported_rows.insert(row))?;
        Ok(known)
    }

    /// Adds an identifier key that settled.
    pub(crate) fn add_identifier(&mut self, key: &str) {
        self.identifiers.insert(key.as_bytes());
    }

    /// Adds an import row that settled.
    pub(crate) fn add_row(&mut self, row: &Fingerprint) {
        self.imported_rows.insert(row.0.as_slice());
    }

    /// Whether somebody may have this identifier key in the large table.
    pub(crate) fn may_have_identifier(&self, key: &str) -> bool {
        self.identifiers.may_contain(key.as_bytes())
    }

    /// Whether this row may be in the large table.
    pub(crate) fn may_have_row(&self, row: &[u8]) -> bool {
        self.imported_rows.may_contain(row)
    }
}

fn each_key(connection: &Connection, sql: &str, mut add: impl FnMut(&[u8])) -> StoreResult<()> {
    let mut statement = connection.prepare(sql).or_medium()?;
    let mut rows = statement.query([]).or_medium()?;
    while let Some(row) = rows.next().or_medium()? {
        add(row.get_ref(0).or_medium()?.as_bytes().unwrap_or_default());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn added_keys_are_never_missed_and_new_ones_seldom_taken_for_known() {
        let mut filter = Filter::new();
        (0..100_000_u32).for_each(|key| filter.insert(key));
        assert!((0..100_000_u32).all(|key| filter.may_contain(key)));
        let mistaken = (100_000..200_000_u32).filter(|key| filter.may_contain(key)).count();
        assert!(mistaken < 300, "{mistaken}");
    }
}
