//! Numbers of rows, as narrow as they allow: 0 where a row has none.

use super::rows::{BLOCK_ROWS, Block, NOBODY, rows_of};

/// Rows of a block that may have a code before the block holds one for each of its rows.
const MOST_SPARSE: usize = BLOCK_ROWS / 4;

/// Rows that are looked at one by one: with more, the whole block is faster.
const FEW_ROWS: usize = BLOCK_ROWS / 16;

/// Codes of one width.
#[derive(Clone, Debug)]
enum Codes {
    Eight(Vec<u8>),
    Sixteen(Vec<u16>),
    ThirtyTwo(Vec<u32>),
    SixtyFour(Vec<u64>),
}

/// Bits of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Width {
    Eight,
    Sixteen,
    ThirtyTwo,
    SixtyFour,
}

impl Width {
    /// The narrowest one in which a code fits.
    pub(super) fn of(code: u64) -> Self {
        [Self::Eight, Self::Sixteen, Self::ThirtyTwo]
            .into_iter()
            .find(|width| code <= width.largest())
            .unwrap_or(Self::SixtyFour)
    }

    /// The largest code.
    pub(super) const fn largest(self) -> u64 {
        match self {
            Self::Eight => u8::MAX as u64,
            Self::Sixteen => u16::MAX as u64,
            Self::ThirtyTwo => u32::MAX as u64,
            Self::SixtyFour => u64::MAX,
        }
    }

    /// Bytes of a code.
    const fn bytes(self) -> usize {
        match self {
            Self::Eight => 1,
            Self::Sixteen => 2,
            Self::ThirtyTwo => 4,
            Self::SixtyFour => 8,
        }
    }
}

/// A code in its width.
trait Code: Copy + PartialOrd {
    const ZERO: Self;
    /// The code, or the largest of this width.
    fn narrow(code: u64) -> Self;
    fn wide(self) -> u64;
    fn minus(self, other: Self) -> Self;
}

macro_rules! code {
    ($($width:ty),+) => {$(
        impl Code for $width {
            const ZERO: Self = 0;

            fn narrow(code: u64) -> Self {
                Self::try_from(code).unwrap_or(Self::MAX)
            }

            #[allow(clippy::useless_conversion)]
            fn wide(self) -> u64 {
                self.into()
            }

            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
        }
    )+};
}

code!(u8, u16, u32, u64);

/// Does something with the vector of whichever width.
macro_rules! with_codes {
    ($codes:expr, $vector:ident => $do:expr) => {
        match $codes {
            Codes::Eight($vector) => $do,
            Codes::Sixteen($vector) => $do,
            Codes::ThirtyTwo($vector) => $do,
            Codes::SixtyFour($vector) => $do,
        }
    };
}

impl Codes {
    fn new(width: Width, codes: impl Iterator<Item = u64>) -> Self {
        fn of<C: Code>(codes: impl Iterator<Item = u64>) -> Vec<C> {
            codes.map(C::narrow).collect()
        }
        match width {
            Width::Eight => Self::Eight(of(codes)),
            Width::Sixteen => Self::Sixteen(of(codes)),
            Width::ThirtyTwo => Self::ThirtyTwo(of(codes)),
            Width::SixtyFour => Self::SixtyFour(of(codes)),
        }
    }

    fn get(&self, position: usize) -> u64 {
        with_codes!(self, codes => codes.get(position).map_or(0, |code| code.wide()))
    }

    fn set(&mut self, position: usize, code: u64) {
        fn put<C: Code>(codes: &mut [C], position: usize, code: u64) {
            if let Some(place) = codes.get_mut(position) {
                *place = C::narrow(code);
            }
        }
        with_codes!(self, codes => put(codes, position, code));
    }

    fn insert(&mut self, position: usize, code: u64) {
        fn put<C: Code>(codes: &mut Vec<C>, position: usize, code: u64) {
            codes.insert(position.min(codes.len()), C::narrow(code));
        }
        with_codes!(self, codes => put(codes, position, code));
    }

    fn remove(&mut self, position: usize) {
        fn take<C: Code>(codes: &mut Vec<C>, position: usize) {
            if position < codes.len() {
                codes.remove(position);
            }
        }
        with_codes!(self, codes => take(codes, position));
    }

    fn iter(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        with_codes!(self, codes => Box::new(codes.iter().map(|code| code.wide())))
    }

    fn shrink(&mut self) {
        with_codes!(self, codes => codes.shrink_to_fit());
    }

    fn capacity(&self) -> usize {
        with_codes!(self, codes => codes.capacity())
    }
}

/// The codes of one block.
#[derive(Clone, Debug)]
enum Chunk {
    /// Those of the rows that have one.
    Sparse { rows: Vec<u16>, codes: Codes },
    /// One for each row.
    Dense(Codes),
}

impl Chunk {
    fn empty(width: Width) -> Self {
        Self::Sparse { rows: Vec::new(), codes: Codes::new(width, std::iter::empty()) }
    }

    fn get(&self, row: usize) -> u64 {
        match self {
            Self::Dense(codes) => codes.get(row),
            Self::Sparse { rows, codes } => {
                rows.binary_search(&(row as u16)).map_or(0, |position| codes.get(position))
            }
        }
    }

    fn set(&mut self, row: usize, code: u64, width: Width) {
        match self {
            Self::Dense(codes) => codes.set(row, code),
            Self::Sparse { rows, codes } => match (rows.binary_search(&(row as u16)), code) {
                (Ok(position), 0) => {
                    rows.remove(position);
                    codes.remove(position);
                }
                (Ok(position), _) => codes.set(position, code),
                (Err(_), 0) => {}
                (Err(position), _) => {
                    rows.insert(position, row as u16);
                    codes.insert(position, code);
                    if rows.len() > MOST_SPARSE {
                        self.make_dense(width);
                    }
                }
            },
        }
    }

    fn make_dense(&mut self, width: Width) {
        if let Self::Sparse { rows, codes } = self {
            let mut dense = Codes::new(width, std::iter::repeat_n(0, BLOCK_ROWS));
            rows.iter().zip(codes.iter()).for_each(|(row, code)| dense.set(usize::from(*row), code));
            *self = Self::Dense(dense);
        }
    }
}

/// A code for each row, where it has one.
#[derive(Clone, Debug)]
pub(super) struct RowCodes {
    width: Width,
    chunks: Vec<Chunk>,
}

/// Which codes are meant.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CodeTest {
    /// From the first to the last.
    Within(u64, u64),
    /// All but those from the first to the last.
    Outside(u64, u64),
    /// Those whose bit is set.
    Among(Vec<u64>),
    /// Those in one of the ranges.
    AnyOf(Vec<(u64, u64)>),
    /// None: the rows without a code are meant.
    Missing,
}

impl CodeTest {
    fn accepts(&self, code: u64) -> bool {
        (code != 0) != (*self == Self::Missing)
            && match self {
                Self::Within(first, last) => (*first..=*last).contains(&code),
                Self::Outside(first, last) => !(*first..=*last).contains(&code),
                Self::Among(bits) => {
                    bits.get(code as usize / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
                }
                Self::Missing => true,
                Self::AnyOf(ranges) => ranges.iter().any(|(first, last)| (*first..=*last).contains(&code)),
            }
    }
}

impl RowCodes {
    pub(super) const fn new() -> Self {
        Self { width: Width::Eight, chunks: Vec::new() }
    }

    pub(super) const fn width(&self) -> Width {
        self.width
    }

    /// The code of a row, 0 where it has none.
    pub(super) fn get(&self, row: usize) -> u64 {
        self.chunks.get(row / BLOCK_ROWS).map_or(0, |chunk| chunk.get(row % BLOCK_ROWS))
    }

    /// Gives a row a code that fits in the present width, or takes its code away with 0.
    pub(super) fn set(&mut self, row: usize, code: u64) {
        let block = row / BLOCK_ROWS;
        if block >= self.chunks.len() {
            if code == 0 {
                return;
            }
            self.chunks.resize_with(block + 1, || Chunk::empty(self.width));
        }
        if let Some(chunk) = self.chunks.get_mut(block) {
            chunk.set(row % BLOCK_ROWS, code, self.width);
        }
    }

    /// Gives every code another name, in another width.
    pub(super) fn rename(&mut self, width: Width, mut name: impl FnMut(u64) -> u64) {
        let mut name = |code| if code == 0 { 0 } else { name(code) };
        self.width = width;
        for chunk in &mut self.chunks {
            let (Chunk::Dense(codes) | Chunk::Sparse { codes, .. }) = chunk;
            *codes = Codes::new(width, codes.iter().map(&mut name));
        }
    }

    /// Calls `visit` with every code that a row has.
    pub(super) fn visit(&self, mut visit: impl FnMut(u64)) {
        for Chunk::Dense(codes) | Chunk::Sparse { codes, .. } in &self.chunks {
            codes.iter().filter(|code| *code != 0).for_each(&mut visit);
        }
    }

    /// Those of `left` whose codes are meant.
    pub(super) fn select(&self, block: usize, test: &CodeTest, left: &Block) -> Block {
        match self.chunks.get(block) {
            None if *test == CodeTest::Missing => *left,
            None => NOBODY,
            Some(Chunk::Sparse { rows, .. }) if *test == CodeTest::Missing => {
                let mut missing = *left;
                for row in rows {
                    if let Some(word) = missing.get_mut(usize::from(*row) / 64) {
                        *word &= !(1 << (row % 64));
                    }
                }
                missing
            }
            Some(Chunk::Sparse { rows, codes }) => select_sparse(rows, codes, test, left),
            Some(Chunk::Dense(codes)) if super::rows::count(left) <= FEW_ROWS => {
                let mut found = NOBODY;
                rows_of(left)
                    .filter(|row| test.accepts(codes.get(*row)))
                    .for_each(|row| mark(&mut found, row));
                found
            }
            Some(Chunk::Dense(codes)) => with_codes!(codes, codes => select_dense(codes, test, left)),
        }
    }

    pub(super) fn shrink(&mut self) {
        self.chunks.shrink_to_fit();
        for chunk in &mut self.chunks {
            match chunk {
                Chunk::Dense(codes) => codes.shrink(),
                Chunk::Sparse { rows, codes } => {
                    rows.shrink_to_fit();
                    codes.shrink();
                }
            }
        }
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let chunks = self.chunks.iter().map(|chunk| match chunk {
            Chunk::Dense(codes) => codes.capacity() * self.width.bytes(),
            Chunk::Sparse { rows, codes } => {
                rows.capacity() * size_of::<u16>() + codes.capacity() * self.width.bytes()
            }
        });
        chunks.sum::<usize>() + self.chunks.capacity() * size_of::<Chunk>()
    }
}

fn mark(block: &mut Block, row: usize) {
    if let Some(word) = block.get_mut(row / 64) {
        *word |= 1 << (row % 64);
    }
}

fn select_sparse(rows: &[u16], codes: &Codes, test: &CodeTest, left: &Block) -> Block {
    let mut found = NOBODY;
    for (position, row) in rows.iter().enumerate() {
        let row = usize::from(*row);
        let is_left = left.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1);
        if is_left && test.accepts(codes.get(position)) {
            mark(&mut found, row);
        }
    }
    found
}

/// Tests sixty-four codes at a time, without branches within them.
fn select_dense<C: Code>(codes: &[C], test: &CodeTest, left: &Block) -> Block {
    match test {
        CodeTest::Within(first, last) if C::narrow(*first).wide() != *first || first > last => NOBODY,
        CodeTest::Within(first, last) => {
            let (first, length) = (C::narrow(*first), C::narrow(*last).minus(C::narrow(*first)));
            groups(codes, left, |code| code.minus(first) <= length)
        }
        CodeTest::Outside(first, last) if C::narrow(*first).wide() != *first || first > last => {
            groups(codes, left, |code| code > C::ZERO)
        }
        CodeTest::Outside(first, last) => {
            let (first, length) = (C::narrow(*first), C::narrow(*last).minus(C::narrow(*first)));
            groups(codes, left, |code| (code.minus(first) > length) & (code > C::ZERO))
        }
        CodeTest::Missing => groups(codes, left, |code| code <= C::ZERO),
        CodeTest::Among(_) | CodeTest::AnyOf(_) => groups(codes, left, |code| test.accepts(code.wide())),
    }
}

fn groups<C: Code>(codes: &[C], left: &Block, accepts: impl Fn(C) -> bool) -> Block {
    let mut found = NOBODY;
    for ((found, left), codes) in found.iter_mut().zip(left).zip(codes.as_chunks::<64>().0) {
        if *left != 0 {
            *found = left & bits_of(codes, &accepts);
        }
    }
    found
}

fn bits_of<C: Code>(codes: &[C; 64], accepts: impl Fn(C) -> bool) -> u64 {
    /// Moves the lowest bit of each of eight bytes next to each other, into the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut answers = [0_u8; 64];
    answers.iter_mut().zip(codes).for_each(|(answer, code)| *answer = u8::from(accepts(*code)));
    let eights = answers.as_chunks::<8>().0.iter().enumerate();
    eights.fold(0, |bits, (index, eight)| {
        bits | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56 << (8 * index)
    })
}
