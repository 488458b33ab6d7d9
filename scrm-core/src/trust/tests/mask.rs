//! Masks: goldens, laws, and the leak scan.

use chrono::{TimeZone, Utc};
use proptest::prelude::*;

use crate::customer::{Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind};
use crate::desk::{Author, Conversation, IncomingMessage, MessageRecord, Sender, SenderIdentifier};
use crate::foundation::text::Folded;
use crate::foundation::{
    AccountId, Coded, ConversationId, CustomerId, Event, EventId, EventKind, ExternalId, MessageId, NoteText,
    OutboxId, RuleId,
};
use crate::transport::{Channel, MessageBody, OnUnknown, OutgoingMessage};
use crate::trust::consent::Purpose;
use crate::trust::*;

#[test]
fn trust_e2_masks_show_what_the_goldens_say() {
    for (kind, value, masked) in [
        (MaskKind::Phone, "0912345456", "0912***456"),
        (MaskKind::Phone, "+886912345456", "+8869***456"),
        (MaskKind::Phone, "+7 (912) 345-45-67", "+7912***567"),
        (MaskKind::Phone, "٠٩١٢٣٤٥٤٥٦", "0912***456"),
        (MaskKind::Phone, "०९१२३४५४५६", "0912***456"),
        (MaskKind::Phone, "＋８８６９１２３４５４５６", "+8869***456"),
        (MaskKind::Phone, "912345456", "***56"),
        (MaskKind::Phone, "123456", "***56"),
        (MaskKind::Phone, "12345", "***"),
        (MaskKind::Phone, "+1", "***"),
        (MaskKind::Phone, "", "***"),
        (MaskKind::Phone, "not a number", "***"),
        (MaskKind::Email, "anna.petrova@example.com", "a***@e***.com"),
        (MaskKind::Email, "a@b.io", "***@***.io"),
        (MaskKind::Email, "王小明@例子.中国", "王***@例***.中国"),
        (MaskKind::Email, "anna@localhost", "a***@l***"),
        (MaskKind::Email, "anna＠example.com", "a***@e***.com"),
        (MaskKind::Email, "anna@x.petrovapetrova", "a***@***"),
        (MaskKind::Email, "no address", "***"),
        (MaskKind::Name, "Anna Petrova", "A***"),
        (MaskKind::Name, "  Анна", "А***"),
        (MaskKind::Name, "王小明", "王***"),
        (MaskKind::Name, "王", "***"),
        (MaskKind::Name, "مُحَمَّد", "مُ***"),
        (MaskKind::Name, "क्षमा", "क्ष***"),
        (MaskKind::Name, "श्री", "***"),
        (MaskKind::Name, "हिमांशु", "हि***"),
        (MaskKind::Name, "👨‍👩‍👧‍👦 Smith", "👨‍👩‍👧‍👦***"),
        (MaskKind::Name, "🇹🇼🇨🇳", "🇹🇼***"),
        (MaskKind::Name, "e\u{301}lan", "e\u{301}***"),
        (MaskKind::Name, "\u{200f}علي", "ع***"),
        (MaskKind::Name, "a\u{200d}b\u{200d}c", "a\u{200d}***"),
        (MaskKind::Name, "", "***"),
        (MaskKind::Address, "台北市信義路五段7號", "***"),
        (MaskKind::Address, "", "***"),
        (MaskKind::IdNumber, "A123456789", "***789"),
        (MaskKind::IdNumber, "1234567", "***"),
        (MaskKind::IdNumber, "12345678", "***678"),
        (MaskKind::IdNumber, "US.13491208655302741918", "***918"),
    ] {
        assert_eq!(Masked::new(value, kind).to_string(), masked, "{kind:?} {value:?}");
    }
}

#[test]
fn trust_e2_numbers_and_addresses_in_text_are_masked() {
    for (text, masked) in [
        ("call 0912345456 now", "call 0912***456 now"),
        ("call +886 912-345-456, ok", "call +8869***456, ok"),
        ("اتصل ٠٩١٢٣٤٥٤٥٦ الآن", "اتصل 0912***456 الآن"),
        ("फोन ०९१२३४५४५६", "फोन 0912***456"),
        ("電話０９１２－３４５－４５６謝謝", "電話0912***456謝謝"),
        ("09\u{200b}12\u{200b}345\u{2060}456", "0912***456"),
        ("tel:8(912)345-45-67.", "tel:8912***567."),
        ("https://wa.me/886912345456?x", "https://wa.me/8869***456?x"),
        ("order 123456, 2 pcs", "order 123456, 2 pcs"),
        ("1234567", "***67"),
        ("write to anna.p+x@mail.example.com.", "write to a***@m***.com."),
        ("我的邮箱是anna@example.com谢谢", "我的邮箱是a***@e***.com谢谢"),
        ("a@b@c anna@example.com", "***@***@c a***@e***.com"),
        ("0912345456@example.com", "0***@e***.com"),
        ("12 34 56 7", "***67"),
        ("12   34   567", "12   34   567"),
        ("", ""),
        ("@ + 1 @", "@ + 1 @"),
    ] {
        assert_eq!(mask_text(text), masked, "{text:?}");
    }
}

#[test]
fn a_key_keeps_its_namespace() {
    for (key, masked) in [
        ("tel:+886912345456", "tel:+8869***456"),
        ("email:anna@example.com", "email:a***@e***.com"),
        ("shop:1234567890", "shop:***890"),
    ] {
        assert_eq!(mask_key(&IdentifierKey::from_stored(key)), masked);
    }
}

#[test]
fn settings_that_show_too_much_are_refused() {
    let check = |change: &dyn Fn(&mut MaskingConfig), field: Option<&str>| {
        let mut config = TrustConfig::standard().masking;
        change(&mut config);
        let error = Masker::new(&config).err();
        assert_eq!(error.as_ref().and_then(Coded::field).as_deref(), field);
        if let Some(error) = error {
            assert!(ERRORS.iter().any(|entry| entry.code == error.code()));
        }
    };
    check(&|_| {}, None);
    check(&|config| config.phone_head = 5, Some("masking.phone_head"));
    check(&|config| config.phone_full_from = 9, Some("masking.phone_full_from"));
    check(&|config| config.phone_short_from = 3, Some("masking.phone_short_from"));
    check(&|config| config.phone_short_tail = 8, Some("masking.phone_short_tail"));
    check(&|config| config.id_tail = 8, Some("masking.id_tail"));
    check(&|config| config.id_from = 5, Some("masking.id_from"));
    check(&|config| config.phone_head = usize::MAX, Some("masking.phone_head"));
}

fn digits(text: &str) -> usize {
    text.chars().filter(|character| character.is_ascii_digit()).count()
}

proptest! {
    // 100,000 strings over the five laws.
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn trust_e2_no_mask_shows_more_than_it_may(value in "\\PC{0,24}|[0-9 +()-]{0,20}|[٠-٩０-９०-९]{0,16}|[a-z\u{200d}\u{301}]{0,9}@[a-zа-я.]{0,9}") {
        let phone = mask_phone(&value);
        prop_assert!(digits(&phone) <= 7 && phone.matches("***").count() == 1);
        let written = Folded::new(&value).text().chars().filter(char::is_ascii_digit).count();
        prop_assert!(digits(&phone) == 0 || written >= digits(&phone) + 3);
        let name = mask_name(&value);
        prop_assert!(name.ends_with("***"));
        // One letter at most, with its marks.
        let letters = name.chars().filter(|character| character.is_alphabetic() && !unicode_normalization::char::is_combining_mark(*character)).count();
        prop_assert!(letters <= 1 || value.chars().any(|at| matches!(at, '\u{900}'..='\u{DFF}' | '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7FF}')), "{}", name);
        prop_assert!(mask_id_number(&value).starts_with("***"));
        prop_assert_eq!(mask_address(&value), "***");
        let masked = mask_text(&value);
        // Masking again finds nothing new to hide.
        prop_assert!(longest_run(&masked) < 7, "{} -> {}", value, masked);
    }
}

fn longest_run(text: &str) -> usize {
    let folded = Folded::new(text);
    folded.text().split(|character: char| !character.is_ascii_digit()).map(str::len).max().unwrap_or_default()
}

const CANARIES: [&str; 6] =
    ["0912345456", "canary-name", "canary@example.com", "canary-text", "canary-note", "886912345456"];

fn identifier(kind: IdentifierKind, value: &str, key: &str) -> Identifier {
    Identifier {
        kind,
        value: value.into(),
        raw: Some(value.into()),
        key: IdentifierKey::from_stored(key),
        source: "import:test".into(),
        at: Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap(),
        undeliverable: false,
    }
}

#[test]
fn trust_e2_debug_shows_no_customer_data() {
    let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
    let (id, thread) = (CustomerId::new("c_1"), ConversationId::new("v_1"));
    let key = IdentifierKey::from_stored("tel:+886912345456");
    let mut customer = Customer::new(id.clone(), now);
    for name in [FieldName::Name, FieldName::Company, FieldName::Address, FieldName::Custom("own".into())] {
        let value = FieldValue::Text("canary-name".into());
        customer.set_field(name, Field { value, source: "message".into(), at: now });
    }
    let products = FieldValue::List(vec!["canary-text".into()]);
    customer.set_field(FieldName::Products, Field { value: products, source: "message".into(), at: now });
    customer.identifiers = vec![
        identifier(IdentifierKind::Phone, "+886912345456", "tel:+886912345456"),
        identifier(IdentifierKind::Email, "canary@example.com", "email:canary@example.com"),
    ];
    record_opt_out(&mut customer, "message:m_1", None, now);
    let message = MessageRecord {
        v: 1,
        id: MessageId::new("m_1"),
        conversation: thread.clone(),
        customer: id.clone(),
        author: Author::Customer,
        body: MessageBody::Media { media: "image".into(), caption: Some("canary-text 0912345456".into()) },
        at: now,
        external_id: Some(ExternalId::new("wamid.886912345456")),
        status: None,
        answered_by: None,
        answerable: true,
        outbox: None,
        reception: None,
        reasons: vec![standing(&customer.consents, Purpose::Marketing, Channel::Whatsapp).reason].into(),
    };
    let sender = Sender {
        identifiers: vec![SenderIdentifier {
            kind: IdentifierKind::WhatsappId,
            value: "886912345456".into(),
        }],
        display_name: Some("canary-name".into()),
    };
    let incoming = IncomingMessage {
        external_id: ExternalId::new("wamid.886912345456"),
        channel: Channel::Whatsapp,
        account: AccountId::new("main"),
        sender,
        body: MessageBody::text("canary-text"),
        sent_at: now,
        history: false,
    };
    let event = Event {
        v: 1,
        id: EventId::new("e_1"),
        at: now,
        customer: Some(id.clone()),
        conversation: Some(thread.clone()),
        kind: EventKind::NoteAdded { agent: None, text: NoteText("canary-note".into()) },
    };
    let outgoing = OutgoingMessage {
        id: OutboxId::new("o_1"),
        customer: id.clone(),
        conversation: thread.clone(),
        channel: Channel::Whatsapp,
        account: AccountId::new("main"),
        to: key.clone(),
        body: MessageBody::text("canary-text"),
        purpose: Purpose::Service,
        rule: RuleId::new("r"),
        not_before: now,
        expires_at: None,
        on_unknown: OnUnknown::Park,
        answers: Vec::new(),
    };
    let conversation =
        Conversation::new(thread, id, Channel::Whatsapp, AccountId::new("main"), key.clone(), now);
    let printed = [
        format!("{customer:?} {customer:#?}"),
        format!("{message:?} {message:#?}"),
        format!("{incoming:?} {incoming:#?}"),
        format!("{event:?} {event:#?}"),
        format!("{outgoing:?} {outgoing:#?}"),
        format!("{conversation:?} {conversation:#?}"),
        format!("{:?} {}", Folded::new("canary-text"), Masked::new("0912345456", MaskKind::Phone)),
        format!("{} {}", mask_identifier(&customer.identifiers[0]), mask_key(&key)),
        format!("{} {}", mask_text("write canary@example.com"), mask_name("canary-name")),
    ];
    for text in printed {
        for canary in CANARIES {
            assert!(!text.contains(canary), "{canary} in {text}");
        }
    }
}
