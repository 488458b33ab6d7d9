//! Where in a text something stands.

/// A place in a text that somebody wrote, counted from 1; columns count characters.
///
/// ```
/// use scrm_core::foundation::TextPlace;
/// let place = TextPlace::at_offset("价格\n  多少", 9);
/// assert_eq!((place.line, place.column), (2, 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPlace {
    /// Line.
    pub line: u64,
    /// Column.
    pub column: u64,
}

impl TextPlace {
    /// The place of the character that a byte belongs to; the end of the text where there is none.
    #[must_use]
    pub fn at_offset(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() as u64 + 1;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() as u64 + 1;
        Self { line, column }
    }
}
