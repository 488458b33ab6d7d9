//! Fields that a playbook declares, from a file to expressions and out again.

use std::io::Cursor;
use std::sync::Arc;

use scrm_core::customer::{FieldName, FieldValue};
use scrm_core::foundation::CustomerId;
use scrm_core::import::ImportOptions;
use scrm_core::playbook::Playbook;
use scrm_core::store::Store;
use scrm_core::workspace::{ExportOptions, Workspace};

use super::workspace_over;
use crate::FailingStore;
use crate::samples::at;

const PLAYBOOK: &str = r#"
[customer.custom_fields]
shoe_size = "number"
vip = "flag"
renewal = "date"
last_visit = "instant"
credit = "money"
nickname = "text"
"сорта" = "list"
"स्थायी" = "flag"

[[segments.saved]]
id = "large"
when = 'shoe_size > 42 && vip'

[[tags.dimensions]]
id = "value"
names = {en = "Value"}

[[tags.dimensions.tags]]
id = "value.owing"
names = {en = "Owes"}
when = 'credit < 0'
"#;

const FILE: &str = "Name,Phone,Shoe size,VIP,Renewal,Last visit,Credit,Nickname,Сорта,स्थायी\n\
    Anna,+447400123401,42,yes,2026-03-15,2026-01-05 09:30,-50 TWD,Ann,улун; пуэр,हाँ\n\
    Omar,+447400123402,٤٣٫٥,نعم,15/03/2027,,100 USD,,,\n\
    王小明,+447400123403,44,否,,2025-12-01T00:00:00Z,,小明,白毫,नहीं\n\
    Иван,+447400123404,large,perhaps,someday,never,much,,,?\n";

/// Expressions, each with who belongs to it.
const EXPRESSIONS: [(&str, &[&str]); 18] = [
    ("shoe_size > 42", &["Omar", "王小明"]),
    ("!(shoe_size > 42)", &["Anna"]),
    ("shoe_size in [42, 44]", &["Anna", "王小明"]),
    ("vip", &["Anna", "Omar"]),
    ("!vip", &["王小明"]),
    ("vip == false", &["王小明"]),
    ("vip != true || shoe_size == 43.5", &["Omar", "王小明"]),
    ("vip in [true]", &["Anna", "Omar"]),
    ("vip == archived", &["王小明"]),
    ("स्थायी", &["Anna"]),
    ("has(vip) && !has(स्थायी)", &["Omar"]),
    ("renewal < date(\"2027-01-01\")", &["Anna"]),
    ("last_visit < now - days(20)", &["王小明"]),
    ("credit < 0", &["Anna"]),
    ("credit >= money(100, \"USD\")", &["Omar"]),
    ("nickname.startsWith(\"ann\") || nickname == \"小明\"", &["Anna", "王小明"]),
    ("\"пуэр\" in сорта", &["Anna"]),
    ("!has(shoe_size)", &["Иван"]),
];

fn over<S: Store + 'static>(store: &Arc<S>) -> Workspace {
    let playbook = Playbook::read(PLAYBOOK).unwrap();
    Workspace::new(Box::new(FailingStore::shared(Arc::clone(store))), &playbook).unwrap()
}

fn names(workspace: &Workspace, ids: &[CustomerId]) -> Vec<String> {
    let customers = ids.iter().map(|id| workspace.customer(id).unwrap());
    let mut names: Vec<String> =
        customers.map(|customer| customer.text(&FieldName::Name).unwrap_or_default().to_owned()).collect();
    names.sort_unstable();
    names
}

/// What was imported as text becomes what it is declared to be when its file is imported again, and once only. `make` gives an empty
/// store each time.
pub fn a_field_that_is_declared_later_takes_its_values_from_the_same_file<S: Store + 'static>(
    make: impl Fn() -> S,
) {
    let store = Arc::new(make());
    let file = "Name,Phone,shoe_size,nickname\nAnna,+447400123401,42,Ann\nOmar,+447400123402,large,\n";
    let import = |workspace: &Workspace, second| {
        let report = workspace.import_csv(&mut Cursor::new(file), &ImportOptions::new("fair"), at(second));
        report.unwrap().counts
    };
    let before = workspace_over(&store);
    assert_eq!(import(&before, 0).created, 2);
    let after = over(&store);
    assert_eq!(after.segment("shoe_size > 0", None, 10, at(1)).unwrap(), []);
    assert_eq!(after.segment("has(shoe_size)", None, 10, at(1)).unwrap().len(), 2);
    let again = import(&after, 2);
    assert_eq!((again.read, again.created, again.rejected), (2, 0, 0));
    let found = after.segment("shoe_size == 42 && nickname == \"ann\"", None, 10, at(2)).unwrap();
    assert_eq!(names(&after, &found), ["Anna"]);
    assert_eq!(import(&after, 3).unchanged, 2);
}

/// Imported cells are read as they are declared, expressions name them wherever they are answered, tags and saved segments
/// follow them, and an export is read back. `make` gives an empty store each time.
pub fn declared_fields_are_read_asked_and_exported<S: Store + 'static>(make: impl Fn() -> S) {
    let store = Arc::new(make());
    let workspace = over(&store);
    let options = ImportOptions::new("fair");
    let report = workspace.import_csv(&mut Cursor::new(FILE), &options, at(0)).unwrap();
    assert_eq!((report.counts.created, report.counts.rejected), (4, 0));
    let again = workspace.import_csv(&mut Cursor::new(FILE), &options, at(1)).unwrap();
    assert_eq!((again.counts.unchanged, again.counts.read), (4, 4));

    let answers = |workspace: &Workspace, way: &str| {
        for (expression, expected) in EXPRESSIONS {
            let found = workspace.segment(expression, None, 10, at(2)).unwrap();
            assert_eq!(names(workspace, &found), expected, "{way}: {expression}");
        }
    };
    answers(&workspace, "store");
    let members = workspace.segment_members(&"large".into(), None, 10).unwrap();
    let members: Vec<CustomerId> = members.into_iter().map(|member| member.customer).collect();
    assert_eq!(names(&workspace, &members), ["Omar"]);
    let owing = workspace.segment("has_tag(\"value.owing\")", None, 10, at(2)).unwrap();
    assert_eq!(names(&workspace, &owing), ["Anna"]);

    let everything = ExportOptions { unmasked: true, ..ExportOptions::default() };
    let page = workspace.export_segment("!archived", &everything, None, 10, at(2)).unwrap();
    workspace.index_segments().unwrap();
    answers(&workspace, "index");

    let other = Arc::new(make());
    let other = over(&other);
    let report = other.import_csv(&mut Cursor::new(page.text), &options, at(3)).unwrap();
    assert_eq!(report.counts.created, 4);
    for (expression, expected) in EXPRESSIONS {
        let found = other.segment(expression, None, 10, at(3)).unwrap();
        assert_eq!(names(&other, &found), expected, "read back: {expression}");
    }
    let ivan = other.segment("name == \"Иван\"", None, 1, at(3)).unwrap();
    let ivan = other.customer(&ivan[0]).unwrap();
    assert!(!ivan.fields.iter().any(|(_, field)| matches!(field.value, FieldValue::Flag(_))));
}
