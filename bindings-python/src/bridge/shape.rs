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
    /// So many things in this order, some of which are such.
    Tuple(&'static [Option<&'static Shape>]),
    /// An object with such things under any key.
    Map(&'static Shape),
    /// An object with such things under some of its keys.
    Record(&'static [(&'static str, &'static Shape)]),
    /// An object whose other keys depend on the text under its tag.
    Tagged {
        /// The key of the tag.
        tag: &'static str,
        /// What stands under keys of every form: some come before the tag.
        shared: &'static [(&'static str, &'static Shape)],
        /// The forms, by what the tag says.
        forms: &'static [(&'static str, &'static Shape)],
    },
}

impl Shape {
    /// The shape of what stands under a key.
    pub(crate) fn under(&'static self, key: &str) -> Option<&'static Self> {
        match self {
            Self::Map(values) => Some(values),
            Self::Record(fields) | Self::Tagged { shared: fields, .. } => {
                fields.iter().find(|(name, _)| *name == key).map(|(_, shape)| *shape)
            }
            _ => None,
        }
    }

    /// The shape of an item of a list or a tuple.
    pub(crate) fn item(&'static self, place: usize) -> Option<&'static Self> {
        match self {
            Self::List(items) => Some(items),
            Self::Tuple(places) => places.get(place).copied().flatten(),
            _ => None,
        }
    }
}
