//! What records are compared by: columns that say one thing together.

use super::table::RecordTable;
use crate::dedupe::compare::NameKind;
use crate::foundation::text::fold;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A person's name, from one column or several.
    PersonName,
    /// A company's name.
    CompanyName,
    /// A day of birth.
    Birthday,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A number that one person or company has: a passport, a tax number.
    IdentityNumber,
    /// Street and house.
    Street,
    /// A town or a part of one.
    Place,
    /// A postal code.
    PostalCode,
    /// One of few values: a region, a gender, an industry.
    Category,
}

impl FieldKind {
    /// The name under which it is explained.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PersonName => "name",
            Self::CompanyName => "company",
            Self::Birthday => "birthday",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::IdentityNumber => "identity_number",
            Self::Street => "street",
            Self::Place => "place",
            Self::PostalCode => "postal_code",
            Self::Category => "category",
        }
    }

    /// What agreement of each grade means, the closest first. The last is a contradiction.
    #[must_use]
    pub const fn levels(self) -> &'static [&'static str] {
        match self {
            Self::PersonName | Self::CompanyName => &[
                "the same",
                "spelled otherwise",
                "a shorter form, or misspelt",
                "some words in common",
                "another",
            ],
            Self::Birthday => &[
                "the same",
                "a slip or swapped",
                "off by a month, a year or a decade",
                "the same year or day",
                "another",
            ],
            Self::Email => &["the same", "the same name at another host", "alike", "another"],
            Self::Phone | Self::IdentityNumber => &["the same", "one slip", "another"],
            Self::Street => &[
                "the same",
                "misspelt",
                "the same house of a street alike",
                "another house of the street",
                "another",
            ],
            Self::Place => &["the same", "misspelt", "another"],
            Self::PostalCode => &["the same", "one slip", "another"],
            Self::Category => &["the same", "another"],
        }
    }

    /// How often each grade is expected among pairs of one person: what people's data mostly is like. It is where
    /// learning begins, and what holds where a table is too poor to learn from.
    pub(super) const fn expected(self) -> &'static [f64] {
        match self {
            Self::PersonName | Self::CompanyName => &[0.55, 0.15, 0.15, 0.1, 0.05],
            Self::Birthday => &[0.8, 0.09, 0.04, 0.03, 0.04],
            Self::Email => &[0.65, 0.1, 0.05, 0.2],
            Self::Phone | Self::IdentityNumber => &[0.7, 0.1, 0.2],
            Self::Street => &[0.6, 0.13, 0.08, 0.04, 0.15],
            Self::Place => &[0.75, 0.1, 0.15],
            Self::PostalCode => &[0.75, 0.1, 0.15],
            Self::Category => &[0.8, 0.2],
        }
    }

    /// How often each grade is expected among pairs of two people; a large table says it better.
    pub(super) const fn expected_of_strangers(self) -> &'static [f64] {
        match self {
            Self::PersonName | Self::CompanyName => &[0.0005, 0.0003, 0.001, 0.01, 0.9882],
            Self::Birthday => &[0.0001, 0.001, 0.008, 0.02, 0.9709],
            Self::Email => &[0.0001, 0.001, 0.0005, 0.9984],
            Self::Phone | Self::IdentityNumber => &[0.0002, 0.0002, 0.9996],
            Self::Street => &[0.0002, 0.0001, 0.0005, 0.003, 0.9962],
            Self::Place => &[0.05, 0.02, 0.93],
            Self::PostalCode => &[0.02, 0.02, 0.96],
            Self::Category => &[0.3, 0.7],
        }
    }

    /// How often each grade is met between two people of one household, or two companies at one address: they share what
    /// they are reached by, and most of their names.
    pub(super) const fn expected_of_a_household(self) -> &'static [f64] {
        match self {
            Self::PersonName => &[0.01, 0.01, 0.03, 0.75, 0.2],
            Self::CompanyName => &[0.01, 0.01, 0.03, 0.15, 0.8],
            Self::Birthday => &[0.01, 0.01, 0.03, 0.05, 0.9],
            Self::Email => &[0.25, 0.05, 0.05, 0.65],
            Self::Phone => &[0.4, 0.02, 0.58],
            Self::IdentityNumber => &[0.005, 0.01, 0.985],
            Self::Street => &[0.85, 0.1, 0.02, 0.01, 0.02],
            Self::Place | Self::PostalCode => &[0.9, 0.05, 0.05],
            Self::Category => &[0.7, 0.3],
        }
    }

    pub(super) const fn name_kind(self) -> NameKind {
        match self {
            Self::CompanyName => NameKind::Company,
            Self::Place | Self::Street => NameKind::Place,
            _ => NameKind::Person,
        }
    }
}

/// Columns that say one thing together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkField {
    /// What they hold.
    pub kind: FieldKind,
    /// Groups of columns by their positions: those of a group are parts of one value, and each group is a value of its
    /// own, such as a name in another script.
    pub values: Vec<Vec<usize>>,
}

/// What a column's header says: the words of a phrase stand in it, in any order. The first line that fits counts.
const HEADERS: &[(&[&str], Role)] = &[
    (&["type"], Role::Nothing),
    (&["country", "state"], Role::Alone(FieldKind::Category)),
    (&["given", "first name", "name first", "forename"], Role::Name(1)),
    (&["middle name", "name middle", "patronymic", "отчество"], Role::Name(2)),
    (&["surname", "last name", "family name", "фамилия"], Role::Name(3)),
    (&["email", "e mail", "mail", "почта"], Role::Alone(FieldKind::Email)),
    (
        &["phone", "telephone", "tel", "mobile", "whatsapp", "телефон", "电话", "手机"],
        Role::Alone(FieldKind::Phone),
    ),
    (&["birth", "birthday", "dob", "born", "рождения"], Role::Alone(FieldKind::Birthday)),
    (
        &["ssn", "soc", "social", "passport", "national", "licence", "license", "tax", "vat", "inn", "iban"],
        Role::Alone(FieldKind::IdentityNumber),
    ),
    (&["postcode", "postal", "zip", "индекс"], Role::Alone(FieldKind::PostalCode)),
    (
        &["company", "org", "organisation", "organization", "employer", "компания", "公司"],
        Role::Alone(FieldKind::CompanyName),
    ),
    (&["number", "no", "house"], Role::Street(1)),
    (&["street", "address", "addr", "адрес", "地址"], Role::Street(2)),
    (&["suburb", "city", "town", "locality", "город", "城市"], Role::Alone(FieldKind::Place)),
    (&["region", "province", "gender", "sex", "cuisine", "industry"], Role::Alone(FieldKind::Category)),
    (&["name", "fullname", "имя", "姓名", "الاسم", "नाम"], Role::Name(0)),
];

/// What a column is part of.
#[derive(Clone, Copy)]
enum Role {
    /// A person's name, at this place among its parts; 0 is a whole name.
    Name(u8),
    /// The address within a town.
    Street(u8),
    /// A field of its own.
    Alone(FieldKind),
    /// What says nothing of who somebody is.
    Nothing,
}

/// Finds out what the columns hold. Those that say nothing of who somebody is are left out.
pub(super) fn find_fields(table: &RecordTable) -> Vec<LinkField> {
    let mut fields: Vec<LinkField> = Vec::new();
    let (mut names, mut street) = (Vec::new(), Vec::new());
    for (column, header) in table.columns().iter().enumerate() {
        match role_of(header) {
            Some(Role::Name(place)) => names.push((place, column)),
            Some(Role::Street(place)) => street.push((place, column)),
            Some(Role::Alone(kind)) => add_alone(&mut fields, kind, column),
            Some(Role::Nothing) | None => {}
        }
    }
    // A number alone is no address.
    if street.iter().any(|(place, _)| *place == 2) {
        street.sort_unstable();
        let columns = street.into_iter().map(|(_, column)| column).collect();
        fields.push(LinkField { kind: FieldKind::Street, values: vec![columns] });
    }
    if !names.is_empty() {
        names.sort_unstable();
        let of_a_person = names.iter().any(|(place, _)| *place > 0)
            || fields.iter().any(|field| field.kind == FieldKind::Birthday);
        let kind = if of_a_person || !has_streets_alone(&fields) {
            FieldKind::PersonName
        } else {
            FieldKind::CompanyName
        };
        let (whole, parts): (Vec<_>, Vec<_>) = names.into_iter().partition(|(place, _)| *place == 0);
        let parts: Vec<usize> = parts.into_iter().map(|(_, column)| column).collect();
        let whole = whole.into_iter().map(|(_, column)| vec![column]);
        let values = (!parts.is_empty()).then_some(parts).into_iter().chain(whole).collect();
        fields.push(LinkField { kind, values });
    }
    fields
}

/// Several columns of one kind are several values of one field, but for categories: each of those is another one.
fn add_alone(fields: &mut Vec<LinkField>, kind: FieldKind, column: usize) {
    let present = fields.iter_mut().find(|field| field.kind == kind && kind != FieldKind::Category);
    match present {
        Some(field) => field.values.push(vec![column]),
        None => fields.push(LinkField { kind, values: vec![vec![column]] }),
    }
}

/// Names with an address, and with nothing by which people are reached, are those of places.
fn has_streets_alone(fields: &[LinkField]) -> bool {
    let has = |kind| fields.iter().any(|field| field.kind == kind);
    has(FieldKind::Street) && !has(FieldKind::Email) && !has(FieldKind::Phone)
}

fn role_of(header: &str) -> Option<Role> {
    let words: Vec<String> = fold(header)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let has =
        |known: &str| words.iter().any(|word| word == known || (known.len() > 4 && word.starts_with(known)));
    let fits = |(known, _): &&(&[&str], Role)| known.iter().any(|phrase| phrase.split(' ').all(has));
    HEADERS.iter().find(fits).map(|(_, role)| *role)
}
