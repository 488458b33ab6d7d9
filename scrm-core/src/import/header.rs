//! Which column means what: by the caller's mapping, else by the header in any of six languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

use super::csv::Record;
use super::error::ImportError;
use super::options::{Mapping, Target};
use super::row::is_unread_field;
use super::state::StateColumn;
use super::value::amount::before_unit;
use super::value::fold;
use crate::customer::{CustomFieldType, CustomFields, CustomerError, FieldName, tidy};

static HEADERS: LazyLock<FxHashMap<String, Target>> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> =
        crate::playbook::standard_section(include_str!("headers.toml"));
    let pairs = table.iter().filter_map(|(target, words)| Some((Target::parse(target).ok()?, words)));
    pairs.flat_map(|(target, words)| words.iter().map(move |word| (spelling(word), target.clone()))).collect()
});

/// A column of the file and what it feeds.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Place in the record, counted from 0.
    pub(super) index: usize,
    /// The header, or the column's number where there is none.
    pub(super) header: CompactString,
    pub(super) target: Target,
    /// The target in words.
    pub(super) key: CompactString,
    /// What it is read as, where the workspace declares that of its field.
    pub(super) declared: Option<CustomFieldType>,
}

/// What headers mean in one workspace: its own fields by their names, before the words that are recognised everywhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Headers {
    custom_fields: CustomFields,
    own: FxHashMap<String, Target>,
}

impl Headers {
    /// With the fields that the workspace declares.
    pub(super) fn new(custom_fields: &CustomFields) -> Self {
        let own =
            custom_fields.iter().map(|(name, _)| (spelling(name), Target::Field(FieldName::from(name))));
        Self { custom_fields: custom_fields.clone(), own: own.filter(|(name, _)| !name.is_empty()).collect() }
    }

    /// The fields that the workspace declares.
    pub(super) const fn custom_fields(&self) -> &CustomFields {
        &self.custom_fields
    }

    /// What a header means, if anything: as an export names its columns, or in words.
    fn recognise(&self, header: &str) -> Option<Target> {
        let is_named = header.contains(':');
        let named = is_named.then(|| Target::parse(header.trim()).ok()).flatten();
        named.map(|target| self.declared(target)).or_else(|| in_words(header, |word| self.word(word)))
    }

    /// What a spelling means.
    fn word(&self, spelling: &str) -> Option<Target> {
        self.own.get(spelling).or_else(|| HEADERS.get(spelling)).cloned()
    }

    /// A target; the declared field, where it is spelled like one.
    pub(super) fn declared(&self, target: Target) -> Target {
        match &target {
            Target::Field(FieldName::Custom(name)) if !self.own.is_empty() => {
                self.own.get(&spelling(name)).cloned().unwrap_or(target)
            }
            _ => target,
        }
    }

    /// What a target is read as, where the workspace declares it. A text is read as it is without.
    pub(super) fn type_of(&self, target: &Target) -> Option<CustomFieldType> {
        match target {
            Target::Field(name) => {
                self.custom_fields.type_of(name).filter(|kind| *kind != CustomFieldType::Text)
            }
            _ => None,
        }
    }
}

/// Refuses fields of a workspace's own whose columns would be taken for something else.
pub(crate) fn check_custom_fields(custom_fields: &CustomFields) -> Result<(), CustomerError> {
    let mut spellings: FxHashSet<String> = FxHashSet::default();
    for (name, _) in custom_fields.iter() {
        let taken = |by| Err(CustomerError::CustomFieldTaken { field: format!("custom_fields.{name}"), by });
        if Target::parse(name).is_ok() {
            return taken("an import knows columns of this name");
        }
        if is_unread_field(&FieldName::from(name)) {
            return taken("an import keeps what it cannot read under such names");
        }
        if !spellings.insert(spelling(name)) {
            return taken("headers cannot tell it from another field");
        }
    }
    Ok(())
}

/// What a header means in words, if anything.
fn in_words(header: &str, word: impl Fn(&str) -> Option<Target>) -> Option<Target> {
    let whole = spelling(header);
    if let Some(target) = word(&whole) {
        return Some(target);
    }
    // "Budget, k USD", "Budget USD", 预算万元.
    let is_amount = |target: &Target| {
        matches!(
            target,
            Target::Field(FieldName::Budget | FieldName::ExpectedAnnualPurchase | FieldName::Custom(_))
        )
    };
    if let Some(target) = before_unit(header).and_then(|before| word(&spelling(before))).filter(is_amount) {
        return Some(target);
    }
    let without_brackets = header.split(['(', '（', '[', '【']).next().unwrap_or_default();
    let mut readings = vec![spelling(without_brackets)];
    readings.extend(header.split(['/', '|', '／', '\n']).map(spelling));
    // "Phone 2", "E-mail 1 - Value".
    let without_digits = |text: &str| spelling(&text.replace(|c: char| c.is_ascii_digit(), " "));
    readings.extend([without_digits(&whole), without_digits(without_brackets)]);
    let filled = || readings.iter().map(String::as_str).filter(|reading| !reading.is_empty());
    filled()
        .find_map(&word)
        .or_else(|| std::iter::once(whole.as_str()).chain(filled()).find_map(|text| of_whom(text, &word)))
}

/// What people put before a field to say whose it is, and behind it.
const WHOSE: [&str; 24] = [
    "customer ",
    "client ",
    "contact person ",
    "contact ",
    "company ",
    "lead ",
    "ग्राहक का ",
    "ग्राहक की ",
    "ग्राहक के ",
    "कंपनी का ",
    "कंपनी की ",
    "客户",
    "客戶",
    "联系人",
    "聯絡人",
    "聯繫人",
    "公司",
    "企业",
    "企業",
    "client s ",
    "customer s ",
    "contact s ",
    "company s ",
    "संपर्क का ",
];
const OF_WHOM: [&str; 10] = [
    " клиента",
    " контактного лица",
    " контакта",
    " компании",
    " организации",
    " العميل",
    " للعميل",
    " الشركه",
    " للشركه",
    " جهه الاتصال",
];

/// What a header means that says whose the field is. Names, numbers and states are another thing with it as often: a
/// customer's number is no phone, and a company's none of its people.
fn of_whom(spelled: &str, word: &impl Fn(&str) -> Option<Target>) -> Option<Target> {
    let before = WHOSE.iter().filter_map(|whose| spelled.strip_prefix(whose));
    let behind = || OF_WHOM.iter().filter_map(|whom| spelled.strip_suffix(whom));
    // An Arabic field has its article where nobody's name follows.
    let with_article = || behind().find_map(|field| word(&format!("ال{field}")));
    before.chain(behind()).find_map(word).or_else(with_article).filter(|target| {
        matches!(
            target,
            Target::Field(
                FieldName::Position
                    | FieldName::HeadCount
                    | FieldName::Industry
                    | FieldName::Address
                    | FieldName::Region
                    | FieldName::Language
                    | FieldName::Birthday
                    | FieldName::Budget
            )
        )
    })
}

/// What a header means, as the mapping would name it; nothing where it is not known.
pub(crate) fn column_meaning(header: &str) -> Option<CompactString> {
    in_words(header, |word| HEADERS.get(word).cloned()).map(|target| target.key())
}

/// Lower case, letters and digits only, single spaces.
pub(super) fn spelling(header: &str) -> String {
    let folded = fold(header);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        let is_sign = matches!(c, '\u{900}'..='\u{963}');
        if c.is_alphanumeric() || is_sign {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// How many cells of a row read as headers: known words, or headers that the mapping names.
pub(super) fn recognised_cells(record: &Record<'_>, mapping: &Mapping, known: &Headers) -> usize {
    let is_mapped = |cell: &str| mapping.columns.keys().any(|header| same_header(header, cell));
    let is_known = |cell: &str| known.recognise(cell).is_some() || is_mapped(cell);
    record.cells().filter(|cell| !cell.is_empty() && is_known(cell)).count()
}

fn same_header(a: &str, b: &str) -> bool {
    a.trim() == b.trim() || (!spelling(a).is_empty() && spelling(a) == spelling(b))
}

/// The place of the column that may hold the ids of an export: where neither the mapping nor the workspace has a use for it.
pub(super) fn id_column(headers: &[CompactString], mapping: &Mapping, known: &Headers) -> Option<usize> {
    let id = StateColumn::Id.as_str();
    let is_taken = mapping.columns.keys().any(|name| same_header(name, id)) || known.own.contains_key(id);
    headers.iter().position(|header| header == id).filter(|_| !is_taken)
}

/// The columns of a file, each with its target, in the order of their targets: the order in which
/// fingerprints are taken, so that moved columns change nothing. `own_ids` is the place of the ids where the file is an export.
pub(super) fn columns(
    headers: &[CompactString],
    has_header: bool,
    mapping: &Mapping,
    known: &Headers,
    own_ids: Option<usize>,
    keep_unmapped: bool,
) -> Result<Vec<Column>, ImportError> {
    let mut given: Vec<Option<Target>> = vec![None; headers.len()];
    for (name, target) in &mapping.columns {
        let target = known.declared(Target::parse(target)?);
        let by_header: Vec<usize> = match has_header {
            true => {
                (0..headers.len()).filter(|i| headers.get(*i).is_some_and(|h| same_header(h, name))).collect()
            }
            false => Vec::new(),
        };
        let by_number = name.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let places = if by_header.is_empty() { by_number.into_iter().collect() } else { by_header };
        let mut found = false;
        for place in places {
            if let Some(slot) = given.get_mut(place) {
                *slot = Some(target.clone());
                found = true;
            }
        }
        if !found {
            return Err(ImportError::UnknownColumn { column: name.clone() });
        }
    }
    let mut columns: Vec<Column> = Vec::with_capacity(headers.len());
    for (index, (header, given)) in headers.iter().zip(given).enumerate() {
        let exported = own_ids.and_then(|ids| match ids == index {
            true => Some(Target::CustomerId),
            false => StateColumn::parse(header).map(|_| Target::State),
        });
        let recognised = given.or(exported).or_else(|| known.recognise(header).filter(|_| has_header));
        let target = recognised.unwrap_or_else(|| unmapped(header, &columns, keep_unmapped));
        let key = target.key();
        let declared = known.type_of(&target);
        columns.push(Column { index, header: header.clone(), target, key, declared });
    }
    columns.retain(|column| column.target != Target::Ignore);
    columns.sort_by(|a, b| a.key.cmp(&b.key).then(a.index.cmp(&b.index)));
    Ok(columns)
}

/// A custom field named after the header; a header that comes again gets a number.
fn unmapped(header: &str, before: &[Column], keep: bool) -> Target {
    let name = tidy(header);
    if !keep || name.is_empty() {
        return Target::Ignore;
    }
    let taken = |name: &str| {
        before.iter().any(|column| column.target == Target::Field(FieldName::Custom(name.into())))
    };
    // A header such as "Name" can be told to stay unmapped only by `custom:`, so no built-in name comes here.
    let mut unique = name.clone();
    let mut number = 2_u32;
    while taken(&unique) {
        unique = compact_str::format_compact!("{name} {number}");
        number = number.saturating_add(1);
    }
    Target::Field(FieldName::Custom(unique))
}
