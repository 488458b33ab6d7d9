//! What columns hold: as the caller says, or by their headers.

use serde::{Deserialize, Serialize};

use super::birthday::Birthday;
use super::field::{FieldKind, LinkField};
use super::pattern::MOST_FIELDS;
use super::table::RecordTable;
use crate::foundation::text::fold;
use crate::import::DateOrder;
use crate::import::column_meaning;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ColumnKind {
    /// A person's whole name.
    Name,
    /// What a person is called among friends.
    GivenName,
    /// What stands between given and family name.
    MiddleName,
    /// The name of the family.
    FamilyName,
    /// A company's name.
    Company,
    /// A day of birth.
    Birthday,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A number that one person or company has: a passport, a tax number. Each such column is a number of its own.
    IdentityNumber,
    /// The customer's number in a system that gives each customer one: two different ones are never one customer. No
    /// header says so: a file's own record number looks the same.
    SystemId,
    /// A house number, beside a street.
    HouseNumber,
    /// A street, with or without the house, or a whole address.
    Street,
    /// A town or a part of one.
    Place,
    /// A postal code.
    PostalCode,
    /// A country, a state, a province.
    Region,
    /// One of few values: a gender, an industry.
    Category,
    /// What says nothing of who somebody is.
    Ignore,
}

/// Words in headers that import does not know as a whole: `PRIMARY_NAME_LAST`, `Телефон клиента`. The words of a phrase stand
/// in the header, in any order; the first line that fits counts.
const HEADERS: &[(&[&str], ColumnKind)] = &[
    (&["type", "record id", "source"], ColumnKind::Ignore),
    (&["country", "state", "region", "province"], ColumnKind::Region),
    (&["given", "first name", "name first", "forename"], ColumnKind::GivenName),
    (&["middle name", "name middle", "patronymic", "отчество"], ColumnKind::MiddleName),
    (&["surname", "last name", "name last", "family name", "фамилия"], ColumnKind::FamilyName),
    (&["email", "e mail", "mail", "почта"], ColumnKind::Email),
    (&["phone", "telephone", "tel", "mobile", "whatsapp", "телефон", "电话", "手机"], ColumnKind::Phone),
    (&["birth", "birthday", "dob", "born", "рождения"], ColumnKind::Birthday),
    (
        &["postcode", "postal", "zip", "индекс", "邮编", "郵遞區號", "الرمز البريدي", "पिन"],
        ColumnKind::PostalCode,
    ),
    (
        &["company", "org", "organisation", "organization", "employer", "компания", "公司"],
        ColumnKind::Company,
    ),
    (
        &["street number", "street no", "house number", "house no", "дом", "门牌", "門牌"],
        ColumnKind::HouseNumber,
    ),
    (&["street", "address", "addr", "адрес", "улица", "地址"], ColumnKind::Street),
    (&["suburb", "city", "town", "locality", "город", "城市", "المدينة", "शहर"], ColumnKind::Place),
    (&["gender", "sex", "cuisine", "industry", "пол", "性别", "الجنس", "लिंग"], ColumnKind::Category),
    (&["name", "fullname", "имя", "姓名", "الاسم", "नाम"], ColumnKind::Name),
];

/// Words of headers of numbers that one person or company has.
const IDENTITY: &[&str] = &[
    "ssn",
    "soc",
    "social",
    "passport",
    "national",
    "licence",
    "license",
    "tax",
    "vat",
    "inn",
    "iban",
    "lei",
    "duns",
    "ein",
    "uen",
    "gstin",
    "cnpj",
    "cpf",
    "snils",
    "паспорт",
    "инн",
    "огрн",
    "снилс",
    "护照",
    "身份证",
    "统一社会信用代码",
    "جواز",
    "الهوية",
    "आधार",
    "पासपोर्ट",
];

/// What says more of such a number: who gave it out, and of what kind it is.
const OF_A_NUMBER: &[&str] = &["country", "state", "type", "issued", "expiry", "expires"];

/// What the import's names of targets mean here.
fn of_import(meaning: &str) -> Option<ColumnKind> {
    Some(match meaning {
        "name" => ColumnKind::Name,
        "given_name" => ColumnKind::GivenName,
        "middle_name" => ColumnKind::MiddleName,
        "family_name" => ColumnKind::FamilyName,
        "phone" | "whatsapp_id" => ColumnKind::Phone,
        "email" => ColumnKind::Email,
        "company" => ColumnKind::Company,
        "birthday" => ColumnKind::Birthday,
        "address" => ColumnKind::Street,
        "region" => ColumnKind::Region,
        "industry" => ColumnKind::Category,
        _ => return None,
    })
}

/// What a header says of its column.
pub(in crate::dedupe) fn kind_of_header(header: &str) -> ColumnKind {
    let words: Vec<String> = fold(header)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let has =
        |known: &str| words.iter().any(|word| word == known || (known.len() > 4 && word.starts_with(known)));
    if IDENTITY.iter().any(|known| has(known)) {
        let of_a_number = OF_A_NUMBER.iter().any(|known| has(known));
        return if of_a_number { ColumnKind::Ignore } else { ColumnKind::IdentityNumber };
    }
    if let Some(meaning) = column_meaning(header) {
        return of_import(&meaning).unwrap_or(ColumnKind::Ignore);
    }
    let fits = |(known, _): &&(&[&str], ColumnKind)| known.iter().any(|phrase| phrase.split(' ').all(has));
    HEADERS.iter().find(fits).map_or(ColumnKind::Ignore, |(_, kind)| *kind)
}

/// What the fields of a table are, given what each of its columns holds.
pub(super) fn fields_of(table: &RecordTable, kinds: &[ColumnKind]) -> Vec<LinkField> {
    let columns = |wanted: ColumnKind| {
        kinds.iter().enumerate().filter(move |(_, kind)| **kind == wanted).map(|(column, _)| column)
    };
    let mut fields: Vec<LinkField> = Vec::new();
    // Of those that are one field, each column is a value of its own.
    for (kind, field) in [
        (ColumnKind::Phone, FieldKind::Phone),
        (ColumnKind::Email, FieldKind::Email),
        (ColumnKind::Company, FieldKind::CompanyName),
        (ColumnKind::Birthday, FieldKind::Birthday),
        (ColumnKind::Place, FieldKind::Place),
        (ColumnKind::PostalCode, FieldKind::PostalCode),
    ] {
        let values: Vec<Vec<usize>> = columns(kind).map(|column| vec![column]).collect();
        if !values.is_empty() {
            fields.push(LinkField::new(field, values));
        }
    }
    // A number alone is no address.
    let streets: Vec<usize> = columns(ColumnKind::Street).collect();
    if !streets.is_empty() {
        let columns = columns(ColumnKind::HouseNumber).chain(streets).collect();
        fields.push(LinkField::new(FieldKind::Street, vec![columns]));
    }
    let codes = fields.iter_mut().filter(|field| field.kind == FieldKind::PostalCode);
    codes.for_each(|field| field.within = columns(ColumnKind::Street).collect());
    fields.extend(names_of(columns, &fields));
    for (kind, field) in [
        (ColumnKind::IdentityNumber, FieldKind::IdentityNumber),
        (ColumnKind::SystemId, FieldKind::SystemId),
        (ColumnKind::Region, FieldKind::Region),
        (ColumnKind::Category, FieldKind::Category),
    ] {
        fields.extend(columns(kind).map(|column| LinkField::new(field, vec![vec![column]])));
    }
    fields.truncate(MOST_FIELDS);
    fields
        .iter_mut()
        .filter(|field| field.kind == FieldKind::Birthday)
        .for_each(|field| find_order(field, table));
    fields
}

/// Parts of a name are one value, whole names are others: a name may also stand in another script.
fn names_of<I: Iterator<Item = usize>>(
    columns: impl Fn(ColumnKind) -> I,
    others: &[LinkField],
) -> Option<LinkField> {
    let before: Vec<usize> =
        [ColumnKind::GivenName, ColumnKind::MiddleName].into_iter().flat_map(&columns).collect();
    let family: Vec<usize> = columns(ColumnKind::FamilyName).collect();
    let before_family = if family.is_empty() { 0 } else { before.len() };
    let parts = [before, family].concat();
    let has = |kind| others.iter().any(|field| field.kind == kind);
    // Names with an address, and with nothing that a person has, are those of places.
    let of_places = parts.is_empty()
        && has(FieldKind::Street)
        && ![FieldKind::Birthday, FieldKind::Email, FieldKind::Phone].into_iter().any(has);
    let kind = if of_places { FieldKind::CompanyName } else { FieldKind::PersonName };
    let whole = columns(ColumnKind::Name).map(|column| vec![column]);
    let values: Vec<Vec<usize>> = (!parts.is_empty()).then_some(parts).into_iter().chain(whole).collect();
    (!values.is_empty()).then(|| LinkField { before_family, ..LinkField::new(kind, values) })
}

/// Learns from the records which number of a day is the day.
fn find_order(field: &mut LinkField, table: &RecordTable) {
    let columns: Vec<usize> = field.values.concat();
    let cells =
        (0..table.len()).flat_map(|record| columns.iter().map(move |column| table.cell(record, *column)));
    let (mut day_first, mut month_first) = (0_u64, 0_u64);
    for proven in cells.filter_map(Birthday::evidence) {
        match proven {
            DateOrder::DayFirst => day_first += 1,
            DateOrder::MonthFirst => month_first += 1,
            DateOrder::YearFirst => {}
        }
    }
    if month_first > day_first {
        field.date_order = DateOrder::MonthFirst;
    }
}
