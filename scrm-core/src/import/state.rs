//! What a workspace itself says of a customer, by the names that the columns of an export have. None of it is told by a file.

/// One column of an export that is no field, identifier or consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StateColumn {
    Id,
    CreatedAt,
    UpdatedAt,
    Tags,
    Segments,
    PriorityLevel,
    PriorityScore,
    RespondBy,
    ArchivedAt,
}

impl StateColumn {
    const ALL: [Self; 9] = [
        Self::Id,
        Self::CreatedAt,
        Self::UpdatedAt,
        Self::Tags,
        Self::Segments,
        Self::PriorityLevel,
        Self::PriorityScore,
        Self::RespondBy,
        Self::ArchivedAt,
    ];

    /// The name of the column.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::Tags => "tags",
            Self::Segments => "segments",
            Self::PriorityLevel => "priority_level",
            Self::PriorityScore => "priority_score",
            Self::RespondBy => "respond_by",
            Self::ArchivedAt => "archived_at",
        }
    }

    /// The column of a name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == name)
    }
}
