//! Where instants and days stand in an answer: serde writes both as text, and Python has types for them.

/// What is worth knowing of an answer's form; what is not listed is plain.
#[derive(Debug)]
pub(crate) enum Shape {
    /// RFC 3339 text, an aware `datetime` in Python.
    Instant,
    /// `YYYY-MM-DD`, a `date` in Python.
    Day,
    /// A list of such things.
    List(&'static Shape),
    /// An object with such things under any key.
    Map(&'static Shape),
    /// An object with such things under some of its keys.
    Record(&'static [(&'static str, &'static Shape)]),
    /// An object whose other keys depend on the text under its tag, which comes first.
    Tagged(&'static str, &'static [(&'static str, &'static Shape)]),
}

impl Shape {
    /// The shape of what stands under a key.
    pub(crate) fn under(&'static self, key: &str) -> Option<&'static Self> {
        match self {
            Self::Map(values) => Some(values),
            Self::Record(fields) => fields.iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape),
            _ => None,
        }
    }

    /// The shape of a list's items.
    pub(crate) const fn item(&'static self) -> Option<&'static Self> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}
