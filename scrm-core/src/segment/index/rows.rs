//! Sets of rows, in blocks: what is asked of many customers is answered a block at a time.

/// Rows of a block. One block of a narrow column lies in the nearest cache.
pub(super) const BLOCK_ROWS: usize = 4_096;

/// Words of a block.
pub(super) const BLOCK_WORDS: usize = BLOCK_ROWS / 64;

/// The rows of one block, as bits.
pub(super) type Block = [u64; BLOCK_WORDS];

/// No row of a block.
pub(super) const NOBODY: Block = [0; BLOCK_WORDS];

/// A set of rows. It ends where its last row was set: what lies beyond is not in it.
#[derive(Clone, Debug, Default)]
pub(super) struct RowSet {
    blocks: Vec<Block>,
}

impl RowSet {
    pub(super) fn has(&self, row: usize) -> bool {
        self.block(row / BLOCK_ROWS)
            .and_then(|block| block.get(row % BLOCK_ROWS / 64))
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Takes a row in, or out.
    pub(super) fn set(&mut self, row: usize, member: bool) {
        let block = row / BLOCK_ROWS;
        if block >= self.blocks.len() {
            if !member {
                return;
            }
            self.blocks.resize(block + 1, NOBODY);
        }
        let word = self.blocks.get_mut(block).and_then(|block| block.get_mut(row % BLOCK_ROWS / 64));
        if let Some(word) = word {
            *word = *word & !(1 << (row % 64)) | u64::from(member) << (row % 64);
        }
    }

    pub(super) fn block(&self, block: usize) -> Option<&Block> {
        self.blocks.get(block)
    }

    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub(super) const fn blocks(&self) -> usize {
        self.blocks.len()
    }

    pub(super) fn count(&self) -> usize {
        self.blocks.iter().map(count).sum()
    }

    /// The rows, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.blocks
            .iter()
            .enumerate()
            .flat_map(|(index, block)| rows_of(block).map(move |row| index * BLOCK_ROWS + row))
    }

    /// Bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.blocks.capacity() * size_of::<Block>()
    }
}

/// How many rows of a block are set.
pub(super) fn count(block: &Block) -> usize {
    block.iter().map(|word| word.count_ones() as usize).sum()
}

/// The rows of a block that are set, in order, counted from the beginning of the block.
pub(super) fn rows_of(block: &Block) -> impl Iterator<Item = usize> + '_ {
    block.iter().enumerate().flat_map(|(index, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let row = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                index * 64 + row
            })
        })
    })
}

/// Whether nobody is left in a block.
pub(super) fn is_empty(block: &Block) -> bool {
    block.iter().fold(0, |all, word| all | word) == 0
}
