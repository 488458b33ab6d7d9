// Written by `cargo xtask gen` from the operations table. Change the table, not this file.

/** An instant as answers hold it: RFC 3339 text in UTC, `2026-01-05T09:00:00Z`. `new Date(instant)` makes a date of it. */
export type Instant = string;

/** An instant as requests take it: a `Date`, or RFC 3339 text with an offset. Text without an offset is refused. */
export type InstantInput = Date | string;

/** One of the workspace's own numbers or addresses. */
export type AccountId = string;

/** A message that joined its conversation. */
export interface Acknowledged {
  /** The id of its record. */
  message: MessageId;
}

/** One of the counts of `Activity`. */
export type ActivityKind =
  /** Orders. */
  | "purchases"
  /** Pages, price lists and downloads looked at. */
  | "views"
  /** Events of the workspace's attended. */
  | "event_visits"
  /** Questions about service. */
  | "service_questions";

/** Settings of adding keywords after a while under target. */
export interface AddKeywords {
  /** Role that does it. */
  owner: string;
  /** Time from the audit to the deadline. */
  within: Span;
  /** How long the rate must have been under target. */
  after: Span;
  /** At least so many keywords. */
  at_least: number;
  /** At most so many keywords. */
  at_most: number;
}

/** A step that a tag has before it. */
export interface AgendaItem {
  /** When it is due. */
  due: Instant;
  /** Of which tag. */
  tag: TagId;
  /** What happens. */
  step: TagStep;
}

/** A person who works in the workspace. */
export type AgentId = string;

/** Who answered what customers wrote. */
export interface AnsweredBy {
  /** A rule. */
  rule: number;
  /** A person. */
  person: number;
  /** Nobody yet, or nobody before a person closed the thread. */
  nobody: number;
  /** Nobody had to: thanks, a thumbs-up, a sticker. */
  not_needed: number;
}

/** A tag on a customer, with who set it, when and why. */
export interface AppliedTag {
  /** Which tag. */
  tag: TagId;
  /** When it was set. */
  set_at: Instant;
  /** When a rule last confirmed it. */
  confirmed_at: Instant;
  /** Why. */
  reason: Reason;
  /** Where it is in its life. */
  phase: TagPhase;
  /** When it ends by itself. */
  expires_at?: Instant;
  /** The rule that set it; null means a person. */
  rule?: RuleId;
}

/**
 * A tag on a customer, with who set it, when and why.
 * As a request takes it; {@link AppliedTag} is what comes back.
 */
export interface AppliedTagInput {
  /** Which tag. */
  tag: TagId;
  /** When it was set. */
  set_at: InstantInput;
  /** When a rule last confirmed it. */
  confirmed_at: InstantInput;
  /** Why. */
  reason: ReasonInput;
  /** Where it is in its life. */
  phase: TagPhase;
  /** When it ends by itself. */
  expires_at?: InstantInput | null | undefined;
  /** The rule that set it; null means a person. */
  rule?: RuleId | null | undefined;
}

/** Who does something, and within which time. */
export interface Assignment {
  /** Role that does it. */
  owner: string;
  /** Time from the audit to the deadline. */
  within: Span;
}

/** Whether a leased message may be sent now. */
export interface Attempted {
  /** True: call the provider, then report. False: the message was taken back, do not send it. */
  send: boolean;
  /** Why it was taken back. */
  reason?: Reason;
}

/** What is checked, how well it should be, when, and what follows. */
export interface AuditConfig {
  /**
   * Picks the samples: the same seed and the same customers give the same sample everywhere. Change it
   * to draw others.
   */
  seed: string;
  /** Confidence of the intervals, between 0.5 and 0.999. */
  confidence: number;
  /** How far back messages and events count. */
  window: Span;
  /** Messages that follow each other within this time are one question, answered once. */
  join_within: Span;
  /**
   * Rules whose messages tell something but answer nothing (away, fallback, a hand-over): no hit, no end
   * of waiting.
   * A trailing `*` covers every rule whose name begins so.
   */
  not_answers: string[];
  /**
   * Rules that reply before keywords are looked at (welcome, away): what they reply to says nothing of
   * the keyword coverage, and where it is no answer either, nothing of the trigger rate. Written like
   * `not_answers`.
   */
  before_keywords: string[];
  /** Whether reports may show customers' words, masked. */
  show_customer_words: boolean;
  /** How many rows the report's lists have. */
  top: number;
  /** Share of required fields that are filled in. */
  completeness: CompletenessCheck;
  /** Share of tags that are right. */
  tag_accuracy: TagAccuracyCheck;
  /** Share of messages that a rule answers. */
  trigger_rate: Target;
  /** Share of questions that there is a keyword rule for. */
  keyword_coverage: KeywordCoverageCheck;
  /** How long customers wait for a first answer. */
  response_time: ResponseTimeCheck;
  /** Share of backups that can be restored. */
  backup_integrity: Target;
  /** Share of customers that carry the most used tag. */
  tag_share: Target;
  /** From how many orders on what is said of the customers' value. */
  value: ValueReport;
  /** When which audit runs. */
  schedule: ScheduledAudit[];
  /** What follows from a check that is not passed. */
  remedies: RemedyConfig;
}

/** What kind of audit it is. */
export type AuditKind =
  /** The week's numbers. */
  | "weekly"
  /** Work on the keywords. */
  | "keyword_work"
  /** Every check, once a month. */
  | "full_check"
  /** Review of keywords and tags, once a month. */
  | "review";

/** What purchases are expected to be worth. */
export interface AverageProfits {
  /** In the order of the rows. */
  expected_average_profit: number[];
}

/** The announcement that nobody is there, made once per absence. */
export interface AwayReply {
  /**
   * When nobody is there, in local time. Windows may cross midnight, overlap and touch: what touches is
   * one absence. Where `to` is not after `from` a window ends on the next day, so `09:00` to `09:00` lasts a whole day.
   */
  windows: WeeklyWindow[];
  /** Whether the calendar's holidays are absences too, from midnight to midnight. */
  holidays: boolean;
  /** Whether the answer to a keyword follows in the same message. */
  joins_keyword: boolean;
  /**
   * What is said; `{back_at}` is when people are back: the end of the absence where the workspace is open then by its business
   * hours, and otherwise the next opening.
   */
  texts: Record<string, string>;
  /** Added where there is a hotline. */
  hotline_texts: Record<string, string>;
  /** Added where the present average wait is known. */
  wait_texts: Record<string, string>;
}

/** Waiting times between attempts: `first`, then each `factor` times the one before, at most `max`. */
export interface BackoffConfig {
  /** After the first failure. Clock time. */
  first: Span;
  /** Growth from one failure to the next. At least 1. */
  factor: number;
  /** The longest wait. Clock time, not shorter than `first`. */
  max: Span;
}

/** An amount in the workspace's currency. */
export interface BaseMoney {
  /** Null where the table has no rate. */
  money: Money | null;
}

/** The rule that fits best. */
export interface BestKeyword {
  /** Null where no rule fires. */
  rule: RuleId | null;
}

/** The four parameters of BG/NBD. */
export interface BgNbd {
  /** Shape of the distribution of purchase rates. */
  r: number;
  /** Its scale, in the unit of time: the mean rate is r / α. */
  alpha: number;
  /** With `b`, the distribution of the probability to leave after a purchase: its mean is a / (a + b). */
  a: number;
  /** See `a`. */
  b: number;
}

/** What a customer means to spend: a range with open ends allowed, in minor units of one currency. */
export interface Budget {
  /** Lower end; null for "up to". */
  low: number | null;
  /** Upper end; null for "from". */
  high: number | null;
  /** Currency of both ends. */
  currency: Currency;
}

/**
 * What a customer means to spend: a range with open ends allowed, in minor units of one currency.
 * As a request takes it; {@link Budget} is what comes back.
 */
export interface BudgetInput {
  /** Lower end; null for "up to". */
  low?: number | null | undefined;
  /** Upper end; null for "from". */
  high?: number | null | undefined;
  /** Currency of both ends. */
  currency: Currency;
}

/** A number of seconds. */
export interface BusinessSeconds {
  /** Whole seconds. */
  seconds: number;
}

/** An hour of the week in local time. */
export interface BusyHour {
  /** 0 is Monday. */
  weekday: number;
  /** 0 to 23. */
  hour: number;
  /** Waits of people longer than the target that began in it; where there are none, messages. */
  count: number;
}

/** When the workspace works: its zone, its hours, and the days that are different. */
export interface CalendarConfig {
  /** IANA name of the workspace's time zone, such as `"Asia/Taipei"`. */
  time_zone: string;
  /**
   * Opening hours. A window belongs to the day on which it begins; where `to` is not after `from` it ends on the next day, so
   * `09:00` to `09:00` lasts a whole day.
   */
  business_hours: WeeklyWindow[];
  /** Days on which no window begins, each with its name: `{date = "2026-10-10", name = "National Day"}`. */
  holidays: Holiday[];
  /**
   * Days off that are worked all the same (make-up days). They have the hours of the nearest earlier
   * weekday that has any, which is Friday's for a week from Monday to Friday.
   */
  working_weekends: string[];
}

/** An instant. */
export interface CalendarInstant {
  /** The instant. */
  at: Instant;
}

/** A time on the workspace's clocks. */
export interface CalendarTime {
  /** Without an offset: the zone is the workspace's. */
  local: string;
}

/** What a cell says. */
export interface CellValue {
  /** The value; null where it cannot be read, or the row is rejected. */
  value: FieldValue | null;
  /** Codes of what could not be read as meant. */
  notes: string[] | null;
  /** Code of why the row is rejected. */
  rejected: string | null;
  /** The column at fault. */
  column: string | null;
}

/** What was measured. */
export interface Certificate {
  /** Records that are labelled and known here. */
  records: number;
  /** Labels of records that are not known here. */
  unknown: number;
  /** Pairs of one person among them. */
  matches: number;
  /** Of the pairs within the clusters, at the threshold of merging. */
  pairwise: Quality;
  /**
   * The same by records: of each record's cluster, the share that is its person, and of its person the share that is in
   * its cluster, in the mean (Bagga and Baldwin 1998). Null where pairs are labelled and not clusters.
   */
  b_cubed: Quality | null;
  /** Of the pairs of one person, the share that was looked at, because they share a key: what no threshold can better. */
  blocking_recall: Estimate2;
  /** Pairs that are left to review, and how many of them are one person. */
  review: number;
  /** Of those, how many are one person. */
  review_matches: number;
  /** By pairs alone, from the surest on. */
  curve: CurvePoint[];
  /** The threshold that reaches the wanted precision. */
  threshold: ThresholdFor;
}

/** What a needed change is counted in. */
export type ChangeUnit =
  /** Missing fields of the sampled customers. */
  | "missing_fields"
  /** Tags that do not agree with their rule. */
  | "wrong_tags"
  /** Messages without an answer by a rule. */
  | "unanswered_messages"
  /** Questions without a keyword rule. */
  | "uncovered_questions"
  /** Waits longer than the target. */
  | "long_waits"
  /** Backups that failed. */
  | "broken_backups"
  /** Customers with the tag. */
  | "tagged_customers";

/** How many customers one kind of change concerns. */
export interface ChangedKind {
  /** Which kind. */
  kind: PlaybookChangeKind;
  /** Customers with at least one change of this kind. */
  customers: number;
}

/** A way to reach a customer. */
export type Channel =
  /** WhatsApp. */
  | "whatsapp"
  /** E-mail. */
  | "email"
  /** Text message. */
  | "sms"
  /** WeCom customer contact. */
  | "wecom"
  /** Web chat, a file, a test: anything of the host's own. */
  | "other";

/** Which side of the target is good. */
export type CheckDirection =
  /** The value should be the target or more. */
  | "at_least"
  /** The value should be the target or less. */
  | "at_most";

/** The checks, in the order in which reports show them. */
export type CheckId =
  /** Share of required fields that are present and valid. */
  | "completeness"
  /** Share of sampled tags that are right. */
  | "tag_accuracy"
  /** Share of messages that a rule answered, of those that one was allowed to answer. */
  | "trigger_rate"
  /** Share of questions whose type has a keyword rule. */
  | "keyword_coverage"
  /** How long a customer waits for the first answer, in the median. */
  | "response_time"
  /** Share of backups that passed their verification. */
  | "backup_integrity"
  /** Share of customers that carry the most used tag. */
  | "tag_share";

/** The outcome of one check, with everything needed to judge it. */
export interface CheckResult {
  /** Which check. */
  check: CheckId;
  /** What it says. */
  verdict: Verdict;
  /** The value wanted. */
  target: number;
  /** How far beside the target is still `watch`. */
  tolerance: number;
  /** Which side of the target is good. */
  direction: CheckDirection;
  /** What value, target, tolerance and interval are measured in. */
  unit: CheckUnit;
  /** How many were looked at. */
  sample: number;
  /** Of how many. */
  population: number;
  /** What was looked at. */
  counted: Counted;
  /** Key of the definition. */
  definition: string;
  /** How sure the value is; null where everything was counted, or where there is too little to say. */
  interval?: Interval;
  /** Earlier values, oldest first. */
  past?: PastValue[];
  /** What would make it pass. */
  to_pass?: NeededChange;
  /** The value; null without data. */
  value?: number;
  /** Over which time; null where the state of today was looked at. */
  window?: CheckWindow;
}

/** What a value is measured in. */
export type CheckUnit =
  /** 0 to 100. */
  | "percent"
  /** Minutes. */
  | "minutes";

/** The time that a check looks at. */
export interface CheckWindow {
  /** First instant inside. */
  from: Instant;
  /** First instant outside. */
  to: Instant;
}

/** A name that can be one. */
export interface CheckedName {
  /** Without spaces around it and marks that nobody sees. */
  name: string;
}

/** An expression that means something. */
export interface CheckedSegment {
  /** The expression in its usual form. */
  text: string;
  /** The same as a tree. */
  tree: Expression;
  /** The names of the columns that `segment.filter` needs to answer it. */
  columns: string[];
}

/** One of two texts. */
export interface ChosenText {
  /** Which. */
  variant: TextVariant;
}

/** Who is about to be lost. */
export interface ChurnAlerts {
  /** Those who bought something, in the order in which they first stand in the lines. */
  customers: CustomerChurn[];
  /** What gaps are compared with. */
  usual: UsualGaps;
}

/** When a customer is about to be lost. */
export interface ChurnConfig {
  /** The share of gaps that ended in a purchase, 0.5 to 1, that are not too long. */
  share_in_time: number;
  /** How many gaps of one's own the usual gap of all is worth. */
  prior_gaps: number;
  /** Least gaps of all customers together for their usual gap to be taken from them. */
  least_gaps: number;
  /** The usual gap until then, in days. */
  usual_gap_days: number;
  /** How many times the usual gap is too long until then. */
  factor: number;
  /** How many days activity is added up over, and compared with as many days before. */
  activity_days: number;
  /** Activity falls where it is at most this share of what it was, 0 to 1. */
  falling_to: number;
}

/** How one customer stands, with what was read to say so. */
export interface ChurnRow {
  /** How the customer stands. */
  status: ChurnStatus;
  /** Days since the last purchase. */
  gap_days: number;
  /** The customer's usual gap, drawn towards that of all. */
  usual_gap_days: number;
  /** How many gaps are the customer's own. */
  own_gaps: number;
  /** A gap of more days is too long. */
  alert_after_days: number;
  /** In how many days the gap will be too long if nothing is bought; 0 where it is. */
  days_left: number;
  /** Activity in the later span. */
  recent_activity: number;
  /** Activity in the span before. */
  earlier_activity: number;
  /** How much recent activity would have to grow for it not to fall. */
  activity_missing: number;
}

/** How somebody stands. */
export type ChurnStatus =
  /** In time, and as active as before. */
  | "steady"
  /** In time, but less active than before. */
  | "fading"
  /** The gap is too long, but activity holds. */
  | "overdue"
  /** The gap is too long, and activity falls: win the customer back. */
  | "at_risk";

/** One class of value. */
export interface ClassFigures {
  /** Which. */
  class: RfmClass;
  /** How many customers. */
  customers: number;
  /** Their share of all buyers, in percent. */
  percent: number;
  /** What they spent, in whole units of the workspace's currency. */
  spent: number;
  /** Its share of what all spent, in percent; nothing where nothing was spent. */
  spent_percent?: number;
}

/** Whether a customer can be cleaned away, and why. Nothing is archived or deleted by saying so. */
export interface CleaningCandidate {
  /** Whether the customer can be. */
  candidate: boolean;
  /** Why, or why not: what was read, and its bound. */
  reason: Reason;
  /** The probability of a deal. */
  deal: DealEstimate;
}

/** Who can be cleaned away. */
export interface CleaningConfig {
  /** Nothing happened for longer than this. */
  inactive_for: Span;
  /** And the probability of a deal, 0 to 1, is below this. */
  probability_below: number;
}

/** What a waiting time is measured in. */
export type Clock =
  /** All hours count. */
  | "clock"
  /** Only business hours count. */
  | "business";

/** Why some records are one person. */
export interface ClusterExplanation {
  /** The ids of the records, in the order in which they came. */
  records: string[];
  /** The pair on which the cluster hangs: without it, it would fall in two. Null where it is one record. */
  weakest_link: LinkedPair | null;
}

/** The records of a batch that are one customer. */
export interface Clusters {
  /** Every record in exactly one cluster; members and clusters sorted by id. */
  clusters: CustomerId[][];
  /** Pairs that share a strong identifier and were kept apart, smaller id first, sorted: for review. */
  contradictions: ([CustomerId, CustomerId])[];
}

/** A collection of records, for errors and parked rows. */
export type Collection =
  /** Customers. */
  | "customers"
  /** Conversations. */
  | "conversations"
  /** Messages. */
  | "messages"
  /** The outbox. */
  | "outbox"
  /** Timers. */
  | "timers"
  /** The event log. */
  | "events"
  /** Merges. */
  | "merges"
  /** Pairs for review. */
  | "reviews"
  /** Keyword groups that mining proposed. */
  | "proposals";

/** What a column holds. */
export type ColumnKind =
  /** A person's whole name. */
  | "name"
  /** What a person is called among friends. */
  | "given_name"
  /** What stands between given and family name. */
  | "middle_name"
  /** The name of the family. */
  | "family_name"
  /** A company's name. */
  | "company"
  /** A day of birth. */
  | "birthday"
  /** An e-mail address. */
  | "email"
  /** A phone number. */
  | "phone"
  /** A number that one person or company has: a passport, a tax number. Each such column is a number of its own. */
  | "identity_number"
  /**
   * The customer's number in a system that gives each customer one: two different ones are never one customer. No
   * header says so: a file's own record number looks the same.
   */
  | "system_id"
  /** A house number, beside a street. */
  | "house_number"
  /** A street, with or without the house, or a whole address. */
  | "street"
  /** A town or a part of one. */
  | "place"
  /** A postal code. */
  | "postal_code"
  /** A country, a state, a province. */
  | "region"
  /** One of few values: a gender, an industry. */
  | "category"
  /** What says nothing of who somebody is. */
  | "ignore";

/** One column and what it feeds. */
export interface ColumnUse {
  /** The header. */
  header: string;
  /** The target, as a mapping document writes it. */
  target: string;
}

/** What two names say about each other. */
export interface ComparedNames {
  /** Whether they can be one person's. */
  comparison: NameComparison;
}

/** What two playbooks decide differently. */
export interface ComparedPlaybooks {
  /** As data. */
  diff: PlaybookDiff;
  /** The same as lines of text, with the ends of ids. */
  text: string;
}

/** Two shares, beside each other. */
export interface ComparedProportions {
  /** Null where one of them has no trials. */
  comparison: ProportionComparison | null;
  /** How many trials each side needs; null where no least difference between 0 and 1 is given. */
  needed: number | null;
}

/** How two values are compared. */
export type Comparison =
  /** `==` */
  | "equal"
  /** `!=` */
  | "not_equal"
  /** `<` */
  | "less"
  /** `<=` */
  | "at_most"
  /** `>` */
  | "greater"
  /** `>=` */
  | "at_least";

/** How complete one record is. */
export interface Completeness {
  /** Share of required fields that are present and valid, 0 to 1. */
  share: number;
  /** Required fields without a value, in the order of the configuration. */
  missing: FieldName[];
  /** Required fields whose value cannot be right, in the same order. */
  invalid: FieldName[];
}

/** Settings of the completeness check. */
export interface CompletenessCheck {
  /** In percent. */
  target: number;
  /** In percentage points. */
  tolerance: number;
  /** How many customers are drawn. */
  sample: number;
}

/** Completeness of records. */
export interface CompletenessConfig {
  /** Fields that every record should have, by name. At least one, none twice. */
  required: FieldName[];
  /** How many of the least complete customers a summary lists. */
  most_gaps: number;
}

/**
 * When a tag applies. A missing field meets no condition about its value; an amount in a currency without
 * a rate decides nothing, so that the tag stays as it is.
 */
export type Condition =
  /** Every one of them. */
  | {
      kind: "all";
      /** The parts. */
      of: Condition[];
    }
  /** At least one of them. */
  | {
      kind: "any";
      /** The parts. */
      of: Condition[];
    }
  /** Not this. */
  | {
      kind: "not";
      /** The part. */
      of: Condition;
    }
  /** The field has a value. */
  | {
      kind: "field_present";
      /** Which field. */
      field: FieldName;
    }
  /** The field's text, or one entry of its list, is one of these, letter for letter. */
  | {
      kind: "field_is";
      /** Which field. */
      field: FieldName;
      /** The texts. */
      values: string[];
    }
  /** An amount, converted to whole units of the workspace's currency. A budget counts by its upper end. */
  | {
      kind: "amount";
      /** Which field. */
      field: FieldName;
      /** The range. */
      range: Range;
    }
  /** People at the company. A range that spans two bands counts by its upper end: 30–60 people is 60. */
  | {
      kind: "head_count";
      /** The range. */
      range: Range;
    }
  /** What the contact decides. */
  | {
      kind: "position";
      /** Which. */
      is: Position;
    }
  /** How far the sale has come. */
  | {
      kind: "stage";
      /** One of these. */
      is: Stage[];
    }
  /** No stage has been set. */
  | { kind: "no_stage" }
  /** This just happened. */
  | {
      kind: "happened";
      /** What. */
      event: TagEvent;
    }
  /**
   * The customer has been known for longer than this: since the first contact, where that field is set,
   * otherwise since the record was made.
   */
  | {
      kind: "known_longer";
      /** Than this. */
      than: Span;
    }
  /** Did this at least so often within the activity window. */
  | {
      kind: "active";
      /** What. */
      activity: ActivityKind;
      /** How often. */
      at_least: number;
    };

/** What an entry of the ledger says. */
export type ConsentAction =
  /** The customer agreed. */
  | "given"
  /** The customer took it back. */
  | "withdrawn";

/**
 * One entry of a customer's consent ledger. Entries are added, never changed; the latest that covers a
 * purpose and channel counts, and of two at one instant the withdrawal.
 */
export interface ConsentEntry {
  /** When. */
  at: Instant;
  /** Given or withdrawn. */
  action: ConsentAction;
  /** Where the proof came from: `import:…`, `message:<id>`, `agent:<id>`, `platform`. */
  source: string;
  /** Through which channel; null is every channel. */
  channel?: Channel;
  /** For what; null is marketing and transactional alike. */
  purpose?: Purpose;
  /** Version of the text the customer agreed to, where one was shown. */
  text_version?: string;
}

/**
 * One entry of a customer's consent ledger. Entries are added, never changed; the latest that covers a
 * purpose and channel counts, and of two at one instant the withdrawal.
 * As a request takes it; {@link ConsentEntry} is what comes back.
 */
export interface ConsentEntryInput {
  /** When. */
  at: InstantInput;
  /** Given or withdrawn. */
  action: ConsentAction;
  /** Where the proof came from: `import:…`, `message:<id>`, `agent:<id>`, `platform`. */
  source: string;
  /** Through which channel; null is every channel. */
  channel?: Channel | null | undefined;
  /** For what; null is marketing and transactional alike. */
  purpose?: Purpose | null | undefined;
  /** Version of the text the customer agreed to, where one was shown. */
  text_version?: string | null | undefined;
}

/** Whether a message may be sent. */
export interface ConsentStanding {
  /** Whether it may. */
  allowed: boolean;
  /** Why. */
  reason: Reason;
  /** The entry that decided, by its place in the ledger; null where none covers the question. */
  entry: number | null;
}

/** Figures of the conversations within the window. */
export interface ConversationFigures {
  /** Messages of customers. */
  incoming: number;
  /** Messages of people in the workspace. */
  by_people: number;
  /** Messages of the engine. */
  by_engine: number;
  /** Threads in which a customer wrote. */
  conversations: number;
  /** Messages of customers by who answered them. */
  answered_by: AnsweredBy;
  /** Every local day of the window on which a customer wrote, in order. */
  days: DayFigures[];
  /** Messages of customers by local weekday (from Monday) and hour. */
  hours: number[][];
  /** First responses, whoever gave them. */
  response: ResponseFigures;
  /** First responses by people. */
  response_by_people: ResponseFigures;
  /** First responses by rules. */
  response_by_rules: ResponseFigures;
  /** First responses in clock time by length. */
  wait_classes: WaitClass[];
  /** Threads that wait for an answer now. */
  waiting_now: number;
  /** Notices raised within the window, by kind. */
  notices: Record<string, number>;
  /** How long the longest of them has waited, in seconds. */
  longest_wait?: number;
}

/** One customer's thread with one of the workspace's numbers on one channel. */
export type ConversationId = string;

/** What a check's sample consists of. */
export type Counted =
  /** Customers. */
  | "customers"
  /** Tags on customers. */
  | "tags"
  /** Messages of customers. */
  | "messages"
  /** Times that a customer waited for an answer. */
  | "waits"
  /** Backups. */
  | "backups";

/** One change, and whom it concerns. */
export type CountedChange =
  /** A tag that only the second sets. */
  | {
      change: "tag_set";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Which. */
      tag: TagId;
    }
  /** A tag that only the first leaves. */
  | {
      change: "tag_removed";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Which. */
      tag: TagId;
    }
  /** Another tag of an exclusive group: another tier, another industry. */
  | {
      change: "group";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** The group. */
      group: string;
      /** The tag under the first playbook, where there is one. */
      from?: TagId;
      /** The tag under the second, where there is one. */
      to?: TagId;
    }
  /** Another level, of a customer who waits for an answer; 1 is most urgent. */
  | {
      change: "priority_level";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Under the first playbook. */
      from: number;
      /** Under the second. */
      to: number;
    }
  /** The score of a customer who waits rises by more than was asked for. */
  | {
      change: "score_rises";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
    }
  /** The score of a customer who waits falls by more than was asked for. */
  | {
      change: "score_falls";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
    }
  /**
   * Somebody else has the customer: who is told when a conversation is handed over. That is `owner`, the customer's own,
   * or the role or person that the playbook names for customers without one.
   */
  | {
      change: "owner";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Under the first playbook. */
      from: string;
      /** Under the second. */
      to: string;
    }
  /** Another class of value. */
  | {
      change: "value_class";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Under the first playbook; nothing where no purchase is known. */
      from?: RfmClass;
      /** Under the second. */
      to?: RfmClass;
    }
  /** In a segment under the second playbook alone. */
  | {
      change: "segment_entered";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Its id, or the name that it was given. */
      segment: string;
    }
  /** In a segment under the first playbook alone. */
  | {
      change: "segment_left";
      /** How many customers. */
      customers: number;
      /** Some of them: the same on every run. */
      samples: CustomerId[];
      /** Its id, or the name that it was given. */
      segment: string;
    };

/** A clause of an expression, and how many customers it has. */
export interface CountedClause {
  /** The clause. */
  text: string;
  /** Customers for whom it holds. */
  holds: number;
  /** Customers for whom it does not. */
  fails: number;
  /** Customers of whom something that it asks is not known. */
  unknown: number;
  /** As a part of a clause all of whose parts have to hold: in which place it is asked, from 0. */
  asked?: number;
  /** How the parts are joined; nothing where the clause has none. */
  joined_by?: Joint;
  /** Its parts. */
  parts?: CountedClause[];
  /** As such a part: how many it takes away from those whom the parts before it left. */
  removes?: number;
}

/** Bounds that keep memory constant whatever a file holds. */
export interface CsvLimits {
  /** Bytes at the beginning of a file from which encoding and dialect are found. */
  sample_bytes: number;
  /** Bytes of the longest field, as UTF-8. */
  field_bytes: number;
  /** Bytes of the longest record, as UTF-8. */
  record_bytes: number;
  /** Columns of the widest record. */
  columns: number;
}

/** What the caller knows about a file; everything left out is found from its beginning. */
export interface CsvOptions {
  /** Whether a backslash escapes a quote inside quotes. Doubled quotes are always understood. */
  backslash_escapes?: boolean | null | undefined;
  /** Lines that begin with this ASCII character are no records. */
  comment?: string | null | undefined;
  /** Delimiter: one ASCII character. */
  delimiter?: string | null | undefined;
  /** Encoding. A byte order mark wins over it. */
  encoding?: TextEncoding | null | undefined;
  /** Quote: one ASCII character. */
  quote?: string | null | undefined;
}

/** An ISO 4217 code: three upper-case ASCII letters. */
export type Currency = string;

/**
 * Units of the workspace currency that one unit of another buys, by code. Given by the host: rates are
 * dated facts, not code.
 */
export interface CurrencyTable {
  /** The currency that thresholds are written in. */
  base: Currency;
  /**
   * Base units per one unit of the currency named by the key. With another `base`, the standard's rates are reckoned in
   * it where they know it, and left out where they do not.
   */
  rates: Record<string, number>;
}

/** Precision and recall of the pairs of at least a probability. */
export interface CurvePoint {
  /** The probability. */
  threshold: number;
  /** Of the pairs, the share that is right; 1 where there are none. */
  precision: number;
  /** Of the pairs of one person, the share that is found. */
  recall: number;
}

/** What the values of a field of the workspace's own are. Each is called as the kind of its values. */
export type CustomFieldType =
  /** One line of text. */
  | "text"
  /** Several texts. */
  | "list"
  /** A number. */
  | "number"
  /** An amount of money. */
  | "money"
  /** Yes or no. */
  | "flag"
  /** A day. */
  | "date"
  /** An instant. */
  | "instant";

/** The fields that a workspace has beside those that every customer has, by name, each with the type of its values. */
export type CustomFields = Record<string, CustomFieldType>;

/** A customer: fields with provenance, identifiers, tags, consents and priority, read and written as one. */
export interface Customer {
  /** Format version of the stored record. */
  v: number;
  /** Identity, for ever. */
  id: CustomerId;
  /** When the record was made. */
  created_at: Instant;
  /** When it last changed. */
  updated_at: Instant;
  /** Fields in the order of `FieldName`; at most one per name. */
  fields: Record<string, Field>;
  /** What the customer is known by. */
  identifiers: Identifier[];
  /** Tags, in the order in which they were set. */
  tags: AppliedTag[];
  /** The consent ledger, oldest first. */
  consents: ConsentEntry[];
  /** Whether the customer has been archived. */
  archived_at?: Instant;
  /** Where the customer went, and by which merge, if another absorbed it. */
  merged_into?: [CustomerId, MergeId];
  /** Place in the queue, while something is due. */
  priority?: PriorityState;
  /** The saved segments of the playbook that the customer belongs to, in the order in which they were entered. */
  segments?: SegmentMembership[];
  /** When time may next take the customer into a saved segment or out of one; the timer for it is set. */
  segments_due?: Instant;
  /** When time next asks something of the tags; the timer for it is set. What it asked before that instant is done. */
  tags_due?: Instant;
  /**
   * Tags that a person took away while their rule held: the rule does not bring them back until it has not held, or what it reads
   * has changed.
   */
  tags_taken?: TagId[];
}

/**
 * A customer: fields with provenance, identifiers, tags, consents and priority, read and written as one.
 * As a request takes it; {@link Customer} is what comes back.
 */
export interface CustomerInput {
  /** Format version of the stored record. */
  v: number;
  /** Identity, for ever. */
  id: CustomerId;
  /** When the record was made. */
  created_at: InstantInput;
  /** When it last changed. */
  updated_at: InstantInput;
  /** Fields in the order of `FieldName`; at most one per name. */
  fields?: Record<string, FieldInput> | undefined;
  /** What the customer is known by. */
  identifiers?: readonly IdentifierInput[] | undefined;
  /** Tags, in the order in which they were set. */
  tags?: readonly AppliedTagInput[] | undefined;
  /** The consent ledger, oldest first. */
  consents?: readonly ConsentEntryInput[] | undefined;
  /** Whether the customer has been archived. */
  archived_at?: InstantInput | null | undefined;
  /** Where the customer went, and by which merge, if another absorbed it. */
  merged_into?: readonly [CustomerId, MergeId] | null | undefined;
  /** Place in the queue, while something is due. */
  priority?: PriorityStateInput | null | undefined;
  /** The saved segments of the playbook that the customer belongs to, in the order in which they were entered. */
  segments?: readonly SegmentMembershipInput[] | undefined;
  /** When time may next take the customer into a saved segment or out of one; the timer for it is set. */
  segments_due?: InstantInput | null | undefined;
  /** When time next asks something of the tags; the timer for it is set. What it asked before that instant is done. */
  tags_due?: InstantInput | null | undefined;
  /**
   * Tags that a person took away while their rule held: the rule does not bring them back until it has not held, or what it reads
   * has changed.
   */
  tags_taken?: readonly TagId[] | undefined;
}

/** Something that a customer did beside buying. */
export interface CustomerActivity {
  /** Who. */
  customer: string;
  /** When. */
  at: InstantInput;
}

/** How a customer stands. */
export interface CustomerChurn {
  /** Who. */
  customer: string;
  /** How they stand, with what was read to say so. */
  churn: ChurnRow;
}

/** What a complete customer record is, and when somebody should get in touch. */
export interface CustomerConfig {
  /** How many products of interest a customer may have. At least 1. */
  max_products: number;
  /** Completeness of records. */
  completeness: CompletenessConfig;
  /** The follow-up flag. */
  follow_up: FollowUpConfig;
  /** Industries a customer may have. Empty: any text will do. */
  industries: IndustryConfig[];
  /**
   * Fields of the workspace's own, by name, each with the type of its values: imports read them so, and expressions name them.
   * A name has letters of any script, digits and `_`, with no digit first.
   */
  custom_fields: CustomFields;
}

/** Figures of the customers. Archived and merged customers are counted apart and nowhere else. */
export interface CustomerFigures {
  /** Neither archived nor merged into another. */
  active: number;
  /** Archived. */
  archived: number;
  /** Of the active ones, those made within the window. */
  created: number;
  /** Duplicates merged within the window. */
  merged: number;
  /** Merges taken back within the window. */
  merges_undone: number;
  /** Pairs that wait for a person's decision. */
  duplicates_in_review: number;
  /** Of these, the most probable ones, with what speaks for and against. */
  possible_duplicates: PossibleDuplicate[];
  /** Customers without any gap. */
  complete: number;
  /** Gaps per required field, most first. */
  gaps: FieldGap[];
  /** Completeness per owner, lowest first; `-` is nobody. */
  by_owner: GroupCompleteness[];
  /** Completeness per source, lowest first. */
  by_source: GroupCompleteness[];
  /** Customers whose follow-up is due. */
  follow_ups_due: number;
  /** Customers whose marketing consent was withdrawn within the window. */
  opt_outs: number;
  /** Customers per language as recorded, most first; `-` is unknown. */
  languages: ([string, number])[];
  /** Customers per stage. */
  stages: ([Stage | null, number])[];
  /** Share of required fields that are filled in over all active customers, in percent. */
  completeness?: number;
}

/** A customer, for ever: a merged customer's id keeps leading to the survivor. */
export type CustomerId = string;

/** A customer's scores. */
export interface CustomerValue {
  /** Who. */
  customer: string;
  /** What the purchases come to. */
  rfm: RfmRow;
}

/** A customer as people see one: the record and everything that happened, in order. */
export interface CustomerView {
  /** The record. */
  customer: Customer;
  /** Everything that happened, oldest first, across channels and merges. */
  timeline: TimelineEntry[];
}

/** What a reader must know of the data. */
export type DataNote =
  /** Messages from before the window or after the audit were left out. */
  | {
      note: "outside_window";
      /** How many. */
      messages: number;
    }
  /** A message came before one that was fed earlier; waiting times may be wrong. */
  | {
      note: "out_of_order";
      /** How many. */
      messages: number;
    }
  /** Waits that were not over at the audit; those longer than the target count with the time waited so far. */
  | {
      note: "still_waiting";
      /** How many. */
      waits: number;
    }
  /** Types of questions beyond the limit count together. */
  | {
      note: "types_cut";
      /** Messages in them. */
      messages: number;
    }
  /** Reviews of tags outside of the sample were left out. */
  | {
      note: "reviews_outside_sample";
      /** How many. */
      reviews: number;
    }
  /** The sample of quoted customers was filled up with other tagged customers. */
  | {
      note: "sample_filled_up";
      /** With how many. */
      customers: number;
    };

/** Which number of `03/04/2024` is the day, and of `24-12-31` the year. */
export type DateOrder =
  /** The first is the day: 3 April. */
  | "day_first"
  /** The second is the day: 4 March. */
  | "month_first"
  /** A year of two digits stands before month and day: 31 December 2024. The month is before the day elsewhere too. */
  | "year_first";

/** From so many to so many days with orders. */
export interface DayCounts {
  /** At least. */
  from: number;
  /** At most; nothing where there is no end. */
  to?: number;
}

/** A local day. */
export interface DayFigures {
  /** Which day. */
  date: string;
  /** Messages of customers by who answered them. */
  messages: AnsweredBy;
}

/** Local hours of one part of the day. */
export interface DayHours {
  /** First minute inside. */
  from: LocalTime;
  /** First minute outside. */
  to: LocalTime;
}

/** What people mean by the parts of a day. */
export interface DayParts {
  /** "In the morning"; also where "before 11:00" begins. */
  morning: DayHours;
  /** "At noon". */
  noon: DayHours;
  /** "In the afternoon". */
  afternoon: DayHours;
  /** "In the evening"; also where "after 16:00" ends. */
  evening: DayHours;
  /** "At night". */
  night: DayHours;
  /** "By day", and days named without hours. */
  day: DayHours;
}

/** What a deadline counts. */
export type DeadlineMode =
  /** Hours in which the workspace is open. */
  | "business"
  /** Every hour. */
  | "clock";

/** What is due by when. null while a pause lasts that began before the deadline. */
export interface Deadlines {
  /** The first answer. */
  respond_by: Instant | null;
  /** The answer to a message that came at the same time, after the first answer. */
  next_response_by: Instant | null;
  /** The end of the matter. */
  resolve_by: Instant | null;
}

/** What the workspace's own outcomes make of the odds. */
export interface DealCalibration {
  /** Whether there were outcomes enough; without, nothing is changed. */
  enough: boolean;
  /** What is added to the logarithm of the odds. */
  intercept: number;
  /** What the logarithm of the odds is multiplied by before. */
  slope: number;
  /** How many outcomes there were. */
  outcomes: number;
  /** How many of them were won. */
  won: number;
  /** How many more outcomes are needed, of the rarer kind or of both. */
  missing: number;
}

/** How likely a deal is where nobody gave a probability. */
export interface DealConfig {
  /** The probability of a fresh deal by its stage, between 0 and 1. */
  stages: Record<string, number>;
  /** The probability where there is no stage, or one that is not named. */
  without_stage: number;
  /** In how many days at one stage the odds halve. */
  age_halving_days: number;
  /** In how many days of silence the odds halve. */
  idle_halving_days: number;
  /** How much days with activity count: the odds grow with (1 + days) to the power of this. */
  activity_power: number;
  /** Least outcomes for the odds to be corrected by them. */
  least_outcomes: number;
  /** Least deals among them that were won, and least that were lost. */
  least_of_each: number;
}

/** The probability of a deal, and what it is made of. */
export interface DealEstimate {
  /** From 0 to 1. */
  probability: number;
  /** Whether somebody gave it: the rest is then what would have been estimated. */
  given: boolean;
  /** What was read. */
  facts: DealFacts;
  /** The odds of the stage. */
  stage_odds: number;
  /** What the age of the deal makes of them: a factor up to 1. */
  age_factor: number;
  /** What silence makes of them: a factor up to 1. */
  idle_factor: number;
  /** What activity makes of them: a factor from 1 on. */
  activity_factor: number;
  /** Whether the workspace's own outcomes corrected them. */
  calibrated: boolean;
}

/** What an estimate is made from. */
export interface DealFacts {
  /** How far the sale has come; none where nobody said. */
  stage: Stage | null;
  /** Days since it has been there. */
  age_days: number;
  /** Days since anything happened. */
  idle_days: number;
  /** On how many of the last days something happened. */
  active_days: number;
}

/**
 * What an estimate is made from.
 * As a request takes it; {@link DealFacts} is what comes back.
 */
export interface DealFactsInput {
  /** How far the sale has come; none where nobody said. */
  stage?: Stage | null | undefined;
  /** Days since it has been there. */
  age_days: number;
  /** Days since anything happened. */
  idle_days: number;
  /** On how many of the last days something happened. */
  active_days?: number | undefined;
}

/** How a deal ended of which this was known before. */
export interface DealOutcome {
  /** What was known. */
  facts: DealFactsInput;
  /** Whether the customer bought. */
  won: boolean;
}

/** A customer's place in the queue. */
export interface DecidedPriority {
  /** 1 (most urgent) to 3. */
  level: number;
  /** 0 to 100. */
  score: number;
  /** When a first response is due. */
  respond_by: Instant;
  /** The same as the customer's record keeps it, in its field `priority`. */
  state: PriorityState;
  /** Timers to set; one that is set under a key that exists moves it. */
  timers: Timer[];
  /** Timers to cancel. */
  cancelled_timers: TimerKey[];
  /** What people are to be told. */
  notices: Notice[];
  /** Why. */
  reasons: Reason[];
}

/** Who is one customer, and what survives when two records become one. */
export interface DedupeConfig {
  /** Matching by identifiers. */
  exact: ExactConfig;
  /** Matching by everything else. */
  linkage: LinkageConfig;
  /** Which value of a field survives a merge or an import. */
  survivorship: SurvivorshipConfig;
}

/** How a `Deduper` decides, and what the caller knows of the columns. */
export interface DeduperConfig {
  /** The probability from which on two records are one. */
  merge: number;
  /** The probability from which on a person should look at two records: at most that of merging. */
  review: number;
  /** What columns hold, by their names. Those that are not named are known by their headers. */
  columns: Record<string, ColumnKind>;
}

/**
 * How a `Deduper` decides, and what the caller knows of the columns.
 * As a request takes it; {@link DeduperConfig} is what comes back.
 */
export interface DeduperConfigInput {
  /** The probability from which on two records are one. */
  merge?: number | undefined;
  /** The probability from which on a person should look at two records: at most that of merging. */
  review?: number | undefined;
  /** What columns hold, by their names. Those that are not named are known by their headers. */
  columns?: Record<string, ColumnKind> | undefined;
}

/** The language of a text. */
export interface DetectedLanguage {
  /** Null where it cannot be told. */
  language: Language | null;
}

/** How a file separates and quotes its fields. */
export interface Dialect {
  /** Between fields. */
  delimiter: string;
  /** Around fields. */
  quote: string;
  /** Whether a backslash escapes a quote inside quotes, besides doubling. */
  backslash_escapes: boolean;
  /** Whether spaces after a delimiter are no part of the field. */
  spaces_after_delimiter: boolean;
  /** What comment lines begin with. */
  comment: string | null;
}

/** One way to look at customers: who they are, what they do, what they are worth. */
export interface DimensionConfig {
  /** Short name used in tag ids. */
  id: string;
  /** What people call it, by language. */
  names: Record<string, string>;
  /** Its tags. Where several of an exclusive group apply, the first wins. */
  tags: TagDefinition[];
}

/** How long something took. */
export interface Distribution {
  /** How many. */
  count: number;
  /** Half took at most this long, in seconds. */
  median?: number;
  /** Nine of ten took at most this long, in seconds. */
  p90?: number;
}

/** The answer that a message would get. */
export interface Draft {
  /** Why. */
  reasons?: Reason[];
  /** Which step of the order of decision would speak; null for a message that was taken in before. */
  reply?: ReplyKind;
  /** The rule that would speak. */
  rule?: RuleId;
  /** What it would say; null where it would stay silent. */
  text?: string;
}

/** The reply that people gave most. */
export interface DraftAnswer {
  /** Its most usual wording, as it was sent: it may name the customer it was sent to. */
  text: string;
  /** How many kept replies of the group say the same, apart from numbers and names. */
  count: number;
  /** Their share of the group's replies, from 0 to 1. */
  share: number;
}

/**
 * The person of each record by its id, or pairs: two ids and whether they are one person. Records of one person have
 * one name, whatever it is; nothing is concluded from pairs about others.
 */
export type DuplicateLabels = Record<string, string> | readonly (readonly [string, string, boolean])[] | readonly LabelledPair[];

/** Two customers that may be one person. */
export interface DuplicateReview {
  /** Format version of the stored record. */
  v: number;
  /** The smaller id. */
  first: CustomerId;
  /** The greater id. */
  second: CustomerId;
  /** When the pair was found. */
  at: Instant;
  /** What speaks for and against. */
  reasons: Reason[];
  /** What was decided. */
  state: ReviewState;
}

/** What a search for duplicates found, before anything was merged, and what was done about it. */
export interface DuplicatesFound {
  /** Customers that were compared. */
  compared: number;
  /** Pairs from the playbook's threshold of merging on. */
  certain: number;
  /** Pairs below it, from the threshold of review on. */
  possible: number;
  /** Pairs that different ids in one system keep apart, whatever else the two say. */
  different_system_ids: number;
  /** Pairs that a person has told apart. */
  told_apart: number;
  /** Keys that were left out because too many customers share them: pairs that share nothing else are not found. */
  keys_left_out: number;
  /** Pairs that are new in the review queue. */
  queued: number;
  /** The merges that were made, by which they can be undone. */
  merges: MergeId[];
}

/** A number, and how sure it is. */
export interface Estimate {
  /** The number. */
  value: number;
  /**
   * What the fitted parameters, being estimates, leave open. It is not how far a single customer may be from the
   * expectation.
   */
  interval: Interval;
}

/** A share and where it probably lies. */
export interface Estimate2 {
  /** What was measured, from 0 to 1; null where nothing could be counted. */
  value: number | null;
  /** With a confidence of 95 % it is no lower. */
  low: number;
  /** And no higher. */
  high: number;
}

/** One fact. The same fact reported twice carries the same id and changes nothing the second time. */
export type Event =
  /** A customer wrote; the text is in the message record. */
  | {
      kind: "message_received";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The message record. */
      message: MessageId;
    }
  /** A person in the workspace wrote, here or from the phone app. */
  | {
      kind: "agent_replied";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Who, where known. */
      agent?: AgentId;
      /** What was said; it is kept in the message record, not in the log. */
      body?: MessageBody;
      /** The message record, where there is one already. */
      message?: MessageId;
    }
  /** The engine's own message was accepted by the provider. */
  | {
      kind: "automatic_reply_sent";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The message record. */
      message: MessageId;
      /** The rule that wrote it. */
      rule: RuleId;
    }
  /** A provider reported on a message of ours. */
  | {
      kind: "message_status_changed";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The message record. */
      message: MessageId;
      /** Its new status. */
      status: MessageStatus;
    }
  /** The customer followed a link, or pressed a button, in a message of ours. */
  | {
      kind: "link_clicked";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The message record. */
      message: MessageId;
    }
  /** The customer said how content they are with a message of ours. */
  | {
      kind: "reply_rated";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The message record. */
      message: MessageId;
      /** From 1, not at all, to 5, very. A thumb up is 5, a thumb down 1. */
      stars: number;
    }
  /** A quote went out. */
  | {
      kind: "quote_sent";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** What was quoted, where known. */
      total?: Money;
    }
  /** A sample went out. */
  | {
      kind: "sample_sent";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
    }
  /** An order came in. */
  | {
      kind: "order_placed";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The order. */
      order: Order;
    }
  /** Somebody followed the customer up outside the chat: a call, a visit. */
  | {
      kind: "followed_up";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Who, where known. */
      agent?: AgentId;
    }
  /** The customer looked at a page, a price list or a download. */
  | {
      kind: "page_viewed";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Which, by the host's name for it. */
      page: string;
    }
  /** The customer came to an event of the workspace's. */
  | {
      kind: "event_visited";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Which, by the host's name for it. */
      name: string;
    }
  /** The customer asked a question about service. */
  | {
      kind: "service_question_asked";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
    }
  /** A person added a note; its text is in the note itself. */
  | {
      kind: "note_added";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The note. */
      text: NoteText;
      /** Who, where known. */
      agent?: AgentId;
    }
  /** A person took the conversation over. */
  | {
      kind: "conversation_taken";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Who. */
      agent: AgentId;
    }
  /** The conversation was closed or given back to the bot. */
  | {
      kind: "conversation_closed";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Whether the customer's question was resolved. */
      resolved: boolean;
    }
  /** A tag was set: by a rule, or by a person where a host records it. */
  | {
      kind: "tag_set";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Which. */
      tag: TagId;
      /** Who, where a person did and it is known. */
      agent?: AgentId;
    }
  /** A tag went: expired or replaced, or closed or removed by a person where a host records it. */
  | {
      kind: "tag_removed";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Which. */
      tag: TagId;
      /** Why, as a reason code. */
      cause: string;
      /** Who, where a person did and it is known. */
      agent?: AgentId;
    }
  /** The customer came to belong to a saved segment. */
  | {
      kind: "segment_entered";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Which. */
      segment: SegmentId;
    }
  /** The customer belongs to a saved segment no longer. */
  | {
      kind: "segment_left";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Which. */
      segment: SegmentId;
    }
  /** Consent was given. */
  | {
      kind: "consent_given";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** For what. */
      purpose: Purpose;
      /** Through which channel; null is every channel. */
      channel?: Channel;
    }
  /** Consent was withdrawn. */
  | {
      kind: "consent_withdrawn";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** Through which channel; null is every channel. */
      channel?: Channel;
      /** For what; null is everything but service. */
      purpose?: Purpose;
    }
  /** Customer created by an import or a first message. */
  | {
      kind: "customer_created";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
    }
  /** Another customer was merged into this one. */
  | {
      kind: "customer_merged";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The one that went. */
      absorbed: CustomerId;
    }
  /** A merge was undone. */
  | {
      kind: "merge_undone";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** The one that came back. */
      restored: CustomerId;
    }
  /** A prompt, a reminder or an overdue notice was raised by the engine. */
  | {
      kind: "notice_raised";
      /** Format version of the stored record. */
      v: number;
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: Instant;
      /** The thread it belongs to. */
      conversation?: ConversationId;
      /** Whom it concerns. */
      customer?: CustomerId;
      /** What for, as a reason code. */
      cause: string;
      /** The tag or rule concerned. */
      subject?: string;
    };

/** Something that happened. The same fact reported twice has the same id. */
export type EventId = string;

/** Matching by identifiers. */
export interface ExactConfig {
  /**
   * Identifiers that make two records one customer, in matching order: the customer found by an earlier
   * class is the one a row joins. A class that is not listed never matches.
   */
  strong: IdentifierClass[];
  /**
   * Strong identifiers that people share. A match by one of these alone goes to review when the names
   * contradict each other; a match by any other class is the same account, whatever the name.
   */
  shareable: IdentifierClass[];
  /**
   * An identifier carried by this many customers already (in a batch: by records of this many different
   * names) is no longer strong: it joins only records of the same name. At least 2.
   */
  shared_key_limit: number;
}

/** What was expected of a time that is over, from the orders before it alone, against what came. */
export interface Expectation {
  /** The last day that the expectation knew. */
  told_on: string;
  /** How many days it was told for. */
  days: number;
  /** Customers who had ordered until then. */
  customers: number;
  /** Days with orders of these customers that were expected. */
  expected: number;
  /** Days with orders of these customers that came. */
  actual: number;
  /** By how often they had ordered until then. */
  rows: ExpectationRow[];
}

/** Customers who had ordered on about as many days. */
export interface ExpectationRow {
  /** On so many days. */
  days: DayCounts;
  /** How many customers. */
  customers: number;
  /** Days with orders that were expected of them. */
  expected: number;
  /** Days with orders that came. */
  actual: number;
}

/** Why something is so. Carries codes and figures, never a customer's words. */
export interface Explained {
  /** The id that was asked about. */
  id: string;
  /** What is so, and why. */
  facts: ExplainedFact[];
  /** The same as lines of text. */
  text: string;
}

/**
 * A clause of an expression, and what came of it for one customer. It holds what the author wrote, and nothing of the
 * customer's.
 */
export interface ExplainedClause {
  /** The clause. */
  text: string;
  /** Whether it holds; nothing where something that it asks is not known of the customer. */
  holds: boolean | null;
  /** How the parts are joined; nothing where the clause has none. */
  joined_by?: Joint;
  /** Its parts. */
  parts?: ExplainedClause[];
}

/** One thing that is so, and why. */
export interface ExplainedFact {
  /** What is explained: `reply`, `message` (of ours), `tag behaviour.quoted`, `priority`, `outbox`. */
  about: string;
  /** Since when. */
  at: Instant;
  /** What holds: the rule that answered, the level, the state. */
  outcome: string;
  /** Why, most important first. */
  reasons: Reason[];
}

/** A phrase that stands in a message, and what came of it. */
export interface ExplainedKeyword {
  /** The rule. */
  rule: RuleId;
  /** Its topic. */
  label: string;
  /** The phrase, as the rule has it. */
  phrase: string;
  /** How it has to stand: of `auto` what was chosen for it. */
  mode: MatchMode;
  /** Whether the customer wrote it in Latin letters, as the rule's `romanised` lets them. */
  romanised: boolean;
  /** The words as the customer wrote them. */
  written: string;
  /** Place in UTF-8 bytes. */
  bytes: [number, number];
  /** Place in characters (code points): Python. */
  chars: [number, number];
  /** Place in UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`. */
  utf16: [number, number];
  /** What came of it. */
  outcome: KeywordOutcome;
}

/** In which form customers are written. */
export type ExportFormat =
  /**
   * Commas, double quotes, a header; no cell is taken for a formula by a spreadsheet. Several values of one cell are parted
   * by semicolons.
   */
  | "csv"
  /** One JSON object per line, without what a customer does not have. */
  | "json_lines";

/** Some of the customers of an export. */
export interface ExportedPage {
  /** What belongs at the end of the file: whole lines, on the first page with the header before them. */
  text: string;
  /** How many customers are in it. */
  customers: number;
  /** Where the next page begins; nothing after the last one. */
  after?: CustomerId;
}

/** An expression, with the grammar of CEL (the Common Expression Language) for its operators, literals, lists and calls. */
export type Expression =
  /** All of them: `a && b`. */
  | {
      kind: "all";
      /** Two or more. */
      of: Expression[];
    }
  /** At least one of them: `a || b`. */
  | {
      kind: "any";
      /** Two or more. */
      of: Expression[];
    }
  /** The opposite: `!a`. */
  | {
      kind: "not";
      /** Of this. */
      of: Expression;
    }
  /** Two values compared: `company_size > 200`. */
  | {
      kind: "compare";
      /** How. */
      operator: Comparison;
      /** The left side. */
      left: Expression;
      /** The right side. */
      right: Expression;
    }
  /** A value is one of a list, or a text is in a list: `region in ["TW", "HK"]`, `"tea" in products`. */
  | {
      kind: "in";
      /** The value. */
      value: Expression;
      /** The list. */
      list: Expression;
    }
  /** A time later by a length of time: `now + days(3)`. */
  | {
      kind: "later";
      /** The time. */
      time: Expression;
      /** The length. */
      by: Expression;
    }
  /** A time earlier by a length of time: `now - hours(24)`. */
  | {
      kind: "earlier";
      /** The time. */
      time: Expression;
      /** The length. */
      by: Expression;
    }
  /** Something that is known of a customer, or `now`: `budget.max`. */
  | {
      kind: "name";
      /** Its name. */
      name: string;
    }
  /** A function: `count("order_placed", days(30))`. */
  | {
      kind: "call";
      /** Its name. */
      function: string;
      /** What it is given. */
      arguments: Expression[];
    }
  /** A function of a value: `name.contains("tea")`. */
  | {
      kind: "method";
      /** The value. */
      of: Expression;
      /** The function's name. */
      function: string;
      /** What else it is given. */
      arguments: Expression[];
    }
  /** A text. */
  | {
      kind: "text";
      /** The text. */
      value: string;
    }
  /** A number. */
  | {
      kind: "number";
      /** The number. */
      value: number;
    }
  /** `true` or `false`. */
  | {
      kind: "flag";
      /** Which. */
      value: boolean;
    }
  /** Values: `["TW", "HK"]`. */
  | {
      kind: "list";
      /** Which. */
      of: Expression[];
    };

/** A provider's own id for a message. */
export type ExternalId = string;

/** A value an engine read or compared, kept with its type so that any language can word it. */
export type FactValue =
  /** A name, a code, a rule: never a customer's own words. */
  | {
      kind: "text";
      value: string;
    }
  /** A number. */
  | {
      kind: "number";
      value: number;
    }
  /** Yes or no. */
  | {
      kind: "flag";
      value: boolean;
    }
  /** An instant. */
  | {
      kind: "time";
      value: Instant;
    };

/**
 * A value an engine read or compared, kept with its type so that any language can word it.
 * As a request takes it; {@link FactValue} is what comes back.
 */
export type FactValueInput =
  /** A name, a code, a rule: never a customer's own words. */
  | {
      kind: "text";
      value: string;
    }
  /** A number. */
  | {
      kind: "number";
      value: number;
    }
  /** Yes or no. */
  | {
      kind: "flag";
      value: boolean;
    }
  /** An instant. */
  | {
      kind: "time";
      value: InstantInput;
    };

/** What is said when nothing matched. */
export interface FallbackReply {
  /** The turn in a row without a match at which a person takes over: 2 is the second. At least 1. */
  hand_over_after: number;
  /** What is said before that. */
  texts: Record<string, string>;
  /** What is said at the hand-over. */
  hand_over_texts: Record<string, string>;
}

/** A value with its provenance. */
export type Field =
  /** One line of text. */
  | {
      kind: "text";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: string;
    }
  /** Several. */
  | {
      kind: "list";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: string[];
    }
  /** A day. */
  | {
      kind: "date";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: string;
    }
  /** An instant. */
  | {
      kind: "instant";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: Instant;
    }
  /** A budget. */
  | {
      kind: "budget";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: Budget;
    }
  /** Weekly windows. */
  | {
      kind: "windows";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: WeeklyWindow[];
    }
  /** A head count. */
  | {
      kind: "head_count";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: HeadCount;
    }
  /** A position. */
  | {
      kind: "position";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: Position;
    }
  /** A stage. */
  | {
      kind: "stage";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: Stage;
    }
  /** A probability or another plain number. */
  | {
      kind: "number";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: number;
    }
  /** An amount. */
  | {
      kind: "money";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: Money;
    }
  /** Yes or no. */
  | {
      kind: "flag";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: Instant;
      value: boolean;
    };

/**
 * A value with its provenance.
 * As a request takes it; {@link Field} is what comes back.
 */
export type FieldInput =
  /** One line of text. */
  | {
      kind: "text";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: string;
    }
  /** Several. */
  | {
      kind: "list";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: readonly string[];
    }
  /** A day. */
  | {
      kind: "date";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: string;
    }
  /** An instant. */
  | {
      kind: "instant";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: InstantInput;
    }
  /** A budget. */
  | {
      kind: "budget";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: BudgetInput;
    }
  /** Weekly windows. */
  | {
      kind: "windows";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: readonly WeeklyWindow[];
    }
  /** A head count. */
  | {
      kind: "head_count";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: HeadCountInput;
    }
  /** A position. */
  | {
      kind: "position";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: Position;
    }
  /** A stage. */
  | {
      kind: "stage";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: Stage;
    }
  /** A probability or another plain number. */
  | {
      kind: "number";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: number;
    }
  /** An amount. */
  | {
      kind: "money";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: Money;
    }
  /** Yes or no. */
  | {
      kind: "flag";
      /** Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`. */
      source: string;
      /** When it was true or was said. */
      at: InstantInput;
      value: boolean;
    };

/** What one field says about two customers. */
export interface FieldEvidence {
  /** Which field. */
  field: string;
  /** How alike the two values are, in words. */
  level: string;
  /** Above 0 for one person, below for two. */
  bits: number;
}

/** A required field and how many customers lack it. */
export interface FieldGap {
  /** Which field. */
  field: FieldName;
  /** Customers without a valid value. */
  missing: number;
}

/** What a field holds. */
export type FieldKind =
  /** A person's name, from one column or several. */
  | "name"
  /** A company's name. */
  | "company"
  /** A day of birth. */
  | "birthday"
  /** An e-mail address. */
  | "email"
  /** A phone number. */
  | "phone"
  /** A number that one person or company has: a passport, a tax number. */
  | "identity_number"
  /** The customer's number in a system that gives each customer one. */
  | "system_id"
  /** Street and house. */
  | "street"
  /** A town or a part of one. */
  | "place"
  /** A postal code. */
  | "postal_code"
  /** A country, a state, a province. */
  | "region"
  /** One of few values: a gender, an industry. */
  | "category";

/** The name of a customer field. Any other name is one of the workspace's own. */
export type FieldName = string;

/**
 * How one of two different values of a field is chosen. Where a policy finds both equally good, the newer
 * one survives, and of two at one instant the one that was there.
 */
export type FieldPolicy =
  /** The value that was said last. */
  | "newest"
  /** The value that says more: more words, more list entries, both ends of a range. */
  | "most_complete"
  /** The value from the source that stands first in `source_order`. */
  | "source_order"
  /** The value that most records of the same customer agree on. */
  | "most_frequent"
  /** The earlier date, whoever said it. */
  | "earliest"
  /** The later date, whoever said it. */
  | "latest";

/** What a deduper compares. */
export interface FieldUse {
  /** What it holds. */
  kind: FieldKind;
  /** The columns it is read from. */
  columns: string[];
}

/** A field's value with its type. */
export type FieldValue =
  /** One line of text. */
  | {
      kind: "text";
      value: string;
    }
  /** Several. */
  | {
      kind: "list";
      value: string[];
    }
  /** A day. */
  | {
      kind: "date";
      value: string;
    }
  /** An instant. */
  | {
      kind: "instant";
      value: Instant;
    }
  /** A budget. */
  | {
      kind: "budget";
      value: Budget;
    }
  /** Weekly windows. */
  | {
      kind: "windows";
      value: WeeklyWindow[];
    }
  /** A head count. */
  | {
      kind: "head_count";
      value: HeadCount;
    }
  /** A position. */
  | {
      kind: "position";
      value: Position;
    }
  /** A stage. */
  | {
      kind: "stage";
      value: Stage;
    }
  /** A probability or another plain number. */
  | {
      kind: "number";
      value: number;
    }
  /** An amount. */
  | {
      kind: "money";
      value: Money;
    }
  /** Yes or no. */
  | {
      kind: "flag";
      value: boolean;
    };

/**
 * A field's value with its type.
 * As a request takes it; {@link FieldValue} is what comes back.
 */
export type FieldValueInput =
  /** One line of text. */
  | {
      kind: "text";
      value: string;
    }
  /** Several. */
  | {
      kind: "list";
      value: readonly string[];
    }
  /** A day. */
  | {
      kind: "date";
      value: string;
    }
  /** An instant. */
  | {
      kind: "instant";
      value: InstantInput;
    }
  /** A budget. */
  | {
      kind: "budget";
      value: BudgetInput;
    }
  /** Weekly windows. */
  | {
      kind: "windows";
      value: readonly WeeklyWindow[];
    }
  /** A head count. */
  | {
      kind: "head_count";
      value: HeadCountInput;
    }
  /** A position. */
  | {
      kind: "position";
      value: Position;
    }
  /** A stage. */
  | {
      kind: "stage";
      value: Stage;
    }
  /** A probability or another plain number. */
  | {
      kind: "number";
      value: number;
    }
  /** An amount. */
  | {
      kind: "money";
      value: Money;
    }
  /** Yes or no. */
  | {
      kind: "flag";
      value: boolean;
    };

/** What a field says about two records. */
export interface FieldWeight {
  /** What it holds. */
  kind: FieldKind;
  /** The columns it is read from. */
  columns: string[];
  /** How alike the two values are, in words; null where one is missing or they cannot be compared. */
  level: string | null;
  /**
   * Bits: above 0 for one person, below for two, 0 where nothing is said. Of fields that say the same of an address, all
   * but the strongest count half.
   */
  weight: number;
}

/** What a share says of the text. */
export type FigureVerdict =
  /** It may stay as it is. */
  | "keep"
  /** It has to be written anew. */
  | "rewrite"
  /** There are too few to say. */
  | "not_enough_yet"
  /** Nothing of the kind was reported: no link was sent, no click or no rating recorded. */
  | "not_recorded";

/** Settings of filling gaps at once. */
export interface FillGaps {
  /** Role that does it. */
  owner: string;
  /** Time from the audit to the deadline. */
  within: Span;
  /** Whether that time counts business hours only. */
  business_hours: boolean;
}

/** A text that was filled in. */
export interface FilledTemplate {
  /** The text. */
  text: string;
  /** Its length in characters. */
  characters: number;
}

/** A timer that fired. */
export type FiredTimer =
  /** Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due. */
  | {
      purpose: "tags_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** Whether it still meant something when it fired. */
      effective: boolean;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** Time may take a customer into a saved segment, or out of one. */
  | {
      purpose: "segments_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** Whether it still meant something when it fired. */
      effective: boolean;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** A reply of ours is still unread or unanswered. */
  | {
      purpose: "reply_unread";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** Whether it still meant something when it fired. */
      effective: boolean;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
      /** The turn that was answered. */
      turn: number;
    }
  /** A first response is due. */
  | {
      purpose: "response_deadline";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** Whether it still meant something when it fired. */
      effective: boolean;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** A person's greeting is due. */
  | {
      purpose: "greeting_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** Whether it still meant something when it fired. */
      effective: boolean;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** A customer should have been followed up. */
  | {
      purpose: "follow_up";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** Whether it still meant something when it fired. */
      effective: boolean;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    };

/** What is known of a fit beside its parameters. */
export interface FitReport {
  /** The parameters, in the order of the paper. */
  parameters: ParameterEstimate[];
  /** The logarithm of the likelihood at its maximum. */
  log_likelihood: number;
  /** How many customers the model was fitted to. */
  customers: number;
  /** How many of them have a history of their own; the others share one. */
  histories: number;
  /** Rows that say nothing to the model and were left out. */
  left_out: number;
  /** Newton steps until nothing changed any more. */
  steps: number;
  /** Covariances of the logarithms of the parameters. */
  ln_covariance: number[][];
}

/** The records of a deduper, and what is compared of them. */
export interface Fitted {
  /** How many records there are. */
  records: number;
  /** The names of their columns, without that of the ids. */
  columns: string[];
  /**
   * What is compared, and the columns it is read from. Columns that stand in none of them say nothing of who
   * somebody is: name them in `columns` of the configuration where they do.
   */
  fields: FieldUse[];
  /** Keys that too many records share. Pairs that share nothing else are not found. */
  blocks_left_out: number;
  /** Cells that were longer than what is kept of them. Only known just after fitting. */
  cells_cut: number | null;
  /** How it decides. */
  config: DeduperConfig;
}

/** A fitted model of purchases. */
export interface FittedPurchases {
  /** The model with its parameters. */
  purchases: PurchaseModel;
  /** How well they are known. */
  report: FitReport;
}

/** A fitted model of what purchases are worth. */
export interface FittedSpending {
  /** The model with its parameters. */
  spending: GammaGamma;
  /** How well they are known. */
  report: FitReport;
}

/** A text after folding. */
export interface FoldedText {
  /** The folded text. */
  text: string;
}

/** Whether a follow-up is due. */
export interface FollowUp {
  /** Whether it is. */
  due: boolean;
  /** The last instant at which it is not. */
  deadline: Instant;
  /** Why. */
  reason: Reason | null;
}

/** The follow-up flag. */
export interface FollowUpConfig {
  /** How long a customer may go without follow-up: the flag is raised after more than this. */
  after: Span;
  /** Count days as working days of the workspace's calendar. */
  working_days: boolean;
  /** Stages in which nobody needs to follow up. */
  except_stages: Stage[];
}

/** What is expected of one customer, and how sure that is. */
export interface Forecast {
  /** The probability of still being a customer, 0 to 1. */
  probability_alive: Estimate;
  /** Purchases within the time that was asked for. */
  expected_purchases: Estimate;
}

/** What is expected of customers, in the order of their histories. */
export interface Forecasts {
  /** The probability that each is still a customer, 0 to 1. */
  probability_alive: number[];
  /** How many purchases each is expected to make within the time that was asked for. */
  expected_purchases: number[];
}

/** An industry of the playbook. */
export interface FoundIndustry {
  /** Its id; null where the list does not have it. */
  industry: string | null;
}

/** A keyword and its place, in the three units that languages count in: begin and end, the end exclusive. */
export interface FoundKeyword {
  /** The rule. */
  rule: RuleId;
  /** The words as the customer wrote them. */
  written: string;
  /** Place in UTF-8 bytes. */
  bytes: [number, number];
  /** Place in characters (code points): Python. */
  chars: [number, number];
  /** Place in UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`. */
  utf16: [number, number];
}

/** Customers who ordered on about as many days. */
export interface FrequencyRow {
  /** On so many days. */
  days: DayCounts;
  /** One for each column. */
  cells: RecencyCell[];
}

/** Customers that reached each step within the window. */
export interface Funnel {
  /** Wrote. */
  inquired: number;
  /** Got a quote. */
  quoted: number;
  /** Got a sample. */
  sampled: number;
  /** Ordered. */
  ordered: number;
}

/** The three parameters of Gamma–Gamma. */
export interface GammaGamma {
  /** Shape of what one customer's purchases are worth. */
  p: number;
  /** Shape of how customers differ. */
  q: number;
  /** Its scale, in the unit of money. */
  v: number;
}

/** Settings of filling gaps day by day. */
export interface GapPlan {
  /** Role that does it. */
  owner: string;
  /** Length of the plan. */
  within: Span;
  /** Share of today's gaps to fill each day, in percent. */
  daily_share: number;
}

/** Whom a person greets, and by when. */
export interface GreetingConfig {
  /** What the customer spent in the last year, in whole units of the workspace's currency. */
  annual_spend: Range;
  /** Within which time. */
  within: Span;
  /** Who greets: `owner`, a role, or an agent's id. */
  audience: string;
}

/** Completeness of a group of customers. */
export interface GroupCompleteness {
  /** The group: an owner, or a source. */
  name: string;
  /** How many customers. */
  customers: number;
  /** Share of required fields that are filled in, in percent. */
  percent: number;
}

/** How many people work at a company: a range, because people write ranges. */
export interface HeadCount {
  /** At least this many. */
  low: number | null;
  /** At most this many. */
  high: number | null;
}

/**
 * How many people work at a company: a range, because people write ranges.
 * As a request takes it; {@link HeadCount} is what comes back.
 */
export interface HeadCountInput {
  /** At least this many. */
  low?: number | null | undefined;
  /** At most this many. */
  high?: number | null | undefined;
}

/** How many checks say what. */
export interface Headline {
  /** On target. */
  passed: number;
  /** Within the tolerance. */
  watched: number;
  /** Beyond it. */
  failed: number;
  /** Without data. */
  no_data: number;
}

/**
 * What words that mean business lead to: an order confirmed, a contract signed. The words themselves
 * stand in the section of the replies, as `high_value`; the reply engine recognises them.
 */
export interface HighValueConfig {
  /** The level they lead to. */
  level: number;
}

/** A day on which the workspace is closed. */
export interface Holiday {
  /** The local day. */
  date: string;
  /** What people call it; shown in plans and reports. */
  name: string;
}

/** How far and at what rate the future is counted. */
export interface Horizon {
  /** How many periods are counted. */
  periods: number;
  /** How long each is, in the unit of time of the histories: 30 where that is days. */
  period: number;
  /** What a period takes off: what is earned in the n-th counts 1 / (1 + rate)ⁿ. */
  discount_rate: number;
}

/** The id of a record, or what a record says: values by the names of their columns. */
export type IdOrRecord = string | Record<string, unknown>;

/** One identifier of a customer. */
export interface Identifier {
  /** What it is. */
  kind: IdentifierKind;
  /** Normalised: E.164, lower-case e-mail domain, as the system spells it. */
  value: string;
  /** The key it is matched by. */
  key: IdentifierKey;
  /** Where it came from. */
  source: string;
  /** When. */
  at: Instant;
  /** What was written, where it differs. */
  raw?: string;
  /** Messages to it failed for good. */
  undeliverable?: boolean;
}

/**
 * One identifier of a customer.
 * As a request takes it; {@link Identifier} is what comes back.
 */
export interface IdentifierInput {
  /** What it is. */
  kind: IdentifierKind;
  /** Normalised: E.164, lower-case e-mail domain, as the system spells it. */
  value: string;
  /** The key it is matched by. */
  key: IdentifierKey;
  /** Where it came from. */
  source: string;
  /** When. */
  at: InstantInput;
  /** What was written, where it differs. */
  raw?: string | null | undefined;
  /** Messages to it failed for good. */
  undeliverable?: boolean | undefined;
}

/** A class of identifiers, for rules. */
export type IdentifierClass =
  /** A phone number. */
  | "phone"
  /** A WhatsApp number id. */
  | "whatsapp_id"
  /** A WhatsApp business-scoped user id. */
  | "scoped_user_id"
  /** The parent form of a scoped user id. */
  | "parent_scoped_user_id"
  /** An e-mail address. */
  | "email"
  /** A WeCom external user id. */
  | "wecom_user_id"
  /** An id in any other system. */
  | "system";

/**
 * The key by which an identifier is looked up: namespace, colon, canonical value. Phone and WhatsApp
 * numbers share the namespace `tel`, and country variants of one number have one key.
 */
export type IdentifierKey = string;

/** What kind of identifier it is. */
export type IdentifierKind =
  /** A phone number in E.164. */
  | "phone"
  /** A WhatsApp number id: the number without `+`, as WhatsApp spells it. */
  | "whatsapp_id"
  /** A WhatsApp business-scoped user id; changes when the person changes number. */
  | "scoped_user_id"
  /** The parent form of a scoped user id, shared by linked portfolios. */
  | "parent_scoped_user_id"
  /** An e-mail address. */
  | "email"
  /** A WeCom external user id. */
  | "wecom_user_id"
  /** An id in another system, by the system's name. One customer has at most one per system. */
  | { system: string; };

/** The settings of the import. */
export interface ImportConfig {
  /** Bounds that keep memory constant. */
  limits: CsvLimits;
  /** Which number of `03/04/2024` is the day, and of `24-12-31` the year, where neither the mapping nor the column itself tells. */
  date_order: DateOrder;
  /** Two-digit years up to this one belong to the 2000s, later ones to the 1900s. */
  century_pivot: number;
  /** What to do with a row whose optional value cannot be read. */
  on_bad_value: OnBadValue;
  /** Whether columns without a target become custom fields. */
  keep_unmapped: boolean;
  /** Products of interest kept per customer. */
  products_kept: number;
  /** Rows at the beginning of a file among which the header is looked for. */
  header_search_rows: number;
  /** Rows whose dates are looked at to find the order of day, month and year. */
  evidence_rows: number;
  /** Rejected rows kept in the report, and rows named for each of its notes; all are handed out one by one besides. */
  rejected_sample: number;
  /** Rows handed out at a time; an import commits as many together. */
  batch_rows: number;
  /** What people mean by the parts of a day. */
  day_parts: DayParts;
}

/**
 * The figures of an import; `read` is always the sum of the other four once all rows are stored. An import that aborted
 * before it stored any has rows read and rejected alone.
 */
export interface ImportCounts {
  /** Rows read, blank ones left out. */
  read: number;
  /** Rows that made a customer. */
  created: number;
  /** Rows that added to a customer. */
  merged: number;
  /** Rows that say nothing new. */
  unchanged: number;
  /** Rows that cannot be stored. */
  rejected: number;
}

/** The counts of one import. */
export interface ImportFigures {
  /** What was read. */
  source: string;
  /** When. */
  at: Instant;
  /** Rows read. */
  rows: number;
  /** New customers. */
  created: number;
  /** Rows that completed a known customer. */
  merged: number;
  /** Rows that said nothing new. */
  unchanged: number;
  /** Rows refused. */
  rejected: number;
}

/** What one import is told beside the file. Everything but the source may be left out. */
export interface ImportOptions {
  /** Short name of where the data comes from; provenance reads `import:<source>`. */
  source: string;
  /** Encoding and dialect, as far as they are known. */
  csv?: CsvOptions | undefined;
  /**
   * Currency of amounts that name none. Left out, a workspace takes its own; a `CsvImport` by
   * itself cannot read such amounts.
   */
  default_currency?: Currency | null | undefined;
  /**
   * Country (ISO 3166-1 alpha-2) of phone numbers without calling code. Left out, a workspace takes its own; a
   * `CsvImport` by itself, or with an empty one, knows none.
   */
  default_region?: string | null | undefined;
  /** Nothing is to be stored. */
  dry_run?: boolean | undefined;
  /** Whether there is a header; left out, the file decides. */
  header?: boolean | null | undefined;
  /** Overrides `import.keep_unmapped` of the playbook. */
  keep_unmapped?: boolean | null | undefined;
  /** Which column means what, beside the headers that are recognised. */
  mapping?: MappingInput | undefined;
  /** Overrides `import.on_bad_value` of the playbook. */
  on_bad_value?: OnBadValue | null | undefined;
  /** Whether a rejected row stops the whole import. */
  on_rejected?: OnRejected | undefined;
  /** IANA zone of times without an offset; UTC where left out. */
  time_zone?: string | null | undefined;
}

/** How far an import has come. */
export interface ImportProgress {
  /** Bytes of the source read. */
  bytes: number;
  /** What became of the rows so far. */
  counts: ImportCounts;
}

/** The report of an import, as data. */
export interface ImportReport {
  /** The source that the caller named. */
  source: string;
  /** The figures. The reader counts rows read and rejected; who stores the rows counts the others. */
  counts: ImportCounts;
  /** The file's encoding, once known. */
  encoding: TextEncoding | null;
  /** The file's dialect, once known. */
  dialect: Dialect | null;
  /** Line of the header, where there is one. */
  header_line: number | null;
  /** The columns in use and what they feed. */
  columns: ColumnUse[];
  /** Notes by column and code. */
  notes: NoteCount[];
  /** The first rejected rows. */
  rejected: RejectedRow[];
  /** Bytes read. */
  bytes: number;
  /** Nothing was to be stored. */
  dry_run: boolean;
  /** The import was broken off: by who watched it, or by a rejected row where one is not to be stood for. */
  aborted: boolean;
}

/** A row: accepted with its values, or rejected with the reason. */
export interface ImportedRow {
  /** The column at fault. */
  column?: string;
  /** Values by field. */
  fields?: Record<string, FieldValue>;
  /** Keys of the identifiers. */
  keys?: IdentifierKey[];
  /** Line on which a rejected row begins, counted from 1. */
  line?: number;
  /** Codes of what could not be read as meant. */
  notes?: string[];
  /** Code of why the row cannot be stored. */
  rejected?: string;
  /** What that column should hold. */
  value_kind?: string;
}

/** The rows of a file. */
export interface ImportedRows {
  /** In the order of the file, without blank ones. */
  rows: ImportedRow[];
  /** The file's encoding, once known. */
  encoding: TextEncoding | null;
  /** What each column feeds, as a mapping document writes it. */
  columns: string[];
}

/** A message from a customer, as a channel delivers it. */
export interface IncomingMessage {
  /** The provider's id: a second delivery of it changes nothing. */
  external_id: ExternalId;
  /** Through which channel. */
  channel: Channel;
  /** To which of the workspace's numbers. */
  account: AccountId;
  /** From whom. */
  sender: Sender;
  /** What it says. */
  body: MessageBody;
  /** When it was sent, by the provider's clock. */
  sent_at: Instant;
  /** Imported history: it is kept and counted, and fires nothing. An opt-out in it holds like any other. */
  history: boolean;
}

/**
 * A message from a customer, as a channel delivers it.
 * As a request takes it; {@link IncomingMessage} is what comes back.
 */
export interface IncomingMessageInput {
  /** The provider's id: a second delivery of it changes nothing. */
  external_id: ExternalId;
  /** Through which channel. */
  channel: Channel;
  /** To which of the workspace's numbers. */
  account: AccountId;
  /** From whom. */
  sender: SenderInput;
  /** What it says. */
  body: MessageBodyInput;
  /** When it was sent, by the provider's clock. */
  sent_at: InstantInput;
  /** Imported history: it is kept and counted, and fires nothing. An opt-out in it holds like any other. */
  history?: boolean | undefined;
}

/** What an index that is kept in memory has. */
export interface IndexedSegments {
  /** Customers. */
  customers: number;
  /** Bytes that it takes. */
  bytes: number;
}

/** An industry. */
export interface IndustryConfig {
  /** The name that records carry. */
  id: string;
  /** How people write it, in any language; upper and lower case are one. */
  names: string[];
}

/** A range that covers the true value with the stated confidence. */
export interface Interval {
  /** Lower end. */
  low: number;
  /** Upper end. */
  high: number;
  /** How often ranges made like this one cover the true value, 0 to 1. */
  confidence: number;
}

/** How the parts of a clause are joined. */
export type Joint =
  /** All of them have to hold. */
  | "all"
  /** One of them has to hold. */
  | "any"
  /** It must not hold. */
  | "not";

/** The keywords of a workspace. */
export interface KeywordConfig {
  /** Bounds on the set. */
  limits: KeywordLimits;
  /** The rules; of equals, the earlier wins. */
  rules: KeywordRule[];
  /**
   * The language of words in Latin letters, in rules that name none and in what is mined and learned; English where nothing
   * is said.
   */
  language?: StemLanguage;
}

/** Settings of the keyword coverage check. */
export interface KeywordCoverageCheck {
  /** In percent. */
  target: number;
  /** In percentage points. */
  tolerance: number;
  /** How similar two messages without a rule must be to count as one type of question, 0 to 1. */
  similarity: number;
  /** At most so many types without a rule are told apart; further ones count together. */
  max_groups: number;
  /** Shorter messages ("ok") are no questions, counted in letters and digits. */
  minimum_characters: number;
}

/** Why a message is answered as it is. */
export interface KeywordExplanations {
  /** In the order of their places. */
  phrases: ExplainedKeyword[];
}

/** Something about a phrase or a rule that its owner should know. */
export interface KeywordFinding {
  /** What it is, such as `keyword.lint.shadowed`. Codes stay what they are. */
  code: string;
  /** How much it matters. */
  severity: KeywordSeverity;
  /** Where it is. */
  place: KeywordLintPlace;
  /** The other phrase or rule that has to do with it. */
  other: KeywordLintPlace | null;
  /** In how many of the messages it shows; null where it shows without any. */
  count: number | null;
  /** Some of those messages, by their numbers, counted from 0. */
  samples: number[];
  /** What else it is about: the characters, the forms of a word, the companions, or the topics. */
  details: string[];
  /** What it is, in a sentence for people. */
  message: string;
  /** What to do. */
  advice: string;
}

/** How the keyword rules in force do. */
export interface KeywordHealth {
  /** The time looked at. */
  window: CheckWindow;
  /**
   * Messages that a rule was allowed to answer: not those that an opt-out, a request for a person, high-value words or the
   * same question again decided before any rule was asked.
   */
  answerable: number;
  /** Of those, messages with the answer of a keyword rule that was sent, or still may be. */
  answered: number;
  /** The rules in force, in their order. */
  rules: KeywordRuleHealth[];
  /**
   * How the texts that go on with a customer without a keyword are taken, of those that were sent: welcome, away, greeting,
   * fallback.
   */
  steps: ReplyHealth[];
  /** How many messages the findings were measured on: all of the window with words in them, or a sample of these. */
  measured_on: number;
  /** The messages that the findings' samples number, counted from 0. */
  samples: MessageId[];
  /** Findings that are not listed, because there are too many. */
  findings_left_out: number;
  /** Accepted rules that are not in force, because the playbook's limits leave no room for them. */
  rules_left_out: RuleId[];
}

/** What was found in a message. */
export interface KeywordHits {
  /** In the order of their places. */
  hits: FoundKeyword[];
}

/** The topics of a message. */
export interface KeywordLabels {
  /** Each once, in the order in which they are found. */
  labels: string[];
}

/** Bounds that keep a set of keywords cheap to compile and to match. */
export interface KeywordLimits {
  /** Most rules in one set. */
  max_rules: number;
  /** Most phrases in one set, terms, companions and negative ones included. */
  max_phrases: number;
  /** Longest phrase or regular expression, in characters. */
  max_phrase_characters: number;
  /** Largest compiled form of one regular expression, in bytes. */
  regex_bytes: number;
  /** Largest compiled form of all regular expressions together, in bytes. */
  regex_total_bytes: number;
  /** Most hits listed for one message; finding the best hit is not limited. */
  max_hits: number;
  /**
   * A set gets the fastest automaton where that takes at most so many bytes of memory; a larger set gets one that is
   * smaller and, as long as both fit into the processor's cache, half as fast. Phrases in scripts whose characters take
   * three bytes, as Chinese, have one of their own at any size.
   */
  fast_automaton_bytes: number;
}

/** What is wrong with a set of keywords, and how good it is. */
export interface KeywordLint {
  /** What was found, the most serious first, then in the order of the rules. */
  findings: KeywordFinding[];
  /** How many more there are than are listed. */
  left_out: number;
  /** How many messages were read. */
  messages: number;
  /** How each rule fares, in their order. */
  rules: RuleMeasure[];
  /** How the rules of each topic fare together, in the order of the topics' names. */
  labels: LabelMeasure[];
}

/** What a set of keywords is held to, and from how many messages on they tell anything. */
export interface KeywordLintConfig {
  /** A phrase that fires in a larger share of the messages is too broad, from 0 to 1. */
  broad_share?: number | undefined;
  /** How often the intervals of precision and recall cover the true value, from 0 to 1. */
  confidence?: number | undefined;
  /**
   * So many messages are enough to say of a phrase that it never fires, or that it fires too often. A phrase is said
   * never to fire only where so many messages are in its script.
   */
  enough_messages?: number | undefined;
  /** In so many messages a phrase has to stand before anything is said of how it fares in them. */
  least_evidence?: number | undefined;
  /** Most findings listed; the others are counted. */
  max_findings?: number | undefined;
  /** The precision asked of a rule, from 0 to 1. */
  precision?: number | undefined;
  /** Most messages named as samples of a finding. */
  samples?: number | undefined;
  /**
   * Where the most frequent topic has a smaller share of the messages in which a phrase fires, the phrase does not
   * tell topics apart, from 0 to 1.
   */
  topic_share?: number | undefined;
}

/** A place in the rules: a phrase, or a rule as a whole. */
export interface KeywordLintPlace {
  /** The rule. */
  rule: RuleId;
  /** Where in the document: `rules[3].phrases[1]`, or `rules[3]` for the rule as a whole. */
  field: string;
  /** The phrase, as it is written there; null for the rule as a whole. */
  phrase: string | null;
}

/** What came of a phrase that stands in a message. */
export type KeywordOutcome =
  /** It is the one to act on. */
  | { kind: "best" }
  /** Its rule fires, and another hit is to be acted on. */
  | { kind: "fires" }
  /** A negative phrase of the rule stands in the message. */
  | {
      kind: "silenced";
      /** The phrase. */
      by: string;
    }
  /** Companions do not stand near it. */
  | {
      kind: "alone";
      /** Those that are missing. */
      missing: string[];
    };

/** A keyword group that people may want: phrases for a topic that nothing answers yet. */
export interface KeywordProposal {
  /** Its most telling words as people write them. */
  name: string;
  /** The terms of a rule for it; a message belongs where one of them fires. */
  terms: KeywordTerm[];
  /** Typical messages, all different, the most typical first. */
  samples: string[];
  /**
   * How many of the unanswered messages the phrases would answer. Where more were added than are kept, the count
   * among those kept, scaled up.
   */
  messages: number;
  /** Points (0 to 100) of all messages, answered or not, that it would answer: `100 × messages / all`. */
  coverage_gain: number;
  /**
   * How alike the messages are that the phrases select, from 0 to 1: the expected share that are about the topic. An
   * estimate from their words; see docs/benchmarks.md for how true it is.
   */
  cohesion: number;
  /** Rules in force that it would meet, the most serious first. */
  conflicts: ProposalConflict[];
  /** What people answered most in this group; none where no reply recurs. */
  draft_answer: DraftAnswer | null;
}

/** What people may want to answer. */
export interface KeywordProposals {
  /** How many messages no rule answers. */
  unanswered: number;
  /** Those first that answer most and conflict least. */
  proposals: KeywordProposal[];
}

/**
 * How good a rule, or all rules of a topic, are on labelled messages. Right is what fires in a message that has its
 * topic for a label, whether or not another rule goes first there.
 */
export interface KeywordQuality {
  /** Messages in which it fires that have its topic for a label. */
  right: number;
  /** Messages in which it fires that have another label or none. */
  wrong: number;
  /** Messages that have its topic for a label. */
  labelled: number;
  /** Of the messages in which it fires, those where it is right. */
  precision: KeywordShare;
  /** Of the messages that have its topic for a label, those in which it fires. */
  recall: KeywordShare;
  /** Its precision beside the one that is asked for. */
  verdict: KeywordVerdict;
}

/** A topic and the phrases that people use for it. */
export interface KeywordRule {
  /** The rule's name, once per document. */
  id: RuleId;
  /** The topic, such as `price`. Several rules may share one. */
  label: string;
  /** What people write, in any language. Written as people read it: folding is done here. */
  phrases: string[];
  /** How a phrase has to stand in the message. */
  mode: MatchMode;
  /**
   * Phrases that silence the rule wherever they stand in the message; matched as `auto`, or by their stems where the
   * rule's mode is `stem`.
   */
  negative: string[];
  /** Of several rules that fire, the one with the highest number is the best. */
  priority: number;
  /**
   * The language by whose rules words are brought to their stems, where their script does not tell: words in Latin letters
   * are of the set's language unless this says otherwise.
   */
  language?: StemLanguage;
  /**
   * Whether phrases in Cyrillic, Arabic, Devanagari and Chinese characters are also found as people type them in Latin
   * letters and digits: `skolko stoit`, `kam el se3r`, `kitne ka hai`, `duo shao qian`. Negative phrases and companions
   * too. What is too short for that, or a usual English word, is not.
   */
  romanised?: boolean;
  /**
   * Whether `й` in a phrase is also found as `и`, as people write who have no `й` on their keyboard: `чаи`, `какои`. Negative
   * phrases and companions too. That `ё` is `е` needs no asking.
   */
  short_i_as_i?: boolean;
  /** More phrases, of which there is more to say. A rule has one phrase or term at least. */
  terms?: KeywordTerm[];
}

/**
 * A topic and the phrases that people use for it.
 * As a request takes it; {@link KeywordRule} is what comes back.
 */
export interface KeywordRuleInput {
  /** The rule's name, once per document. */
  id: RuleId;
  /** The topic, such as `price`. Several rules may share one. */
  label: string;
  /** What people write, in any language. Written as people read it: folding is done here. */
  phrases?: readonly string[] | undefined;
  /** How a phrase has to stand in the message. */
  mode?: MatchMode | undefined;
  /**
   * Phrases that silence the rule wherever they stand in the message; matched as `auto`, or by their stems where the
   * rule's mode is `stem`.
   */
  negative?: readonly string[] | undefined;
  /** Of several rules that fire, the one with the highest number is the best. */
  priority?: number | undefined;
  /**
   * The language by whose rules words are brought to their stems, where their script does not tell: words in Latin letters
   * are of the set's language unless this says otherwise.
   */
  language?: StemLanguage | null | undefined;
  /**
   * Whether phrases in Cyrillic, Arabic, Devanagari and Chinese characters are also found as people type them in Latin
   * letters and digits: `skolko stoit`, `kam el se3r`, `kitne ka hai`, `duo shao qian`. Negative phrases and companions
   * too. What is too short for that, or a usual English word, is not.
   */
  romanised?: boolean | undefined;
  /**
   * Whether `й` in a phrase is also found as `и`, as people write who have no `й` on their keyboard: `чаи`, `какои`. Negative
   * phrases and companions too. That `ё` is `е` needs no asking.
   */
  short_i_as_i?: boolean | undefined;
  /** More phrases, of which there is more to say. A rule has one phrase or term at least. */
  terms?: readonly KeywordTermInput[] | undefined;
}

/** How one rule does. */
export interface KeywordRuleHealth {
  /** The rule. */
  rule: RuleId;
  /** Its topic. */
  label: string;
  /** Whether it is an accepted proposal and not one of the playbook's. */
  accepted: boolean;
  /** Messages that it answered. An answer that failed, ran out of time, was taken back, set aside or is unknown is none. */
  triggered: number;
  /** Those, in percent of the messages that a rule was allowed to answer; null where there are none. */
  trigger_share: number | null;
  /** In how many messages it and its phrases fire. */
  measure: RuleMeasure;
  /** What is wrong with it. */
  findings: KeywordFinding[];
  /** How its answer is taken; null where it was not sent. */
  reply: ReplyHealth | null;
}

/** How much a finding matters. */
export type KeywordSeverity =
  /** A phrase does not do what it was written for. */
  | "error"
  /** Messages are answered wrongly, or go without an answer. */
  | "warning"
  /** Nothing is answered wrongly, but something could be left out or is worth a look. */
  | "note";

/** A share of messages, and where it probably lies. */
export interface KeywordShare {
  /** What was measured, from 0 to 1; null where there was nothing to count. */
  value: number | null;
  /** With the confidence that was asked for it is no lower (Wilson's score interval). */
  low: number;
  /** And no higher. */
  high: number;
}

/** A phrase with a mode of its own or with companions. */
export interface KeywordTerm {
  /** The phrase. */
  text: string;
  /** How near: at most so many words stand between the two. In a script without spaces two characters count as a word. */
  within: number;
  /** How it has to stand in the message; as the rule says where nothing is said. */
  mode?: MatchMode;
  /**
   * Phrases that must all stand near it, before or after; matched as `auto`, or by their stems where the
   * term or its rule is.
   */
  near?: string[];
  /** Whether it and its companions are also found in Latin letters; as the rule says where nothing is said. */
  romanised?: boolean;
}

/**
 * A phrase with a mode of its own or with companions.
 * As a request takes it; {@link KeywordTerm} is what comes back.
 */
export interface KeywordTermInput {
  /** The phrase. */
  text: string;
  /** How near: at most so many words stand between the two. In a script without spaces two characters count as a word. */
  within?: number | undefined;
  /** How it has to stand in the message; as the rule says where nothing is said. */
  mode?: MatchMode | null | undefined;
  /**
   * Phrases that must all stand near it, before or after; matched as `auto`, or by their stems where the
   * term or its rule is.
   */
  near?: readonly string[] | undefined;
  /** Whether it and its companions are also found in Latin letters; as the rule says where nothing is said. */
  romanised?: boolean | null | undefined;
}

/** Whether a rule reaches the precision that is asked of it. */
export type KeywordVerdict =
  /** All of the interval lies above it. */
  | "passes"
  /** All of the interval lies below it. */
  | "fails"
  /** The interval contains it: more labelled messages are needed. */
  | "too_few_to_tell";

/** How the rules of a topic fare together. */
export interface LabelMeasure {
  /** The topic. */
  label: string;
  /** Messages in which one of its rules fires. */
  fired: number;
  /** Messages in which one of its rules is the one to act on. */
  decided: number;
  /** How good its rules are; null without labels. */
  quality: KeywordQuality | null;
}

/** Two records of which somebody knows whether they are one person. */
export interface LabelledPair {
  /** The id of one. */
  first: string;
  /** The id of the other. */
  second: string;
  /** Whether they are one person. */
  same: boolean;
}

/** A language of the standard playbook. */
export type Language =
  /** English. */
  | "en"
  /** Russian. */
  | "ru"
  /** Arabic. */
  | "ar"
  /** Hindi. */
  | "hi"
  /** Chinese in simplified characters. */
  | "zh-hans"
  /** Chinese in traditional characters. */
  | "zh-hant";

/** What is asked of learning. */
export interface LearnOptions {
  /** The language of words in Latin letters; English where nothing is said. Other scripts say it themselves. */
  language?: StemLanguage | null | undefined;
  /**
   * The share of right answers, 0 to 1, that is wanted of the answers to messages that were not learned from. More
   * means fewer answers.
   */
  precision?: number | undefined;
  /** Most terms of a label: its phrases and its negatives together, a phrase with its companion being one term. */
  terms?: number | undefined;
  /** Most words between a phrase and its companion. */
  within?: number | undefined;
}

/** A phrase of a learned rule. */
export interface LearnedPhrase {
  /**
   * The phrase as it is written most often, folded: by its stems, or a part of words, as its mode says; with what has to
   * stand near it.
   */
  term: KeywordTerm;
  /** In how many of the messages learned from it stands. */
  fired: number;
  /** How many of these have the rule's label. */
  right: number;
}

/** A learned rule. */
export interface LearnedRule {
  /** What messages in which it fires are about. */
  label: string;
  /** One is enough. Those that say most come first. */
  phrases: LearnedPhrase[];
  /** Phrases of one or two words that silence the rule wherever they stand, by their stems. */
  negative: string[];
  /** Of the rules that fire, the one with the highest number answers. No two rules have the same. */
  priority: number;
  /** How many messages the rule for this label answered in cross-validation: messages that it was not learned from. */
  fired: number;
  /** How many of these answers were right. */
  right: number;
  /** The share of right answers among them, 0 to 1; 0 where there was no answer. */
  precision: number;
  /** Wilson's 95 % interval for it; null where there was no answer. */
  interval: Interval | null;
}

/** What was learned. */
export interface LearnedRules {
  /** The rules, the highest priority first; none for a label of which nothing reliable could be said. */
  rules: LearnedRule[];
  /**
   * The rules as keywords have them, in the same order: a set that answers as was learned, to be used as it is or
   * corrected. A rule's id is `learned.` and its label.
   */
  keywords: KeywordRule[];
  /** Labels without a rule, in order. */
  unlearned: string[];
  /** Messages that were learned from. */
  messages: number;
  /** How many of them were answered in cross-validation. */
  fired: number;
  /** How many of these answers were right. */
  right: number;
  /** The language whose stems words in Latin letters were brought to, as it was asked for. */
  language: StemLanguage | null;
}

/** A message that a worker may send, for as long as the lease lasts. */
export interface LeasedMessage {
  /** The message; its id is the idempotency key for the provider. */
  message: OutgoingMessage;
  /** The worker's right: every report names it, and a late one is refused. */
  generation: number;
  /** When the lease ends unless renewed. */
  until: Instant;
}

/** One level of urgency. */
export interface LevelConfig {
  /** Its number, from 1, the most urgent. */
  level: number;
  /** Only for new inquiries. */
  new_inquiry: boolean;
  /** When the first answer is due. */
  respond_within: Span;
  /** When every later answer is due, counted from the customer's message. */
  next_response_within: Span;
  /** When the matter is to be settled. It is told with the other deadlines of a level; no notice is raised when it passes. */
  resolve_within: Span;
  /** Only for budgets in this range, in whole units of the workspace's currency. */
  budget?: Range;
}

/** One level of urgency. */
export interface LevelFigures {
  /** 1 is most urgent. */
  level: number;
  /** Waiting, and still in time. */
  open: number;
  /** Waiting past the deadline. */
  overdue: number;
  /** Answered in time. */
  in_time: number;
  /** Answered too late. */
  late: number;
}

/** How a tag lives after it was set. Days and months keep the local time at which the tag was set. */
export interface Lifecycle {
  /** Only a person ends it. */
  close_by_hand: boolean;
  /** The event that sets it begins its period anew when it happens again. */
  restarts: boolean;
  /** Ends by itself after this long. */
  expires_after?: Span;
  /** Is overdue after this long, until a person closes it. */
  overdue_after?: Span;
  /** Asks for an action this long after it was set. */
  prompt_after?: Span;
  /** Reminds this long after it was set. */
  remind_after?: Span;
  /** Reminds this long before it expires or becomes overdue. */
  remind_before?: Span;
  /** Asks to be looked at again, again and again. */
  review_every?: Span;
  /** Asks for contact again and again. */
  task_every?: Span;
}

/** What customers are still worth. */
export interface LifetimeValues {
  /** In the order of the histories. */
  lifetime_value: number[];
}

/** What became of the lines. Each is counted once, in the order in which they stand here. */
export interface LineCounts {
  /** All lines. */
  lines: number;
  /** Nobody knows who bought. */
  without_customer: number;
  /** Dated after today. */
  future: number;
  /** Below 0: returned or cancelled. */
  returned: number;
  /** What was returned, of customers that are known, as a number from 0 on. */
  returned_amount: number;
  /** For nothing: no purchase either. */
  free: number;
  /** The others, from which purchases are made. */
  bought: number;
  /** Customers who returned something and of whom no purchase is known: they have no row. */
  only_returned: number;
}

/** What is decided about two records. */
export type LinkVerdict =
  /** They are one. */
  | "merge"
  /** A person should look. */
  | "review"
  /** They are two. */
  | "apart";

/** Matching by everything that customers say, where no identifier decides: how probably two are one person. */
export interface LinkageConfig {
  /**
   * The probability from which on a pair is one person, and is merged where the call asks for it. At least
   * `review` and below 1.
   */
  merge: number;
  /** The probability from which on a person should look at a pair. Above 0. */
  review: number;
}

/** Two records and how probably they are one person. */
export interface LinkedPair {
  /** The id of the record that came first. */
  first: string;
  /** That of the other one. */
  second: string;
  /** From 0 to 1. */
  probability: number;
  /** What is decided. */
  verdict: LinkVerdict;
}

/** A local time of day to the minute, written `"22:00"`. `"24:00"` is the end of the day. */
export type LocalTime = string;

/**
 * Which column means what.
 *
 * A target is a field name (`name`, `budget`, …), an identifier (`phone`, `whatsapp_id`, `email`, `wecom`,
 * `scoped_user_id`, `parent_scoped_user_id`, `system:<name>`), a part of the name (`given_name`,
 * `middle_name`, `family_name`), `organisation`, `consent:<purpose>`, `custom:<name>`, or `ignore`.
 */
export interface Mapping {
  /** Header, or column number counted from 1, to target. Wins over recognised headers. */
  columns: Record<string, string>;
  /** Target to the text that every row gets where its own cell is blank. */
  constants: Record<string, string>;
  /** Which number of `03/04/2024` is the day, and of `24-12-31` the year. */
  date_order: DateOrder | null;
}

/**
 * Which column means what.
 *
 * A target is a field name (`name`, `budget`, …), an identifier (`phone`, `whatsapp_id`, `email`, `wecom`,
 * `scoped_user_id`, `parent_scoped_user_id`, `system:<name>`), a part of the name (`given_name`,
 * `middle_name`, `family_name`), `organisation`, `consent:<purpose>`, `custom:<name>`, or `ignore`.
 * As a request takes it; {@link Mapping} is what comes back.
 */
export interface MappingInput {
  /** Header, or column number counted from 1, to target. Wins over recognised headers. */
  columns?: Record<string, string> | undefined;
  /** Target to the text that every row gets where its own cell is blank. */
  constants?: Record<string, string> | undefined;
  /** Which number of `03/04/2024` is the day, and of `24-12-31` the year. */
  date_order?: DateOrder | null | undefined;
}

/** What kind of value is masked. */
export type MaskKind =
  /** A phone number: `0912***456`. */
  | "phone"
  /** An e-mail address: `a***@e***.com`. */
  | "email"
  /** A person's or company's name: `A***`. */
  | "name"
  /** A postal address: hidden whole. */
  | "address"
  /** An id number, or an id in another system: `***789`. */
  | "id_number"
  /** Free text: numbers and e-mail addresses in it are masked, the rest stays. */
  | "text";

/** A masked value. */
export interface MaskedValue {
  /** What may be shown. */
  masked: string;
}

/** How much of a value a mask shows. What is hidden is always three asterisks, whatever its length. */
export interface MaskingConfig {
  /** Digits shown at the start of a phone number; with `phone_tail` at most seven. */
  phone_head: number;
  /** Digits shown at the end of a phone number. */
  phone_tail: number;
  /** Phone numbers with fewer digits show only `phone_short_tail`; at least three more than head and tail. */
  phone_full_from: number;
  /** Digits shown at the end of a short phone number. */
  phone_short_tail: number;
  /** Phone numbers with fewer digits are hidden whole; at least twice `phone_short_tail`. */
  phone_short_from: number;
  /** Characters shown at the end of an id number. */
  id_tail: number;
  /** Id numbers with fewer characters are hidden whole; at least twice `id_tail`. */
  id_from: number;
  /** In free text, digits in a row, spaces and hyphens among them, from which a number is hidden. */
  text_digits: number;
}

/** A record that may be the one that was asked for. */
export interface Match {
  /** Its id. */
  id: string;
  /** How probably the two are one person, from 0 to 1. */
  probability: number;
  /** What is decided. */
  verdict: LinkVerdict;
}

/** How a phrase has to stand in a message. */
export type MatchMode =
  /**
   * As its script and length ask: words of four letters or more (three in Arabic, Hebrew, Bengali and Devanagari, two in Hangul)
   * by their stems, as for `stem`; what has no letters, anywhere; all else as it is written.
   */
  | "auto"
  /** As it is written: as a word or phrase in scripts that write spaces between words, anywhere in scripts that do not. */
  | "as_written"
  /** The phrase is the whole message, apart from punctuation, emoji and spaces around it. */
  | "whole_message"
  /**
   * As a word or phrase of its own; in Chinese, Japanese and Thai by dictionaries (`价格` in `请问价格多少`, not in
   * `评价格外好`), in other scripts without spaces as a stretch of its own.
   */
  | "word"
  /** Anywhere, inside other words too. */
  | "substring"
  /**
   * As a word or phrase whose words may be inflected: `price` for `prices`, `скидка` for `скидку`, `سعر` for `والسعر`.
   * In a script without spaces, as it is written.
   */
  | "stem"
  /**
   * As a word or phrase with slips: a letter left out, added, mistaken or swapped with its neighbour, one in a word of
   * five letters or more, two from nine letters on. The first letter has to be right, and a word that differs in a
   * digit is another word. In a script without spaces, as it is written.
   */
  | "typo"
  /**
   * The phrase is a regular expression over the folded message (lower case, ASCII digits, simplified
   * characters); letters in the expression are folded in the same way. No look-around, no back-references.
   */
  | "regex";

/** Who belongs to a segment. */
export interface MatchedCustomers {
  /** For each customer whether the expression holds; null where nobody knows, which keeps the customer out. */
  holds: (boolean | null)[];
}

/** Between which values a median lies. */
export interface MedianRanks {
  /** Ranks counted from 1; null where the sample is too small. */
  ranks: [number, number] | null;
}

/** One merge of two customers, to be undone by this id. */
export type MergeId = string;

/** A merge that was made. */
export interface Merged {
  /** Its id, by which it can be undone. */
  merge: MergeId;
}

/** Whether a message may be sent. */
export interface MergedStanding {
  /** Whether it may. */
  allowed: boolean;
  /** Why. */
  reason: Reason;
}

/** What is said. */
export type MessageBody =
  /** Plain text. */
  | {
      kind: "text";
      /** The words. */
      text: string;
    }
  /** A picture, a voice message, a document; the bytes stay with the host. */
  | {
      kind: "media";
      /** The provider's kind: `image`, `audio`, `video`, `document`, `sticker`. */
      media: string;
      /** The words beside it. */
      caption?: string;
    }
  /** Anything else the provider sent, by its kind. */
  | {
      kind: "other";
      /** The provider's kind: `location`, `contacts`, `reaction`, … */
      what: string;
    };

/**
 * What is said.
 * As a request takes it; {@link MessageBody} is what comes back.
 */
export type MessageBodyInput =
  /** Plain text. */
  | {
      kind: "text";
      /** The words. */
      text: string;
    }
  /** A picture, a voice message, a document; the bytes stay with the host. */
  | {
      kind: "media";
      /** The provider's kind: `image`, `audio`, `video`, `document`, `sticker`. */
      media: string;
      /** The words beside it. */
      caption?: string | null | undefined;
    }
  /** Anything else the provider sent, by its kind. */
  | {
      kind: "other";
      /** The provider's kind: `location`, `contacts`, `reaction`, … */
      what: string;
    };

/** One message, in or out. */
export type MessageId = string;

/** A message as it is kept, with what was decided about it. */
export type MessageRecord =
  /** The customer. */
  | {
      author: "customer";
      /** Format version of the stored record. */
      v: number;
      /** Identity. */
      id: MessageId;
      /** Whose thread. */
      conversation: ConversationId;
      /** Whose message, or to whom. */
      customer: CustomerId;
      /** What it says. */
      body: MessageBody;
      /** When it was sent. */
      at: Instant;
      /** Whether a rule was allowed to answer an incoming message (not while a person held the thread). */
      answerable: boolean;
      /** The rule whose answer was decided for an incoming message. */
      answered_by?: RuleId;
      /** The provider's id, once known. */
      external_id?: ExternalId;
      /**
       * The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one that it was.
       * Whether the reply was sent, the outbox says.
       */
      outbox?: OutboxId;
      /** What the engine decided and why, for `explain`. */
      reasons?: Reason[];
      /** What a message of ours carries, and how the customer took it; nothing where nothing is known of either. */
      reception?: Reception;
      /** How far an outgoing message has come. */
      status?: MessageStatus;
    }
  /** A person in the workspace. */
  | {
      author: "agent";
      /** Format version of the stored record. */
      v: number;
      /** Identity. */
      id: MessageId;
      /** Whose thread. */
      conversation: ConversationId;
      /** Whose message, or to whom. */
      customer: CustomerId;
      /** What it says. */
      body: MessageBody;
      /** When it was sent. */
      at: Instant;
      /** Whether a rule was allowed to answer an incoming message (not while a person held the thread). */
      answerable: boolean;
      /** The rule whose answer was decided for an incoming message. */
      answered_by?: RuleId;
      /** The provider's id, once known. */
      external_id?: ExternalId;
      /**
       * The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one that it was.
       * Whether the reply was sent, the outbox says.
       */
      outbox?: OutboxId;
      /** What the engine decided and why, for `explain`. */
      reasons?: Reason[];
      /** What a message of ours carries, and how the customer took it; nothing where nothing is known of either. */
      reception?: Reception;
      /** How far an outgoing message has come. */
      status?: MessageStatus;
      /** Who, where known. */
      agent?: AgentId;
    }
  /** The engine. */
  | {
      author: "engine";
      /** Format version of the stored record. */
      v: number;
      /** Identity. */
      id: MessageId;
      /** Whose thread. */
      conversation: ConversationId;
      /** Whose message, or to whom. */
      customer: CustomerId;
      /** What it says. */
      body: MessageBody;
      /** When it was sent. */
      at: Instant;
      /** Whether a rule was allowed to answer an incoming message (not while a person held the thread). */
      answerable: boolean;
      /** The rule whose answer was decided for an incoming message. */
      answered_by?: RuleId;
      /** The provider's id, once known. */
      external_id?: ExternalId;
      /**
       * The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one that it was.
       * Whether the reply was sent, the outbox says.
       */
      outbox?: OutboxId;
      /** What the engine decided and why, for `explain`. */
      reasons?: Reason[];
      /** What a message of ours carries, and how the customer took it; nothing where nothing is known of either. */
      reception?: Reception;
      /** How far an outgoing message has come. */
      status?: MessageStatus;
      /** The rule that wrote it. */
      rule: RuleId;
    };

/** How far a message that was sent has come. Status only moves forward. */
export type MessageStatus =
  /** Accepted by the provider. */
  | "sent"
  /** Reached the phone. */
  | "delivered"
  /** Opened by the customer. */
  | "read"
  /** Will not arrive. A later `Delivered` still wins: providers report both. */
  | "failed";

/** How much is proposed, and from how much. */
export interface MiningConfig {
  /**
   * The language of words in Latin letters; English where nothing is said. Other scripts say it themselves. The rules that
   * the terms become need the same.
   */
  language?: StemLanguage | null | undefined;
  /** Fewest unanswered messages that a group has to answer. */
  least_messages?: number | undefined;
  /** Fewest replies that say the same for a draft answer. */
  least_replies?: number | undefined;
  /** Characters of a message or a reply that are read; the rest is dropped. */
  longest_message?: number | undefined;
  /**
   * Most distinct messages among which groups are looked for; time grows with its square. Phrases are counted in all
   * that are kept.
   */
  most_compared?: number | undefined;
  /**
   * Most messages kept of the unanswered, and as many of the answered. Where more are added, those stay whose hash is
   * lowest, so that each had the same chance.
   */
  most_kept?: number | undefined;
  /** Most phrases of one group. */
  most_phrases?: number | undefined;
  /** Most proposals at once, the best first. */
  most_proposals?: number | undefined;
  /** Most samples of one proposal. */
  samples?: number | undefined;
  /** Words (characters in scripts without spaces) between a phrase and each of its companions, at most. */
  within?: number | undefined;
}

/** The id of a message. */
export interface MintedMessageId {
  /** The same however often the provider delivers the message. */
  id: MessageId;
}

/** An amount in minor units (cents) of a currency. */
export interface Money {
  /** Minor units: 1 TWD is 100. */
  minor: number;
  /** What they are units of. */
  currency: Currency;
}

/** What two names say about each other. */
export type NameComparison =
  /** The same words, in whatever order. */
  | "same"
  /** One may be another form of the other: a part of it, initials, a pet name, another spelling or script. */
  | "compatible"
  /** Nothing can be said: a name is missing, or the two are in scripts that cannot be spelled in each other. */
  | "unknown"
  /** Two people. */
  | "contradicting";

/** The least change that would make the check pass: so many of so many. */
export interface NeededChange {
  /** How many would have to come out differently. */
  count: number;
  /** Of how many that came out badly. */
  of: number;
  /** What is counted: fields for completeness, otherwise what the check counts. */
  what: ChangeUnit;
}

/** The next time of one scheduled audit. */
export interface NextAudit {
  /** Which. */
  kind: AuditKind;
  /** When. */
  at: Instant;
}

/** The next audits. */
export interface NextAudits {
  /** Soonest first. */
  audits: NextAudit[];
}

/** A normalised identifier. */
export interface NormalisedIdentifier {
  /** E.164, a lower-case domain, or as the other system spells it. */
  value: string;
  /** The key that customers are found by. */
  key: IdentifierKey;
  /** What was written, where it differs. */
  raw: string | null;
}

/** A normalised phone number. */
export interface NormalisedPhone {
  /** In E.164. */
  value: string;
  /** The key that customers are found by. */
  key: IdentifierKey;
}

/** What could not be compared. */
export type NotCompared =
  /** The class of value: a playbook scores by quantiles, so that one customer's class follows from everybody else's. */
  | { what: "value_class_by_quantiles" }
  /** Orders in a currency that has no rate, which count nothing towards a class. */
  | {
      what: "orders_without_rate";
      /** How many, under the playbook that knows fewer rates. */
      orders: number;
    };

/** How often one note was made about one column, and about which rows. */
export interface NoteCount {
  /** The header. */
  column: string;
  /** The note's code. */
  code: string;
  /** How many rows. */
  rows: number;
  /** The first of these rows among the data rows, counted from 1: as many as the report keeps rejected rows. */
  first_rows: number[];
}

/** A note's words: kept, and shown to those who may read. */
export type NoteText = string;

/** Something a person in the workspace should know or do. */
export interface Notice {
  /** Makes it idempotent: the same key is told once. */
  key: string;
  /** What it is about. */
  kind: NoticeKind;
  /** Whom it concerns. */
  customer: CustomerId;
  /** Role or agent who is told: `owner`, `sales_supervisor`, `support`, or an agent's id. */
  audience: string;
  /** When it was raised. */
  at: Instant;
  /** Why. */
  reason: Reason;
  /** By when something should have happened. */
  deadline?: Instant;
}

/** What a notice is about. */
export type NoticeKind =
  /** A tag is about to expire. */
  | "tag_reminder"
  /** A tag asks for an action today (send, call, ask for feedback). */
  | "tag_prompt"
  /** A tag asks to be looked at again. */
  | "tag_review"
  /** A tag's period ended without being closed. */
  | "tag_overdue"
  /** A customer asked for a person, or the bot could not help. */
  | "hand_over"
  /** High-value words: the sales supervisor is told. */
  | "high_value"
  /** A human greeting is due. */
  | "greeting_due"
  /** A response deadline passed or is about to. */
  | "deadline"
  /** A customer has not been followed up. */
  | "follow_up_due";

/** What to do with a row when a value beside name and identifiers cannot be read. */
export type OnBadValue =
  /** Import the row, keep the text as a custom field, and note it. */
  | "keep"
  /** Reject the row. */
  | "reject";

/** What a rejected row does to the others. */
export type OnRejected =
  /** The others are imported; the rejected ones come back to be mended. */
  | "skip"
  /** Nothing is imported unless every row is good. */
  | "abort";

/** What to do with a message whose sending was interrupted. */
export type OnUnknown =
  /** Try again: right where the provider recognises the idempotency key, or twice is better than never. */
  | "resend"
  /** Set aside and list it for a person. */
  | "park";

/** Whether somebody is there. */
export interface OpenNow {
  /** Whether it is within business hours. */
  open: boolean;
}

/** The words by which a customer stops or resumes messages. */
export interface OptOutConfig {
  /** Words by language. All languages are listened for, whatever the customer's own. */
  words: Record<string, OptOutTexts>;
}

/** What the customer wants. */
export type OptOutKind =
  /** No more messages. */
  | "stop"
  /** Messages again. */
  | "resume";

/** The confirmation of an opt-out. */
export interface OptOutReply {
  /** What is said. Not said while a person holds the conversation; the opt-out counts all the same. */
  texts: Record<string, string>;
  /** What is said to a customer who had opted out and wants messages again. */
  resumed_texts: Record<string, string>;
}

/** The words of one language by which a customer stops or resumes messages. */
export interface OptOutTexts {
  /** Stop, when the message says nothing else. */
  stop_messages: string[];
  /** Stop, when it is a sentence of the message, or stands between commas. */
  stop_sentences: string[];
  /** Stop, wherever it stands in the message: only what can mean nothing else. */
  stop_phrases: string[];
  /** Resume, when the message says nothing else. */
  resume_messages: string[];
  /** Resume, wherever it stands in the message. */
  resume_phrases: string[];
  /**
   * Phrases in which neither counts: "do not unsubscribe" is no wish to leave. A phrase that holds more than one of
   * these counts all the same.
   */
  except: string[];
  /** Words that may stand around a whole message or sentence without changing it: `please`, `thanks`. */
  courtesies: string[];
}

/** An order, in full or as much as is known of it. */
export interface Order {
  /** The shop's order number. */
  number: string;
  /** What it is worth. */
  total: Money;
}

/** How the outbox hands messages over. */
export interface OutboxConfig {
  /** How long a worker keeps a message without a sign of life. Clock time, at least a second. */
  lease: Span;
  /**
   * How often a working worker renews its lease: a tenth of the lease leaves room for nine lost renewals.
   * Shorter than the lease.
   */
  heartbeat: Span;
  /** Times one message is handed to a provider before it counts as failed. At least 1. */
  max_attempts: number;
  /** How long to wait between attempts. */
  backoff: BackoffConfig;
  /** Messages that one round takes from the outbox at most. At least 1. */
  batch: number;
}

/**
 * The outbox.
 *
 * What was not sent answers nobody: neither the time of the first response nor the share of messages answered by a rule counts it.
 */
export interface OutboxFigures {
  /** Messages by state. */
  states: Record<string, number>;
  /** Failures by code. */
  failures: Record<string, number>;
  /** Messages that were not sent within the window, by why; those set aside or unknown for as long as they are. */
  not_sent: Record<string, number>;
}

/** A message waiting to be handed to a transport; doubles as its idempotency key. */
export type OutboxId = string;

/** A message that an engine wants sent. */
export interface OutgoingMessage {
  /** Identity and idempotency key: the same decision makes the same id. */
  id: OutboxId;
  /** To whom. */
  customer: CustomerId;
  /** In which thread. */
  conversation: ConversationId;
  /** Through which channel. */
  channel: Channel;
  /** From which of the workspace's numbers. */
  account: AccountId;
  /** The address: an identifier of the customer's. */
  to: IdentifierKey;
  /** What is said. */
  body: MessageBody;
  /** What it is for. */
  purpose: Purpose;
  /** The rule that wants it. */
  rule: RuleId;
  /** Not before this instant. */
  not_before: Instant;
  /** What to do where nobody can say whether it was sent. */
  on_unknown: OnUnknown;
  /** The keyword rules whose answers it carries, in their order. `rule` may be another: a welcome carries answers too. */
  answers?: RuleAnswer[];
  /** Pointless after this instant. */
  expires_at?: Instant;
}

/**
 * What speaks for one person, and what for two: the steps of a waterfall from the odds of any two records to those of
 * these.
 */
export interface PairExplanation {
  /** How probably the two are one person, from 0 to 1. */
  probability: number;
  /** What is decided. */
  verdict: LinkVerdict;
  /** The odds that any two records are one person, in bits: where the waterfall begins. */
  start: number;
  /** What each field adds. */
  fields: FieldWeight[];
  /**
   * What is taken away because two people of one household, or two branches of one company, would say the same: at most
   * 0.
   */
  related: number;
  /**
   * The odds of these two, in bits: where the waterfall ends, the sum of all steps. Null where two numbers of one system
   * rule them out.
   */
  bits: number | null;
}

/** A parameter, and how sure it is. */
export interface ParameterEstimate {
  /** Its name in the papers. */
  name: string;
  /** The most likely value. */
  value: number;
  /** Its standard error, from the observed information. */
  standard_error: number;
  /** Between which values it lies: normal in the logarithm, so that it stays above 0. */
  interval: Interval;
}

/** A span that was read. */
export interface ParsedSpan {
  /** Null where the text is none. */
  span: SpanParts | null;
}

/** An earlier value of the same check. */
export interface PastValue {
  /** When it was measured. */
  at: Instant;
  /** In the check's unit. */
  value: number;
  /** What was said of it. */
  verdict: Verdict;
}

/** A time in which a deadline does not run: the customer was asked something back. */
export interface Pause {
  /** When it began. */
  from: InstantInput;
  /** When it ended; null while it lasts. */
  to?: InstantInput | null | undefined;
}

/** How a phrase fares on the messages. */
export interface PhraseMeasure {
  /** Which phrase. */
  place: KeywordLintPlace;
  /** Messages in which it fires. */
  fired: number;
  /** Messages in which it is the one to act on. */
  decided: number;
  /** Of those in which it fires, those that have the topic of its rule for a label; null without labels. */
  right: number | null;
  /** Of those in which it fires, those that have another label or none; null without labels. */
  wrong: number | null;
}

/** Phrases that hand the conversation to a person. */
export interface PhraseReply {
  /** Role or agent who is told. A human request goes to the customer's owner where there is one. */
  audience: string;
  /** The phrases. */
  phrases: Record<string, string[]>;
  /** Words that count when the message says nothing else: `agent`. */
  messages: Record<string, string[]>;
  /**
   * Phrases in which the ones above do not count: `人工智能` is no call for `人工`. The rest of the message counts, and so does
   * a phrase that holds more than one of these.
   */
  except: Record<string, string[]>;
  /** What is said. */
  texts: Record<string, string>;
  /** What is said while nobody is there; may name `{back_at}`. */
  away_texts: Record<string, string>;
}

/** An identifier as it is written. */
export interface PlainIdentifier {
  /** What it is. */
  kind: IdentifierKind;
  /** In any spelling. */
  value: string;
}

/** Settings of the staffing plan. */
export interface PlanStaffing {
  /** Role that does it. */
  owner: string;
  /** Time from the audit to the deadline. */
  within: Span;
  /** How many of the hours with most waiting are named. */
  busiest_hours: number;
}

/** One document with every rule and number. */
export interface Playbook {
  /** Format version of the document. */
  v: number;
  /** Who the workspace is. */
  workspace: WorkspaceConfig;
  /** Zone, business hours and holidays. */
  calendar: CalendarConfig;
  /** The currency of thresholds, and what others are worth in it. */
  currency: CurrencyTable;
  /** Required fields, industries, follow-up. */
  customer: CustomerConfig;
  /** How files are read. */
  import: ImportConfig;
  /** Who is the same customer, and which value survives a merge. */
  dedupe: DedupeConfig;
  /** The taxonomy of tags with their rules and lives. */
  tags: TagConfig;
  /** Segments that are kept up to date. */
  segments: SegmentConfig;
  /** Levels, deadlines and the score. */
  priority: PriorityConfig;
  /** Keyword rules. */
  keywords: KeywordConfig;
  /** Automatic and quick replies. */
  replies: ReplyConfig;
  /** Masking, opt-out words. */
  trust: TrustConfig;
  /** Leases, retries. */
  outbox: OutboxConfig;
  /** Checks, schedule, remedies. */
  audit: AuditConfig;
  /** What customers are worth, who is about to be lost, how likely a deal is. */
  value: ValueConfig;
}

/** A kind of change. */
export type PlaybookChangeKind =
  /** Tags outside of groups. */
  | "tag"
  /** Exclusive groups of tags. */
  | "group"
  /** The level of who waits. */
  | "priority_level"
  /** The score of who waits. */
  | "score"
  /** Who has the customer. */
  | "owner"
  /** The class of value. */
  | "value_class"
  /** Members of segments. */
  | "segment";

/** Who would be decided differently under another playbook. Customers are named by their ids alone. */
export interface PlaybookDiff {
  /** Format version. */
  v: number;
  /** As of when both playbooks decided. */
  at: Instant;
  /**
   * Customers that were compared: those that are neither archived nor merged into another, and in the segment where one
   * was given.
   */
  customers: number;
  /** Of these, customers for whom something changes. */
  changed: number;
  /** Every kind of change, with how many customers it concerns. */
  kinds: ChangedKind[];
  /** Every change, by kind, those of most customers first. */
  changes: CountedChange[];
  /** What could not be compared, and why. */
  not_compared: NotCompared[];
}

/** What a contact decides at their company. */
export type Position =
  /** Signs. */
  | "decision_maker"
  /** Is listened to. */
  | "influencer"
  /** Carries it out. */
  | "executor";

/** Two customers who may be one. */
export interface PossibleDuplicate {
  /** The smaller id. */
  first: CustomerId;
  /** The greater id. */
  second: CustomerId;
  /** How probably they are one person, from 0 to 1. */
  probability: number;
  /** What each field says. */
  evidence: FieldEvidence[];
}

/** Who is answered first, and by when. */
export interface PriorityConfig {
  /** Which end of a budget range counts. */
  range_counts_by: RangeEnd;
  /** Whether deadlines count business hours or the clock. */
  deadline_mode: DeadlineMode;
  /** How long a customer without a stage counts as a new inquiry. */
  new_inquiry_age: Span;
  /** Who is told of high-value words and of missed deadlines: a role or an agent's id. */
  supervisor: string;
  /** What words that mean business lead to. */
  high_value: HighValueConfig;
  /** Whom a person greets. */
  greeting: GreetingConfig;
  /** The levels, most urgent first. The first that fits applies; the last fits everybody. */
  levels: LevelConfig[];
  /** How the score is made up. */
  score: ScoreConfig;
}

/** Figures of the queue. */
export interface PriorityFigures {
  /** By level, most urgent first. */
  levels: LevelFigures[];
  /** Who should be answered first. */
  queue: QueueRow[];
}

/** A customer's place in the queue. */
export interface PriorityState {
  /** 1 (most urgent) to 3. */
  level: number;
  /** 0 to 100. */
  score: number;
  /** When the clock started. */
  since: Instant;
  /** When a person's answer is due. */
  respond_by: Instant;
  /** Why this level, and the parts of the score. */
  reasons: Reason[];
  /** When a person answered, or closed the conversation. */
  responded_at?: Instant;
}

/**
 * A customer's place in the queue.
 * As a request takes it; {@link PriorityState} is what comes back.
 */
export interface PriorityStateInput {
  /** 1 (most urgent) to 3. */
  level: number;
  /** 0 to 100. */
  score: number;
  /** When the clock started. */
  since: InstantInput;
  /** When a person's answer is due. */
  respond_by: InstantInput;
  /** Why this level, and the parts of the score. */
  reasons: readonly ReasonInput[];
  /** When a person answered, or closed the conversation. */
  responded_at?: InstantInput | null | undefined;
}

/** So many of so many came out as counted. */
export interface Proportion {
  /** How many. */
  successes: number;
  /** Of how many. */
  trials: number;
}

/** Two shares, beside each other. */
export interface ProportionComparison {
  /** The first share less the second, −1 to 1. */
  difference: number;
  /** Where the true difference probably lies. */
  interval: Interval;
  /** How probable a difference at least as unusual is where there is none, 0 to 1. */
  p_value: number;
  /** The test that says so. */
  test: ProportionTest;
}

/** Which test a comparison went by. */
export type ProportionTest =
  /** Fisher's exact test, two-sided: every table as improbable as the one found counts. */
  | "fisher_exact"
  /** The score test of two proportions, two-sided. */
  | "score";

/** A rule in force that a proposal would meet. */
export interface ProposalConflict {
  /** The rule. */
  rule: string;
  /** Messages that the rule answered and that the new phrases would fire on too (scaled up as `messages` is). */
  taken: number;
  /** Unanswered messages of the proposal on which the rule's own phrases fire (scaled up likewise). */
  shared: number;
  /** Some of both. */
  samples: string[];
}

/** A keyword group that mining proposed: the same terms have the same id. */
export type ProposalId = string;

/** What people may want to answer. */
export interface Proposals {
  /** Those first that answer most and conflict least. */
  proposals: ProposedKeywords[];
}

/** A keyword group that may be accepted. */
export interface ProposedKeywords {
  /** What it is accepted or declined by. The same terms have the same id. */
  id: ProposalId;
  /** When it was first proposed. */
  at: Instant;
  /** What is proposed. Phone numbers and the like in the samples are masked; the draft answer is as it was sent. */
  proposal: KeywordProposal;
}

/** A model of when customers buy and when they leave, with its parameters. */
export type PurchaseModel =
  /** Customers leave after a purchase. */
  | {
      model: "bg_nbd";
      /** Shape of the distribution of purchase rates. */
      r: number;
      /** Its scale, in the unit of time: the mean rate is r / α. */
      alpha: number;
      /** With `b`, the distribution of the probability to leave after a purchase: its mean is a / (a + b). */
      a: number;
      /** See `a`. */
      b: number;
    }
  /** Customers leave at any time. */
  | {
      model: "pareto_nbd";
      /** Shape of the distribution of purchase rates. */
      r: number;
      /** Its scale, in the unit of time: the mean rate is r / α. */
      alpha: number;
      /** Shape of the distribution of the rates of leaving. */
      s: number;
      /** Its scale, in the unit of time: the mean rate is s / β. */
      beta: number;
    };

/** Which model of purchases. */
export type PurchaseModelName =
  /** Customers leave after a purchase. */
  | "bg_nbd"
  /** Customers leave at any time. */
  | "pareto_nbd";

/** What counts as one purchase. */
export type PurchaseUnit =
  /** All lines of one order; a line without an order is a purchase of its own. */
  | "order"
  /** Everything that was bought on one day. */
  | "day";

/** What a message is for. Service messages answer the customer; the others need consent. */
export type Purpose =
  /** Answers what the customer asked. */
  | "service"
  /** About something the customer ordered or booked. */
  | "transactional"
  /** Offers and campaigns. */
  | "marketing";

/** Precision, recall and their harmonic mean. */
export interface Quality {
  /** Of what is merged, what is right. */
  precision: Estimate2;
  /** Of what is one person, what is merged. */
  recall: Estimate2;
  /** Their harmonic mean. */
  f1: Estimate2;
}

/** Figures of the questions within the window. */
export interface QuestionFigures {
  /** Messages that a rule was allowed to answer. */
  answerable: number;
  /** Rules that answered, most often first. */
  rules: RuleCount[];
  /** Questions of types that a keyword rule covers. */
  covered: number;
  /** Questions of other types. */
  uncovered: number;
  /** Types without a rule. */
  uncovered_types: number;
  /** Messages too short to be questions. */
  too_short: number;
  /** The largest types without a rule. */
  groups: QuestionGroup[];
}

/** Similar questions that no keyword rule covers. */
export interface QuestionGroup {
  /** The first message of the group: look it up to read it. */
  message: MessageId;
  /** How many messages. */
  messages: number;
  /** The latest. */
  last_at: Instant;
  /** The first message's words, masked, where the settings allow them. */
  example?: string;
}

/** The order of the queue. */
export interface QueueOrder {
  /** The ids, the most urgent first. */
  order: CustomerId[];
}

/** One customer of the queue. */
export interface QueueRow {
  /** Who. */
  customer: CustomerId;
  /** Masked name, or for whoever has shown none the first identifier, masked. */
  name: string;
  /** 1 is most urgent. */
  level: number;
  /** 0 to 100. */
  score: number;
  /** When a first response is due. */
  respond_by: Instant;
  /** Whether that has passed. */
  overdue: boolean;
}

/** A customer who waits, in the order of urgency. */
export interface QueuedCustomer {
  /** Who. */
  id: CustomerId;
  /** 1 (most urgent) to 3. */
  level: number;
  /** 0 to 100. */
  score: number;
  /** When a person's answer is due. */
  respond_by: Instant;
  /** Whether that has passed. */
  overdue: boolean;
  /** Why. */
  reasons: Reason[];
}

/** A quick reply as it is offered to an agent who types its code. */
export interface QuickReply {
  /** Without the slash. */
  code: string;
  /** The variables of its text, each once, in the order in which they stand. */
  variables: string[];
  /** Its text with the variables in braces. */
  text: string;
}

/** A range of whole numbers. Absent ends are open. */
export interface Range {
  /** More than this. */
  above?: number;
  /** This or more. */
  at_least?: number;
  /** This or less. */
  at_most?: number;
  /** Less than this. */
  below?: number;
}

/** Which end of a range counts. An open range counts by the end it has. */
export type RangeEnd =
  /** The upper end. */
  | "upper"
  /** The lower end. */
  | "lower"
  /** Half-way between the two. */
  | "middle";

/** How content a customer was. */
export interface Rating {
  /** From 1, not at all, to 5, very. */
  stars: number;
  /** When it was given. */
  at: Instant;
}

/** Why: a stable code with named facts, worded by whoever shows it. */
export interface Reason {
  /** `area.what`, stable for ever. */
  code: string;
  /** What was read, in a fixed order. */
  facts?: ([string, FactValue])[];
}

/**
 * Why: a stable code with named facts, worded by whoever shows it.
 * As a request takes it; {@link Reason} is what comes back.
 */
export interface ReasonInput {
  /** `area.what`, stable for ever. */
  code: string;
  /** What was read, in a fixed order. */
  facts?: readonly (readonly [string, FactValueInput])[] | undefined;
}

/** What became of one message. */
export interface Received {
  /** The message's id, which can be asked to be explained. */
  message: MessageId;
  /** What it was to the workspace. */
  kind: ReceivedKind;
  /** The rule that gives an answer. */
  answered_by?: RuleId;
  /** The thread. null for a duplicate. */
  conversation?: ConversationId;
  /** Whose it is. null for a duplicate. */
  customer?: CustomerId;
  /** The answer in the outbox. */
  outbox?: OutboxId;
  /** Why. */
  reasons?: Reason[];
  /** Which step of the order of decision spoke. */
  reply?: ReplyKind;
  /** The rule that speaks, also where it only says that nobody is there. */
  rule?: RuleId;
}

/** What a message was to the workspace. */
export type ReceivedKind =
  /** A message not seen before. */
  | "new"
  /** Delivered before: nothing was changed. */
  | "duplicate"
  /** Imported history: kept and counted, and nothing fired. What it says about receiving messages holds. */
  | "history";

/** Customers who ordered about as often and about as long ago. */
export interface RecencyCell {
  /** How many. */
  customers: number;
  /** How probably they still buy, 0 to 1, in the mean; nothing where there is nobody. */
  probability?: number;
}

/** What a message of ours carries, and how the customer took it. */
export interface Reception {
  /** The keyword rules whose answers it carries, in their order. */
  answers?: RuleAnswer[];
  /** When a link in it was first followed, or a button first pressed. */
  clicked_at?: Instant;
  /** How content the customer was with it, by the latest word. */
  rating?: Rating;
}

/** What a message asks for. */
export interface RecognisedOptOut {
  /** Null where it asks for neither. */
  kind: OptOutKind | null;
}

/** What became of one event. */
export interface Recorded {
  /** The event. */
  event: EventId;
  /** False where the event was known already: nothing was changed. */
  new: boolean;
}

/** One fact. The same fact reported twice carries the same id and changes nothing the second time. */
export type RecordedEvent =
  /** A customer wrote; the text is in the message record. */
  | {
      kind: "message_received";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The message record. */
      message: MessageId;
    }
  /** A person in the workspace wrote, here or from the phone app. */
  | {
      kind: "agent_replied";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Who, where known. */
      agent?: AgentId | null | undefined;
      /** What was said; it is kept in the message record, not in the log. */
      body?: MessageBodyInput | null | undefined;
      /** The message record, where there is one already. */
      message?: MessageId | null | undefined;
    }
  /** The engine's own message was accepted by the provider. */
  | {
      kind: "automatic_reply_sent";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The message record. */
      message: MessageId;
      /** The rule that wrote it. */
      rule: RuleId;
    }
  /** A provider reported on a message of ours. */
  | {
      kind: "message_status_changed";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The message record. */
      message: MessageId;
      /** Its new status. */
      status: MessageStatus;
    }
  /** The customer followed a link, or pressed a button, in a message of ours. */
  | {
      kind: "link_clicked";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The message record. */
      message: MessageId;
    }
  /** The customer said how content they are with a message of ours. */
  | {
      kind: "reply_rated";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The message record. */
      message: MessageId;
      /** From 1, not at all, to 5, very. A thumb up is 5, a thumb down 1. */
      stars: number;
    }
  /** A quote went out. */
  | {
      kind: "quote_sent";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** What was quoted, where known. */
      total?: Money | null | undefined;
    }
  /** A sample went out. */
  | {
      kind: "sample_sent";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
    }
  /** An order came in. */
  | {
      kind: "order_placed";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The order. */
      order: Order;
    }
  /** Somebody followed the customer up outside the chat: a call, a visit. */
  | {
      kind: "followed_up";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Who, where known. */
      agent?: AgentId | null | undefined;
    }
  /** The customer looked at a page, a price list or a download. */
  | {
      kind: "page_viewed";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Which, by the host's name for it. */
      page: string;
    }
  /** The customer came to an event of the workspace's. */
  | {
      kind: "event_visited";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Which, by the host's name for it. */
      name: string;
    }
  /** The customer asked a question about service. */
  | {
      kind: "service_question_asked";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
    }
  /** A person added a note; its text is in the note itself. */
  | {
      kind: "note_added";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The note. */
      text: NoteText;
      /** Who, where known. */
      agent?: AgentId | null | undefined;
    }
  /** A person took the conversation over. */
  | {
      kind: "conversation_taken";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Who. */
      agent: AgentId;
    }
  /** The conversation was closed or given back to the bot. */
  | {
      kind: "conversation_closed";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Whether the customer's question was resolved. */
      resolved: boolean;
    }
  /** A tag was set: by a rule, or by a person where a host records it. */
  | {
      kind: "tag_set";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Which. */
      tag: TagId;
      /** Who, where a person did and it is known. */
      agent?: AgentId | null | undefined;
    }
  /** A tag went: expired or replaced, or closed or removed by a person where a host records it. */
  | {
      kind: "tag_removed";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Which. */
      tag: TagId;
      /** Why, as a reason code. */
      cause: string;
      /** Who, where a person did and it is known. */
      agent?: AgentId | null | undefined;
    }
  /** The customer came to belong to a saved segment. */
  | {
      kind: "segment_entered";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Which. */
      segment: SegmentId;
    }
  /** The customer belongs to a saved segment no longer. */
  | {
      kind: "segment_left";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Which. */
      segment: SegmentId;
    }
  /** Consent was given. */
  | {
      kind: "consent_given";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** For what. */
      purpose: Purpose;
      /** Through which channel; null is every channel. */
      channel?: Channel | null | undefined;
    }
  /** Consent was withdrawn. */
  | {
      kind: "consent_withdrawn";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** Through which channel; null is every channel. */
      channel?: Channel | null | undefined;
      /** For what; null is everything but service. */
      purpose?: Purpose | null | undefined;
    }
  /** Customer created by an import or a first message. */
  | {
      kind: "customer_created";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
    }
  /** Another customer was merged into this one. */
  | {
      kind: "customer_merged";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The one that went. */
      absorbed: CustomerId;
    }
  /** A merge was undone. */
  | {
      kind: "merge_undone";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** The one that came back. */
      restored: CustomerId;
    }
  /** A prompt, a reminder or an overdue notice was raised by the engine. */
  | {
      kind: "notice_raised";
      /** Identity of the fact. */
      id: EventId;
      /** When it happened, not when it was reported. */
      at: InstantInput;
      /** The thread it belongs to. */
      conversation?: ConversationId | null | undefined;
      /** Whom it concerns. */
      customer?: CustomerId | null | undefined;
      /** Format version of the stored record. */
      v?: number | undefined;
      /** What for, as a reason code. */
      cause: string;
      /** The tag or rule concerned. */
      subject?: string | null | undefined;
    };

/** Why tags are looked at. */
export type RefreshTrigger =
  /** The customer was just imported or made, or completed from another source. */
  | { kind: "imported" }
  /** Fields changed. */
  | {
      kind: "edited";
      /** Which. */
      fields: readonly FieldName[];
    }
  /** Something happened. */
  | {
      kind: "event";
      /** What. */
      event: RecordedEvent;
      /** Whether nothing and nobody had answered the customer before. */
      first_reply?: boolean | undefined;
      /** What happened before, as far back as the playbook counts activity. */
      past?: readonly RecordedEvent[] | undefined;
    }
  /** Time went by. */
  | { kind: "time_passed" }
  /** A person decided. */
  | {
      kind: "person";
      /** Who. */
      agent: AgentId;
      /** About which tag. */
      tag: TagId;
      /** What. */
      action: TagAction;
    };

/** What came of asking everybody. */
export interface RefreshedSegments {
  /** Customers who were asked about. */
  customers: number;
  /** Segments that are new, or mean something else than when everybody was last asked. */
  segments: number;
  /** Segments that customers came to belong to. */
  entered: number;
  /** Segments that customers belong to no longer. */
  left: number;
}

/** A row that cannot be stored. */
export interface RejectedRow {
  /** Number among the data rows, counted from 1. */
  row: number;
  /** Line on which the row begins, counted from 1. */
  line: number;
  /** The column at fault, where there is one. */
  column: string | null;
  /** A code of the catalogue. */
  code: string;
  /** What the column should hold. */
  value_kind: string;
  /** What is wrong, in one sentence without the value. */
  message: string;
  /** The row's cells, to mend. */
  record: string[];
}

/** One thing to do. */
export type Remedy =
  /** Fill in what the sampled customers lack. */
  | {
      action: "fill_gaps";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Missing fields of the sample. */
      gaps: number;
      /** Sampled customers with gaps. */
      customers: number;
      /** By field, most first. */
      fields: FieldGap[];
    }
  /** Fill in what all customers lack, so many a day. */
  | {
      action: "plan_gaps";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Missing fields of all active customers. */
      gaps: number;
      /** How many to fill in each day. */
      per_day: number;
      /** The daily share that this is, in percent. */
      daily_share: number;
    }
  /** Correct tags that do not agree with their rule. */
  | {
      action: "mend_tags";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Tags that are wrong. */
      wrong: number;
      /** Tags looked at. */
      reviewed: number;
      /** Wrong ones by tag, most first. */
      tags: ([TagId, number])[];
    }
  /** Look at the tags of the sampled customers. */
  | {
      action: "review_tags";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Whose. */
      customers: CustomerId[];
    }
  /** Add keywords for what rules leave unanswered. */
  | {
      action: "add_keywords";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** At least so many. */
      at_least: number;
      /** At most so many. */
      at_most: number;
      /** Messages that no rule answered. */
      unanswered: number;
      /** Days since the rate was last on target, as far as earlier reports tell. */
      days_under_target: number;
    }
  /** Add keywords for types of questions without a rule. */
  | {
      action: "widen_coverage";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** At least so many. */
      at_least: number;
      /** At most so many. */
      at_most: number;
      /** Types without a rule. */
      types: number;
      /** Messages of these types. */
      messages: number;
      /** Share of them in the largest types listed, in percent. */
      listed_share: number;
    }
  /** Plan people for the hours in which customers write most. */
  | {
      action: "plan_staffing";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Waits longer than the target. */
      long_waits: number;
      /** The busiest hours, busiest first. */
      hours: BusyHour[];
    }
  /** Split a tag that says too little. */
  | {
      action: "split_tag";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Which. */
      tag: TagId;
      /** How many carry it. */
      customers: number;
      /** Their share, in percent. */
      percent: number;
      /** What people call it, where the workspace says so. */
      name?: string;
    }
  /**
   * Win back regular customers who came to be at risk of being lost within the window: the gap since their last order became
   * too long for their own rhythm, and they do less than before.
   */
  | {
      action: "win_back";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Some of them, those with the most orders first. */
      customers: CustomerId[];
      /** How many there are. */
      at_risk: number;
    }
  /** Write the answer of a rule anew, because customers take it badly. */
  | {
      action: "rewrite_answer";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** Whose. */
      rule: RuleId;
      /** Messages that were sent with it. */
      fired: number;
      /** Each share beyond its threshold, as `reply.health.…` with `percent`, `threshold`, `hits`, `of` and `certain`. */
      reasons: Reason[];
    }
  /** Look at the messages that were not sent: settle what is unknown or set aside, and mend what keeps the others from leaving. */
  | {
      action: "settle_outbox";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** By why; without those that were taken back on purpose. */
      not_sent: Record<string, number>;
    }
  /** Make backups and have them verified. */
  | {
      action: "set_up_backups";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
    }
  /** Replace backups that failed their verification. */
  | {
      action: "mend_backups";
      /** What that check said, and otherwise how urgent it is. */
      verdict: Verdict;
      /** Role that does it. */
      owner: string;
      /** By when. */
      deadline: Instant;
      /** The check it mends; nothing where no check asked for it. */
      check?: CheckId;
      /** How many. */
      broken: number;
    };

/** What follows from a check that is not passed. */
export interface RemedyConfig {
  /** Fill in what the sampled customers lack. */
  fill_gaps: FillGaps;
  /** Fill in what all customers lack, a share a day. */
  gap_plan: GapPlan;
  /** Correct tags that are wrong. */
  mend_tags: Assignment;
  /** Look at the tags of the sampled customers, where nobody has. */
  review_tags: Assignment;
  /** Add keywords after a while under the trigger rate's target. */
  add_keywords: AddKeywords;
  /** Add keywords where coverage is under its target. */
  widen_coverage: WidenCoverage;
  /** Plan people for the hours in which customers wait. */
  plan_staffing: PlanStaffing;
  /** Split a tag that says too little. */
  split_tag: Assignment;
  /** Win back customers who are about to be lost. */
  win_back: Assignment;
  /** Settle messages of the outbox that were not sent. */
  settle_outbox: Assignment;
  /** Set up or mend backups. */
  back_up: Assignment;
}

/** A tag that went. */
export interface RemovedTag {
  /** Which. */
  tag: TagId;
  /** Why, as a reason code. */
  cause: string;
}

/** How long a lease holds. */
export interface Renewed {
  /** When it ends unless renewed. */
  until: Instant;
}

/** The same question, asked again in the same or similar words, goes to a person. */
export interface RepeatReply {
  /** The time at which a person takes over: 3 is the third time. At least 2. */
  times: number;
  /**
   * How alike two questions must be, above 0 up to 1 (1 is the same words in any order; inflected or not, but
   * for those in Latin letters, whose language is not known).
   */
  similarity: number;
  /** Questions older than this are forgotten. */
  within: Span;
  /** Words that make a question no other one: `please`, `请问`. They are not compared. */
  courtesies: Record<string, string[]>;
  /** How many questions are remembered. */
  remembered: number;
  /** What is said. */
  texts: Record<string, string>;
}

/**
 * Everything that automatic replies go by. The order in which a reply is chosen is fixed: opt-out, human
 * request, high-value words, the same question again, welcome, away, keyword, small talk, fallback.
 */
export interface ReplyConfig {
  /**
   * The language of a reply where neither the customer's record nor the message tells one. Every text has
   * to be there in it.
   */
  language: Language;
  /** A message less than this after the one before belongs to the same turn, and the reply waits so long. */
  debounce: Span;
  /** A turn takes no further message this long after it began, and is answered then at the latest. */
  longest_turn: Span;
  /** How many bytes of a turn's words are looked at and kept with the conversation. */
  turn_text_bytes: number;
  /** The longest text that may be sent, in characters. WhatsApp takes 4,096. */
  longest_text: number;
  /** A reply that could not leave for so long is not sent any more. */
  expires_after: Span;
  /** What becomes of a reply of which nobody can say whether it was sent. */
  on_unknown: OnUnknown;
  /** After so long without a word from the person who holds a conversation the bot answers again. */
  human_hold: Span;
  /** After so long in the queue, with nobody taking it, the bot answers again. */
  queue_hold: Span;
  /** The number that is given to those who cannot wait. */
  hotline: string | null;
  /** How many keyword answers one reply may join, when a customer asks for several things at once. */
  keywords_per_reply: number;
  /** The confirmation of an opt-out. */
  opt_out: OptOutReply;
  /** Customers who ask for a person. */
  human_request: PhraseReply;
  /**
   * Words such as an order confirmation, which go to the sales supervisor and to the front of the queue (the level
   * stands in the priority section).
   */
  high_value: PhraseReply;
  /** The same question again and again. */
  repeat: RepeatReply;
  /** The first contact. */
  welcome: WelcomeReply;
  /** When nobody is there. */
  away: AwayReply;
  /** Answers by the keyword rule that matched. */
  keyword: Record<string, Record<string, string>>;
  /** Greetings and thanks. */
  small_talk: SmallTalk;
  /** When nothing matched. */
  fallback: FallbackReply;
  /** The offer of a person when a reply stays unread. */
  unread: UnreadOffer;
  /** When a rule's answer has to be written anew. */
  health: ReplyHealthConfig;
  /** How instants and lengths of time are said. */
  wording: Record<string, Wording>;
  /** Quick replies of the agents, by code without the slash. */
  quick: Record<string, Record<string, string>>;
  /**
   * A second text for the answer to a keyword: half of the customers get it in place of the first, always the same half.
   * It has to be there in every language in which the first one is.
   */
  second_text?: Record<string, Record<string, string>>;
}

/** A share of a rule's firings. */
export interface ReplyFigure {
  /** How many. */
  hits: number;
  /** Of how many. */
  of: number;
  /** The share in percent; null where there is nothing to count. */
  percent: number | null;
  /** Where the true share probably lies, in percent (Wilson's score interval). */
  interval: Interval | null;
  /** What it says; null where the playbook sets no threshold for it. */
  verdict: FigureVerdict | null;
  /** Whether all of the interval lies on the threshold's one side. */
  certain: boolean;
}

/** How a rule's answer is taken. */
export interface ReplyHealth {
  /** The rule. */
  rule: RuleId;
  /** Messages that were sent with its answer. */
  fired: number;
  /** Of those, how many are still watched. They count for no share. */
  open: number;
  /** Of those, how many a person followed up before the customer wrote. They count for none of the next three shares. */
  followed_up: number;
  /** The customer wrote on, and no person was needed. */
  answered: ReplyFigure;
  /**
   * The customer wrote on, and a person was needed. No threshold holds for a welcome, an away message or a greeting: that a
   * person is needed after them is no failure of their texts.
   */
  handed_over: ReplyFigure;
  /** Nobody wrote. */
  silent: ReplyFigure;
  /** A link in the message was followed, of the messages that carry one. */
  clicked: ReplyFigure;
  /** The customer was content, of those who said. */
  satisfied: ReplyFigure;
  /**
   * `rewrite` where one of the shares says so; `keep` where one says that and none says otherwise; `not_recorded` where there
   * is nothing to judge by.
   */
  verdict: FigureVerdict;
  /** What to do; null where nothing is to be done. */
  remedy: RewriteRemedy | null;
  /** Its two texts beside each other; null where it has one. */
  texts: TextComparison | null;
}

/** What an answer is held to, and from how many firings on anything is said of it. */
export interface ReplyHealthConfig {
  /** How long after an answer what follows has to do with it. */
  watch: Span;
  /** Of fewer than this a share says nothing yet. */
  least_sample: number;
  /** Confidence of the intervals and of the comparison of two texts, between 0.5 and 0.999. */
  confidence: number;
  /** Where more of the answers than this, in percent, end with a person, the text has to be written anew. */
  handed_over_at_most: number;
  /** Where fewer of the links than this, in percent, are followed, the text has to be written anew. */
  clicked_at_least: number;
  /** Where fewer of the ratings than this, in percent, are content, the text has to be written anew. */
  satisfied_at_least: number;
  /** Who gives so many stars of five, or more, is content. */
  satisfied_from: number;
  /** Role that writes the text anew. */
  owner: string;
  /** Time from the look at the figures to the deadline. */
  within: Span;
  /** What two texts of one rule are compared by. */
  compare_by: ReplyMeasure;
  /**
   * The least difference between two texts that matters, in percentage points: with `confidence` and `power` it says how
   * many firings of each are compared.
   */
  least_difference: number;
  /** How probably such a difference is found where there is one, above 0.5 and below 1. */
  power: number;
}

/** What kind of reply was chosen. */
export type ReplyKind =
  /** Confirms an opt-out. */
  | "opt_out"
  /** Confirms that a customer who had opted out wants messages again. */
  | "opt_in"
  /** Hands over because a person was asked for, or the offer of one was taken up. */
  | "human_request"
  /** Hands over because of high-value words. */
  | "high_value"
  /** Hands over because the same question came again. */
  | "repeated"
  /** Welcomes. */
  | "welcome"
  /** Says that nobody is there. */
  | "away"
  /** Answers a keyword. */
  | "keyword"
  /** Answers a greeting. */
  | "greeting"
  /** Says that nothing matched, or hands over because of it. */
  | "fallback"
  /** Offers a person. */
  | "offer"
  /** Says nothing. */
  | "silent";

/** One way in which an answer does well or badly. */
export type ReplyMeasure =
  /** The customer wrote on, and no person was needed. More is better. */
  | "answered"
  /** The customer wrote on, and a person was needed. Less is better. */
  | "handed_over"
  /** Nobody wrote. Less is better. */
  | "silent"
  /** The customer followed a link. More is better. */
  | "clicked"
  /** The customer was content. More is better. */
  | "satisfied";

/** The text of a reply. */
export interface ReplyText {
  /** Ready to send. */
  text: string;
}

/**
 * An audit's report. As data it is stable JSON (`"v": 1`); `to_markdown`,
 * `to_html` and `to_terminal` are views of the same numbers.
 *
 * Names are masked; customers' words appear only where the settings allow it, and masked.
 */
export interface Report {
  /** Format version. */
  v: number;
  /** When the audit was made. */
  at: Instant;
  /** The workspace's time zone; days and hours of the report are local. */
  time_zone: string;
  /** `at` minus UTC on local clocks, in seconds: enough to show local times without zone data. */
  utc_offset_seconds: number;
  /** The time over which messages and events were counted. */
  window: CheckWindow;
  /** How many checks say what. */
  headline: Headline;
  /** The checks, in the order of `CheckId`. */
  checks: CheckResult[];
  /** What to do, most urgent first. */
  remedies: Remedy[];
  /** Customers. */
  customers: CustomerFigures;
  /** Conversations. */
  conversations: ConversationFigures;
  /** Tags. */
  tags: TagFigures;
  /** The queue. */
  priorities: PriorityFigures;
  /** Questions and keywords. */
  questions: QuestionFigures;
  /** The outbox by state, and failures by code. */
  outbox: OutboxFigures;
  /** From inquiry to order. */
  funnel: Funnel;
  /** What orders say of the customers' value. */
  value: ValueFigures;
  /** Imports, as the host gave them. */
  imports: ImportFigures[];
  /** When the next audits run, soonest first. */
  next_audits: NextAudit[];
  /** What a reader must know of the data. */
  notes: DataNote[];
  /** The workspace's name, where one was given. */
  workspace?: string;
}

/** A form of the report for people. */
export type ReportPage =
  /** One self-contained page. */
  | "html"
  /** Markdown. */
  | "markdown"
  /** A summary for a terminal. */
  | "terminal";

/** The report. */
export interface ReportPages {
  /** As data. */
  report: Report;
  /** As one self-contained page, where asked for. */
  html?: string;
  /** As Markdown, where asked for. */
  markdown?: string;
  /** As a summary for a terminal, where asked for. */
  terminal?: string;
}

/** Where it belongs. */
export type Resolution =
  /** Nobody known: a new customer. */
  | { kind: "create" }
  /** This customer. */
  | {
      kind: "join";
      /** Who. */
      into: CustomerId;
    }
  /** This customer; others share an identifier and contradict it or each other, and go to review. */
  | {
      kind: "join_for_review";
      /** Who. */
      into: CustomerId;
      /** Each is a pair for review with `into`. */
      with: CustomerId[];
    }
  /** This customer, who turns out to be several records: they become one. */
  | {
      kind: "join_and_merge";
      /** Who stays. */
      into: CustomerId;
      /** Who is merged into it, in this order. */
      absorb: CustomerId[];
      /** Each is a pair for review with `into`. */
      review: CustomerId[];
    }
  /** A new customer; those who share an identifier with it contradict it and go to review. */
  | {
      kind: "create_for_review";
      /** Each is a pair for review with the new customer. */
      with: CustomerId[];
    };

/** Whom a new record belongs to. */
export interface Resolved {
  /** Where it belongs. */
  resolution: Resolution;
  /** Why. */
  reasons: Reason[];
}

/** Waiting times in clock hours and in business hours. */
export interface ResponseFigures {
  /** All hours count. */
  clock: Distribution;
  /** Business hours count. */
  business: Distribution;
}

/** Settings of the response time check. */
export interface ResponseTimeCheck {
  /** In minutes. */
  target: number;
  /** In minutes. */
  tolerance: number;
  /** Whether the nights count. */
  measured_in: Clock;
}

/** What becomes of amounts below 0: cancellations and returns. They are counted either way, and are never a purchase. */
export type Returns =
  /** They change nothing. */
  | "leave_out"
  /** They are taken off what the customer spent. */
  | "subtract";

/** What a person said of a pair. */
export type ReviewState =
  /** Nobody looked yet. */
  | "open"
  /** One person. */
  | "merged"
  /** Two people, for ever. */
  | "apart";

/** A text that has to be written anew. */
export interface RewriteRemedy {
  /** Role that does it. */
  owner: string;
  /** By when. */
  deadline: Instant;
  /** Why: each share beyond its threshold, as `reply.health.…` with `percent`, `threshold`, `hits`, `of` and `certain`. */
  reasons: Reason[];
}

/** Customers by how recently, how often and for how much they bought. */
export interface Rfm {
  /** Those who bought something, in the order in which they first stand in the lines. */
  customers: CustomerValue[];
  /** Where the scores change. */
  bounds: RfmBounds;
  /** What became of the lines. */
  counts: LineCounts;
}

/** The bounds between the scores 1 to 5 that were used, ascending. */
export interface RfmBounds {
  /** Days since the last purchase: up to the first scores 5. */
  recency_days: number[];
  /** Purchases: more than the last scores 5. */
  frequency: number[];
  /** What was spent: more than the last scores 5. */
  monetary: number[];
}

/** What somebody is to the shop. */
export type RfmClass =
  /** Bought recently, and often or for much. */
  | "high_value"
  /** Bought recently, seldom and for little so far. */
  | "potential"
  /** Bought long ago, seldom and for little. */
  | "ordinary"
  /** Bought often or for much, but not recently. */
  | "churn_risk";

/**
 * What the scores mean. Somebody is recent from one score of recency on, and worthwhile from one mean of the other two on:
 * high value is both, potential only recent, churn risk only worthwhile, ordinary neither.
 */
export interface RfmClasses {
  /** Least score of recency of who is recent, 1 to 5. */
  recent_from: number;
  /** Least mean of the scores of frequency and monetary value of who is worthwhile, 1 to 5. */
  worthwhile_from: number;
}

/** How customers are scored by recency, frequency and monetary value, and what the scores mean. */
export interface RfmConfig {
  /** Where the bounds between the scores 1 to 5 come from. */
  score_by: ScoreBy;
  /** What counts as one purchase. */
  purchase: PurchaseUnit;
  /** What becomes of amounts below 0. */
  returns: Returns;
  /** The bounds, where they are given. */
  thresholds: RfmThresholds;
  /** What the scores mean. */
  classes: RfmClasses;
  /** How the rhythm of purchases is named. */
  rhythm: RhythmConfig;
}

/** What one customer's purchases come to. */
export interface RfmRow {
  /** Days since the last purchase. */
  recency_days: number;
  /** Purchases. */
  frequency: number;
  /** What was spent. */
  monetary: number;
  /** Days since the first purchase. */
  age_days: number;
  /** Days on which something was bought. */
  days: number;
  /** What was spent on a day after the first, on average; 0 where there was only one. */
  repeat_average: number;
  /** Score of recency, 1 to 5, the most recent 5. */
  r: number;
  /** Score of frequency, 1 to 5. */
  f: number;
  /** Score of monetary value, 1 to 5. */
  m: number;
  /** What that makes of the customer. */
  class: RfmClass;
  /** The rhythm of purchases. */
  rhythm: Rhythm;
  /** The median of the days between days with purchases; none where there was one day. */
  median_gap_days: number | null;
}

/** Bounds between the scores, ascending. */
export interface RfmThresholds {
  /** Days since the last purchase: up to the first scores 5, up to the last 2, beyond it 1. */
  recency_days: number[];
  /** Purchases: more than the last scores 5. */
  frequency: number[];
  /** What was spent, in whole units of currency: more than the last scores 5. */
  monetary: number[];
}

/** In what rhythm somebody buys, by the median of the days between purchases. */
export type Rhythm =
  /** About every week, or more often. */
  | "weekly"
  /** About every month. */
  | "monthly"
  /** About every quarter of a year. */
  | "quarterly"
  /** About twice a year. */
  | "half_yearly"
  /** About every year. */
  | "yearly"
  /** Less often than that. */
  | "rarer"
  /** Bought on too few days to say. */
  | "unknown";

/** Up to how many days between purchases, in the median, a rhythm has its name. */
export interface RhythmConfig {
  /** Least gaps between days with purchases for a rhythm to be named. */
  least_gaps: number;
  /** Weekly. */
  weekly: number;
  /** Monthly. */
  monthly: number;
  /** Quarterly. */
  quarterly: number;
  /** Twice a year. */
  half_yearly: number;
  /** Yearly. */
  yearly: number;
}

/** A rule's answer as it stands in a reply. */
export interface RuleAnswer {
  /** The rule. */
  rule: RuleId;
  /** Which of its texts. */
  variant: TextVariant;
}

/** One rule and how often it answered. */
export interface RuleCount {
  /** Which. */
  rule: RuleId;
  /** Messages that it answered. */
  messages: number;
}

/** A rule of the playbook, by the name the playbook gives it. */
export type RuleId = string;

/** How a rule fares on the messages. */
export interface RuleMeasure {
  /** Which rule. */
  place: KeywordLintPlace;
  /** Its topic. */
  label: string;
  /** Messages in which it fires. */
  fired: number;
  /** Messages in which it is the one to act on. */
  decided: number;
  /** How good it is; null without labels. */
  quality: KeywordQuality | null;
  /** Its phrases that fire, in the order of the rule. */
  phrases: PhraseMeasure[];
}

/** A segment that is kept up to date. */
export interface SavedSegmentConfig {
  /** Its id, such as `lapsing`: kept for ever. */
  id: string;
  /** What people call it, by language. */
  names: Record<string, string>;
  /** Who belongs to it: an expression, as in docs/segments.md. */
  when: string;
}

/** A saved segment with how many customers belong to it. */
export interface SavedSegmentListing {
  /** Its id. */
  id: SegmentId;
  /** What people call it, by language. */
  names: Record<string, string>;
  /** Its expression. */
  when: string;
  /** How many customers belong to it. */
  members: number;
}

/** The saved segments. */
export interface SavedSegmentsAnswer {
  /** In the order of the playbook. */
  segments: SavedSegmentListing[];
  /** How often they were asked since the workspace was opened. */
  work: SegmentWork;
}

/** When an audit runs, in the workspace's zone. A day that a month does not have is its last day. */
export interface ScheduledAudit {
  /** Which audit. */
  kind: AuditKind;
  /** On these weekdays. */
  weekdays: WeekdaySet;
  /** On these days of the month, 1 to 31. */
  days_of_month: number[];
  /** At this local time. */
  at: LocalTime;
}

/** Where the bounds between scores come from. */
export type ScoreBy =
  /**
   * From the customers themselves: bounds that a fifth, two, three and four fifths of them do not exceed. Customers with
   * equal values have equal scores, in whatever order they stand.
   */
  | "quantiles"
  /** From the thresholds. */
  | "thresholds";

/** How the score from 0 to 100 is made up. */
export interface ScoreConfig {
  /** The weight of each part; only their proportions matter. */
  weights: ScoreWeights;
  /** The budget, in whole units of the workspace's currency, that earns the whole part. */
  budget_for_full_marks: number;
  /** The deal probability that counts where none is known, 0 to 1. */
  probability_when_unknown: number;
  /** What a tag is worth, 0 to 1; the customer's best tag counts. */
  tag_values: Record<string, number>;
}

/** The weight of each part of the score. */
export interface ScoreWeights {
  /** The level: whole for the most urgent, nothing for the least. */
  level: number;
  /** The budget, in proportion to the one for full marks. */
  budget: number;
  /** How much of the time to the deadline has passed. */
  waiting: number;
  /** The customer's best tag. */
  value: number;
  /** The probability of a deal. */
  probability: number;
}

/** One match of a search. */
export type SearchHit =
  /** A customer's fields or identifiers match. */
  | {
      kind: "customer";
      /** Who. */
      id: CustomerId;
      /** Higher is better; comparable within one answer only. */
      score: number;
    }
  /** A message's words match. */
  | {
      kind: "message";
      /** Which. */
      id: MessageId;
      /** Whose. */
      customer: CustomerId;
      /** Higher is better; comparable within one answer only. */
      score: number;
    };

/** The segments of the playbook. */
export interface SegmentConfig {
  /** Segments that are kept up to date: who belongs to one, and since when. */
  saved: SavedSegmentConfig[];
}

/** A customer, and what happened to them. */
export interface SegmentCustomer {
  /** The record. */
  customer: CustomerInput;
  /** What happened, in any order: as far back as the expression asks. */
  events?: readonly RecordedEvent[] | undefined;
}

/** A saved segment of the playbook. */
export type SegmentId = string;

/** A customer who belongs to a saved segment. */
export interface SegmentMember {
  /** Who. */
  customer: CustomerId;
  /** Since when. */
  since: Instant;
}

/** A saved segment that a customer belongs to, and since when. */
export interface SegmentMembership {
  /** Which segment. */
  segment: SegmentId;
  /** Since when its expression holds. */
  since: Instant;
}

/**
 * A saved segment that a customer belongs to, and since when.
 * As a request takes it; {@link SegmentMembership} is what comes back.
 */
export interface SegmentMembershipInput {
  /** Which segment. */
  segment: SegmentId;
  /** Since when its expression holds. */
  since: InstantInput;
}

/** How often saved segments were asked since the workspace was opened. */
export interface SegmentWork {
  /** Whether a customer belongs to a segment, asked so often. */
  asked: number;
  /** Not asked so often, because nothing that the segment reads had changed of a customer who did. */
  skipped: number;
}

/** Why a provider refused a message. */
export interface SendFailure {
  /** A stable code of ours or the provider's number. */
  code: string;
  /** Whether the same message may be tried again. */
  retryable: boolean;
  /** Whether the provider says that the customer stopped the messages. */
  opted_out?: boolean | undefined;
  /** Not before this instant, where the provider said so. */
  retry_after?: InstantInput | null | undefined;
}

/** Who wrote. */
export interface Sender {
  /** At least one; the first is the address to answer to. */
  identifiers: SenderIdentifier[];
  /** The name the channel shows; never used to find a customer. */
  display_name?: string;
}

/**
 * Who wrote.
 * As a request takes it; {@link Sender} is what comes back.
 */
export interface SenderInput {
  /** At least one; the first is the address to answer to. */
  identifiers: readonly SenderIdentifier[];
  /** The name the channel shows; never used to find a customer. */
  display_name?: string | null | undefined;
}

/** An identifier of the sender's as the channel gave it; it is normalised on entry. */
export interface SenderIdentifier {
  /** What it is. */
  kind: IdentifierKind;
  /** As the channel gave it. */
  value: string;
}

/** An interval of a share; null without trials. */
export interface ShareInterval {
  /** Lower end, 0 to 1. */
  low: number | null;
  /** Upper end, 0 to 1. */
  high: number | null;
}

/** How alike two texts are. */
export interface Similarity {
  /** Whether they are as alike as was asked. */
  alike: boolean;
  /** The likeness, 0 to 1. */
  similarity: number;
}

/** Messages that are nothing but courtesy. */
export interface SmallTalk {
  /** A whole message of these is answered by a greeting. */
  greetings: Record<string, string[]>;
  /** A whole message of these ("ok, thank you") needs no answer. */
  courtesies: Record<string, string[]>;
  /** The greeting. */
  greeting_texts: Record<string, string>;
}

/**
 * A length of time: calendar months and days, then clock seconds.
 *
 * `"24h"` is clock time; `"7d"` is calendar days in the workspace's zone, so that it ends at the same
 * local hour across a daylight-saving change. Written as numbers with units `mo`, `w`, `d`, `h`, `m`, `s`.
 */
export type Span = string;

/** The parts of a span. */
export interface SpanParts {
  /** Calendar months. */
  months: number;
  /** Calendar days. */
  days: number;
  /** Clock seconds. */
  seconds: number;
  /** In its shortest form. */
  text: string;
}

/** How far a sale has come. */
export type Stage =
  /** Asked for the first time. */
  | "new_inquiry"
  /** Has a quote. */
  | "quoted"
  /** Has a sample. */
  | "sample_sent"
  /** Is kept warm. */
  | "long_term_follow_up"
  /** Has bought. */
  | "customer"
  /** Went elsewhere. */
  | "lost";

/** A language whose words can be brought to their stems. In data, its ISO 639-1 code. */
export type StemLanguage =
  /** Arabic. */
  | "ar"
  /** Bengali. */
  | "bn"
  /** Czech. */
  | "cs"
  /** Danish. */
  | "da"
  /** German. */
  | "de"
  /** Greek. */
  | "el"
  /** English. */
  | "en"
  /** Spanish. */
  | "es"
  /** Finnish. */
  | "fi"
  /** French. */
  | "fr"
  /** Hebrew. */
  | "he"
  /** Hindi. */
  | "hi"
  /** Hungarian. */
  | "hu"
  /** Indonesian. */
  | "id"
  /** Italian. */
  | "it"
  /** Korean. */
  | "ko"
  /** Dutch. */
  | "nl"
  /** Norwegian. */
  | "no"
  /** Polish. */
  | "pl"
  /** Portuguese. */
  | "pt"
  /** Romanian. */
  | "ro"
  /** Russian. */
  | "ru"
  /** Swedish. */
  | "sv"
  /** Tamil. */
  | "ta"
  /** Turkish. */
  | "tr";

/**
 * How probably customers who ordered more than once still buy, by BG/NBD. Customers with one order are left out: they may
 * leave only after a second one, so the model says nothing of them.
 */
export interface StillBuying {
  /** The model that was fitted, in days. */
  model: BgNbd;
  /** Customers who probably still buy: seven of ten or more. */
  likely: number;
  /** Customers of whom it is open. */
  open: number;
  /** Customers who have probably left: fewer than three of ten. */
  gone: number;
  /** The ends of the columns, in days since the last order; the last column holds everything longer. */
  up_to_days: number[];
  /** By how often they ordered, from seldom to often. */
  rows: FrequencyRow[];
}

/** Which value of a field survives, by field. */
export interface SurvivorshipConfig {
  /** Policy of every field that `fields` does not name. */
  default: FieldPolicy;
  /** Policies by field name. */
  fields: Record<string, FieldPolicy>;
  /**
   * Sources, the most trusted first. `import` stands for every `import:…`; a source that is not listed
   * comes last.
   */
  source_order: string[];
}

/** Settings of the tag accuracy check. */
export interface TagAccuracyCheck {
  /** In percent. */
  target: number;
  /** In percentage points. */
  tolerance: number;
  /** The tag whose customers are drawn. */
  quoted_tag: TagId;
  /** How many of them are drawn. */
  quoted_sample: number;
  /** How many of the customers followed up last are looked at besides. */
  last_follow_ups: number;
}

/** What a person does with a tag. */
export type TagAction =
  /** Set it. It then stays until a person or its lifecycle ends it. */
  | "set"
  /** Take it away. */
  | "remove"
  /** Close it: its work is done. */
  | "close";

/** What became of a customer's tags. */
export interface TagChanges {
  /** Tags that were set. */
  set: TagId[];
  /** Tags that went, and why. */
  removed: RemovedTag[];
  /** Tags whose period began anew. */
  restarted: TagId[];
  /** Tags that became overdue. */
  overdue: TagId[];
}

/** The taxonomy: dimensions with their tags. */
export interface TagConfig {
  /** Over how long activity is counted. */
  activity_window: Span;
  /** Who gets a tag's notices: `owner`, a role, or an agent's id. */
  audience: string;
  /** Fewest tags of a dimension before a warning. */
  fewest_tags: number;
  /** Most tags of a dimension before a warning: more are hard to keep up. */
  most_tags: number;
  /** The dimensions, in the order in which they are shown. */
  dimensions: DimensionConfig[];
}

/** One tag. */
export interface TagCount {
  /** Which. */
  tag: TagId;
  /** Active customers that carry it. */
  customers: number;
  /** Of these, past its period. */
  overdue: number;
  /** Share of active customers, in percent. */
  percent: number;
  /** What people call it, where the workspace says so. */
  name?: string;
}

/** One tag: what it is called, when it is set, and how it lives. */
export interface TagDefinition {
  /** Its id, such as `behaviour.quoted`: kept for ever, never shown to customers. */
  id: string;
  /** What people call it, by language. */
  names: Record<string, string>;
  /** How it lives. */
  lifecycle: Lifecycle;
  /** A customer has at most one tag of an exclusive group. */
  exclusive_group?: string;
  /**
   * When the engine sets it; absent for a tag that only people set. A rule that names an event is looked at
   * when that event happens, and the tag then lives by its lifecycle; any other rule sets the tag while it
   * holds and takes it away when it no longer does.
   */
  rule?: Condition;
  /**
   * The same as an expression, as in docs/segments.md, in place of a rule: the engine sets the tag while it holds and takes it
   * away when it no longer does. One that reads fields alone is asked wherever a rule about fields is. Workspaces ask any
   * other when something that it reads changed, and when time may change its answer. It cannot read tags, or when the
   * record last changed.
   */
  when?: string;
}

/** Something that happened, as rules name it. */
export type TagEvent =
  /** The first answer the customer ever got, from the engine or from a person. */
  | "first_reply"
  /** The customer wrote. */
  | "message_received"
  /** A quote went out. */
  | "quote_sent"
  /** A sample went out. */
  | "sample_sent"
  /** An order came in. */
  | "order_placed"
  /** Somebody followed up outside the chat. */
  | "followed_up"
  /** A page, a price list or a download was looked at. */
  | "page_viewed"
  /** The customer came to an event. */
  | "event_visited"
  /** The customer asked about service. */
  | "service_question_asked";

/** Figures of the tags. */
export interface TagFigures {
  /** Active customers with at least one tag. */
  tagged: number;
  /** Active customers without any. */
  untagged: number;
  /** Tags set within the window. */
  set: number;
  /** Tags removed within the window. */
  removed: number;
  /** Every tag in use, most used first. */
  tags: TagCount[];
}

/** A tag of the playbook's taxonomy. */
export type TagId = string;

/** Where a tag is in its life. */
export type TagPhase =
  /** Set and in its period. */
  | "active"
  /** Past its period and not closed by hand. */
  | "overdue";

/** A step of a tag's life. */
export type TagStep =
  /** A reminder before the tag ends. */
  | "reminder"
  /** An action that the tag asks for. */
  | "prompt"
  /** The tag ends by itself or becomes overdue. */
  | "expiry"
  /** A recurring task (contact once a week). */
  | "task"
  /** A recurring review (once a month, a quarter). */
  | "review";

/** A customer's tags after they were looked at. */
export interface TagsAfter {
  /** The record with its tags. */
  customer: Customer;
  /** The ids of all its tags, sorted. */
  tags: TagId[];
  /** What changed. */
  changes: TagChanges;
  /** Timers to set; one that is set under a key that exists moves it. */
  timers: Timer[];
  /** Timers to cancel. */
  cancelled_timers: TimerKey[];
  /** The steps of the tags that are to come. */
  agenda: AgendaItem[];
  /** What people are to be told. */
  notices: Notice[];
  /** Why. */
  reasons: Reason[];
}

/** A target with its tolerance: beside the target but within the tolerance is `watch`, beyond is `fail`. */
export interface Target {
  /** In percent. */
  target: number;
  /** In percentage points. */
  tolerance: number;
}

/**
 * Two texts of one rule, beside each other.
 *
 * It is a comparison of a fixed number: the first `needed` firings of each, and no look before both have them, so looking
 * often finds no difference that is not there. Begin the window at the day on which the second text was put in and leave it
 * there: then the first firings stay the same.
 */
export interface TextComparison {
  /** What they are compared by. */
  measure: ReplyMeasure;
  /** How many firings of each are compared. */
  needed: number;
  /** The first text, in its first firings. */
  a: ReplyFigure;
  /** The second text, in its first firings. */
  b: ReplyFigure;
  /** The difference, A less B, once both have fired often enough. */
  comparison: ProportionComparison | null;
  /** Which does better. */
  verdict: TextVerdict;
}

/** The encodings that are read. */
export type TextEncoding =
  /** UTF-8, with or without a byte order mark. */
  | "utf-8"
  /** UTF-16, low byte first. */
  | "utf-16le"
  /** UTF-16, high byte first. */
  | "utf-16be"
  /** GB18030, of which GBK and GB2312 are parts. */
  | "gb18030"
  /** Big5 with the Hong Kong extensions. */
  | "big5"
  /** Windows Cyrillic. */
  | "windows-1251"
  /** Windows Western European, which includes Latin-1. */
  | "windows-1252"
  /** Windows Arabic. */
  | "windows-1256";

/** Which of the two texts that a rule may have for its answer. */
export type TextVariant =
  /** The first text: the only one of most rules. */
  | "a"
  /** The second. */
  | "b";

/** Which of two texts does better. */
export type TextVerdict =
  /** The first. */
  | "a"
  /** The second. */
  | "b"
  /** Neither, as far as so many firings can tell. */
  | "no_difference"
  /** One of them has not fired often enough. */
  | "not_enough_yet";

/** The threshold that reaches a wanted precision. */
export interface ThresholdFor {
  /** What was wanted. */
  precision: number;
  /** The lowest probability that reaches it; null where none does. */
  threshold: CurvePoint | null;
}

/** What one tick did. */
export interface Ticked {
  /** Timers that fired, in the order of their due times. */
  fired: FiredTimer[];
  /** Notices raised for people. */
  notices: Notice[];
  /** Messages taken from workers that went away, or taken back because they came too late. */
  rescued: number;
  /** When to tick next. */
  next_wakeup?: Instant;
}

/** One thing that happened. */
export type TimelineEntry =
  /** A message, in or out. */
  | {
      entry: "message";
      /** The message. */
      message: MessageRecord;
    }
  /** A fact that is no message. */
  | {
      entry: "event";
      /** The fact. */
      event: Event;
    }
  /** A note that a person wrote. */
  | {
      entry: "note";
      /** Its event. */
      id: EventId;
      /** When. */
      at: Instant;
      /** The words. */
      text: NoteText;
      /** Who, where known. */
      agent?: AgentId;
    }
  /** Something a person was told or asked to do. */
  | {
      entry: "notice";
      /** The notice. */
      notice: Notice;
    }
  /** Another record of the same customer was merged in. */
  | {
      entry: "merge";
      /** Which merge. */
      id: MergeId;
      /** When. */
      at: Instant;
      /** Who stayed. */
      survivor: CustomerId;
      /** Who went. */
      absorbed: CustomerId;
      /** When it was undone. */
      undone_at?: Instant;
    };

/** A timer: what should happen when, and for whom. */
export type Timer =
  /** Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due. */
  | {
      purpose: "tags_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** Time may take a customer into a saved segment, or out of one. */
  | {
      purpose: "segments_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** A reply of ours is still unread or unanswered. */
  | {
      purpose: "reply_unread";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
      /** The turn that was answered. */
      turn: number;
    }
  /** A first response is due. */
  | {
      purpose: "response_deadline";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** A person's greeting is due. */
  | {
      purpose: "greeting_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    }
  /** A customer should have been followed up. */
  | {
      purpose: "follow_up";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: Instant;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId;
    };

/**
 * A timer: what should happen when, and for whom.
 * As a request takes it; {@link Timer} is what comes back.
 */
export type TimerInput =
  /** Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due. */
  | {
      purpose: "tags_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: InstantInput;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId | null | undefined;
    }
  /** Time may take a customer into a saved segment, or out of one. */
  | {
      purpose: "segments_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: InstantInput;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId | null | undefined;
    }
  /** A reply of ours is still unread or unanswered. */
  | {
      purpose: "reply_unread";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: InstantInput;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId | null | undefined;
      /** The turn that was answered. */
      turn: number;
    }
  /** A first response is due. */
  | {
      purpose: "response_deadline";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: InstantInput;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId | null | undefined;
    }
  /** A person's greeting is due. */
  | {
      purpose: "greeting_due";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: InstantInput;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId | null | undefined;
    }
  /** A customer should have been followed up. */
  | {
      purpose: "follow_up";
      /** Identity: setting it again moves it. */
      key: TimerKey;
      /** When it fires. */
      due: InstantInput;
      /** For whom. */
      customer: CustomerId;
      /** In which thread, where it matters. */
      conversation?: ConversationId | null | undefined;
    };

/** A timer. Setting a timer under a key that exists moves it. */
export type TimerKey = string;

/** A line of what was bought. */
export interface Transaction {
  /** When. */
  at: InstantInput;
  /** For how much, in one currency; below 0 for what was returned or cancelled. */
  amount: number;
  /** Who bought; null where nobody knows. */
  customer?: string | null | undefined;
  /** The order that the line belongs to; null for one that stands alone. */
  order?: string | null | undefined;
}

/** Trust: masking and opt-out words. */
export interface TrustConfig {
  /** How much a mask shows. */
  masking: MaskingConfig;
  /** How a customer stops messages. */
  opt_out: OptOutConfig;
}

/** A merge that was undone. */
export interface Unmerged {
  /** The customer who came back. */
  restored: CustomerId;
}

/**
 * The offer of a person, made once per turn when the reply stays unread (or, where read receipts are off,
 * unanswered).
 */
export interface UnreadOffer {
  /** How long after the reply was sent. */
  after: Span;
  /** Whole messages that take the offer up. */
  answers: string[];
  /** For how many turns after the offer they do. */
  turns: number;
  /** What is said. */
  texts: Record<string, string>;
}

/** A row whose bytes this version cannot read: bad JSON, an unknown kind, a future format. */
export interface Unreadable {
  /** Where it is. */
  collection: Collection;
  /** Its id. */
  id: string;
  /** Why, as a code: never its content. */
  cause: string;
}

/** A message of the outbox that waits for a person. */
export interface UnsettledMessage {
  /** The message, as the worker leased it. */
  message: OutgoingMessage;
  /** What `acknowledge` and `fail` ask for. */
  generation: number;
  /** Why it waits, and how it is settled. */
  state: UnsettledState;
  /** Since when. */
  since: Instant;
  /** Times it was handed to a provider. */
  attempts: number;
  /** Why it was set aside, as a reason code. */
  cause?: string;
}

/** Why a message waits for a person. */
export type UnsettledState =
  /**
   * The call to the provider broke off: it may have been sent. Look it up at the provider, by the id of the message where the
   * provider knows it, and `acknowledge` or `fail` it.
   */
  | "unknown"
  /**
   * It was set aside before it was sent, because the record of its customer cannot be read. Once that is mended,
   * `fail` it as retryable, and it is due again; or fail it for good.
   */
  | "parked";

/** How customers buy on the whole. */
export interface UsualGaps {
  /** The usual days between purchases of all customers: their geometric mean. */
  usual_gap_days: number;
  /** How many times the usual gap is too long. */
  factor: number;
  /** From how many gaps. */
  gaps: number;
  /** Whether the two numbers were seen in these gaps; where there were too few, they are the playbook's. */
  seen: boolean;
}

/** What customers are worth, and when one is about to be lost. */
export interface ValueConfig {
  /** Recency, frequency, monetary value. */
  rfm: RfmConfig;
  /** When a customer is about to be lost. */
  churn: ChurnConfig;
  /** How likely a deal is. */
  deal: DealConfig;
  /** Who can be cleaned away. */
  cleaning: CleaningConfig;
}

/**
 * What orders say: classes of value, who still buys, and how well that can be told. Each part is there where there are enough
 * orders for it; `left_out` says what is missing.
 */
export interface ValueFigures {
  /** Customers who ordered something, neither archived nor merged into another. */
  buyers: number;
  /** Of these, customers who ordered on more than one day. */
  repeat_buyers: number;
  /** Orders in a currency that has no rate: they count nowhere. */
  orders_without_rate: number;
  /** The sizes of the classes, in the order of `RfmClass`; empty where there are too few buyers. */
  classes: ClassFigures[];
  /** What is not said, and why. */
  left_out: ValueLeftOut[];
  /** What was expected of a time that is over, against what came. */
  expectation?: Expectation;
  /** Who still buys, by how often and how recently they ordered. */
  still_buying?: StillBuying;
}

/** What is not said of the customers' value, and why. */
export type ValueLeftOut =
  /** Too few customers ordered for classes. */
  | {
      why: "few_buyers";
      /** So many are wanted. */
      wanted: number;
    }
  /** Too few customers ordered, or ordered again, for a model. */
  | {
      why: "few_repeat_buyers";
      /** So many are wanted. */
      wanted: number;
      /** And so many who ordered on more than one day. */
      wanted_repeat: number;
    }
  /** Too few customers had ordered, or ordered again, before the time that an expectation would be held against. */
  | {
      why: "few_before";
      /** The last day that counts. */
      until: string;
    }
  /** The model does not fit these orders. */
  | {
      why: "no_fit";
      /** The code of the error, as in docs/errors.md. */
      code: string;
    };

/** From how many orders on the report says what of the customers' value. */
export interface ValueReport {
  /** How far back orders count. */
  look_back: Span;
  /** Fewest customers with an order for classes of value. */
  least_buyers: number;
  /** Fewest customers with an order for telling who still buys and how much will come. */
  least_model_buyers: number;
  /** And fewest who ordered on more than one day. */
  least_repeat_buyers: number;
  /** The share of the time with orders that an expectation is held against, 0.05 to 0.5. */
  held_back: number;
}

/** What a check says. */
export type Verdict =
  /** On target. */
  | "pass"
  /** Beside the target, within the tolerance. */
  | "watch"
  /** Beyond the tolerance. */
  | "fail"
  /** Nothing to measure. */
  | "no_data";

/** What a check says. */
export interface VerdictAnswer {
  /** What it says. */
  verdict: Verdict;
}

/** One class of waiting times. */
export interface WaitClass {
  /** Up to so many seconds; null is everything longer. */
  up_to: number | null;
  /** Waits ended by a rule. */
  rule: number;
  /** Waits ended by a person. */
  person: number;
}

/** A customer who waits. */
export interface WaitingCustomer {
  /** Who. */
  id: CustomerId;
  /** 0 to 100. */
  score: number;
  /** Since when. */
  since: InstantInput;
}

/** When something is due. */
export interface Wakeup {
  /** Null where nothing is waiting. */
  at: Instant | null;
}

/** A set of weekdays, written `["mon", "wed"]`. */
export type WeekdaySet = string[];

/**
 * A window of the week in local time. Where `to` is not after `from` it ends on the next day: `22:00` to
 * `08:00` on Friday ends on Saturday morning, and `09:00` to `09:00` lasts a whole day.
 */
export interface WeeklyWindow {
  /** The days on which the window begins. */
  days: WeekdaySet;
  /** First minute inside. */
  from: LocalTime;
  /** First minute outside. */
  to: LocalTime;
}

/** The welcome. */
export interface WelcomeReply {
  /** Whether the answer to a keyword follows in the same message. */
  joins_keyword: boolean;
  /** Whether the announcement of an absence follows in the same message; it then counts as announced. */
  joins_away: boolean;
  /** What is said. */
  texts: Record<string, string>;
  /** What is said when something follows in the same message. */
  short_texts: Record<string, string>;
}

/** Settings of widening the coverage. */
export interface WidenCoverage {
  /** Role that does it. */
  owner: string;
  /** Time from the audit to the deadline. */
  within: Span;
  /** At least so many keywords. */
  at_least: number;
  /** At most so many keywords. */
  at_most: number;
}

/** How instants and lengths of time are said in one language. */
export interface Wording {
  /** A time of the same day: `{time}`. */
  today: string;
  /** A time of the next day: `{time}`. */
  tomorrow: string;
  /** A later time: `{day}`, `{month}`, `{time}`. */
  later: string;
  /** The names of the twelve months as they stand in `later`. */
  months: string[];
  /** Less than an hour: `{minutes}`. */
  minutes: string;
  /** An hour and more: `{hours}`, `{minutes}`. */
  hours: string;
  /** What stands between two sentences of one paragraph. */
  join: string;
}

/** The words of a text. */
export interface Words {
  /** In the order of the text, as they were written. */
  words: string[];
}

/** Who the workspace is. */
export interface WorkspaceConfig {
  /** The name customers know, as reply texts use it. */
  name: string;
  /** Country or region (ISO 3166-1 alpha-2) of numbers that are written without one. */
  region: string;
  /** Language of texts where the customer's is not known. */
  language: Language;
}

/** Every code of an error. */
export type ErrorCode =
  /** The deduper has seen no records yet. */
  | "api.deduper.not_fitted"
  /** The engine met a state that it does not know; the call changed nothing. */
  | "api.defect"
  /** A file cannot be read. */
  | "api.file.unreadable"
  /** There is no operation of this name. */
  | "api.operation.unknown"
  /** A request lacks a field that it must have. */
  | "api.request.missing_field"
  /** A time has no offset, so nobody can know which instant is meant. */
  | "api.request.naive_time"
  /** A request has a field that nobody reads. */
  | "api.request.unknown_field"
  /** A request is no JSON text. */
  | "api.request.unreadable"
  /** A field of a request holds a value of a wrong kind. */
  | "api.request.wrong_kind"
  /** The workspace, the engines, the keywords or the deduper were closed. */
  | "api.workspace.closed"
  /** The workspace was opened before this process was forked. */
  | "api.workspace.forked"
  /** A scheduled audit has neither weekdays nor days of the month. */
  | "audit.schedule.never_due"
  /** A list or a name of the audit section is empty. */
  | "audit.setting.empty"
  /** A number of the audit section is outside of its range. */
  | "audit.setting.out_of_range"
  /** A setting of the section on customers is wrong. */
  | "customer.config.invalid"
  /** A value has another kind than the playbook declares for its field. */
  | "customer.custom_field.kind"
  /** A field of the workspace's own has a name that expressions cannot write. */
  | "customer.custom_field.name"
  /** A field of the workspace's own has the name of something else. */
  | "customer.custom_field.taken"
  /** The name is blank. */
  | "customer.name.blank"
  /** The name holds no letters, only digits or signs. */
  | "customer.name.no_letters"
  /** The name is a placeholder such as "test" or "n/a". */
  | "customer.name.placeholder"
  /** The name is longer than 300 characters. */
  | "customer.name.too_long"
  /** A setting of the section on duplicates is wrong. */
  | "dedupe.config.invalid"
  /** What the deduper learned was written by a newer version. */
  | "dedupe.linkage.newer_model"
  /** The document is not what a deduper learned, or it is damaged. */
  | "dedupe.linkage.no_model"
  /** The labels name no two known records that are one person. */
  | "dedupe.linkage.nothing_labelled"
  /** The table holds other records than the deduper, or the same in another order. */
  | "dedupe.linkage.other_record"
  /** Two records have one id. */
  | "dedupe.linkage.same_id"
  /** The configuration, or what was learned before, names a column that the records do not have. */
  | "dedupe.linkage.unknown_column"
  /** No record has an id that is asked for. */
  | "dedupe.linkage.unknown_record"
  /** The merge was undone before. */
  | "dedupe.merge.already_undone"
  /** The two customers have different ids in one system, so they are two customers there. */
  | "dedupe.merge.different_system_ids"
  /** The survivor of the merge has absorbed another customer since. */
  | "dedupe.merge.later_merge"
  /** One of the two customers was merged away before. */
  | "dedupe.merge.merged_away"
  /** A customer cannot be merged with itself. */
  | "dedupe.merge.same_customer"
  /** The survivor of the merge has been merged into another customer since. */
  | "dedupe.merge.survivor_gone"
  /** The merge has another survivor than the customer given. */
  | "dedupe.merge.wrong_survivor"
  /** A person decided about the pair before. */
  | "dedupe.review.decided"
  /** The customer that is to stay is none of the pair. */
  | "dedupe.review.not_of_pair"
  /** An export names a column twice. */
  | "export.column.duplicate"
  /** An export names a column that does not exist. */
  | "export.column.unknown"
  /** The identifier is blank. */
  | "identifier.blank"
  /** The text is not an e-mail address. */
  | "identifier.email.unreadable"
  /** The id is too long or holds white space or control characters. */
  | "identifier.id.unusable"
  /** A spreadsheet turned the phone number into a rounded figure such as 7.91E+10. */
  | "identifier.phone.digits_lost"
  /** The text is not a phone number that can be dialled. */
  | "identifier.phone.unreadable"
  /** The phone number has no calling code and no country is known. */
  | "identifier.phone.without_country"
  /** The name of the other system is not usable. */
  | "identifier.system.name"
  /** The file is compressed or a workbook, not CSV text. */
  | "import.file.compressed"
  /** The file holds no header and no rows. */
  | "import.file.empty"
  /** The host could not read the file to its end. */
  | "import.file.reading"
  /** A quoted field is not closed: it swallows the rest of the file or more than the limit. */
  | "import.file.unclosed_quote"
  /** No column is known to hold the customer's name. */
  | "import.header.no_name"
  /** The header line is too wide, too long or in another encoding. */
  | "import.header.unreadable"
  /** The mapping names a column that the file does not have. */
  | "import.mapping.unknown_column"
  /** The mapping names a target that does not exist. */
  | "import.mapping.unknown_target"
  /** The mapping document cannot be read. */
  | "import.mapping.unreadable"
  /** A delimiter, quote or comment character cannot work. */
  | "import.option.separator"
  /** A value cannot be read, and the setting `on_bad_value` says to reject such rows. */
  | "import.row.bad_value"
  /** The row has more filled cells than the header has columns, so values may sit in wrong columns. */
  | "import.row.extra_cells"
  /** A field of the row is longer than the limit. */
  | "import.row.field_too_long"
  /** The row is of an export whose names, numbers and addresses are hidden, so nothing of it can be read back. */
  | "import.row.masked"
  /** Identifiers were given, but none of them can be read. */
  | "import.row.no_identifier"
  /** The row is longer than the limit. */
  | "import.row.too_long"
  /** The row has more columns than the limit. */
  | "import.row.too_many_columns"
  /** The row holds bytes that mean nothing in the file's encoding. */
  | "import.row.undecodable"
  /** An import setting is out of its range. */
  | "import.setting"
  /** A cell of a table holds something that has no text. */
  | "import.table.cell"
  /** A column of a table holds times of day without a zone. */
  | "import.table.naive_time"
  /** A date can be read with the day, the month or the year first; the column's order was taken. */
  | "import.value.ambiguous_date"
  /** An amount names no currency; the default was taken. */
  | "import.value.assumed_currency"
  /** A row says something else of its customer than an earlier row or column of the file, and nothing decides between them; the first value was taken. */
  | "import.value.conflict"
  /** A number was written without its calling code, and its region is not known to use such numbers, or is not the place that its row names. */
  | "import.value.doubtful_region"
  /** An identifier cannot be read; others of the row can. */
  | "import.value.identifier_dropped"
  /** A column of an export tells what the workspace decides itself, such as tags or the place in the queue; it was left out. */
  | "import.value.not_told_by_files"
  /** More products are named than are kept. */
  | "import.value.too_many_products"
  /** Two ids of one other system are given; the first was taken. */
  | "import.value.two_ids_of_one_system"
  /** A value cannot be read as its column's kind; its text was kept as a custom field. */
  | "import.value.unreadable"
  /** There are not as many labels as messages. */
  | "keyword.labels.count"
  /** An option of learning, linting or mining is out of its range. */
  | "keyword.option"
  /** A phrase is blank or holds only invisible characters. */
  | "keyword.phrase.blank"
  /** A phrase is longer than the limits allow. */
  | "keyword.phrase.too_long"
  /** The phrases are too large together. */
  | "keyword.phrases.too_large"
  /** There are more phrases than the limits allow. */
  | "keyword.phrases.too_many"
  /** A phrase of a regular-expression rule is not a regular expression. */
  | "keyword.regex.invalid"
  /** A regular expression compiles to more memory than the limits allow. */
  | "keyword.regex.too_large"
  /** Two keyword rules have the same id. */
  | "keyword.rule.duplicate"
  /** A keyword rule has no phrases. */
  | "keyword.rule.no_phrases"
  /** There are more keyword rules than the limits allow. */
  | "keyword.rules.too_many"
  /** The message is being sent and can no longer be taken back. */
  | "outbox.attempting"
  /** A number of the outbox section makes no sense. */
  | "outbox.config.out_of_range"
  /** The message is pointless by now. */
  | "outbox.expired"
  /** The message was sent, failed, cancelled or set aside before. */
  | "outbox.final"
  /** The worker's lease ended before it began to send, or renewed it. */
  | "outbox.lease_over"
  /** Another worker holds the message. */
  | "outbox.leased"
  /** An outcome was reported for an attempt that was not begun. */
  | "outbox.not_attempting"
  /** The message is not claimed by a worker. */
  | "outbox.not_claimed"
  /** The message's time has not come. */
  | "outbox.not_due"
  /** Another worker took the message over before this one reported. */
  | "outbox.stale_lease"
  /** The playbook names nobody where somebody has to be named. */
  | "playbook.blank"
  /** A key of the playbook is unknown, missing or of the wrong type. */
  | "playbook.invalid"
  /** A rate of the currency table is no rate. */
  | "playbook.rate"
  /** The region of the workspace is no country or region with telephone numbers. */
  | "playbook.region"
  /** A key of the playbook stands twice in one object. */
  | "playbook.repeated_key"
  /** The playbook is not a TOML or JSON document. */
  | "playbook.syntax"
  /** The playbook is too large. */
  | "playbook.too_large"
  /** The playbook names a field that customers do not have. */
  | "playbook.unknown_field"
  /** The playbook names a tag that the taxonomy does not have. */
  | "playbook.unknown_tag"
  /** The playbook is of a format that this version does not read. */
  | "playbook.version"
  /** The levels are empty, out of order, or do not cover everybody. */
  | "priority.levels.bad"
  /** A range has no ends, or ends before it begins. */
  | "priority.range.bad"
  /** A weight or share of the score is out of bounds. */
  | "priority.score.bad"
  /** A deadline is zero. */
  | "priority.span.zero"
  /** An answer belongs to no keyword rule. */
  | "reply.keyword.unknown"
  /** A phrase cannot be looked for. */
  | "reply.phrase.bad"
  /** A quick reply's code cannot be typed. */
  | "reply.quick.bad_code"
  /** A quick reply's variable has no value. */
  | "reply.quick.missing_variable"
  /** There is no quick reply of this code. */
  | "reply.quick.unknown_code"
  /** The second text of an answer is missing in a language of the first. */
  | "reply.second_text.missing_language"
  /** A number or a length of time is out of its range. */
  | "reply.setting.out_of_range"
  /** A text has nothing that can be seen. */
  | "reply.text.blank"
  /** A text is missing in the default language. */
  | "reply.text.missing_language"
  /** A text's braces are wrong. */
  | "reply.text.template"
  /** A text uses a variable that is never given to it. */
  | "reply.text.unknown_variable"
  /** A function was given too few or too many arguments. */
  | "segment.arguments"
  /** A value of a column has another type than its name. */
  | "segment.cell"
  /** The id of a saved segment is empty or not made of lower-case letters, digits, '.', '_' and '-'. */
  | "segment.id.bad"
  /** Two saved segments have the same id. */
  | "segment.id.duplicate"
  /** A column has more or fewer values than there are customers. */
  | "segment.length"
  /** The expression asks for what no column has. */
  | "segment.missing"
  /** The expression names the class of value, which depends on all customers where scores come from quantiles. */
  | "segment.quantiles"
  /** The text is no segment expression. */
  | "segment.syntax"
  /** The expression is too long or nested too deeply. */
  | "segment.too_large"
  /** Something of another type is wanted there. */
  | "segment.type"
  /** The expression names something that does not exist. */
  | "segment.unknown"
  /** An argument cannot be used. */
  | "segment.value"
  /** The store is closed. */
  | "store.closed"
  /** A record changed between reading and writing. */
  | "store.conflict"
  /** A store must not be used across a fork. */
  | "store.forked"
  /** The disk or file behind the store failed. */
  | "store.medium"
  /** The store was written by a newer version. */
  | "store.newer_format"
  /** Another process has the store open for writing. */
  | "store.owned_elsewhere"
  /** A stored record cannot be decoded. */
  | "store.unreadable"
  /** The file behind the store is no store, is damaged, or must not be opened so. */
  | "store.unusable"
  /** A tag's id is empty or not made of lower-case letters, digits, '.', '_' and '-'. */
  | "tag.id.bad"
  /** Two tags have the same id. */
  | "tag.id.duplicate"
  /** The settings of a tag's lifecycle do not fit together. */
  | "tag.lifecycle.contradiction"
  /** A tag's rule can never hold. */
  | "tag.rule.impossible"
  /** A span of a tag is zero. */
  | "tag.span.zero"
  /** A window of business hours begins at 24:00. */
  | "time.business_hours.begins_at_end"
  /** The calendar has no business hours at all. */
  | "time.business_hours.empty"
  /** A window of business hours names no weekday. */
  | "time.business_hours.no_days"
  /** A day is listed both as a holiday and as a working weekend. */
  | "time.working_weekends.holiday"
  /** The time zone is not in the zone database. */
  | "time.zone.unknown"
  /** A masking setting would show too much of a value. */
  | "trust.masking.shows_too_much"
  /** An opt-out word is blank or holds only punctuation. */
  | "trust.opt_out.blank"
  /** The same word stops and resumes messages. */
  | "trust.opt_out.contradiction"
  /** The opt-out words cannot be compiled. */
  | "trust.opt_out.words"
  /** The columns do not have the same number of rows. */
  | "value.columns.length"
  /** The likelihood grows as a parameter runs away: the data do not determine it. */
  | "value.fit.at_bound"
  /** There is nobody to fit a model to. */
  | "value.fit.no_customers"
  /** Nobody bought a second time, so nothing says how often customers return. */
  | "value.fit.no_repeats"
  /** The search for the best parameters ended without a maximum. */
  | "value.fit.not_converged"
  /** A parameter, an option or a setting of a value model is out of bounds. */
  | "value.parameter.bad"
  /** A number of a customer's purchases is impossible. */
  | "value.row.bad"
  /** Other writers kept changing the same records. */
  | "workspace.contended"
  /** An event lacks its id, or the customer or conversation it concerns. */
  | "workspace.event_without"
  /** A message came without its id. */
  | "workspace.message_without"
  /** A message came without any usable identifier of its sender. */
  | "workspace.no_sender"
  /** A rating is not from 1 to 5 stars. */
  | "workspace.no_such_rating"
  /** The taxonomy of the playbook does not have this tag. */
  | "workspace.no_such_tag"
  /** There is no record with this id. */
  | "workspace.not_found"
  /** Events of this kind are made by another call. */
  | "workspace.wrong_door";

/** The first part of a code. */
export type ErrorArea =
  | "api"
  | "audit"
  | "customer"
  | "dedupe"
  | "export"
  | "identifier"
  | "import"
  | "keyword"
  | "outbox"
  | "playbook"
  | "priority"
  | "reply"
  | "segment"
  | "store"
  | "tag"
  | "time"
  | "trust"
  | "value"
  | "workspace";
