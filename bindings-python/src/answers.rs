//! What is worth knowing of the answers of operations.
//!
//! Written by `cargo xtask gen`; do not edit.

use crate::bridge::Shape::{self, Day, Instant, List, Map, Record, Tagged, Tuple};
#[allow(unused_imports, reason = "not every kind of column need be there")]
use crate::table::ColumnKind::{Day as Days, Flag, Instant as Instants, Json, Number, Text, Texts, Whole};
use crate::table::Step::Key;
use crate::table::{CUSTOMER_COLUMNS, Column};

/// What is worth knowing of one operation's answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerForm {
    /// Where instants and days stand in it.
    pub(crate) shape: Option<&'static Shape>,
    /// The columns of its records, where it lists any.
    pub(crate) columns: &'static [Column],
}

const fn form(shape: Option<&'static Shape>, columns: &'static [Column]) -> AnswerForm {
    AnswerForm { shape, columns }
}

static AGENDA_ITEM: Shape = Record(&[("due", &Instant)]);

static APPLIED_TAG: Shape = Record(&[
    ("set_at", &Instant),
    ("confirmed_at", &Instant),
    ("reason", &REASON),
    ("expires_at", &Instant),
]);

static ATTEMPTED: Shape = Record(&[("reason", &REASON)]);

static CALENDAR_CONFIG: Shape = Record(&[
    ("holidays", &List(&HOLIDAY)),
    ("working_weekends", &List(&Day)),
]);

static CALENDAR_INSTANT: Shape = Record(&[("at", &Instant)]);

static CELL_VALUE: Shape = Record(&[("value", &FIELD_VALUE)]);

static CHECK_RESULT: Shape = Record(&[("past", &List(&PAST_VALUE)), ("window", &CHECK_WINDOW)]);

static CHECK_WINDOW: Shape = Record(&[("from", &Instant), ("to", &Instant)]);

static CLEANING_CANDIDATE: Shape = Record(&[("reason", &REASON)]);

static COMPARED_PLAYBOOKS: Shape = Record(&[("diff", &PLAYBOOK_DIFF)]);

static CONSENT_ENTRY: Shape = Record(&[("at", &Instant)]);

static CONSENT_STANDING: Shape = Record(&[("reason", &REASON)]);

static CONVERSATION_FIGURES: Shape = Record(&[("days", &List(&DAY_FIGURES))]);

static CUSTOMER: Shape = Record(&[
    ("created_at", &Instant),
    ("updated_at", &Instant),
    ("fields", &Map(&FIELD)),
    ("identifiers", &List(&IDENTIFIER)),
    ("tags", &List(&APPLIED_TAG)),
    ("consents", &List(&CONSENT_ENTRY)),
    ("archived_at", &Instant),
    ("priority", &PRIORITY_STATE),
    ("segments", &List(&SEGMENT_MEMBERSHIP)),
    ("segments_due", &Instant),
    ("tags_due", &Instant),
]);

static CUSTOMER_VIEW: Shape = Record(&[
    ("customer", &CUSTOMER),
    ("timeline", &List(&TIMELINE_ENTRY)),
]);

static DAY_FIGURES: Shape = Record(&[("date", &Day)]);

static DEADLINES: Shape = Record(&[
    ("respond_by", &Instant),
    ("next_response_by", &Instant),
    ("resolve_by", &Instant),
]);

static DECIDED_PRIORITY: Shape = Record(&[
    ("respond_by", &Instant),
    ("state", &PRIORITY_STATE),
    ("timers", &List(&TIMER)),
    ("notices", &List(&NOTICE)),
    ("reasons", &List(&REASON)),
]);

static DRAFT: Shape = Record(&[("reasons", &List(&REASON))]);

static DUPLICATE_REVIEW: Shape = Record(&[("at", &Instant), ("reasons", &List(&REASON))]);

static EVENT: Shape = Tagged { tag: "kind", shared: &[("at", &Instant)], forms: &[] };

static EXPECTATION: Shape = Record(&[("told_on", &Day)]);

static EXPLAINED: Shape = Record(&[("facts", &List(&EXPLAINED_FACT))]);

static EXPLAINED_FACT: Shape = Record(&[("at", &Instant), ("reasons", &List(&REASON))]);

static FACT_VALUE: Shape = Tagged { tag: "kind", shared: &[], forms: &[("time", &Record(&[("value", &Instant)]))] };

static FIELD: Shape = Tagged { tag: "kind", shared: &[("at", &Instant)], forms: &[
    ("date", &Record(&[("at", &Instant), ("value", &Day)])),
    ("instant", &Record(&[("at", &Instant), ("value", &Instant)])),
] };

static FIELD_VALUE: Shape = Tagged { tag: "kind", shared: &[], forms: &[
    ("date", &Record(&[("value", &Day)])),
    ("instant", &Record(&[("value", &Instant)])),
] };

static FIRED_TIMER: Shape = Tagged { tag: "purpose", shared: &[("due", &Instant)], forms: &[] };

static FOLLOW_UP: Shape = Record(&[("deadline", &Instant), ("reason", &REASON)]);

static HOLIDAY: Shape = Record(&[("date", &Day)]);

static IDENTIFIER: Shape = Record(&[("at", &Instant)]);

static IMPORT_FIGURES: Shape = Record(&[("at", &Instant)]);

static IMPORTED_ROW: Shape = Record(&[("fields", &Map(&FIELD_VALUE))]);

static IMPORTED_ROWS: Shape = Record(&[("rows", &List(&IMPORTED_ROW))]);

static INCOMING_MESSAGE: Shape = Record(&[("sent_at", &Instant)]);

static KEYWORD_HEALTH: Shape = Record(&[
    ("window", &CHECK_WINDOW),
    ("rules", &List(&KEYWORD_RULE_HEALTH)),
    ("steps", &List(&REPLY_HEALTH)),
]);

static KEYWORD_RULE_HEALTH: Shape = Record(&[("reply", &REPLY_HEALTH)]);

static LEASED_MESSAGE: Shape = Record(&[("message", &OUTGOING_MESSAGE), ("until", &Instant)]);

static MERGED_STANDING: Shape = Record(&[("reason", &REASON)]);

static MESSAGE_RECORD: Shape = Tagged { tag: "author", shared: &[
    ("at", &Instant),
    ("reasons", &List(&REASON)),
    ("reception", &RECEPTION),
], forms: &[] };

static NEXT_AUDIT: Shape = Record(&[("at", &Instant)]);

static NEXT_AUDITS: Shape = Record(&[("audits", &List(&NEXT_AUDIT))]);

static NOTICE: Shape = Record(&[
    ("at", &Instant),
    ("reason", &REASON),
    ("deadline", &Instant),
]);

static OUTGOING_MESSAGE: Shape = Record(&[("not_before", &Instant), ("expires_at", &Instant)]);

static PAST_VALUE: Shape = Record(&[("at", &Instant)]);

static PLAYBOOK: Shape = Record(&[("calendar", &CALENDAR_CONFIG)]);

static PLAYBOOK_DIFF: Shape = Record(&[("at", &Instant)]);

static PRIORITY_FIGURES: Shape = Record(&[("queue", &List(&QUEUE_ROW))]);

static PRIORITY_STATE: Shape = Record(&[
    ("since", &Instant),
    ("respond_by", &Instant),
    ("reasons", &List(&REASON)),
    ("responded_at", &Instant),
]);

static PROPOSALS: Shape = Record(&[("proposals", &List(&PROPOSED_KEYWORDS))]);

static PROPOSED_KEYWORDS: Shape = Record(&[("at", &Instant)]);

static QUESTION_FIGURES: Shape = Record(&[("groups", &List(&QUESTION_GROUP))]);

static QUESTION_GROUP: Shape = Record(&[("last_at", &Instant)]);

static QUEUE_ROW: Shape = Record(&[("respond_by", &Instant)]);

static QUEUED_CUSTOMER: Shape = Record(&[("respond_by", &Instant), ("reasons", &List(&REASON))]);

static RATING: Shape = Record(&[("at", &Instant)]);

static REASON: Shape = Record(&[("facts", &List(&Tuple(&[None, Some(&FACT_VALUE)])))]);

static RECEIVED: Shape = Record(&[("reasons", &List(&REASON))]);

static RECEPTION: Shape = Record(&[("clicked_at", &Instant), ("rating", &RATING)]);

static REMEDY: Shape = Tagged { tag: "action", shared: &[("deadline", &Instant)], forms: &[
    ("rewrite_answer", &Record(&[("deadline", &Instant), ("reasons", &List(&REASON))])),
] };

static RENEWED: Shape = Record(&[("until", &Instant)]);

static REPLY_HEALTH: Shape = Record(&[("remedy", &REWRITE_REMEDY)]);

static REPORT: Shape = Record(&[
    ("at", &Instant),
    ("window", &CHECK_WINDOW),
    ("checks", &List(&CHECK_RESULT)),
    ("remedies", &List(&REMEDY)),
    ("conversations", &CONVERSATION_FIGURES),
    ("priorities", &PRIORITY_FIGURES),
    ("questions", &QUESTION_FIGURES),
    ("value", &VALUE_FIGURES),
    ("imports", &List(&IMPORT_FIGURES)),
    ("next_audits", &List(&NEXT_AUDIT)),
]);

static REPORT_PAGES: Shape = Record(&[("report", &REPORT)]);

static RESOLVED: Shape = Record(&[("reasons", &List(&REASON))]);

static REWRITE_REMEDY: Shape = Record(&[("deadline", &Instant), ("reasons", &List(&REASON))]);

static SEGMENT_MEMBER: Shape = Record(&[("since", &Instant)]);

static SEGMENT_MEMBERSHIP: Shape = Record(&[("since", &Instant)]);

static TAGS_AFTER: Shape = Record(&[
    ("customer", &CUSTOMER),
    ("timers", &List(&TIMER)),
    ("agenda", &List(&AGENDA_ITEM)),
    ("notices", &List(&NOTICE)),
    ("reasons", &List(&REASON)),
]);

static TICKED: Shape = Record(&[
    ("fired", &List(&FIRED_TIMER)),
    ("notices", &List(&NOTICE)),
    ("next_wakeup", &Instant),
]);

static TIMELINE_ENTRY: Shape = Tagged { tag: "entry", shared: &[], forms: &[
    ("message", &Record(&[("message", &MESSAGE_RECORD)])),
    ("event", &Record(&[("event", &EVENT)])),
    ("note", &Record(&[("at", &Instant)])),
    ("notice", &Record(&[("notice", &NOTICE)])),
    ("merge", &Record(&[("at", &Instant), ("undone_at", &Instant)])),
] };

static TIMER: Shape = Tagged { tag: "purpose", shared: &[("due", &Instant)], forms: &[] };

static UNSETTLED_MESSAGE: Shape = Record(&[("message", &OUTGOING_MESSAGE), ("since", &Instant)]);

static VALUE_FIGURES: Shape = Record(&[
    ("left_out", &List(&VALUE_LEFT_OUT)),
    ("expectation", &EXPECTATION),
]);

static VALUE_LEFT_OUT: Shape = Tagged { tag: "why", shared: &[], forms: &[("few_before", &Record(&[("until", &Day)]))] };

static WAKEUP: Shape = Record(&[("at", &Instant)]);

static CHECK_RESULT_COLUMNS: &[Column] = &[
    Column { name: "check", path: &[Key("check")], kind: Text },
    Column { name: "verdict", path: &[Key("verdict")], kind: Text },
    Column { name: "target", path: &[Key("target")], kind: Number },
    Column { name: "tolerance", path: &[Key("tolerance")], kind: Number },
    Column { name: "direction", path: &[Key("direction")], kind: Text },
    Column { name: "unit", path: &[Key("unit")], kind: Text },
    Column { name: "sample", path: &[Key("sample")], kind: Whole },
    Column { name: "population", path: &[Key("population")], kind: Whole },
    Column { name: "counted", path: &[Key("counted")], kind: Text },
    Column { name: "definition", path: &[Key("definition")], kind: Text },
    Column { name: "interval_low", path: &[Key("interval"), Key("low")], kind: Number },
    Column { name: "interval_high", path: &[Key("interval"), Key("high")], kind: Number },
    Column { name: "interval_confidence", path: &[Key("interval"), Key("confidence")], kind: Number },
    Column { name: "past", path: &[Key("past")], kind: Json },
    Column { name: "to_pass_count", path: &[Key("to_pass"), Key("count")], kind: Whole },
    Column { name: "to_pass_of", path: &[Key("to_pass"), Key("of")], kind: Whole },
    Column { name: "to_pass_what", path: &[Key("to_pass"), Key("what")], kind: Text },
    Column { name: "value", path: &[Key("value")], kind: Number },
    Column { name: "window_from", path: &[Key("window"), Key("from")], kind: Instants },
    Column { name: "window_to", path: &[Key("window"), Key("to")], kind: Instants },
];

static CLASS_FIGURES_COLUMNS: &[Column] = &[
    Column { name: "class", path: &[Key("class")], kind: Text },
    Column { name: "customers", path: &[Key("customers")], kind: Whole },
    Column { name: "percent", path: &[Key("percent")], kind: Number },
    Column { name: "spent", path: &[Key("spent")], kind: Number },
    Column { name: "spent_percent", path: &[Key("spent_percent")], kind: Number },
];

static CUSTOMER_ID_COLUMNS: &[Column] = &[
];

static DATA_NOTE_COLUMNS: &[Column] = &[
    Column { name: "note", path: &[Key("note")], kind: Text },
];

static DAY_FIGURES_COLUMNS: &[Column] = &[
    Column { name: "date", path: &[Key("date")], kind: Days },
    Column { name: "messages_rule", path: &[Key("messages"), Key("rule")], kind: Whole },
    Column { name: "messages_person", path: &[Key("messages"), Key("person")], kind: Whole },
    Column { name: "messages_nobody", path: &[Key("messages"), Key("nobody")], kind: Whole },
    Column { name: "messages_not_needed", path: &[Key("messages"), Key("not_needed")], kind: Whole },
];

static DUPLICATE_REVIEW_COLUMNS: &[Column] = &[
    Column { name: "v", path: &[Key("v")], kind: Whole },
    Column { name: "first", path: &[Key("first")], kind: Text },
    Column { name: "second", path: &[Key("second")], kind: Text },
    Column { name: "at", path: &[Key("at")], kind: Instants },
    Column { name: "reasons", path: &[Key("reasons")], kind: Json },
    Column { name: "state", path: &[Key("state")], kind: Text },
];

static FIELD_GAP_COLUMNS: &[Column] = &[
    Column { name: "field", path: &[Key("field")], kind: Text },
    Column { name: "missing", path: &[Key("missing")], kind: Whole },
];

static GROUP_COMPLETENESS_COLUMNS: &[Column] = &[
    Column { name: "name", path: &[Key("name")], kind: Text },
    Column { name: "customers", path: &[Key("customers")], kind: Whole },
    Column { name: "percent", path: &[Key("percent")], kind: Number },
];

static IMPORT_FIGURES_COLUMNS: &[Column] = &[
    Column { name: "source", path: &[Key("source")], kind: Text },
    Column { name: "at", path: &[Key("at")], kind: Instants },
    Column { name: "rows", path: &[Key("rows")], kind: Whole },
    Column { name: "created", path: &[Key("created")], kind: Whole },
    Column { name: "merged", path: &[Key("merged")], kind: Whole },
    Column { name: "unchanged", path: &[Key("unchanged")], kind: Whole },
    Column { name: "rejected", path: &[Key("rejected")], kind: Whole },
];

static LEASED_MESSAGE_COLUMNS: &[Column] = &[
    Column { name: "message_id", path: &[Key("message"), Key("id")], kind: Text },
    Column { name: "message_customer", path: &[Key("message"), Key("customer")], kind: Text },
    Column { name: "message_conversation", path: &[Key("message"), Key("conversation")], kind: Text },
    Column { name: "message_channel", path: &[Key("message"), Key("channel")], kind: Text },
    Column { name: "message_account", path: &[Key("message"), Key("account")], kind: Text },
    Column { name: "message_to", path: &[Key("message"), Key("to")], kind: Text },
    Column { name: "message_body", path: &[Key("message"), Key("body")], kind: Json },
    Column { name: "message_purpose", path: &[Key("message"), Key("purpose")], kind: Text },
    Column { name: "message_rule", path: &[Key("message"), Key("rule")], kind: Text },
    Column { name: "message_not_before", path: &[Key("message"), Key("not_before")], kind: Instants },
    Column { name: "message_on_unknown", path: &[Key("message"), Key("on_unknown")], kind: Text },
    Column { name: "message_answers", path: &[Key("message"), Key("answers")], kind: Json },
    Column { name: "message_expires_at", path: &[Key("message"), Key("expires_at")], kind: Instants },
    Column { name: "generation", path: &[Key("generation")], kind: Whole },
    Column { name: "until", path: &[Key("until")], kind: Instants },
];

static LEVEL_FIGURES_COLUMNS: &[Column] = &[
    Column { name: "level", path: &[Key("level")], kind: Whole },
    Column { name: "open", path: &[Key("open")], kind: Whole },
    Column { name: "overdue", path: &[Key("overdue")], kind: Whole },
    Column { name: "in_time", path: &[Key("in_time")], kind: Whole },
    Column { name: "late", path: &[Key("late")], kind: Whole },
];

static NEXT_AUDIT_COLUMNS: &[Column] = &[
    Column { name: "kind", path: &[Key("kind")], kind: Text },
    Column { name: "at", path: &[Key("at")], kind: Instants },
];

static POSSIBLE_DUPLICATE_COLUMNS: &[Column] = &[
    Column { name: "first", path: &[Key("first")], kind: Text },
    Column { name: "second", path: &[Key("second")], kind: Text },
    Column { name: "probability", path: &[Key("probability")], kind: Number },
    Column { name: "evidence", path: &[Key("evidence")], kind: Json },
];

static QUESTION_GROUP_COLUMNS: &[Column] = &[
    Column { name: "message", path: &[Key("message")], kind: Text },
    Column { name: "messages", path: &[Key("messages")], kind: Whole },
    Column { name: "last_at", path: &[Key("last_at")], kind: Instants },
    Column { name: "example", path: &[Key("example")], kind: Text },
];

static QUEUE_ROW_COLUMNS: &[Column] = &[
    Column { name: "customer", path: &[Key("customer")], kind: Text },
    Column { name: "name", path: &[Key("name")], kind: Text },
    Column { name: "level", path: &[Key("level")], kind: Whole },
    Column { name: "score", path: &[Key("score")], kind: Number },
    Column { name: "respond_by", path: &[Key("respond_by")], kind: Instants },
    Column { name: "overdue", path: &[Key("overdue")], kind: Flag },
];

static QUEUED_CUSTOMER_COLUMNS: &[Column] = &[
    Column { name: "id", path: &[Key("id")], kind: Text },
    Column { name: "level", path: &[Key("level")], kind: Whole },
    Column { name: "score", path: &[Key("score")], kind: Number },
    Column { name: "respond_by", path: &[Key("respond_by")], kind: Instants },
    Column { name: "overdue", path: &[Key("overdue")], kind: Flag },
    Column { name: "reasons", path: &[Key("reasons")], kind: Json },
];

static REMEDY_COLUMNS: &[Column] = &[
    Column { name: "action", path: &[Key("action")], kind: Text },
    Column { name: "verdict", path: &[Key("verdict")], kind: Text },
    Column { name: "owner", path: &[Key("owner")], kind: Text },
    Column { name: "deadline", path: &[Key("deadline")], kind: Instants },
    Column { name: "check", path: &[Key("check")], kind: Text },
];

static RULE_COUNT_COLUMNS: &[Column] = &[
    Column { name: "rule", path: &[Key("rule")], kind: Text },
    Column { name: "messages", path: &[Key("messages")], kind: Whole },
];

static SEARCH_HIT_COLUMNS: &[Column] = &[
    Column { name: "kind", path: &[Key("kind")], kind: Text },
];

static SEGMENT_MEMBER_COLUMNS: &[Column] = &[
    Column { name: "customer", path: &[Key("customer")], kind: Text },
    Column { name: "since", path: &[Key("since")], kind: Instants },
];

static TAG_COUNT_COLUMNS: &[Column] = &[
    Column { name: "tag", path: &[Key("tag")], kind: Text },
    Column { name: "customers", path: &[Key("customers")], kind: Whole },
    Column { name: "overdue", path: &[Key("overdue")], kind: Whole },
    Column { name: "percent", path: &[Key("percent")], kind: Number },
    Column { name: "name", path: &[Key("name")], kind: Text },
];

static UNREADABLE_COLUMNS: &[Column] = &[
    Column { name: "collection", path: &[Key("collection")], kind: Text },
    Column { name: "id", path: &[Key("id")], kind: Text },
    Column { name: "cause", path: &[Key("cause")], kind: Text },
];

static UNSETTLED_MESSAGE_COLUMNS: &[Column] = &[
    Column { name: "message_id", path: &[Key("message"), Key("id")], kind: Text },
    Column { name: "message_customer", path: &[Key("message"), Key("customer")], kind: Text },
    Column { name: "message_conversation", path: &[Key("message"), Key("conversation")], kind: Text },
    Column { name: "message_channel", path: &[Key("message"), Key("channel")], kind: Text },
    Column { name: "message_account", path: &[Key("message"), Key("account")], kind: Text },
    Column { name: "message_to", path: &[Key("message"), Key("to")], kind: Text },
    Column { name: "message_body", path: &[Key("message"), Key("body")], kind: Json },
    Column { name: "message_purpose", path: &[Key("message"), Key("purpose")], kind: Text },
    Column { name: "message_rule", path: &[Key("message"), Key("rule")], kind: Text },
    Column { name: "message_not_before", path: &[Key("message"), Key("not_before")], kind: Instants },
    Column { name: "message_on_unknown", path: &[Key("message"), Key("on_unknown")], kind: Text },
    Column { name: "message_answers", path: &[Key("message"), Key("answers")], kind: Json },
    Column { name: "message_expires_at", path: &[Key("message"), Key("expires_at")], kind: Instants },
    Column { name: "generation", path: &[Key("generation")], kind: Whole },
    Column { name: "state", path: &[Key("state")], kind: Text },
    Column { name: "since", path: &[Key("since")], kind: Instants },
    Column { name: "attempts", path: &[Key("attempts")], kind: Whole },
    Column { name: "cause", path: &[Key("cause")], kind: Text },
];

static VALUE_LEFT_OUT_COLUMNS: &[Column] = &[
    Column { name: "why", path: &[Key("why")], kind: Text },
];

static WAIT_CLASS_COLUMNS: &[Column] = &[
    Column { name: "up_to", path: &[Key("up_to")], kind: Whole },
    Column { name: "rule", path: &[Key("rule")], kind: Whole },
    Column { name: "person", path: &[Key("person")], kind: Whole },
];

static CHECK_RESULT_LIST: Shape = List(&CHECK_RESULT);

static CUSTOMER_LIST: Shape = List(&CUSTOMER);

static DAY_FIGURES_LIST: Shape = List(&DAY_FIGURES);

static DUPLICATE_REVIEW_LIST: Shape = List(&DUPLICATE_REVIEW);

static IMPORT_FIGURES_LIST: Shape = List(&IMPORT_FIGURES);

static LEASED_MESSAGE_LIST: Shape = List(&LEASED_MESSAGE);

static NEXT_AUDIT_LIST: Shape = List(&NEXT_AUDIT);

static QUESTION_GROUP_LIST: Shape = List(&QUESTION_GROUP);

static QUEUE_ROW_LIST: Shape = List(&QUEUE_ROW);

static QUEUED_CUSTOMER_LIST: Shape = List(&QUEUED_CUSTOMER);

static RECEIVED_LIST: Shape = List(&RECEIVED);

static REMEDY_LIST: Shape = List(&REMEDY);

static SEGMENT_MEMBER_LIST: Shape = List(&SEGMENT_MEMBER);

static UNSETTLED_MESSAGE_LIST: Shape = List(&UNSETTLED_MESSAGE);

static VALUE_LEFT_OUT_LIST: Shape = List(&VALUE_LEFT_OUT);

/// What is known of an operation's answer.
pub(crate) fn form_of(operation: &str) -> AnswerForm {
    match operation {
        "audit.next" => form(Some(&NEXT_AUDITS), &[]),
        "calendar.add" => form(Some(&CALENDAR_INSTANT), &[]),
        "calendar.add_business" => form(Some(&CALENDAR_INSTANT), &[]),
        "calendar.next_open" => form(Some(&CALENDAR_INSTANT), &[]),
        "calendar.subtract" => form(Some(&CALENDAR_INSTANT), &[]),
        "calendar.to_utc" => form(Some(&CALENDAR_INSTANT), &[]),
        "consent.merged_standing" => form(Some(&MERGED_STANDING), &[]),
        "consent.standing" => form(Some(&CONSENT_STANDING), &[]),
        "customer.new" => form(Some(&CUSTOMER), &[]),
        "dedupe.resolve" => form(Some(&RESOLVED), &[]),
        "follow_up.due" => form(Some(&FOLLOW_UP), &[]),
        "import.rows" => form(Some(&IMPORTED_ROWS), &[]),
        "message.text" => form(Some(&INCOMING_MESSAGE), &[]),
        "playbook.read" => form(Some(&PLAYBOOK), &[]),
        "priority.deadlines" => form(Some(&DEADLINES), &[]),
        "priority.evaluate" => form(Some(&DECIDED_PRIORITY), &[]),
        "tag.on_timer" => form(Some(&TAGS_AFTER), &[]),
        "tag.refresh" => form(Some(&TAGS_AFTER), &[]),
        "value.cleaning" => form(Some(&CLEANING_CANDIDATE), &[]),
        "value.read" => form(Some(&CELL_VALUE), &[]),
        "attempt" => form(Some(&ATTEMPTED), &[]),
        "audit" => form(Some(&REPORT), &[]),
        "customer" => form(Some(&CUSTOMER), &[]),
        "customer_view" => form(Some(&CUSTOMER_VIEW), &[]),
        "customers" => form(Some(&CUSTOMER_LIST), CUSTOMER_COLUMNS),
        "diff_playbook" => form(Some(&COMPARED_PLAYBOOKS), &[]),
        "diff_playbooks" => form(Some(&COMPARED_PLAYBOOKS), &[]),
        "draft" => form(Some(&DRAFT), &[]),
        "explain" => form(Some(&EXPLAINED), &[]),
        "keyword_health" => form(Some(&KEYWORD_HEALTH), &[]),
        "lease" => form(Some(&LEASED_MESSAGE_LIST), LEASED_MESSAGE_COLUMNS),
        "next_wakeup" => form(Some(&WAKEUP), &[]),
        "parked_rows" => form(None, UNREADABLE_COLUMNS),
        "playbook" => form(Some(&PLAYBOOK), &[]),
        "proposals" => form(Some(&PROPOSALS), &[]),
        "queue" => form(Some(&QUEUED_CUSTOMER_LIST), QUEUED_CUSTOMER_COLUMNS),
        "receive" => form(Some(&RECEIVED_LIST), &[]),
        "renew" => form(Some(&RENEWED), &[]),
        "report" => form(Some(&REPORT_PAGES), &[]),
        "review_queue" => form(Some(&DUPLICATE_REVIEW_LIST), DUPLICATE_REVIEW_COLUMNS),
        "search" => form(None, SEARCH_HIT_COLUMNS),
        "segment" => form(None, CUSTOMER_ID_COLUMNS),
        "segment_customers" => form(Some(&CUSTOMER_LIST), CUSTOMER_COLUMNS),
        "segment_members" => form(Some(&SEGMENT_MEMBER_LIST), SEGMENT_MEMBER_COLUMNS),
        "tick" => form(Some(&TICKED), &[]),
        "unsettled" => form(Some(&UNSETTLED_MESSAGE_LIST), UNSETTLED_MESSAGE_COLUMNS),
        _ => form(None, &[]),
    }
}

/// The lists of records in a report, by the way to each.
pub(crate) static REPORT_TABLES: &[(&str, AnswerForm)] = &[
    ("checks", form(Some(&CHECK_RESULT_LIST), CHECK_RESULT_COLUMNS)),
    ("remedies", form(Some(&REMEDY_LIST), REMEDY_COLUMNS)),
    ("customers.possible_duplicates", form(None, POSSIBLE_DUPLICATE_COLUMNS)),
    ("customers.gaps", form(None, FIELD_GAP_COLUMNS)),
    ("customers.by_owner", form(None, GROUP_COMPLETENESS_COLUMNS)),
    ("customers.by_source", form(None, GROUP_COMPLETENESS_COLUMNS)),
    ("conversations.days", form(Some(&DAY_FIGURES_LIST), DAY_FIGURES_COLUMNS)),
    ("conversations.wait_classes", form(None, WAIT_CLASS_COLUMNS)),
    ("tags.tags", form(None, TAG_COUNT_COLUMNS)),
    ("priorities.levels", form(None, LEVEL_FIGURES_COLUMNS)),
    ("priorities.queue", form(Some(&QUEUE_ROW_LIST), QUEUE_ROW_COLUMNS)),
    ("questions.rules", form(None, RULE_COUNT_COLUMNS)),
    ("questions.groups", form(Some(&QUESTION_GROUP_LIST), QUESTION_GROUP_COLUMNS)),
    ("value.classes", form(None, CLASS_FIGURES_COLUMNS)),
    ("value.left_out", form(Some(&VALUE_LEFT_OUT_LIST), VALUE_LEFT_OUT_COLUMNS)),
    ("imports", form(Some(&IMPORT_FIGURES_LIST), IMPORT_FIGURES_COLUMNS)),
    ("next_audits", form(Some(&NEXT_AUDIT_LIST), NEXT_AUDIT_COLUMNS)),
    ("notes", form(None, DATA_NOTE_COLUMNS)),
];
