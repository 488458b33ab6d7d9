use std::io::Cursor;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::customer::{Customer, FieldName, IdentifierKind};
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::ExternalId;
use crate::import::{ImportOptions, ImportReport};
use crate::playbook::Playbook;
use crate::store::MemoryStore;
use crate::transport::{Channel, MessageBody};
use crate::workspace::{ExportOptions, Workspace};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap() + TimeDelta::milliseconds(345)
}

fn workspace() -> Workspace {
    Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap()
}

fn import(workspace: &Workspace, file: &str, now: DateTime<Utc>) -> ImportReport {
    workspace.import_csv(&mut Cursor::new(file.to_owned()), &ImportOptions::new("shop"), now).unwrap()
}

fn export(workspace: &Workspace, unmasked: bool) -> String {
    let options = ExportOptions { unmasked, ..ExportOptions::default() };
    workspace.export_segment("!archived", &options, None, 100, noon()).unwrap().text
}

fn customers(workspace: &Workspace) -> Vec<Arc<Customer>> {
    workspace.customers(None, 100).unwrap()
}

/// People of every kind: known by nothing but a name, sharing a number, agreeing and refusing, with values that an export
/// writes in its own way.
fn shop() -> Workspace {
    let workspace = workspace();
    import(
        &workspace,
        "Name,Phone,E-mail,Marketing consent,Budget,Products,Head count,Contact time,Birthday,Position,Stage,Deal probability\n\
         Anna Walker,+447400123456,anna@bücher.example,yes,50000-80000 TWD,lamp,<50,Wed/Fri afternoon,1990-02-03,buyer,quoted,30%\n\
         王小明,0912345678,,no,> 5000 TWD,desk,200人以上,平日18:00以後,,決策者,new inquiry,\n\
         Kurt,,,,,,,,,,,\n\
         Omar Haddad,+971501234567,,,,,,,,,,\n\
         Leila Haddad,+971501234567,,,,,,,,,,\n",
        noon(),
    );
    let message = |number: &str, name: Option<&str>| IncomingMessage {
        external_id: ExternalId::new(number),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind: IdentifierKind::WhatsappId, value: number.into() }],
            display_name: name.map(str::to_owned),
        },
        body: MessageBody::text("how much is it"),
        sent_at: noon(),
        history: false,
    };
    let messages = [message("447400123457", Some("Eva 🌷")), message("447400123458", None)];
    workspace.receive(&messages, noon()).unwrap();
    workspace
}

#[test]
fn an_export_that_is_imported_where_it_came_from_changes_nothing() {
    let workspace = shop();
    let before = customers(&workspace);
    assert_eq!(before.len(), 7);
    let file = export(&workspace, true);
    let report = import(&workspace, &file, noon() + TimeDelta::days(3));
    assert_eq!((report.counts.unchanged, report.counts.read), (7, 7), "{:?}", report.counts);
    assert!(customers(&workspace) == before);
    let noted: Vec<_> = report.notes.iter().map(|note| (note.column.as_str(), note.code.as_str())).collect();
    assert!(
        noted.iter().all(|(_, code)| *code == "import.value.not_told_by_files")
            && noted.contains(&("tags", noted[0].1)),
        "{noted:?}"
    );
    assert!(workspace.review_queue(10).unwrap().len() <= 1, "no new doubts");
}

#[test]
fn an_export_that_somebody_worked_on_changes_what_they_changed() {
    let workspace = shop();
    let file = export(&workspace, true);
    let kurt =
        customers(&workspace).iter().find(|customer| customer.identifiers.is_empty()).unwrap().id.clone();
    let row = file.lines().find(|line| line.starts_with(kurt.as_str())).unwrap();
    let mended = file.replace(row, &row.replacen("Kurt", "Kurt Wolf", 1));
    let report = import(&workspace, &mended, noon() + TimeDelta::days(3));
    assert_eq!((report.counts.merged, report.counts.unchanged), (1, 6), "{:?}", report.counts);
    let named = customers(&workspace);
    let named = named.iter().find(|customer| customer.id == kurt).unwrap();
    assert_eq!(named.text(&FieldName::Name), Some("Kurt Wolf"));
}

#[test]
fn a_masked_export_is_refused_row_by_row() {
    let workspace = shop();
    let before = customers(&workspace);
    let report = import(&workspace, &export(&workspace, false), noon() + TimeDelta::days(3));
    assert_eq!(report.counts.rejected, 7);
    // Of who has no name the number is hidden.
    let codes = report.rejected.iter().map(|row| row.code.as_str());
    assert_eq!(codes.filter(|code| *code == "import.row.masked").count(), 6, "{:?}", report.rejected);
    assert!(customers(&workspace) == before);
}

#[test]
fn another_workspace_takes_an_export_as_a_list_of_people() {
    let file = export(&shop(), true);
    let other = workspace();
    let report = import(&other, &file, noon());
    assert_eq!((report.counts.created, report.counts.read), (7, 7), "{:?}", report.counts);
    for customer in customers(&other) {
        let of_own = customer.fields.iter().find(|(name, _)| matches!(name, FieldName::Custom(_)));
        assert!(of_own.is_none(), "{:?}", of_own.map(|(name, _)| name));
    }
}

#[test]
fn ids_of_other_systems_stay_columns_like_others() {
    let workspace = workspace();
    let file = "id,name,phone,tags\n17,Anna Walker,+447400123456,vip\nc_18,Omar Haddad,+971501234567,\n";
    let report = import(&workspace, file, noon());
    assert_eq!((report.counts.created, report.notes.len()), (2, 0));
    let of_own = |name: &str| customers(&workspace)[0].text(&FieldName::from(name)).map(str::to_owned);
    assert_eq!((of_own("id").as_deref(), of_own("tags").as_deref()), (Some("17"), Some("vip")));
}

#[test]
fn an_id_of_a_merged_customer_leads_to_who_is_left() {
    let workspace = shop();
    let file = export(&workspace, true);
    let found = customers(&workspace);
    let of = |name: &str| {
        found.iter().find(|customer| customer.text(&FieldName::Name) == Some(name)).unwrap().id.clone()
    };
    let (omar, kurt) = (of("Omar Haddad"), of("Kurt"));
    workspace.merge(&omar, &kurt, noon()).unwrap();
    let report = import(&workspace, &file, noon() + TimeDelta::days(3));
    assert_eq!(report.counts.created, 0, "{:?}", report.counts);
}
