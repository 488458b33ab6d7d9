"""What requests take and answers hold.

Written by `cargo xtask gen`; do not edit.
"""

from __future__ import annotations

import datetime as dt
from collections import abc
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypeAlias, TypedDict, Union

if TYPE_CHECKING:
    from typing_extensions import ReadOnly

Instant: TypeAlias = "dt.datetime | str"
"""An instant: an aware `datetime`, or RFC 3339 text with an offset."""

Day: TypeAlias = "dt.date | str"
"""A day: a `date`, or text such as `2026-01-05`."""

AccountId: TypeAlias = str
"""One of the workspace's own numbers or addresses."""


class Acknowledged(TypedDict):
    """A message that joined its conversation."""

    message: MessageId
    """The id of its record."""

ActivityKind: TypeAlias = Literal["purchases", "views", "event_visits", "service_questions"]
"""One of the counts of `Activity`."""


class AddKeywords(TypedDict):
    """Settings of adding keywords after a while under target."""

    owner: str
    """Role that does it."""

    within: Span
    """Time from the audit to the deadline."""

    after: Span
    """How long the rate must have been under target."""

    at_least: int
    """At least so many keywords."""

    at_most: int
    """At most so many keywords."""


class AgendaItem(TypedDict):
    """A step that a tag has before it."""

    due: dt.datetime
    """When it is due."""

    tag: TagId
    """Of which tag."""

    step: TagStep
    """What happens."""

AgentId: TypeAlias = str
"""A person who works in the workspace."""


class AnsweredBy(TypedDict):
    """Who answered what customers wrote."""

    rule: int
    """A rule."""

    person: int
    """A person."""

    nobody: int
    """Nobody yet, or nobody before a person closed the thread."""

    not_needed: int
    """Nobody had to: thanks, a thumbs-up, a sticker."""


class AppliedTag(TypedDict):
    """A tag on a customer, with who set it, when and why."""

    tag: TagId
    """Which tag."""

    set_at: dt.datetime
    """When it was set."""

    confirmed_at: dt.datetime
    """When a rule last confirmed it."""

    reason: Reason
    """Why."""

    phase: TagPhase
    """Where it is in its life."""

    expires_at: NotRequired[dt.datetime | None]
    """When it ends by itself."""

    rule: NotRequired[RuleId | None]
    """The rule that set it; None means a person."""


class AppliedTagInput(TypedDict):
    """A tag on a customer, with who set it, when and why."""

    tag: ReadOnly[TagId]
    """Which tag."""

    set_at: ReadOnly[Instant]
    """When it was set."""

    confirmed_at: ReadOnly[Instant]
    """When a rule last confirmed it."""

    reason: ReadOnly[ReasonInput]
    """Why."""

    phase: ReadOnly[TagPhase]
    """Where it is in its life."""

    expires_at: NotRequired[ReadOnly[Instant | None]]
    """When it ends by itself."""

    rule: NotRequired[ReadOnly[RuleId | None]]
    """The rule that set it; None means a person."""


class Assignment(TypedDict):
    """Who does something, and within which time."""

    owner: str
    """Role that does it."""

    within: Span
    """Time from the audit to the deadline."""


class Attempted(TypedDict):
    """Whether a leased message may be sent now."""

    send: bool
    """True: call the provider, then report. False: the message was taken back, do not send it."""

    reason: NotRequired[Reason | None]
    """Why it was taken back."""


class AuditConfig(TypedDict):
    """What is checked, how well it should be, when, and what follows."""

    seed: str
    """Picks the samples: the same seed and the same customers give the same sample everywhere. Change it
    to draw others.
    """

    confidence: float
    """Confidence of the intervals, between 0.5 and 0.999."""

    window: Span
    """How far back messages and events count."""

    join_within: Span
    """Messages that follow each other within this time are one question, answered once."""

    not_answers: list[str]
    """Rules whose messages tell something but answer nothing (away, fallback, a hand-over): no hit, no end
    of waiting.
    A trailing `*` covers every rule whose name begins so.
    """

    before_keywords: list[str]
    """Rules that reply before keywords are looked at (welcome, away): what they reply to says nothing of
    the keyword coverage, and where it is no answer either, nothing of the trigger rate. Written like
    `not_answers`.
    """

    show_customer_words: bool
    """Whether reports may show customers' words, masked."""

    top: int
    """How many rows the report's lists have."""

    completeness: CompletenessCheck
    """Share of required fields that are filled in."""

    tag_accuracy: TagAccuracyCheck
    """Share of tags that are right."""

    trigger_rate: Target
    """Share of messages that a rule answers."""

    keyword_coverage: KeywordCoverageCheck
    """Share of questions that there is a keyword rule for."""

    response_time: ResponseTimeCheck
    """How long customers wait for a first answer."""

    backup_integrity: Target
    """Share of backups that can be restored."""

    tag_share: Target
    """Share of customers that carry the most used tag."""

    value: ValueReport
    """From how many orders on what is said of the customers' value."""

    schedule: list[ScheduledAudit]
    """When which audit runs."""

    remedies: RemedyConfig
    """What follows from a check that is not passed."""

AuditKind: TypeAlias = Literal["weekly", "keyword_work", "full_check", "review"]
"""What kind of audit it is."""


class AverageProfits(TypedDict):
    """What purchases are expected to be worth."""

    expected_average_profit: list[float]
    """In the order of the rows."""


class AwayReply(TypedDict):
    """The announcement that nobody is there, made once per absence."""

    windows: list[WeeklyWindow]
    """When nobody is there, in local time. Windows may cross midnight, overlap and touch: what touches is
    one absence. Where `to` is not after `from` a window ends on the next day, so `09:00` to `09:00` lasts a whole
    day.
    """

    holidays: bool
    """Whether the calendar's holidays are absences too, from midnight to midnight."""

    joins_keyword: bool
    """Whether the answer to a keyword follows in the same message."""

    texts: dict[str, str]
    """What is said; `{back_at}` is when people are back: the end of the absence where the workspace is open then by its
    business
    hours, and otherwise the next opening.
    """

    hotline_texts: dict[str, str]
    """Added where there is a hotline."""

    wait_texts: dict[str, str]
    """Added where the present average wait is known."""


class BackoffConfig(TypedDict):
    """Waiting times between attempts: `first`, then each `factor` times the one before, at most `max`."""

    first: Span
    """After the first failure. Clock time."""

    factor: int
    """Growth from one failure to the next. At least 1."""

    max: Span
    """The longest wait. Clock time, not shorter than `first`."""


class BaseMoney(TypedDict):
    """An amount in the workspace's currency."""

    money: Money | None
    """Null where the table has no rate."""


class BestKeyword(TypedDict):
    """The rule that fits best."""

    rule: RuleId | None
    """Null where no rule fires."""


class BgNbd(TypedDict):
    """The four parameters of BG/NBD."""

    r: float
    """Shape of the distribution of purchase rates."""

    alpha: float
    """Its scale, in the unit of time: the mean rate is r / α."""

    a: float
    """With `b`, the distribution of the probability to leave after a purchase: its mean is a / (a + b)."""

    b: float
    """See `a`."""


class Budget(TypedDict):
    """What a customer means to spend: a range with open ends allowed, in minor units of one currency."""

    low: int | None
    """Lower end; None for "up to"."""

    high: int | None
    """Upper end; None for "from"."""

    currency: Currency
    """Currency of both ends."""


class BudgetInput(TypedDict):
    """What a customer means to spend: a range with open ends allowed, in minor units of one currency."""

    low: NotRequired[ReadOnly[int | None]]
    """Lower end; None for "up to"."""

    high: NotRequired[ReadOnly[int | None]]
    """Upper end; None for "from"."""

    currency: ReadOnly[Currency]
    """Currency of both ends."""


class BusinessSeconds(TypedDict):
    """A number of seconds."""

    seconds: int
    """Whole seconds."""


class BusyHour(TypedDict):
    """An hour of the week in local time."""

    weekday: int
    """0 is Monday."""

    hour: int
    """0 to 23."""

    count: int
    """Waits of people longer than the target that began in it; where there are none, messages."""


class CalendarConfig(TypedDict):
    """When the workspace works: its zone, its hours, and the days that are different."""

    time_zone: str
    """IANA name of the workspace's time zone, such as `"Asia/Taipei"`."""

    business_hours: list[WeeklyWindow]
    """Opening hours. A window belongs to the day on which it begins; where `to` is not after `from` it ends on the next
    day, so
    `09:00` to `09:00` lasts a whole day.
    """

    holidays: list[Holiday]
    """Days on which no window begins, each with its name: `{date = "2026-10-10", name = "National Day"}`."""

    working_weekends: list[dt.date]
    """Days off that are worked all the same (make-up days). They have the hours of the nearest earlier
    weekday that has any, which is Friday's for a week from Monday to Friday.
    """


class CalendarInstant(TypedDict):
    """An instant."""

    at: dt.datetime
    """The instant."""


class CalendarTime(TypedDict):
    """A time on the workspace's clocks."""

    local: str
    """Without an offset: the zone is the workspace's."""


class CellValue(TypedDict):
    """What a cell says."""

    value: FieldValue | None
    """The value; None where it cannot be read, or the row is rejected."""

    notes: list[str] | None
    """Codes of what could not be read as meant."""

    rejected: str | None
    """Code of why the row is rejected."""

    column: str | None
    """The column at fault."""


class Certificate(TypedDict):
    """What was measured."""

    records: int
    """Records that are labelled and known here."""

    unknown: int
    """Labels of records that are not known here."""

    matches: int
    """Pairs of one person among them."""

    pairwise: Quality
    """Of the pairs within the clusters, at the threshold of merging."""

    b_cubed: Quality | None
    """The same by records: of each record's cluster, the share that is its person, and of its person the share that is
    in
    its cluster, in the mean (Bagga and Baldwin 1998). Null where pairs are labelled and not clusters.
    """

    blocking_recall: Estimate2
    """Of the pairs of one person, the share that was looked at, because they share a key: what no threshold can better.
    """

    review: int
    """Pairs that are left to review, and how many of them are one person."""

    review_matches: int
    """Of those, how many are one person."""

    curve: list[CurvePoint]
    """By pairs alone, from the surest on."""

    threshold: ThresholdFor
    """The threshold that reaches the wanted precision."""

ChangeUnit: TypeAlias = Literal[
    "missing_fields",
    "wrong_tags",
    "unanswered_messages",
    "uncovered_questions",
    "long_waits",
    "broken_backups",
    "tagged_customers",
]
"""What a needed change is counted in."""


class ChangedKind(TypedDict):
    """How many customers one kind of change concerns."""

    kind: PlaybookChangeKind
    """Which kind."""

    customers: int
    """Customers with at least one change of this kind."""

Channel: TypeAlias = Literal["whatsapp", "email", "sms", "wecom", "other"]
"""A way to reach a customer."""

CheckDirection: TypeAlias = Literal["at_least", "at_most"]
"""Which side of the target is good."""

CheckId: TypeAlias = Literal[
    "completeness",
    "tag_accuracy",
    "trigger_rate",
    "keyword_coverage",
    "response_time",
    "backup_integrity",
    "tag_share",
]
"""The checks, in the order in which reports show them."""


class CheckResult(TypedDict):
    """The outcome of one check, with everything needed to judge it."""

    check: CheckId
    """Which check."""

    verdict: Verdict
    """What it says."""

    target: float
    """The value wanted."""

    tolerance: float
    """How far beside the target is still `watch`."""

    direction: CheckDirection
    """Which side of the target is good."""

    unit: CheckUnit
    """What value, target, tolerance and interval are measured in."""

    sample: int
    """How many were looked at."""

    population: int
    """Of how many."""

    counted: Counted
    """What was looked at."""

    definition: str
    """Key of the definition."""

    interval: NotRequired[Interval | None]
    """How sure the value is; None where everything was counted, or where there is too little to say."""

    past: NotRequired[list[PastValue]]
    """Earlier values, oldest first."""

    to_pass: NotRequired[NeededChange | None]
    """What would make it pass."""

    value: NotRequired[float | None]
    """The value; None without data."""

    window: NotRequired[CheckWindow | None]
    """Over which time; None where the state of today was looked at."""

CheckUnit: TypeAlias = Literal["percent", "minutes"]
"""What a value is measured in."""

CheckWindow = TypedDict("CheckWindow", {
    "from": "dt.datetime",
    "to": "dt.datetime",
})
"""The time that a check looks at."""


class CheckedName(TypedDict):
    """A name that can be one."""

    name: str
    """Without spaces around it and marks that nobody sees."""


class CheckedSegment(TypedDict):
    """An expression that means something."""

    text: str
    """The expression in its usual form."""

    tree: Expression
    """The same as a tree."""

    columns: list[str]
    """The names of the columns that `segment.filter` needs to answer it."""


class ChosenText(TypedDict):
    """One of two texts."""

    variant: TextVariant
    """Which."""


class ChurnAlerts(TypedDict):
    """Who is about to be lost."""

    customers: list[CustomerChurn]
    """Those who bought something, in the order in which they first stand in the lines."""

    usual: UsualGaps
    """What gaps are compared with."""


class ChurnConfig(TypedDict):
    """When a customer is about to be lost."""

    share_in_time: float
    """The share of gaps that ended in a purchase, 0.5 to 1, that are not too long."""

    prior_gaps: float
    """How many gaps of one's own the usual gap of all is worth."""

    least_gaps: int
    """Least gaps of all customers together for their usual gap to be taken from them."""

    usual_gap_days: float
    """The usual gap until then, in days."""

    factor: float
    """How many times the usual gap is too long until then."""

    activity_days: int
    """How many days activity is added up over, and compared with as many days before."""

    falling_to: float
    """Activity falls where it is at most this share of what it was, 0 to 1."""


class ChurnRow(TypedDict):
    """How one customer stands, with what was read to say so."""

    status: ChurnStatus
    """How the customer stands."""

    gap_days: int
    """Days since the last purchase."""

    usual_gap_days: float
    """The customer's usual gap, drawn towards that of all."""

    own_gaps: int
    """How many gaps are the customer's own."""

    alert_after_days: float
    """A gap of more days is too long."""

    days_left: int
    """In how many days the gap will be too long if nothing is bought; 0 where it is."""

    recent_activity: int
    """Activity in the later span."""

    earlier_activity: int
    """Activity in the span before."""

    activity_missing: int
    """How much recent activity would have to grow for it not to fall."""

ChurnStatus: TypeAlias = Literal["steady", "fading", "overdue", "at_risk"]
"""How somebody stands."""

ClassFigures = TypedDict("ClassFigures", {
    "class": "RfmClass",
    "customers": "int",
    "percent": "float",
    "spent": "float",
    "spent_percent": "NotRequired[float | None]",
})
"""One class of value."""


class CleaningCandidate(TypedDict):
    """Whether a customer can be cleaned away, and why. Nothing is archived or deleted by saying so."""

    candidate: bool
    """Whether the customer can be."""

    reason: Reason
    """Why, or why not: what was read, and its bound."""

    deal: DealEstimate
    """The probability of a deal."""


class CleaningConfig(TypedDict):
    """Who can be cleaned away."""

    inactive_for: Span
    """Nothing happened for longer than this."""

    probability_below: float
    """And the probability of a deal, 0 to 1, is below this."""

Clock: TypeAlias = Literal["clock", "business"]
"""What a waiting time is measured in."""


class ClusterExplanation(TypedDict):
    """Why some records are one person."""

    records: list[str]
    """The ids of the records, in the order in which they came."""

    weakest_link: LinkedPair | None
    """The pair on which the cluster hangs: without it, it would fall in two. Null where it is one record."""


class Clusters(TypedDict):
    """The records of a batch that are one customer."""

    clusters: list[list[CustomerId]]
    """Every record in exactly one cluster; members and clusters sorted by id."""

    contradictions: list[tuple[CustomerId, CustomerId]]
    """Pairs that share a strong identifier and were kept apart, smaller id first, sorted: for review."""

Collection: TypeAlias = Literal[
    "customers",
    "conversations",
    "messages",
    "outbox",
    "timers",
    "events",
    "merges",
    "reviews",
    "proposals",
]
"""A collection of records, for errors and parked rows."""

ColumnKind: TypeAlias = Literal[
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "company",
    "birthday",
    "email",
    "phone",
    "identity_number",
    "system_id",
    "house_number",
    "street",
    "place",
    "postal_code",
    "region",
    "category",
    "ignore",
]
"""What a column holds."""


class ColumnUse(TypedDict):
    """One column and what it feeds."""

    header: str
    """The header."""

    target: str
    """The target, as a mapping document writes it."""


class ComparedNames(TypedDict):
    """What two names say about each other."""

    comparison: NameComparison
    """Whether they can be one person's."""


class ComparedPlaybooks(TypedDict):
    """What two playbooks decide differently."""

    diff: PlaybookDiff
    """As data."""

    text: str
    """The same as lines of text, with the ends of ids."""


class ComparedProportions(TypedDict):
    """Two shares, beside each other."""

    comparison: ProportionComparison | None
    """Null where one of them has no trials."""

    needed: int | None
    """How many trials each side needs; None where no least difference between 0 and 1 is given."""

Comparison: TypeAlias = Literal["equal", "not_equal", "less", "at_most", "greater", "at_least"]
"""How two values are compared."""


class Completeness(TypedDict):
    """How complete one record is."""

    share: float
    """Share of required fields that are present and valid, 0 to 1."""

    missing: list[FieldName]
    """Required fields without a value, in the order of the configuration."""

    invalid: list[FieldName]
    """Required fields whose value cannot be right, in the same order."""


class CompletenessCheck(TypedDict):
    """Settings of the completeness check."""

    target: float
    """In percent."""

    tolerance: float
    """In percentage points."""

    sample: int
    """How many customers are drawn."""


class CompletenessConfig(TypedDict):
    """Completeness of records."""

    required: list[FieldName]
    """Fields that every record should have, by name. At least one, none twice."""

    most_gaps: int
    """How many of the least complete customers a summary lists."""


class ConditionAll(TypedDict):
    """Every one of them."""

    kind: Literal["all"]

    of: list[Condition]
    """The parts."""


class ConditionAny(TypedDict):
    """At least one of them."""

    kind: Literal["any"]

    of: list[Condition]
    """The parts."""


class ConditionNot(TypedDict):
    """Not this."""

    kind: Literal["not"]

    of: Condition
    """The part."""


class ConditionFieldPresent(TypedDict):
    """The field has a value."""

    kind: Literal["field_present"]

    field: FieldName
    """Which field."""


class ConditionFieldIs(TypedDict):
    """The field's text, or one entry of its list, is one of these, letter for letter."""

    kind: Literal["field_is"]

    field: FieldName
    """Which field."""

    values: list[str]
    """The texts."""


class ConditionAmount(TypedDict):
    """An amount, converted to whole units of the workspace's currency. A budget counts by its upper end."""

    kind: Literal["amount"]

    field: FieldName
    """Which field."""

    range: Range
    """The range."""


class ConditionHeadCount(TypedDict):
    """People at the company. A range that spans two bands counts by its upper end: 30–60 people is 60."""

    kind: Literal["head_count"]

    range: Range
    """The range."""

ConditionPosition = TypedDict("ConditionPosition", {
    "kind": "Literal['position']",
    "is": "Position",
})
"""What the contact decides."""

ConditionStage = TypedDict("ConditionStage", {
    "kind": "Literal['stage']",
    "is": "list[Stage]",
})
"""How far the sale has come."""


class ConditionNoStage(TypedDict):
    """No stage has been set."""

    kind: Literal["no_stage"]


class ConditionHappened(TypedDict):
    """This just happened."""

    kind: Literal["happened"]

    event: TagEvent
    """What."""


class ConditionKnownLonger(TypedDict):
    """The customer has been known for longer than this: since the first contact, where that field is set,
    otherwise since the record was made.
    """

    kind: Literal["known_longer"]

    than: Span
    """Than this."""


class ConditionActive(TypedDict):
    """Did this at least so often within the activity window."""

    kind: Literal["active"]

    activity: ActivityKind
    """What."""

    at_least: int
    """How often."""

Condition: TypeAlias = Union[
    "ConditionAll",
    "ConditionAny",
    "ConditionNot",
    "ConditionFieldPresent",
    "ConditionFieldIs",
    "ConditionAmount",
    "ConditionHeadCount",
    "ConditionPosition",
    "ConditionStage",
    "ConditionNoStage",
    "ConditionHappened",
    "ConditionKnownLonger",
    "ConditionActive",
]
"""When a tag applies. A missing field meets no condition about its value; an amount in a currency without
a rate decides nothing, so that the tag stays as it is.
"""

ConsentAction: TypeAlias = Literal["given", "withdrawn"]
"""What an entry of the ledger says."""


class ConsentEntry(TypedDict):
    """One entry of a customer's consent ledger. Entries are added, never changed; the latest that covers a
    purpose and channel counts, and of two at one instant the withdrawal.
    """

    at: dt.datetime
    """When."""

    action: ConsentAction
    """Given or withdrawn."""

    source: str
    """Where the proof came from: `import:…`, `message:<id>`, `agent:<id>`, `platform`."""

    channel: NotRequired[Channel | None]
    """Through which channel; None is every channel."""

    purpose: NotRequired[Purpose | None]
    """For what; None is marketing and transactional alike."""

    text_version: NotRequired[str | None]
    """Version of the text the customer agreed to, where one was shown."""


class ConsentEntryInput(TypedDict):
    """One entry of a customer's consent ledger. Entries are added, never changed; the latest that covers a
    purpose and channel counts, and of two at one instant the withdrawal.
    """

    at: ReadOnly[Instant]
    """When."""

    action: ReadOnly[ConsentAction]
    """Given or withdrawn."""

    source: ReadOnly[str]
    """Where the proof came from: `import:…`, `message:<id>`, `agent:<id>`, `platform`."""

    channel: NotRequired[ReadOnly[Channel | None]]
    """Through which channel; None is every channel."""

    purpose: NotRequired[ReadOnly[Purpose | None]]
    """For what; None is marketing and transactional alike."""

    text_version: NotRequired[ReadOnly[str | None]]
    """Version of the text the customer agreed to, where one was shown."""


class ConsentStanding(TypedDict):
    """Whether a message may be sent."""

    allowed: bool
    """Whether it may."""

    reason: Reason
    """Why."""

    entry: int | None
    """The entry that decided, by its place in the ledger; None where none covers the question."""


class ConversationFigures(TypedDict):
    """Figures of the conversations within the window."""

    incoming: int
    """Messages of customers."""

    by_people: int
    """Messages of people in the workspace."""

    by_engine: int
    """Messages of the engine."""

    conversations: int
    """Threads in which a customer wrote."""

    answered_by: AnsweredBy
    """Messages of customers by who answered them."""

    days: list[DayFigures]
    """Every local day of the window on which a customer wrote, in order."""

    hours: list[list[int]]
    """Messages of customers by local weekday (from Monday) and hour."""

    response: ResponseFigures
    """First responses, whoever gave them."""

    response_by_people: ResponseFigures
    """First responses by people."""

    response_by_rules: ResponseFigures
    """First responses by rules."""

    wait_classes: list[WaitClass]
    """First responses in clock time by length."""

    waiting_now: int
    """Threads that wait for an answer now."""

    notices: dict[str, int]
    """Notices raised within the window, by kind."""

    longest_wait: NotRequired[int | None]
    """How long the longest of them has waited, in seconds."""

ConversationId: TypeAlias = str
"""One customer's thread with one of the workspace's numbers on one channel."""

Counted: TypeAlias = Literal["customers", "tags", "messages", "waits", "backups"]
"""What a check's sample consists of."""


class CountedChangeTagSet(TypedDict):
    """A tag that only the second sets."""

    change: Literal["tag_set"]

    customers: int
    """How many customers."""

    samples: list[CustomerId]
    """Some of them: the same on every run."""

    tag: TagId
    """Which."""


class CountedChangeTagRemoved(TypedDict):
    """A tag that only the first leaves."""

    change: Literal["tag_removed"]

    customers: int
    """How many customers."""

    samples: list[CustomerId]
    """Some of them: the same on every run."""

    tag: TagId
    """Which."""

CountedChangeGroup = TypedDict("CountedChangeGroup", {
    "change": "Literal['group']",
    "customers": "int",
    "samples": "list[CustomerId]",
    "group": "str",
    "from": "NotRequired[TagId | None]",
    "to": "NotRequired[TagId | None]",
})
"""Another tag of an exclusive group: another tier, another industry."""

CountedChangePriorityLevel = TypedDict("CountedChangePriorityLevel", {
    "change": "Literal['priority_level']",
    "customers": "int",
    "samples": "list[CustomerId]",
    "from": "int",
    "to": "int",
})
"""Another level, of a customer who waits for an answer; 1 is most urgent."""


class CountedChangeScoreRises(TypedDict):
    """The score of a customer who waits rises by more than was asked for."""

    change: Literal["score_rises"]

    customers: int
    """How many customers."""

    samples: list[CustomerId]
    """Some of them: the same on every run."""


class CountedChangeScoreFalls(TypedDict):
    """The score of a customer who waits falls by more than was asked for."""

    change: Literal["score_falls"]

    customers: int
    """How many customers."""

    samples: list[CustomerId]
    """Some of them: the same on every run."""

CountedChangeOwner = TypedDict("CountedChangeOwner", {
    "change": "Literal['owner']",
    "customers": "int",
    "samples": "list[CustomerId]",
    "from": "str",
    "to": "str",
})
"""Somebody else has the customer: who is told when a conversation is handed over. That is `owner`, the customer's own,
or the role or person that the playbook names for customers without one.
"""

CountedChangeValueClass = TypedDict("CountedChangeValueClass", {
    "change": "Literal['value_class']",
    "customers": "int",
    "samples": "list[CustomerId]",
    "from": "NotRequired[RfmClass | None]",
    "to": "NotRequired[RfmClass | None]",
})
"""Another class of value."""


class CountedChangeSegmentEntered(TypedDict):
    """In a segment under the second playbook alone."""

    change: Literal["segment_entered"]

    customers: int
    """How many customers."""

    samples: list[CustomerId]
    """Some of them: the same on every run."""

    segment: str
    """Its id, or the name that it was given."""


class CountedChangeSegmentLeft(TypedDict):
    """In a segment under the first playbook alone."""

    change: Literal["segment_left"]

    customers: int
    """How many customers."""

    samples: list[CustomerId]
    """Some of them: the same on every run."""

    segment: str
    """Its id, or the name that it was given."""

CountedChange: TypeAlias = Union[
    "CountedChangeTagSet",
    "CountedChangeTagRemoved",
    "CountedChangeGroup",
    "CountedChangePriorityLevel",
    "CountedChangeScoreRises",
    "CountedChangeScoreFalls",
    "CountedChangeOwner",
    "CountedChangeValueClass",
    "CountedChangeSegmentEntered",
    "CountedChangeSegmentLeft",
]
"""One change, and whom it concerns."""


class CountedClause(TypedDict):
    """A clause of an expression, and how many customers it has."""

    text: str
    """The clause."""

    holds: int
    """Customers for whom it holds."""

    fails: int
    """Customers for whom it does not."""

    unknown: int
    """Customers of whom something that it asks is not known."""

    asked: NotRequired[int | None]
    """As a part of a clause all of whose parts have to hold: in which place it is asked, from 0."""

    joined_by: NotRequired[Joint | None]
    """How the parts are joined; nothing where the clause has none."""

    parts: NotRequired[list[CountedClause]]
    """Its parts."""

    removes: NotRequired[int | None]
    """As such a part: how many it takes away from those whom the parts before it left."""


class CsvLimits(TypedDict):
    """Bounds that keep memory constant whatever a file holds."""

    sample_bytes: int
    """Bytes at the beginning of a file from which encoding and dialect are found."""

    field_bytes: int
    """Bytes of the longest field, as UTF-8."""

    record_bytes: int
    """Bytes of the longest record, as UTF-8."""

    columns: int
    """Columns of the widest record."""


class CsvOptions(TypedDict):
    """What the caller knows about a file; everything left out is found from its beginning."""

    backslash_escapes: NotRequired[ReadOnly[bool | None]]
    """Whether a backslash escapes a quote inside quotes. Doubled quotes are always understood."""

    comment: NotRequired[ReadOnly[str | None]]
    """Lines that begin with this ASCII character are no records."""

    delimiter: NotRequired[ReadOnly[str | None]]
    """Delimiter: one ASCII character."""

    encoding: NotRequired[ReadOnly[TextEncoding | None]]
    """Encoding. A byte order mark wins over it."""

    quote: NotRequired[ReadOnly[str | None]]
    """Quote: one ASCII character."""

Currency: TypeAlias = str
"""An ISO 4217 code: three upper-case ASCII letters."""


class CurrencyTable(TypedDict):
    """Units of the workspace currency that one unit of another buys, by code. Given by the host: rates are
    dated facts, not code.
    """

    base: Currency
    """The currency that thresholds are written in."""

    rates: dict[str, float]
    """Base units per one unit of the currency named by the key. With another `base`, the standard's rates are reckoned
    in
    it where they know it, and left out where they do not.
    """


class CurvePoint(TypedDict):
    """Precision and recall of the pairs of at least a probability."""

    threshold: float
    """The probability."""

    precision: float
    """Of the pairs, the share that is right; 1 where there are none."""

    recall: float
    """Of the pairs of one person, the share that is found."""

CustomFieldType: TypeAlias = Literal["text", "list", "number", "money", "flag", "date", "instant"]
"""What the values of a field of the workspace's own are. Each is called as the kind of its values."""

CustomFields: TypeAlias = "dict[str, CustomFieldType]"
"""The fields that a workspace has beside those that every customer has, by name, each with the type of its values."""


class Customer(TypedDict):
    """A customer: fields with provenance, identifiers, tags, consents and priority, read and written as one."""

    v: int
    """Format version of the stored record."""

    id: CustomerId
    """Identity, for ever."""

    created_at: dt.datetime
    """When the record was made."""

    updated_at: dt.datetime
    """When it last changed."""

    fields: dict[str, Field]
    """Fields in the order of `FieldName`; at most one per name."""

    identifiers: list[Identifier]
    """What the customer is known by."""

    tags: list[AppliedTag]
    """Tags, in the order in which they were set."""

    consents: list[ConsentEntry]
    """The consent ledger, oldest first."""

    archived_at: NotRequired[dt.datetime | None]
    """Whether the customer has been archived."""

    merged_into: NotRequired[tuple[CustomerId, MergeId] | None]
    """Where the customer went, and by which merge, if another absorbed it."""

    priority: NotRequired[PriorityState | None]
    """Place in the queue, while something is due."""

    segments: NotRequired[list[SegmentMembership]]
    """The saved segments of the playbook that the customer belongs to, in the order in which they were entered."""

    segments_due: NotRequired[dt.datetime | None]
    """When time may next take the customer into a saved segment or out of one; the timer for it is set."""

    tags_due: NotRequired[dt.datetime | None]
    """When time next asks something of the tags; the timer for it is set. What it asked before that instant is done."""

    tags_taken: NotRequired[list[TagId]]
    """Tags that a person took away while their rule held: the rule does not bring them back until it has not held, or
    what it reads
    has changed.
    """


class CustomerInput(TypedDict):
    """A customer: fields with provenance, identifiers, tags, consents and priority, read and written as one."""

    v: ReadOnly[int]
    """Format version of the stored record."""

    id: ReadOnly[CustomerId]
    """Identity, for ever."""

    created_at: ReadOnly[Instant]
    """When the record was made."""

    updated_at: ReadOnly[Instant]
    """When it last changed."""

    fields: NotRequired[ReadOnly[abc.Mapping[str, FieldInput]]]
    """Fields in the order of `FieldName`; at most one per name."""

    identifiers: NotRequired[ReadOnly[abc.Sequence[IdentifierInput]]]
    """What the customer is known by."""

    tags: NotRequired[ReadOnly[abc.Sequence[AppliedTagInput]]]
    """Tags, in the order in which they were set."""

    consents: NotRequired[ReadOnly[abc.Sequence[ConsentEntryInput]]]
    """The consent ledger, oldest first."""

    archived_at: NotRequired[ReadOnly[Instant | None]]
    """Whether the customer has been archived."""

    merged_into: NotRequired[ReadOnly[tuple[CustomerId, MergeId] | None]]
    """Where the customer went, and by which merge, if another absorbed it."""

    priority: NotRequired[ReadOnly[PriorityStateInput | None]]
    """Place in the queue, while something is due."""

    segments: NotRequired[ReadOnly[abc.Sequence[SegmentMembershipInput]]]
    """The saved segments of the playbook that the customer belongs to, in the order in which they were entered."""

    segments_due: NotRequired[ReadOnly[Instant | None]]
    """When time may next take the customer into a saved segment or out of one; the timer for it is set."""

    tags_due: NotRequired[ReadOnly[Instant | None]]
    """When time next asks something of the tags; the timer for it is set. What it asked before that instant is done."""

    tags_taken: NotRequired[ReadOnly[abc.Sequence[TagId]]]
    """Tags that a person took away while their rule held: the rule does not bring them back until it has not held, or
    what it reads
    has changed.
    """


class CustomerActivity(TypedDict):
    """Something that a customer did beside buying."""

    customer: ReadOnly[str]
    """Who."""

    at: ReadOnly[Instant]
    """When."""


class CustomerChurn(TypedDict):
    """How a customer stands."""

    customer: str
    """Who."""

    churn: ChurnRow
    """How they stand, with what was read to say so."""


class CustomerConfig(TypedDict):
    """What a complete customer record is, and when somebody should get in touch."""

    max_products: int
    """How many products of interest a customer may have. At least 1."""

    completeness: CompletenessConfig
    """Completeness of records."""

    follow_up: FollowUpConfig
    """The follow-up flag."""

    industries: list[IndustryConfig]
    """Industries a customer may have. Empty: any text will do."""

    custom_fields: CustomFields
    """Fields of the workspace's own, by name, each with the type of its values: imports read them so, and expressions
    name them.
    A name has letters of any script, digits and `_`, with no digit first.
    """


class CustomerFigures(TypedDict):
    """Figures of the customers. Archived and merged customers are counted apart and nowhere else."""

    active: int
    """Neither archived nor merged into another."""

    archived: int
    """Archived."""

    created: int
    """Of the active ones, those made within the window."""

    merged: int
    """Duplicates merged within the window."""

    merges_undone: int
    """Merges taken back within the window."""

    duplicates_in_review: int
    """Pairs that wait for a person's decision."""

    possible_duplicates: list[PossibleDuplicate]
    """Of these, the most probable ones, with what speaks for and against."""

    complete: int
    """Customers without any gap."""

    gaps: list[FieldGap]
    """Gaps per required field, most first."""

    by_owner: list[GroupCompleteness]
    """Completeness per owner, lowest first; `-` is nobody."""

    by_source: list[GroupCompleteness]
    """Completeness per source, lowest first."""

    follow_ups_due: int
    """Customers whose follow-up is due."""

    opt_outs: int
    """Customers whose marketing consent was withdrawn within the window."""

    languages: list[tuple[str, int]]
    """Customers per language as recorded, most first; `-` is unknown."""

    stages: list[tuple[Stage | None, int]]
    """Customers per stage."""

    completeness: NotRequired[float | None]
    """Share of required fields that are filled in over all active customers, in percent."""

CustomerId: TypeAlias = str
"""A customer, for ever: a merged customer's id keeps leading to the survivor."""


class CustomerValue(TypedDict):
    """A customer's scores."""

    customer: str
    """Who."""

    rfm: RfmRow
    """What the purchases come to."""


class CustomerView(TypedDict):
    """A customer as people see one: the record and everything that happened, in order."""

    customer: Customer
    """The record."""

    timeline: list[TimelineEntry]
    """Everything that happened, oldest first, across channels and merges."""


class DataNoteOutsideWindow(TypedDict):
    """Messages from before the window or after the audit were left out."""

    note: Literal["outside_window"]

    messages: int
    """How many."""


class DataNoteOutOfOrder(TypedDict):
    """A message came before one that was fed earlier; waiting times may be wrong."""

    note: Literal["out_of_order"]

    messages: int
    """How many."""


class DataNoteStillWaiting(TypedDict):
    """Waits that were not over at the audit; those longer than the target count with the time waited so far."""

    note: Literal["still_waiting"]

    waits: int
    """How many."""


class DataNoteTypesCut(TypedDict):
    """Types of questions beyond the limit count together."""

    note: Literal["types_cut"]

    messages: int
    """Messages in them."""


class DataNoteReviewsOutsideSample(TypedDict):
    """Reviews of tags outside of the sample were left out."""

    note: Literal["reviews_outside_sample"]

    reviews: int
    """How many."""


class DataNoteSampleFilledUp(TypedDict):
    """The sample of quoted customers was filled up with other tagged customers."""

    note: Literal["sample_filled_up"]

    customers: int
    """With how many."""

DataNote: TypeAlias = Union[
    "DataNoteOutsideWindow",
    "DataNoteOutOfOrder",
    "DataNoteStillWaiting",
    "DataNoteTypesCut",
    "DataNoteReviewsOutsideSample",
    "DataNoteSampleFilledUp",
]
"""What a reader must know of the data."""

DateOrder: TypeAlias = Literal["day_first", "month_first", "year_first"]
"""Which number of `03/04/2024` is the day, and of `24-12-31` the year."""

DayCounts = TypedDict("DayCounts", {
    "from": "int",
    "to": "NotRequired[int | None]",
})
"""From so many to so many days with orders."""


class DayFigures(TypedDict):
    """A local day."""

    date: dt.date
    """Which day."""

    messages: AnsweredBy
    """Messages of customers by who answered them."""

DayHours = TypedDict("DayHours", {
    "from": "LocalTime",
    "to": "LocalTime",
})
"""Local hours of one part of the day."""


class DayParts(TypedDict):
    """What people mean by the parts of a day."""

    morning: DayHours
    """"In the morning"; also where "before 11:00" begins."""

    noon: DayHours
    """"At noon"."""

    afternoon: DayHours
    """"In the afternoon"."""

    evening: DayHours
    """"In the evening"; also where "after 16:00" ends."""

    night: DayHours
    """"At night"."""

    day: DayHours
    """"By day", and days named without hours."""

DeadlineMode: TypeAlias = Literal["business", "clock"]
"""What a deadline counts."""


class Deadlines(TypedDict):
    """What is due by when. None while a pause lasts that began before the deadline."""

    respond_by: dt.datetime | None
    """The first answer."""

    next_response_by: dt.datetime | None
    """The answer to a message that came at the same time, after the first answer."""

    resolve_by: dt.datetime | None
    """The end of the matter."""


class DealCalibration(TypedDict):
    """What the workspace's own outcomes make of the odds."""

    enough: bool
    """Whether there were outcomes enough; without, nothing is changed."""

    intercept: float
    """What is added to the logarithm of the odds."""

    slope: float
    """What the logarithm of the odds is multiplied by before."""

    outcomes: int
    """How many outcomes there were."""

    won: int
    """How many of them were won."""

    missing: int
    """How many more outcomes are needed, of the rarer kind or of both."""


class DealConfig(TypedDict):
    """How likely a deal is where nobody gave a probability."""

    stages: dict[str, float]
    """The probability of a fresh deal by its stage, between 0 and 1."""

    without_stage: float
    """The probability where there is no stage, or one that is not named."""

    age_halving_days: float
    """In how many days at one stage the odds halve."""

    idle_halving_days: float
    """In how many days of silence the odds halve."""

    activity_power: float
    """How much days with activity count: the odds grow with (1 + days) to the power of this."""

    least_outcomes: int
    """Least outcomes for the odds to be corrected by them."""

    least_of_each: int
    """Least deals among them that were won, and least that were lost."""


class DealEstimate(TypedDict):
    """The probability of a deal, and what it is made of."""

    probability: float
    """From 0 to 1."""

    given: bool
    """Whether somebody gave it: the rest is then what would have been estimated."""

    facts: DealFacts
    """What was read."""

    stage_odds: float
    """The odds of the stage."""

    age_factor: float
    """What the age of the deal makes of them: a factor up to 1."""

    idle_factor: float
    """What silence makes of them: a factor up to 1."""

    activity_factor: float
    """What activity makes of them: a factor from 1 on."""

    calibrated: bool
    """Whether the workspace's own outcomes corrected them."""


class DealFacts(TypedDict):
    """What an estimate is made from."""

    stage: Stage | None
    """How far the sale has come; none where nobody said."""

    age_days: float
    """Days since it has been there."""

    idle_days: float
    """Days since anything happened."""

    active_days: int
    """On how many of the last days something happened."""


class DealFactsInput(TypedDict):
    """What an estimate is made from."""

    stage: NotRequired[ReadOnly[Stage | None]]
    """How far the sale has come; none where nobody said."""

    age_days: ReadOnly[float]
    """Days since it has been there."""

    idle_days: ReadOnly[float]
    """Days since anything happened."""

    active_days: NotRequired[ReadOnly[int]]
    """On how many of the last days something happened."""


class DealOutcome(TypedDict):
    """How a deal ended of which this was known before."""

    facts: ReadOnly[DealFactsInput]
    """What was known."""

    won: ReadOnly[bool]
    """Whether the customer bought."""


class DecidedPriority(TypedDict):
    """A customer's place in the queue."""

    level: int
    """1 (most urgent) to 3."""

    score: float
    """0 to 100."""

    respond_by: dt.datetime
    """When a first response is due."""

    state: PriorityState
    """The same as the customer's record keeps it, in its field `priority`."""

    timers: list[Timer]
    """Timers to set; one that is set under a key that exists moves it."""

    cancelled_timers: list[TimerKey]
    """Timers to cancel."""

    notices: list[Notice]
    """What people are to be told."""

    reasons: list[Reason]
    """Why."""


class DedupeConfig(TypedDict):
    """Who is one customer, and what survives when two records become one."""

    exact: ExactConfig
    """Matching by identifiers."""

    linkage: LinkageConfig
    """Matching by everything else."""

    survivorship: SurvivorshipConfig
    """Which value of a field survives a merge or an import."""


class DeduperConfig(TypedDict):
    """How a `Deduper` decides, and what the caller knows of the columns."""

    merge: float
    """The probability from which on two records are one."""

    review: float
    """The probability from which on a person should look at two records: at most that of merging."""

    columns: dict[str, ColumnKind]
    """What columns hold, by their names. Those that are not named are known by their headers."""


class DeduperConfigInput(TypedDict):
    """How a `Deduper` decides, and what the caller knows of the columns."""

    merge: NotRequired[ReadOnly[float]]
    """The probability from which on two records are one."""

    review: NotRequired[ReadOnly[float]]
    """The probability from which on a person should look at two records: at most that of merging."""

    columns: NotRequired[ReadOnly[abc.Mapping[str, ColumnKind]]]
    """What columns hold, by their names. Those that are not named are known by their headers."""


class DetectedLanguage(TypedDict):
    """The language of a text."""

    language: Language | None
    """Null where it cannot be told."""


class Dialect(TypedDict):
    """How a file separates and quotes its fields."""

    delimiter: str
    """Between fields."""

    quote: str
    """Around fields."""

    backslash_escapes: bool
    """Whether a backslash escapes a quote inside quotes, besides doubling."""

    spaces_after_delimiter: bool
    """Whether spaces after a delimiter are no part of the field."""

    comment: str | None
    """What comment lines begin with."""


class DimensionConfig(TypedDict):
    """One way to look at customers: who they are, what they do, what they are worth."""

    id: str
    """Short name used in tag ids."""

    names: dict[str, str]
    """What people call it, by language."""

    tags: list[TagDefinition]
    """Its tags. Where several of an exclusive group apply, the first wins."""


class Distribution(TypedDict):
    """How long something took."""

    count: int
    """How many."""

    median: NotRequired[float | None]
    """Half took at most this long, in seconds."""

    p90: NotRequired[float | None]
    """Nine of ten took at most this long, in seconds."""


class Draft(TypedDict):
    """The answer that a message would get."""

    reasons: NotRequired[list[Reason]]
    """Why."""

    reply: NotRequired[ReplyKind | None]
    """Which step of the order of decision would speak; None for a message that was taken in before."""

    rule: NotRequired[RuleId | None]
    """The rule that would speak."""

    text: NotRequired[str | None]
    """What it would say; None where it would stay silent."""


class DraftAnswer(TypedDict):
    """The reply that people gave most."""

    text: str
    """Its most usual wording, as it was sent: it may name the customer it was sent to."""

    count: int
    """How many kept replies of the group say the same, apart from numbers and names."""

    share: float
    """Their share of the group's replies, from 0 to 1."""

DuplicateLabels: TypeAlias = "abc.Mapping[str, str] | abc.Sequence[tuple[str, str, bool]] | abc.Sequence[LabelledPair]"
"""The person of each record by its id, or pairs: two ids and whether they are one person. Records of one person have
one name, whatever it is; nothing is concluded from pairs about others.
"""


class DuplicateReview(TypedDict):
    """Two customers that may be one person."""

    v: int
    """Format version of the stored record."""

    first: CustomerId
    """The smaller id."""

    second: CustomerId
    """The greater id."""

    at: dt.datetime
    """When the pair was found."""

    reasons: list[Reason]
    """What speaks for and against."""

    state: ReviewState
    """What was decided."""


class DuplicatesFound(TypedDict):
    """What a search for duplicates found, before anything was merged, and what was done about it."""

    compared: int
    """Customers that were compared."""

    certain: int
    """Pairs from the playbook's threshold of merging on."""

    possible: int
    """Pairs below it, from the threshold of review on."""

    different_system_ids: int
    """Pairs that different ids in one system keep apart, whatever else the two say."""

    told_apart: int
    """Pairs that a person has told apart."""

    keys_left_out: int
    """Keys that were left out because too many customers share them: pairs that share nothing else are not found."""

    queued: int
    """Pairs that are new in the review queue."""

    merges: list[MergeId]
    """The merges that were made, by which they can be undone."""


class Estimate(TypedDict):
    """A number, and how sure it is."""

    value: float
    """The number."""

    interval: Interval
    """What the fitted parameters, being estimates, leave open. It is not how far a single customer may be from the
    expectation.
    """


class Estimate2(TypedDict):
    """A share and where it probably lies."""

    value: float | None
    """What was measured, from 0 to 1; None where nothing could be counted."""

    low: float
    """With a confidence of 95 % it is no lower."""

    high: float
    """And no higher."""


class EventMessageReceived(TypedDict):
    """A customer wrote; the text is in the message record."""

    kind: Literal["message_received"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    message: MessageId
    """The message record."""


class EventAgentReplied(TypedDict):
    """A person in the workspace wrote, here or from the phone app."""

    kind: Literal["agent_replied"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    agent: NotRequired[AgentId | None]
    """Who, where known."""

    body: NotRequired[MessageBody | None]
    """What was said; it is kept in the message record, not in the log."""

    message: NotRequired[MessageId | None]
    """The message record, where there is one already."""


class EventAutomaticReplySent(TypedDict):
    """The engine's own message was accepted by the provider."""

    kind: Literal["automatic_reply_sent"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    message: MessageId
    """The message record."""

    rule: RuleId
    """The rule that wrote it."""


class EventMessageStatusChanged(TypedDict):
    """A provider reported on a message of ours."""

    kind: Literal["message_status_changed"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    message: MessageId
    """The message record."""

    status: MessageStatus
    """Its new status."""


class EventLinkClicked(TypedDict):
    """The customer followed a link, or pressed a button, in a message of ours."""

    kind: Literal["link_clicked"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    message: MessageId
    """The message record."""


class EventReplyRated(TypedDict):
    """The customer said how content they are with a message of ours."""

    kind: Literal["reply_rated"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    message: MessageId
    """The message record."""

    stars: int
    """From 1, not at all, to 5, very. A thumb up is 5, a thumb down 1."""


class EventQuoteSent(TypedDict):
    """A quote went out."""

    kind: Literal["quote_sent"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    total: NotRequired[Money | None]
    """What was quoted, where known."""


class EventSampleSent(TypedDict):
    """A sample went out."""

    kind: Literal["sample_sent"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""


class EventOrderPlaced(TypedDict):
    """An order came in."""

    kind: Literal["order_placed"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    order: Order
    """The order."""


class EventFollowedUp(TypedDict):
    """Somebody followed the customer up outside the chat: a call, a visit."""

    kind: Literal["followed_up"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    agent: NotRequired[AgentId | None]
    """Who, where known."""


class EventPageViewed(TypedDict):
    """The customer looked at a page, a price list or a download."""

    kind: Literal["page_viewed"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    page: str
    """Which, by the host's name for it."""


class EventEventVisited(TypedDict):
    """The customer came to an event of the workspace's."""

    kind: Literal["event_visited"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    name: str
    """Which, by the host's name for it."""


class EventServiceQuestionAsked(TypedDict):
    """The customer asked a question about service."""

    kind: Literal["service_question_asked"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""


class EventNoteAdded(TypedDict):
    """A person added a note; its text is in the note itself."""

    kind: Literal["note_added"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    text: NoteText
    """The note."""

    agent: NotRequired[AgentId | None]
    """Who, where known."""


class EventConversationTaken(TypedDict):
    """A person took the conversation over."""

    kind: Literal["conversation_taken"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    agent: AgentId
    """Who."""


class EventConversationClosed(TypedDict):
    """The conversation was closed or given back to the bot."""

    kind: Literal["conversation_closed"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    resolved: bool
    """Whether the customer's question was resolved."""


class EventTagSet(TypedDict):
    """A tag was set: by a rule, or by a person where a host records it."""

    kind: Literal["tag_set"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    tag: TagId
    """Which."""

    agent: NotRequired[AgentId | None]
    """Who, where a person did and it is known."""


class EventTagRemoved(TypedDict):
    """A tag went: expired or replaced, or closed or removed by a person where a host records it."""

    kind: Literal["tag_removed"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    tag: TagId
    """Which."""

    cause: str
    """Why, as a reason code."""

    agent: NotRequired[AgentId | None]
    """Who, where a person did and it is known."""


class EventSegmentEntered(TypedDict):
    """The customer came to belong to a saved segment."""

    kind: Literal["segment_entered"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    segment: SegmentId
    """Which."""


class EventSegmentLeft(TypedDict):
    """The customer belongs to a saved segment no longer."""

    kind: Literal["segment_left"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    segment: SegmentId
    """Which."""


class EventConsentGiven(TypedDict):
    """Consent was given."""

    kind: Literal["consent_given"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    purpose: Purpose
    """For what."""

    channel: NotRequired[Channel | None]
    """Through which channel; None is every channel."""


class EventConsentWithdrawn(TypedDict):
    """Consent was withdrawn."""

    kind: Literal["consent_withdrawn"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    channel: NotRequired[Channel | None]
    """Through which channel; None is every channel."""

    purpose: NotRequired[Purpose | None]
    """For what; None is everything but service."""


class EventCustomerCreated(TypedDict):
    """Customer created by an import or a first message."""

    kind: Literal["customer_created"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""


class EventCustomerMerged(TypedDict):
    """Another customer was merged into this one."""

    kind: Literal["customer_merged"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    absorbed: CustomerId
    """The one that went."""


class EventMergeUndone(TypedDict):
    """A merge was undone."""

    kind: Literal["merge_undone"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    restored: CustomerId
    """The one that came back."""


class EventNoticeRaised(TypedDict):
    """A prompt, a reminder or an overdue notice was raised by the engine."""

    kind: Literal["notice_raised"]

    v: int
    """Format version of the stored record."""

    id: EventId
    """Identity of the fact."""

    at: dt.datetime
    """When it happened, not when it was reported."""

    conversation: NotRequired[ConversationId | None]
    """The thread it belongs to."""

    customer: NotRequired[CustomerId | None]
    """Whom it concerns."""

    cause: str
    """What for, as a reason code."""

    subject: NotRequired[str | None]
    """The tag or rule concerned."""

Event: TypeAlias = Union[
    "EventMessageReceived",
    "EventAgentReplied",
    "EventAutomaticReplySent",
    "EventMessageStatusChanged",
    "EventLinkClicked",
    "EventReplyRated",
    "EventQuoteSent",
    "EventSampleSent",
    "EventOrderPlaced",
    "EventFollowedUp",
    "EventPageViewed",
    "EventEventVisited",
    "EventServiceQuestionAsked",
    "EventNoteAdded",
    "EventConversationTaken",
    "EventConversationClosed",
    "EventTagSet",
    "EventTagRemoved",
    "EventSegmentEntered",
    "EventSegmentLeft",
    "EventConsentGiven",
    "EventConsentWithdrawn",
    "EventCustomerCreated",
    "EventCustomerMerged",
    "EventMergeUndone",
    "EventNoticeRaised",
]
"""One fact. The same fact reported twice carries the same id and changes nothing the second time."""

EventId: TypeAlias = str
"""Something that happened. The same fact reported twice has the same id."""


class ExactConfig(TypedDict):
    """Matching by identifiers."""

    strong: list[IdentifierClass]
    """Identifiers that make two records one customer, in matching order: the customer found by an earlier
    class is the one a row joins. A class that is not listed never matches.
    """

    shareable: list[IdentifierClass]
    """Strong identifiers that people share. A match by one of these alone goes to review when the names
    contradict each other; a match by any other class is the same account, whatever the name.
    """

    shared_key_limit: int
    """An identifier carried by this many customers already (in a batch: by records of this many different
    names) is no longer strong: it joins only records of the same name. At least 2.
    """


class Expectation(TypedDict):
    """What was expected of a time that is over, from the orders before it alone, against what came."""

    told_on: dt.date
    """The last day that the expectation knew."""

    days: int
    """How many days it was told for."""

    customers: int
    """Customers who had ordered until then."""

    expected: float
    """Days with orders of these customers that were expected."""

    actual: int
    """Days with orders of these customers that came."""

    rows: list[ExpectationRow]
    """By how often they had ordered until then."""


class ExpectationRow(TypedDict):
    """Customers who had ordered on about as many days."""

    days: DayCounts
    """On so many days."""

    customers: int
    """How many customers."""

    expected: float
    """Days with orders that were expected of them."""

    actual: int
    """Days with orders that came."""


class Explained(TypedDict):
    """Why something is so. Carries codes and figures, never a customer's words."""

    id: str
    """The id that was asked about."""

    facts: list[ExplainedFact]
    """What is so, and why."""

    text: str
    """The same as lines of text."""


class ExplainedClause(TypedDict):
    """A clause of an expression, and what came of it for one customer. It holds what the author wrote, and nothing of
    the
    customer's.
    """

    text: str
    """The clause."""

    holds: bool | None
    """Whether it holds; nothing where something that it asks is not known of the customer."""

    joined_by: NotRequired[Joint | None]
    """How the parts are joined; nothing where the clause has none."""

    parts: NotRequired[list[ExplainedClause]]
    """Its parts."""


class ExplainedFact(TypedDict):
    """One thing that is so, and why."""

    about: str
    """What is explained: `reply`, `message` (of ours), `tag behaviour.quoted`, `priority`, `outbox`."""

    at: dt.datetime
    """Since when."""

    outcome: str
    """What holds: the rule that answered, the level, the state."""

    reasons: list[Reason]
    """Why, most important first."""


class ExplainedKeyword(TypedDict):
    """A phrase that stands in a message, and what came of it."""

    rule: RuleId
    """The rule."""

    label: str
    """Its topic."""

    phrase: str
    """The phrase, as the rule has it."""

    mode: MatchMode
    """How it has to stand: of `auto` what was chosen for it."""

    romanised: bool
    """Whether the customer wrote it in Latin letters, as the rule's `romanised` lets them."""

    written: str
    """The words as the customer wrote them."""

    bytes: tuple[int, int]
    """Place in UTF-8 bytes."""

    chars: tuple[int, int]
    """Place in characters (code points): Python."""

    utf16: tuple[int, int]
    """Place in UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`."""

    outcome: KeywordOutcome
    """What came of it."""

ExportFormat: TypeAlias = Literal["csv", "json_lines"]
"""In which form customers are written."""


class ExportedPage(TypedDict):
    """Some of the customers of an export."""

    text: str
    """What belongs at the end of the file: whole lines, on the first page with the header before them."""

    customers: int
    """How many customers are in it."""

    after: NotRequired[CustomerId | None]
    """Where the next page begins; nothing after the last one."""


class ExpressionAll(TypedDict):
    """All of them: `a && b`."""

    kind: Literal["all"]

    of: list[Expression]
    """Two or more."""


class ExpressionAny(TypedDict):
    """At least one of them: `a || b`."""

    kind: Literal["any"]

    of: list[Expression]
    """Two or more."""


class ExpressionNot(TypedDict):
    """The opposite: `!a`."""

    kind: Literal["not"]

    of: Expression
    """Of this."""


class ExpressionCompare(TypedDict):
    """Two values compared: `company_size > 200`."""

    kind: Literal["compare"]

    operator: Comparison
    """How."""

    left: Expression
    """The left side."""

    right: Expression
    """The right side."""


class ExpressionIn(TypedDict):
    """A value is one of a list, or a text is in a list: `region in ["TW", "HK"]`, `"tea" in products`."""

    kind: Literal["in"]

    value: Expression
    """The value."""

    list: Expression
    """The list."""


class ExpressionLater(TypedDict):
    """A time later by a length of time: `now + days(3)`."""

    kind: Literal["later"]

    time: Expression
    """The time."""

    by: Expression
    """The length."""


class ExpressionEarlier(TypedDict):
    """A time earlier by a length of time: `now - hours(24)`."""

    kind: Literal["earlier"]

    time: Expression
    """The time."""

    by: Expression
    """The length."""


class ExpressionName(TypedDict):
    """Something that is known of a customer, or `now`: `budget.max`."""

    kind: Literal["name"]

    name: str
    """Its name."""


class ExpressionCall(TypedDict):
    """A function: `count("order_placed", days(30))`."""

    kind: Literal["call"]

    function: str
    """Its name."""

    arguments: list[Expression]
    """What it is given."""


class ExpressionMethod(TypedDict):
    """A function of a value: `name.contains("tea")`."""

    kind: Literal["method"]

    of: Expression
    """The value."""

    function: str
    """The function's name."""

    arguments: list[Expression]
    """What else it is given."""


class ExpressionText(TypedDict):
    """A text."""

    kind: Literal["text"]

    value: str
    """The text."""


class ExpressionNumber(TypedDict):
    """A number."""

    kind: Literal["number"]

    value: float
    """The number."""


class ExpressionFlag(TypedDict):
    """`true` or `false`."""

    kind: Literal["flag"]

    value: bool
    """Which."""


class ExpressionList(TypedDict):
    """Values: `["TW", "HK"]`."""

    kind: Literal["list"]

    of: list[Expression]
    """Which."""

Expression: TypeAlias = Union[
    "ExpressionAll",
    "ExpressionAny",
    "ExpressionNot",
    "ExpressionCompare",
    "ExpressionIn",
    "ExpressionLater",
    "ExpressionEarlier",
    "ExpressionName",
    "ExpressionCall",
    "ExpressionMethod",
    "ExpressionText",
    "ExpressionNumber",
    "ExpressionFlag",
    "ExpressionList",
]
"""An expression, with the grammar of CEL (the Common Expression Language) for its operators, literals, lists and calls.
"""


class ExpressionInputAll(TypedDict):
    """All of them: `a && b`."""

    kind: ReadOnly[Literal["all"]]

    of: ReadOnly[abc.Sequence[ExpressionInput]]
    """Two or more."""


class ExpressionInputAny(TypedDict):
    """At least one of them: `a || b`."""

    kind: ReadOnly[Literal["any"]]

    of: ReadOnly[abc.Sequence[ExpressionInput]]
    """Two or more."""


class ExpressionInputNot(TypedDict):
    """The opposite: `!a`."""

    kind: ReadOnly[Literal["not"]]

    of: ReadOnly[ExpressionInput]
    """Of this."""


class ExpressionInputCompare(TypedDict):
    """Two values compared: `company_size > 200`."""

    kind: ReadOnly[Literal["compare"]]

    operator: ReadOnly[Comparison]
    """How."""

    left: ReadOnly[ExpressionInput]
    """The left side."""

    right: ReadOnly[ExpressionInput]
    """The right side."""


class ExpressionInputIn(TypedDict):
    """A value is one of a list, or a text is in a list: `region in ["TW", "HK"]`, `"tea" in products`."""

    kind: ReadOnly[Literal["in"]]

    value: ReadOnly[ExpressionInput]
    """The value."""

    list: ReadOnly[ExpressionInput]
    """The list."""


class ExpressionInputLater(TypedDict):
    """A time later by a length of time: `now + days(3)`."""

    kind: ReadOnly[Literal["later"]]

    time: ReadOnly[ExpressionInput]
    """The time."""

    by: ReadOnly[ExpressionInput]
    """The length."""


class ExpressionInputEarlier(TypedDict):
    """A time earlier by a length of time: `now - hours(24)`."""

    kind: ReadOnly[Literal["earlier"]]

    time: ReadOnly[ExpressionInput]
    """The time."""

    by: ReadOnly[ExpressionInput]
    """The length."""


class ExpressionInputName(TypedDict):
    """Something that is known of a customer, or `now`: `budget.max`."""

    kind: ReadOnly[Literal["name"]]

    name: ReadOnly[str]
    """Its name."""


class ExpressionInputCall(TypedDict):
    """A function: `count("order_placed", days(30))`."""

    kind: ReadOnly[Literal["call"]]

    function: ReadOnly[str]
    """Its name."""

    arguments: ReadOnly[abc.Sequence[ExpressionInput]]
    """What it is given."""


class ExpressionInputMethod(TypedDict):
    """A function of a value: `name.contains("tea")`."""

    kind: ReadOnly[Literal["method"]]

    of: ReadOnly[ExpressionInput]
    """The value."""

    function: ReadOnly[str]
    """The function's name."""

    arguments: ReadOnly[abc.Sequence[ExpressionInput]]
    """What else it is given."""


class ExpressionInputText(TypedDict):
    """A text."""

    kind: ReadOnly[Literal["text"]]

    value: ReadOnly[str]
    """The text."""


class ExpressionInputNumber(TypedDict):
    """A number."""

    kind: ReadOnly[Literal["number"]]

    value: ReadOnly[float]
    """The number."""


class ExpressionInputFlag(TypedDict):
    """`true` or `false`."""

    kind: ReadOnly[Literal["flag"]]

    value: ReadOnly[bool]
    """Which."""


class ExpressionInputList(TypedDict):
    """Values: `["TW", "HK"]`."""

    kind: ReadOnly[Literal["list"]]

    of: ReadOnly[abc.Sequence[ExpressionInput]]
    """Which."""

ExpressionInput: TypeAlias = Union[
    "ExpressionInputAll",
    "ExpressionInputAny",
    "ExpressionInputNot",
    "ExpressionInputCompare",
    "ExpressionInputIn",
    "ExpressionInputLater",
    "ExpressionInputEarlier",
    "ExpressionInputName",
    "ExpressionInputCall",
    "ExpressionInputMethod",
    "ExpressionInputText",
    "ExpressionInputNumber",
    "ExpressionInputFlag",
    "ExpressionInputList",
]
"""An expression, with the grammar of CEL (the Common Expression Language) for its operators, literals, lists and calls.
"""

ExternalId: TypeAlias = str
"""A provider's own id for a message."""


class FactValueText(TypedDict):
    """A name, a code, a rule: never a customer's own words."""

    kind: Literal["text"]

    value: str


class FactValueNumber(TypedDict):
    """A number."""

    kind: Literal["number"]

    value: float


class FactValueFlag(TypedDict):
    """Yes or no."""

    kind: Literal["flag"]

    value: bool


class FactValueTime(TypedDict):
    """An instant."""

    kind: Literal["time"]

    value: dt.datetime

FactValue: TypeAlias = "FactValueText | FactValueNumber | FactValueFlag | FactValueTime"
"""A value an engine read or compared, kept with its type so that any language can word it."""


class FactValueInputText(TypedDict):
    """A name, a code, a rule: never a customer's own words."""

    kind: ReadOnly[Literal["text"]]

    value: ReadOnly[str]


class FactValueInputNumber(TypedDict):
    """A number."""

    kind: ReadOnly[Literal["number"]]

    value: ReadOnly[float]


class FactValueInputFlag(TypedDict):
    """Yes or no."""

    kind: ReadOnly[Literal["flag"]]

    value: ReadOnly[bool]


class FactValueInputTime(TypedDict):
    """An instant."""

    kind: ReadOnly[Literal["time"]]

    value: ReadOnly[Instant]

FactValueInput: TypeAlias = "FactValueInputText | FactValueInputNumber | FactValueInputFlag | FactValueInputTime"
"""A value an engine read or compared, kept with its type so that any language can word it."""


class FallbackReply(TypedDict):
    """What is said when nothing matched."""

    hand_over_after: int
    """The turn in a row without a match at which a person takes over: 2 is the second. At least 1."""

    texts: dict[str, str]
    """What is said before that."""

    hand_over_texts: dict[str, str]
    """What is said at the hand-over."""


class FieldText(TypedDict):
    """One line of text."""

    kind: Literal["text"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: str


class FieldList(TypedDict):
    """Several."""

    kind: Literal["list"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: list[str]


class FieldDate(TypedDict):
    """A day."""

    kind: Literal["date"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: dt.date


class FieldInstant(TypedDict):
    """An instant."""

    kind: Literal["instant"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: dt.datetime


class FieldBudget(TypedDict):
    """A budget."""

    kind: Literal["budget"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: Budget


class FieldWindows(TypedDict):
    """Weekly windows."""

    kind: Literal["windows"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: list[WeeklyWindow]


class FieldHeadCount(TypedDict):
    """A head count."""

    kind: Literal["head_count"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: HeadCount


class FieldPosition(TypedDict):
    """A position."""

    kind: Literal["position"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: Position


class FieldStage(TypedDict):
    """A stage."""

    kind: Literal["stage"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: Stage


class FieldNumber(TypedDict):
    """A probability or another plain number."""

    kind: Literal["number"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: float


class FieldMoney(TypedDict):
    """An amount."""

    kind: Literal["money"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: Money


class FieldFlag(TypedDict):
    """Yes or no."""

    kind: Literal["flag"]

    source: str
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: dt.datetime
    """When it was true or was said."""

    value: bool

Field: TypeAlias = Union[
    "FieldText",
    "FieldList",
    "FieldDate",
    "FieldInstant",
    "FieldBudget",
    "FieldWindows",
    "FieldHeadCount",
    "FieldPosition",
    "FieldStage",
    "FieldNumber",
    "FieldMoney",
    "FieldFlag",
]
"""A value with its provenance."""


class FieldInputText(TypedDict):
    """One line of text."""

    kind: ReadOnly[Literal["text"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[str]


class FieldInputList(TypedDict):
    """Several."""

    kind: ReadOnly[Literal["list"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[abc.Sequence[str]]


class FieldInputDate(TypedDict):
    """A day."""

    kind: ReadOnly[Literal["date"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[Day]


class FieldInputInstant(TypedDict):
    """An instant."""

    kind: ReadOnly[Literal["instant"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[Instant]


class FieldInputBudget(TypedDict):
    """A budget."""

    kind: ReadOnly[Literal["budget"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[BudgetInput]


class FieldInputWindows(TypedDict):
    """Weekly windows."""

    kind: ReadOnly[Literal["windows"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[abc.Sequence[WeeklyWindowInput]]


class FieldInputHeadCount(TypedDict):
    """A head count."""

    kind: ReadOnly[Literal["head_count"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[HeadCountInput]


class FieldInputPosition(TypedDict):
    """A position."""

    kind: ReadOnly[Literal["position"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[Position]


class FieldInputStage(TypedDict):
    """A stage."""

    kind: ReadOnly[Literal["stage"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[Stage]


class FieldInputNumber(TypedDict):
    """A probability or another plain number."""

    kind: ReadOnly[Literal["number"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[float]


class FieldInputMoney(TypedDict):
    """An amount."""

    kind: ReadOnly[Literal["money"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[Money]


class FieldInputFlag(TypedDict):
    """Yes or no."""

    kind: ReadOnly[Literal["flag"]]

    source: ReadOnly[str]
    """Where it came from: `import:<source>`, `message`, `agent:<id>`, `rule:<id>`."""

    at: ReadOnly[Instant]
    """When it was true or was said."""

    value: ReadOnly[bool]

FieldInput: TypeAlias = Union[
    "FieldInputText",
    "FieldInputList",
    "FieldInputDate",
    "FieldInputInstant",
    "FieldInputBudget",
    "FieldInputWindows",
    "FieldInputHeadCount",
    "FieldInputPosition",
    "FieldInputStage",
    "FieldInputNumber",
    "FieldInputMoney",
    "FieldInputFlag",
]
"""A value with its provenance."""


class FieldEvidence(TypedDict):
    """What one field says about two customers."""

    field: str
    """Which field."""

    level: str
    """How alike the two values are, in words."""

    bits: float
    """Above 0 for one person, below for two."""


class FieldGap(TypedDict):
    """A required field and how many customers lack it."""

    field: FieldName
    """Which field."""

    missing: int
    """Customers without a valid value."""

FieldKind: TypeAlias = Literal[
    "name",
    "company",
    "birthday",
    "email",
    "phone",
    "identity_number",
    "system_id",
    "street",
    "place",
    "postal_code",
    "region",
    "category",
]
"""What a field holds."""

FieldName: TypeAlias = str
"""The name of a customer field. Any other name is one of the workspace's own."""

FieldPolicy: TypeAlias = Literal["newest", "most_complete", "source_order", "most_frequent", "earliest", "latest"]
"""How one of two different values of a field is chosen. Where a policy finds both equally good, the newer
one survives, and of two at one instant the one that was there.
"""


class FieldUse(TypedDict):
    """What a deduper compares."""

    kind: FieldKind
    """What it holds."""

    columns: list[str]
    """The columns it is read from."""


class FieldValueText(TypedDict):
    """One line of text."""

    kind: Literal["text"]

    value: str


class FieldValueList(TypedDict):
    """Several."""

    kind: Literal["list"]

    value: list[str]


class FieldValueDate(TypedDict):
    """A day."""

    kind: Literal["date"]

    value: dt.date


class FieldValueInstant(TypedDict):
    """An instant."""

    kind: Literal["instant"]

    value: dt.datetime


class FieldValueBudget(TypedDict):
    """A budget."""

    kind: Literal["budget"]

    value: Budget


class FieldValueWindows(TypedDict):
    """Weekly windows."""

    kind: Literal["windows"]

    value: list[WeeklyWindow]


class FieldValueHeadCount(TypedDict):
    """A head count."""

    kind: Literal["head_count"]

    value: HeadCount


class FieldValuePosition(TypedDict):
    """A position."""

    kind: Literal["position"]

    value: Position


class FieldValueStage(TypedDict):
    """A stage."""

    kind: Literal["stage"]

    value: Stage


class FieldValueNumber(TypedDict):
    """A probability or another plain number."""

    kind: Literal["number"]

    value: float


class FieldValueMoney(TypedDict):
    """An amount."""

    kind: Literal["money"]

    value: Money


class FieldValueFlag(TypedDict):
    """Yes or no."""

    kind: Literal["flag"]

    value: bool

FieldValue: TypeAlias = Union[
    "FieldValueText",
    "FieldValueList",
    "FieldValueDate",
    "FieldValueInstant",
    "FieldValueBudget",
    "FieldValueWindows",
    "FieldValueHeadCount",
    "FieldValuePosition",
    "FieldValueStage",
    "FieldValueNumber",
    "FieldValueMoney",
    "FieldValueFlag",
]
"""A field's value with its type."""


class FieldValueInputText(TypedDict):
    """One line of text."""

    kind: ReadOnly[Literal["text"]]

    value: ReadOnly[str]


class FieldValueInputList(TypedDict):
    """Several."""

    kind: ReadOnly[Literal["list"]]

    value: ReadOnly[abc.Sequence[str]]


class FieldValueInputDate(TypedDict):
    """A day."""

    kind: ReadOnly[Literal["date"]]

    value: ReadOnly[Day]


class FieldValueInputInstant(TypedDict):
    """An instant."""

    kind: ReadOnly[Literal["instant"]]

    value: ReadOnly[Instant]


class FieldValueInputBudget(TypedDict):
    """A budget."""

    kind: ReadOnly[Literal["budget"]]

    value: ReadOnly[BudgetInput]


class FieldValueInputWindows(TypedDict):
    """Weekly windows."""

    kind: ReadOnly[Literal["windows"]]

    value: ReadOnly[abc.Sequence[WeeklyWindowInput]]


class FieldValueInputHeadCount(TypedDict):
    """A head count."""

    kind: ReadOnly[Literal["head_count"]]

    value: ReadOnly[HeadCountInput]


class FieldValueInputPosition(TypedDict):
    """A position."""

    kind: ReadOnly[Literal["position"]]

    value: ReadOnly[Position]


class FieldValueInputStage(TypedDict):
    """A stage."""

    kind: ReadOnly[Literal["stage"]]

    value: ReadOnly[Stage]


class FieldValueInputNumber(TypedDict):
    """A probability or another plain number."""

    kind: ReadOnly[Literal["number"]]

    value: ReadOnly[float]


class FieldValueInputMoney(TypedDict):
    """An amount."""

    kind: ReadOnly[Literal["money"]]

    value: ReadOnly[Money]


class FieldValueInputFlag(TypedDict):
    """Yes or no."""

    kind: ReadOnly[Literal["flag"]]

    value: ReadOnly[bool]

FieldValueInput: TypeAlias = Union[
    "FieldValueInputText",
    "FieldValueInputList",
    "FieldValueInputDate",
    "FieldValueInputInstant",
    "FieldValueInputBudget",
    "FieldValueInputWindows",
    "FieldValueInputHeadCount",
    "FieldValueInputPosition",
    "FieldValueInputStage",
    "FieldValueInputNumber",
    "FieldValueInputMoney",
    "FieldValueInputFlag",
]
"""A field's value with its type."""


class FieldWeight(TypedDict):
    """What a field says about two records."""

    kind: FieldKind
    """What it holds."""

    columns: list[str]
    """The columns it is read from."""

    level: str | None
    """How alike the two values are, in words; None where one is missing or they cannot be compared."""

    weight: float
    """Bits: above 0 for one person, below for two, 0 where nothing is said. Of fields that say the same of an address,
    all
    but the strongest count half.
    """

FigureVerdict: TypeAlias = Literal["keep", "rewrite", "not_enough_yet", "not_recorded"]
"""What a share says of the text."""


class FillGaps(TypedDict):
    """Settings of filling gaps at once."""

    owner: str
    """Role that does it."""

    within: Span
    """Time from the audit to the deadline."""

    business_hours: bool
    """Whether that time counts business hours only."""


class FilledTemplate(TypedDict):
    """A text that was filled in."""

    text: str
    """The text."""

    characters: int
    """Its length in characters."""


class FiredTimerTagsDue(TypedDict):
    """Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due."""

    purpose: Literal["tags_due"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    effective: bool
    """Whether it still meant something when it fired."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class FiredTimerSegmentsDue(TypedDict):
    """Time may take a customer into a saved segment, or out of one."""

    purpose: Literal["segments_due"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    effective: bool
    """Whether it still meant something when it fired."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class FiredTimerReplyUnread(TypedDict):
    """A reply of ours is still unread or unanswered."""

    purpose: Literal["reply_unread"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    effective: bool
    """Whether it still meant something when it fired."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""

    turn: int
    """The turn that was answered."""


class FiredTimerResponseDeadline(TypedDict):
    """A first response is due."""

    purpose: Literal["response_deadline"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    effective: bool
    """Whether it still meant something when it fired."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class FiredTimerGreetingDue(TypedDict):
    """A person's greeting is due."""

    purpose: Literal["greeting_due"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    effective: bool
    """Whether it still meant something when it fired."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class FiredTimerFollowUp(TypedDict):
    """A customer should have been followed up."""

    purpose: Literal["follow_up"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    effective: bool
    """Whether it still meant something when it fired."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""

FiredTimer: TypeAlias = Union[
    "FiredTimerTagsDue",
    "FiredTimerSegmentsDue",
    "FiredTimerReplyUnread",
    "FiredTimerResponseDeadline",
    "FiredTimerGreetingDue",
    "FiredTimerFollowUp",
]
"""A timer that fired."""


class FitReport(TypedDict):
    """What is known of a fit beside its parameters."""

    parameters: list[ParameterEstimate]
    """The parameters, in the order of the paper."""

    log_likelihood: float
    """The logarithm of the likelihood at its maximum."""

    customers: int
    """How many customers the model was fitted to."""

    histories: int
    """How many of them have a history of their own; the others share one."""

    left_out: int
    """Rows that say nothing to the model and were left out."""

    steps: int
    """Newton steps until nothing changed any more."""

    ln_covariance: list[list[float]]
    """Covariances of the logarithms of the parameters."""


class FitReportInput(TypedDict):
    """What is known of a fit beside its parameters."""

    parameters: ReadOnly[abc.Sequence[ParameterEstimate]]
    """The parameters, in the order of the paper."""

    log_likelihood: ReadOnly[float]
    """The logarithm of the likelihood at its maximum."""

    customers: ReadOnly[int]
    """How many customers the model was fitted to."""

    histories: ReadOnly[int]
    """How many of them have a history of their own; the others share one."""

    left_out: ReadOnly[int]
    """Rows that say nothing to the model and were left out."""

    steps: ReadOnly[int]
    """Newton steps until nothing changed any more."""

    ln_covariance: ReadOnly[abc.Sequence[abc.Sequence[float]]]
    """Covariances of the logarithms of the parameters."""


class Fitted(TypedDict):
    """The records of a deduper, and what is compared of them."""

    records: int
    """How many records there are."""

    columns: list[str]
    """The names of their columns, without that of the ids."""

    fields: list[FieldUse]
    """What is compared, and the columns it is read from. Columns that stand in none of them say nothing of who
    somebody is: name them in `columns` of the configuration where they do.
    """

    blocks_left_out: int
    """Keys that too many records share. Pairs that share nothing else are not found."""

    cells_cut: int | None
    """Cells that were longer than what is kept of them. Only known just after fitting."""

    config: DeduperConfig
    """How it decides."""


class FittedPurchases(TypedDict):
    """A fitted model of purchases."""

    purchases: PurchaseModel
    """The model with its parameters."""

    report: FitReport
    """How well they are known."""


class FittedPurchasesInput(TypedDict):
    """A fitted model of purchases."""

    purchases: ReadOnly[PurchaseModel]
    """The model with its parameters."""

    report: ReadOnly[FitReportInput]
    """How well they are known."""


class FittedSpending(TypedDict):
    """A fitted model of what purchases are worth."""

    spending: GammaGamma
    """The model with its parameters."""

    report: FitReport
    """How well they are known."""


class FoldedText(TypedDict):
    """A text after folding."""

    text: str
    """The folded text."""


class FollowUp(TypedDict):
    """Whether a follow-up is due."""

    due: bool
    """Whether it is."""

    deadline: dt.datetime
    """The last instant at which it is not."""

    reason: Reason | None
    """Why."""


class FollowUpConfig(TypedDict):
    """The follow-up flag."""

    after: Span
    """How long a customer may go without follow-up: the flag is raised after more than this."""

    working_days: bool
    """Count days as working days of the workspace's calendar."""

    except_stages: list[Stage]
    """Stages in which nobody needs to follow up."""


class Forecast(TypedDict):
    """What is expected of one customer, and how sure that is."""

    probability_alive: Estimate
    """The probability of still being a customer, 0 to 1."""

    expected_purchases: Estimate
    """Purchases within the time that was asked for."""


class Forecasts(TypedDict):
    """What is expected of customers, in the order of their histories."""

    probability_alive: list[float]
    """The probability that each is still a customer, 0 to 1."""

    expected_purchases: list[float]
    """How many purchases each is expected to make within the time that was asked for."""


class FoundIndustry(TypedDict):
    """An industry of the playbook."""

    industry: str | None
    """Its id; None where the list does not have it."""


class FoundKeyword(TypedDict):
    """A keyword and its place, in the three units that languages count in: begin and end, the end exclusive."""

    rule: RuleId
    """The rule."""

    written: str
    """The words as the customer wrote them."""

    bytes: tuple[int, int]
    """Place in UTF-8 bytes."""

    chars: tuple[int, int]
    """Place in characters (code points): Python."""

    utf16: tuple[int, int]
    """Place in UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`."""


class FrequencyRow(TypedDict):
    """Customers who ordered on about as many days."""

    days: DayCounts
    """On so many days."""

    cells: list[RecencyCell]
    """One for each column."""


class Funnel(TypedDict):
    """Customers that reached each step within the window."""

    inquired: int
    """Wrote."""

    quoted: int
    """Got a quote."""

    sampled: int
    """Got a sample."""

    ordered: int
    """Ordered."""


class GammaGamma(TypedDict):
    """The three parameters of Gamma–Gamma."""

    p: float
    """Shape of what one customer's purchases are worth."""

    q: float
    """Shape of how customers differ."""

    v: float
    """Its scale, in the unit of money."""


class GapPlan(TypedDict):
    """Settings of filling gaps day by day."""

    owner: str
    """Role that does it."""

    within: Span
    """Length of the plan."""

    daily_share: float
    """Share of today's gaps to fill each day, in percent."""


class GreetingConfig(TypedDict):
    """Whom a person greets, and by when."""

    annual_spend: Range
    """What the customer spent in the last year, in whole units of the workspace's currency."""

    within: Span
    """Within which time."""

    audience: str
    """Who greets: `owner`, a role, or an agent's id."""


class GroupCompleteness(TypedDict):
    """Completeness of a group of customers."""

    name: str
    """The group: an owner, or a source."""

    customers: int
    """How many customers."""

    percent: float
    """Share of required fields that are filled in, in percent."""


class HeadCount(TypedDict):
    """How many people work at a company: a range, because people write ranges."""

    low: int | None
    """At least this many."""

    high: int | None
    """At most this many."""


class HeadCountInput(TypedDict):
    """How many people work at a company: a range, because people write ranges."""

    low: NotRequired[ReadOnly[int | None]]
    """At least this many."""

    high: NotRequired[ReadOnly[int | None]]
    """At most this many."""


class Headline(TypedDict):
    """How many checks say what."""

    passed: int
    """On target."""

    watched: int
    """Within the tolerance."""

    failed: int
    """Beyond it."""

    no_data: int
    """Without data."""


class HighValueConfig(TypedDict):
    """What words that mean business lead to: an order confirmed, a contract signed. The words themselves
    stand in the section of the replies, as `high_value`; the reply engine recognises them.
    """

    level: int
    """The level they lead to."""


class Holiday(TypedDict):
    """A day on which the workspace is closed."""

    date: dt.date
    """The local day."""

    name: str
    """What people call it; shown in plans and reports."""


class Horizon(TypedDict):
    """How far and at what rate the future is counted."""

    periods: ReadOnly[int]
    """How many periods are counted."""

    period: ReadOnly[float]
    """How long each is, in the unit of time of the histories: 30 where that is days."""

    discount_rate: ReadOnly[float]
    """What a period takes off: what is earned in the n-th counts 1 / (1 + rate)ⁿ."""

IdOrRecord: TypeAlias = str | abc.Mapping[str, Any]
"""The id of a record, or what a record says: values by the names of their columns."""


class Identifier(TypedDict):
    """One identifier of a customer."""

    kind: IdentifierKind
    """What it is."""

    value: str
    """Normalised: E.164, lower-case e-mail domain, as the system spells it."""

    key: IdentifierKey
    """The key it is matched by."""

    source: str
    """Where it came from."""

    at: dt.datetime
    """When."""

    raw: NotRequired[str | None]
    """What was written, where it differs."""

    undeliverable: NotRequired[bool]
    """Messages to it failed for good."""


class IdentifierInput(TypedDict):
    """One identifier of a customer."""

    kind: ReadOnly[IdentifierKind]
    """What it is."""

    value: ReadOnly[str]
    """Normalised: E.164, lower-case e-mail domain, as the system spells it."""

    key: ReadOnly[IdentifierKey]
    """The key it is matched by."""

    source: ReadOnly[str]
    """Where it came from."""

    at: ReadOnly[Instant]
    """When."""

    raw: NotRequired[ReadOnly[str | None]]
    """What was written, where it differs."""

    undeliverable: NotRequired[ReadOnly[bool]]
    """Messages to it failed for good."""

IdentifierClass: TypeAlias = Literal[
    "phone",
    "whatsapp_id",
    "scoped_user_id",
    "parent_scoped_user_id",
    "email",
    "wecom_user_id",
    "system",
]
"""A class of identifiers, for rules."""

IdentifierKey: TypeAlias = str
"""The key by which an identifier is looked up: namespace, colon, canonical value. Phone and WhatsApp
numbers share the namespace `tel`, and country variants of one number have one key.
"""


class IdentifierKindSystem(TypedDict):
    """An id in another system, by the system's name. One customer has at most one per system."""

    system: str
    """An id in another system, by the system's name. One customer has at most one per system."""

IdentifierKind: TypeAlias = Union[
    "Literal['phone', 'whatsapp_id', 'scoped_user_id', 'parent_scoped_user_id', 'email', 'wecom_user_id']",
    "IdentifierKindSystem",
]
"""What kind of identifier it is."""


class ImportConfig(TypedDict):
    """The settings of the import."""

    limits: CsvLimits
    """Bounds that keep memory constant."""

    date_order: DateOrder
    """Which number of `03/04/2024` is the day, and of `24-12-31` the year, where neither the mapping nor the column
    itself tells.
    """

    century_pivot: int
    """Two-digit years up to this one belong to the 2000s, later ones to the 1900s."""

    on_bad_value: OnBadValue
    """What to do with a row whose optional value cannot be read."""

    keep_unmapped: bool
    """Whether columns without a target become custom fields."""

    products_kept: int
    """Products of interest kept per customer."""

    header_search_rows: int
    """Rows at the beginning of a file among which the header is looked for."""

    evidence_rows: int
    """Rows whose dates are looked at to find the order of day, month and year."""

    rejected_sample: int
    """Rejected rows kept in the report, and rows named for each of its notes; all are handed out one by one besides."""

    batch_rows: int
    """Rows handed out at a time; an import commits as many together."""

    day_parts: DayParts
    """What people mean by the parts of a day."""


class ImportCounts(TypedDict):
    """The figures of an import; `read` is always the sum of the other four once all rows are stored. An import that
    aborted
    before it stored any has rows read and rejected alone.
    """

    read: int
    """Rows read, blank ones left out."""

    created: int
    """Rows that made a customer."""

    merged: int
    """Rows that added to a customer."""

    unchanged: int
    """Rows that say nothing new."""

    rejected: int
    """Rows that cannot be stored."""


class ImportFigures(TypedDict):
    """The counts of one import."""

    source: str
    """What was read."""

    at: dt.datetime
    """When."""

    rows: int
    """Rows read."""

    created: int
    """New customers."""

    merged: int
    """Rows that completed a known customer."""

    unchanged: int
    """Rows that said nothing new."""

    rejected: int
    """Rows refused."""


class ImportOptions(TypedDict):
    """What one import is told beside the file. Everything but the source may be left out."""

    source: ReadOnly[str]
    """Short name of where the data comes from; provenance reads `import:<source>`."""

    csv: NotRequired[ReadOnly[CsvOptions]]
    """Encoding and dialect, as far as they are known."""

    default_currency: NotRequired[ReadOnly[Currency | None]]
    """Currency of amounts that name none. Left out, a workspace takes its own; a `CsvImport` by
    itself cannot read such amounts.
    """

    default_region: NotRequired[ReadOnly[str | None]]
    """Country (ISO 3166-1 alpha-2) of phone numbers without calling code. Left out, a workspace takes its own; a
    `CsvImport` by itself, or with an empty one, knows none.
    """

    dry_run: NotRequired[ReadOnly[bool]]
    """Nothing is to be stored."""

    header: NotRequired[ReadOnly[bool | None]]
    """Whether there is a header; left out, the file decides."""

    keep_unmapped: NotRequired[ReadOnly[bool | None]]
    """Overrides `import.keep_unmapped` of the playbook."""

    mapping: NotRequired[ReadOnly[MappingInput]]
    """Which column means what, beside the headers that are recognised."""

    on_bad_value: NotRequired[ReadOnly[OnBadValue | None]]
    """Overrides `import.on_bad_value` of the playbook."""

    on_rejected: NotRequired[ReadOnly[OnRejected]]
    """Whether a rejected row stops the whole import."""

    time_zone: NotRequired[ReadOnly[str | None]]
    """IANA zone of times without an offset; UTC where left out."""


class ImportProgress(TypedDict):
    """How far an import has come."""

    bytes: int
    """Bytes of the source read."""

    counts: ImportCounts
    """What became of the rows so far."""


class ImportReport(TypedDict):
    """The report of an import, as data."""

    source: str
    """The source that the caller named."""

    counts: ImportCounts
    """The figures. The reader counts rows read and rejected; who stores the rows counts the others."""

    encoding: TextEncoding | None
    """The file's encoding, once known."""

    dialect: Dialect | None
    """The file's dialect, once known."""

    header_line: int | None
    """Line of the header, where there is one."""

    columns: list[ColumnUse]
    """The columns in use and what they feed."""

    notes: list[NoteCount]
    """Notes by column and code."""

    rejected: list[RejectedRow]
    """The first rejected rows."""

    bytes: int
    """Bytes read."""

    dry_run: bool
    """Nothing was to be stored."""

    aborted: bool
    """The import was broken off: by who watched it, or by a rejected row where one is not to be stood for."""


class ImportedRow(TypedDict):
    """A row: accepted with its values, or rejected with the reason."""

    column: NotRequired[str | None]
    """The column at fault."""

    fields: NotRequired[dict[str, FieldValue] | None]
    """Values by field."""

    keys: NotRequired[list[IdentifierKey] | None]
    """Keys of the identifiers."""

    line: NotRequired[int | None]
    """Line on which a rejected row begins, counted from 1."""

    notes: NotRequired[list[str] | None]
    """Codes of what could not be read as meant."""

    rejected: NotRequired[str | None]
    """Code of why the row cannot be stored."""

    value_kind: NotRequired[str | None]
    """What that column should hold."""


class ImportedRows(TypedDict):
    """The rows of a file."""

    rows: list[ImportedRow]
    """In the order of the file, without blank ones."""

    encoding: TextEncoding | None
    """The file's encoding, once known."""

    columns: list[str]
    """What each column feeds, as a mapping document writes it."""


class IncomingMessage(TypedDict):
    """A message from a customer, as a channel delivers it."""

    external_id: ExternalId
    """The provider's id: a second delivery of it changes nothing."""

    channel: Channel
    """Through which channel."""

    account: AccountId
    """To which of the workspace's numbers."""

    sender: Sender
    """From whom."""

    body: MessageBody
    """What it says."""

    sent_at: dt.datetime
    """When it was sent, by the provider's clock."""

    history: bool
    """Imported history: it is kept and counted, and fires nothing. An opt-out in it holds like any other."""


class IncomingMessageInput(TypedDict):
    """A message from a customer, as a channel delivers it."""

    external_id: ReadOnly[ExternalId]
    """The provider's id: a second delivery of it changes nothing."""

    channel: ReadOnly[Channel]
    """Through which channel."""

    account: ReadOnly[AccountId]
    """To which of the workspace's numbers."""

    sender: ReadOnly[SenderInput]
    """From whom."""

    body: ReadOnly[MessageBodyInput]
    """What it says."""

    sent_at: ReadOnly[Instant]
    """When it was sent, by the provider's clock."""

    history: NotRequired[ReadOnly[bool]]
    """Imported history: it is kept and counted, and fires nothing. An opt-out in it holds like any other."""


class IndexedSegments(TypedDict):
    """What an index that is kept in memory has."""

    customers: int
    """Customers."""

    bytes: int
    """Bytes that it takes."""


class IndustryConfig(TypedDict):
    """An industry."""

    id: str
    """The name that records carry."""

    names: list[str]
    """How people write it, in any language; upper and lower case are one."""


class Interval(TypedDict):
    """A range that covers the true value with the stated confidence."""

    low: float
    """Lower end."""

    high: float
    """Upper end."""

    confidence: float
    """How often ranges made like this one cover the true value, 0 to 1."""

Joint: TypeAlias = Literal["all", "any", "not"]
"""How the parts of a clause are joined."""


class KeywordConfig(TypedDict):
    """The keywords of a workspace."""

    limits: KeywordLimits
    """Bounds on the set."""

    rules: list[KeywordRule]
    """The rules; of equals, the earlier wins."""

    language: NotRequired[StemLanguage | None]
    """The language of words in Latin letters, in rules that name none and in what is mined and learned; English where
    nothing
    is said.
    """


class KeywordCoverageCheck(TypedDict):
    """Settings of the keyword coverage check."""

    target: float
    """In percent."""

    tolerance: float
    """In percentage points."""

    similarity: float
    """How similar two messages without a rule must be to count as one type of question, 0 to 1."""

    max_groups: int
    """At most so many types without a rule are told apart; further ones count together."""

    minimum_characters: int
    """Shorter messages ("ok") are no questions, counted in letters and digits."""


class KeywordExplanations(TypedDict):
    """Why a message is answered as it is."""

    phrases: list[ExplainedKeyword]
    """In the order of their places."""


class KeywordFinding(TypedDict):
    """Something about a phrase or a rule that its owner should know."""

    code: str
    """What it is, such as `keyword.lint.shadowed`. Codes stay what they are."""

    severity: KeywordSeverity
    """How much it matters."""

    place: KeywordLintPlace
    """Where it is."""

    other: KeywordLintPlace | None
    """The other phrase or rule that has to do with it."""

    count: int | None
    """In how many of the messages it shows; None where it shows without any."""

    samples: list[int]
    """Some of those messages, by their numbers, counted from 0."""

    details: list[str]
    """What else it is about: the characters, the forms of a word, the companions, or the topics."""

    message: str
    """What it is, in a sentence for people."""

    advice: str
    """What to do."""


class KeywordHealth(TypedDict):
    """How the keyword rules in force do."""

    window: CheckWindow
    """The time looked at."""

    answerable: int
    """Messages that a rule was allowed to answer: not those that an opt-out, a request for a person, high-value words
    or the
    same question again decided before any rule was asked.
    """

    answered: int
    """Of those, messages with the answer of a keyword rule that was sent, or still may be."""

    rules: list[KeywordRuleHealth]
    """The rules in force, in their order."""

    steps: list[ReplyHealth]
    """How the texts that go on with a customer without a keyword are taken, of those that were sent: welcome, away,
    greeting,
    fallback.
    """

    measured_on: int
    """How many messages the findings were measured on: all of the window with words in them, or a sample of these."""

    samples: list[MessageId]
    """The messages that the findings' samples number, counted from 0."""

    findings_left_out: int
    """Findings that are not listed, because there are too many."""

    rules_left_out: list[RuleId]
    """Accepted rules that are not in force, because the playbook's limits leave no room for them."""


class KeywordHits(TypedDict):
    """What was found in a message."""

    hits: list[FoundKeyword]
    """In the order of their places."""


class KeywordLabels(TypedDict):
    """The topics of a message."""

    labels: list[str]
    """Each once, in the order in which they are found."""


class KeywordLimits(TypedDict):
    """Bounds that keep a set of keywords cheap to compile and to match."""

    max_rules: int
    """Most rules in one set."""

    max_phrases: int
    """Most phrases in one set, terms, companions and negative ones included."""

    max_phrase_characters: int
    """Longest phrase or regular expression, in characters."""

    regex_bytes: int
    """Largest compiled form of one regular expression, in bytes."""

    regex_total_bytes: int
    """Largest compiled form of all regular expressions together, in bytes."""

    max_hits: int
    """Most hits listed for one message; finding the best hit is not limited."""

    fast_automaton_bytes: int
    """A set gets the fastest automaton where that takes at most so many bytes of memory; a larger set gets one that is
    smaller and, as long as both fit into the processor's cache, half as fast. Phrases in scripts whose characters
    take
    three bytes, as Chinese, have one of their own at any size.
    """


class KeywordLint(TypedDict):
    """What is wrong with a set of keywords, and how good it is."""

    findings: list[KeywordFinding]
    """What was found, the most serious first, then in the order of the rules."""

    left_out: int
    """How many more there are than are listed."""

    messages: int
    """How many messages were read."""

    rules: list[RuleMeasure]
    """How each rule fares, in their order."""

    labels: list[LabelMeasure]
    """How the rules of each topic fare together, in the order of the topics' names."""


class KeywordLintConfig(TypedDict):
    """What a set of keywords is held to, and from how many messages on they tell anything."""

    broad_share: NotRequired[ReadOnly[float]]
    """A phrase that fires in a larger share of the messages is too broad, from 0 to 1."""

    confidence: NotRequired[ReadOnly[float]]
    """How often the intervals of precision and recall cover the true value, from 0 to 1."""

    enough_messages: NotRequired[ReadOnly[int]]
    """So many messages are enough to say of a phrase that it never fires, or that it fires too often. A phrase is said
    never to fire only where so many messages are in its script.
    """

    least_evidence: NotRequired[ReadOnly[int]]
    """In so many messages a phrase has to stand before anything is said of how it fares in them."""

    max_findings: NotRequired[ReadOnly[int]]
    """Most findings listed; the others are counted."""

    precision: NotRequired[ReadOnly[float]]
    """The precision asked of a rule, from 0 to 1."""

    samples: NotRequired[ReadOnly[int]]
    """Most messages named as samples of a finding."""

    topic_share: NotRequired[ReadOnly[float]]
    """Where the most frequent topic has a smaller share of the messages in which a phrase fires, the phrase does not
    tell topics apart, from 0 to 1.
    """


class KeywordLintPlace(TypedDict):
    """A place in the rules: a phrase, or a rule as a whole."""

    rule: RuleId
    """The rule."""

    field: str
    """Where in the document: `rules[3].phrases[1]`, or `rules[3]` for the rule as a whole."""

    phrase: str | None
    """The phrase, as it is written there; None for the rule as a whole."""


class KeywordOutcomeBest(TypedDict):
    """It is the one to act on."""

    kind: Literal["best"]


class KeywordOutcomeFires(TypedDict):
    """Its rule fires, and another hit is to be acted on."""

    kind: Literal["fires"]


class KeywordOutcomeSilenced(TypedDict):
    """A negative phrase of the rule stands in the message."""

    kind: Literal["silenced"]

    by: str
    """The phrase."""


class KeywordOutcomeAlone(TypedDict):
    """Companions do not stand near it."""

    kind: Literal["alone"]

    missing: list[str]
    """Those that are missing."""

KeywordOutcome: TypeAlias = "KeywordOutcomeBest | KeywordOutcomeFires | KeywordOutcomeSilenced | KeywordOutcomeAlone"
"""What came of a phrase that stands in a message."""


class KeywordProposal(TypedDict):
    """A keyword group that people may want: phrases for a topic that nothing answers yet."""

    name: str
    """Its most telling words as people write them."""

    terms: list[KeywordTerm]
    """The terms of a rule for it; a message belongs where one of them fires."""

    samples: list[str]
    """Typical messages, all different, the most typical first."""

    messages: int
    """How many of the unanswered messages the phrases would answer. Where more were added than are kept, the count
    among those kept, scaled up.
    """

    coverage_gain: float
    """Points (0 to 100) of all messages, answered or not, that it would answer: `100 × messages / all`."""

    cohesion: float
    """How alike the messages are that the phrases select, from 0 to 1: the expected share that are about the topic. An
    estimate from their words; see docs/benchmarks.md for how true it is.
    """

    conflicts: list[ProposalConflict]
    """Rules in force that it would meet, the most serious first."""

    draft_answer: DraftAnswer | None
    """What people answered most in this group; none where no reply recurs."""


class KeywordProposals(TypedDict):
    """What people may want to answer."""

    unanswered: int
    """How many messages no rule answers."""

    proposals: list[KeywordProposal]
    """Those first that answer most and conflict least."""


class KeywordQuality(TypedDict):
    """How good a rule, or all rules of a topic, are on labelled messages. Right is what fires in a message that has its
    topic for a label, whether or not another rule goes first there.
    """

    right: int
    """Messages in which it fires that have its topic for a label."""

    wrong: int
    """Messages in which it fires that have another label or none."""

    labelled: int
    """Messages that have its topic for a label."""

    precision: KeywordShare
    """Of the messages in which it fires, those where it is right."""

    recall: KeywordShare
    """Of the messages that have its topic for a label, those in which it fires."""

    verdict: KeywordVerdict
    """Its precision beside the one that is asked for."""


class KeywordRule(TypedDict):
    """A topic and the phrases that people use for it."""

    id: RuleId
    """The rule's name, once per document."""

    label: str
    """The topic, such as `price`. Several rules may share one."""

    phrases: list[str]
    """What people write, in any language. Written as people read it: folding is done here."""

    mode: MatchMode
    """How a phrase has to stand in the message."""

    negative: list[str]
    """Phrases that silence the rule wherever they stand in the message; matched as `auto`, or by their stems where the
    rule's mode is `stem`.
    """

    priority: int
    """Of several rules that fire, the one with the highest number is the best."""

    language: NotRequired[StemLanguage | None]
    """The language by whose rules words are brought to their stems, where their script does not tell: words in Latin
    letters
    are of the set's language unless this says otherwise.
    """

    romanised: NotRequired[bool]
    """Whether phrases in Cyrillic, Arabic, Devanagari and Chinese characters are also found as people type them in
    Latin
    letters and digits: `skolko stoit`, `kam el se3r`, `kitne ka hai`, `duo shao qian`. Negative phrases and
    companions
    too. What is too short for that, or a usual English word, is not.
    """

    short_i_as_i: NotRequired[bool]
    """Whether `й` in a phrase is also found as `и`, as people write who have no `й` on their keyboard: `чаи`, `какои`.
    Negative
    phrases and companions too. That `ё` is `е` needs no asking.
    """

    terms: NotRequired[list[KeywordTerm]]
    """More phrases, of which there is more to say. A rule has one phrase or term at least."""


class KeywordRuleInput(TypedDict):
    """A topic and the phrases that people use for it."""

    id: ReadOnly[RuleId]
    """The rule's name, once per document."""

    label: ReadOnly[str]
    """The topic, such as `price`. Several rules may share one."""

    phrases: NotRequired[ReadOnly[abc.Sequence[str]]]
    """What people write, in any language. Written as people read it: folding is done here."""

    mode: NotRequired[ReadOnly[MatchMode]]
    """How a phrase has to stand in the message."""

    negative: NotRequired[ReadOnly[abc.Sequence[str]]]
    """Phrases that silence the rule wherever they stand in the message; matched as `auto`, or by their stems where the
    rule's mode is `stem`.
    """

    priority: NotRequired[ReadOnly[int]]
    """Of several rules that fire, the one with the highest number is the best."""

    language: NotRequired[ReadOnly[StemLanguage | None]]
    """The language by whose rules words are brought to their stems, where their script does not tell: words in Latin
    letters
    are of the set's language unless this says otherwise.
    """

    romanised: NotRequired[ReadOnly[bool]]
    """Whether phrases in Cyrillic, Arabic, Devanagari and Chinese characters are also found as people type them in
    Latin
    letters and digits: `skolko stoit`, `kam el se3r`, `kitne ka hai`, `duo shao qian`. Negative phrases and
    companions
    too. What is too short for that, or a usual English word, is not.
    """

    short_i_as_i: NotRequired[ReadOnly[bool]]
    """Whether `й` in a phrase is also found as `и`, as people write who have no `й` on their keyboard: `чаи`, `какои`.
    Negative
    phrases and companions too. That `ё` is `е` needs no asking.
    """

    terms: NotRequired[ReadOnly[abc.Sequence[KeywordTermInput]]]
    """More phrases, of which there is more to say. A rule has one phrase or term at least."""


class KeywordRuleHealth(TypedDict):
    """How one rule does."""

    rule: RuleId
    """The rule."""

    label: str
    """Its topic."""

    accepted: bool
    """Whether it is an accepted proposal and not one of the playbook's."""

    triggered: int
    """Messages that it answered. An answer that failed, ran out of time, was taken back, set aside or is unknown is
    none.
    """

    trigger_share: float | None
    """Those, in percent of the messages that a rule was allowed to answer; None where there are none."""

    measure: RuleMeasure
    """In how many messages it and its phrases fire."""

    findings: list[KeywordFinding]
    """What is wrong with it."""

    reply: ReplyHealth | None
    """How its answer is taken; None where it was not sent."""

KeywordSeverity: TypeAlias = Literal["error", "warning", "note"]
"""How much a finding matters."""


class KeywordShare(TypedDict):
    """A share of messages, and where it probably lies."""

    value: float | None
    """What was measured, from 0 to 1; None where there was nothing to count."""

    low: float
    """With the confidence that was asked for it is no lower (Wilson's score interval)."""

    high: float
    """And no higher."""


class KeywordTerm(TypedDict):
    """A phrase with a mode of its own or with companions."""

    text: str
    """The phrase."""

    within: int
    """How near: at most so many words stand between the two. In a script without spaces two characters count as a word.
    """

    mode: NotRequired[MatchMode | None]
    """How it has to stand in the message; as the rule says where nothing is said."""

    near: NotRequired[list[str]]
    """Phrases that must all stand near it, before or after; matched as `auto`, or by their stems where the
    term or its rule is.
    """

    romanised: NotRequired[bool | None]
    """Whether it and its companions are also found in Latin letters; as the rule says where nothing is said."""


class KeywordTermInput(TypedDict):
    """A phrase with a mode of its own or with companions."""

    text: ReadOnly[str]
    """The phrase."""

    within: NotRequired[ReadOnly[int]]
    """How near: at most so many words stand between the two. In a script without spaces two characters count as a word.
    """

    mode: NotRequired[ReadOnly[MatchMode | None]]
    """How it has to stand in the message; as the rule says where nothing is said."""

    near: NotRequired[ReadOnly[abc.Sequence[str]]]
    """Phrases that must all stand near it, before or after; matched as `auto`, or by their stems where the
    term or its rule is.
    """

    romanised: NotRequired[ReadOnly[bool | None]]
    """Whether it and its companions are also found in Latin letters; as the rule says where nothing is said."""

KeywordVerdict: TypeAlias = Literal["passes", "fails", "too_few_to_tell"]
"""Whether a rule reaches the precision that is asked of it."""


class LabelMeasure(TypedDict):
    """How the rules of a topic fare together."""

    label: str
    """The topic."""

    fired: int
    """Messages in which one of its rules fires."""

    decided: int
    """Messages in which one of its rules is the one to act on."""

    quality: KeywordQuality | None
    """How good its rules are; None without labels."""


class LabelledPair(TypedDict):
    """Two records of which somebody knows whether they are one person."""

    first: ReadOnly[str]
    """The id of one."""

    second: ReadOnly[str]
    """The id of the other."""

    same: ReadOnly[bool]
    """Whether they are one person."""

Language: TypeAlias = Literal["en", "ru", "ar", "hi", "zh-hans", "zh-hant"]
"""A language of the standard playbook."""


class LearnOptions(TypedDict):
    """What is asked of learning."""

    language: NotRequired[ReadOnly[StemLanguage | None]]
    """The language of words in Latin letters; English where nothing is said. Other scripts say it themselves."""

    precision: NotRequired[ReadOnly[float]]
    """The share of right answers, 0 to 1, that is wanted of the answers to messages that were not learned from. More
    means fewer answers.
    """

    terms: NotRequired[ReadOnly[int]]
    """Most terms of a label: its phrases and its negatives together, a phrase with its companion being one term."""

    within: NotRequired[ReadOnly[int]]
    """Most words between a phrase and its companion."""


class LearnedPhrase(TypedDict):
    """A phrase of a learned rule."""

    term: KeywordTerm
    """The phrase as it is written most often, folded: by its stems, or a part of words, as its mode says; with what has
    to
    stand near it.
    """

    fired: int
    """In how many of the messages learned from it stands."""

    right: int
    """How many of these have the rule's label."""


class LearnedRule(TypedDict):
    """A learned rule."""

    label: str
    """What messages in which it fires are about."""

    phrases: list[LearnedPhrase]
    """One is enough. Those that say most come first."""

    negative: list[str]
    """Phrases of one or two words that silence the rule wherever they stand, by their stems."""

    priority: int
    """Of the rules that fire, the one with the highest number answers. No two rules have the same."""

    fired: int
    """How many messages the rule for this label answered in cross-validation: messages that it was not learned from."""

    right: int
    """How many of these answers were right."""

    precision: float
    """The share of right answers among them, 0 to 1; 0 where there was no answer."""

    interval: Interval | None
    """Wilson's 95 % interval for it; None where there was no answer."""


class LearnedRules(TypedDict):
    """What was learned."""

    rules: list[LearnedRule]
    """The rules, the highest priority first; none for a label of which nothing reliable could be said."""

    keywords: list[KeywordRule]
    """The rules as keywords have them, in the same order: a set that answers as was learned, to be used as it is or
    corrected. A rule's id is `learned.` and its label.
    """

    unlearned: list[str]
    """Labels without a rule, in order."""

    messages: int
    """Messages that were learned from."""

    fired: int
    """How many of them were answered in cross-validation."""

    right: int
    """How many of these answers were right."""

    language: StemLanguage | None
    """The language whose stems words in Latin letters were brought to, as it was asked for."""


class LeasedMessage(TypedDict):
    """A message that a worker may send, for as long as the lease lasts."""

    message: OutgoingMessage
    """The message; its id is the idempotency key for the provider."""

    generation: int
    """The worker's right: every report names it, and a late one is refused."""

    until: dt.datetime
    """When the lease ends unless renewed."""


class LevelConfig(TypedDict):
    """One level of urgency."""

    level: int
    """Its number, from 1, the most urgent."""

    new_inquiry: bool
    """Only for new inquiries."""

    respond_within: Span
    """When the first answer is due."""

    next_response_within: Span
    """When every later answer is due, counted from the customer's message."""

    resolve_within: Span
    """When the matter is to be settled. It is told with the other deadlines of a level; no notice is raised when it
    passes.
    """

    budget: NotRequired[Range | None]
    """Only for budgets in this range, in whole units of the workspace's currency."""


class LevelFigures(TypedDict):
    """One level of urgency."""

    level: int
    """1 is most urgent."""

    open: int
    """Waiting, and still in time."""

    overdue: int
    """Waiting past the deadline."""

    in_time: int
    """Answered in time."""

    late: int
    """Answered too late."""


class Lifecycle(TypedDict):
    """How a tag lives after it was set. Days and months keep the local time at which the tag was set."""

    close_by_hand: bool
    """Only a person ends it."""

    restarts: bool
    """The event that sets it begins its period anew when it happens again."""

    expires_after: NotRequired[Span | None]
    """Ends by itself after this long."""

    overdue_after: NotRequired[Span | None]
    """Is overdue after this long, until a person closes it."""

    prompt_after: NotRequired[Span | None]
    """Asks for an action this long after it was set."""

    remind_after: NotRequired[Span | None]
    """Reminds this long after it was set."""

    remind_before: NotRequired[Span | None]
    """Reminds this long before it expires or becomes overdue."""

    review_every: NotRequired[Span | None]
    """Asks to be looked at again, again and again."""

    task_every: NotRequired[Span | None]
    """Asks for contact again and again."""


class LifetimeValues(TypedDict):
    """What customers are still worth."""

    lifetime_value: list[float]
    """In the order of the histories."""


class LineCounts(TypedDict):
    """What became of the lines. Each is counted once, in the order in which they stand here."""

    lines: int
    """All lines."""

    without_customer: int
    """Nobody knows who bought."""

    future: int
    """Dated after today."""

    returned: int
    """Below 0: returned or cancelled."""

    returned_amount: float
    """What was returned, of customers that are known, as a number from 0 on."""

    free: int
    """For nothing: no purchase either."""

    bought: int
    """The others, from which purchases are made."""

    only_returned: int
    """Customers who returned something and of whom no purchase is known: they have no row."""

LinkVerdict: TypeAlias = Literal["merge", "review", "apart"]
"""What is decided about two records."""


class LinkageConfig(TypedDict):
    """Matching by everything that customers say, where no identifier decides: how probably two are one person."""

    merge: float
    """The probability from which on a pair is one person, and is merged where the call asks for it. At least
    `review` and below 1.
    """

    review: float
    """The probability from which on a person should look at a pair. Above 0."""


class LinkedPair(TypedDict):
    """Two records and how probably they are one person."""

    first: str
    """The id of the record that came first."""

    second: str
    """That of the other one."""

    probability: float
    """From 0 to 1."""

    verdict: LinkVerdict
    """What is decided."""

LocalTime: TypeAlias = str
"""A local time of day to the minute, written `"22:00"`. `"24:00"` is the end of the day."""


class Mapping(TypedDict):
    """Which column means what.

    A target is a field name (`name`, `budget`, …), an identifier (`phone`, `whatsapp_id`, `email`, `wecom`,
    `scoped_user_id`, `parent_scoped_user_id`, `system:<name>`), a part of the name (`given_name`,
    `middle_name`, `family_name`), `organisation`, `consent:<purpose>`, `custom:<name>`, or `ignore`.
    """

    columns: dict[str, str]
    """Header, or column number counted from 1, to target. Wins over recognised headers."""

    constants: dict[str, str]
    """Target to the text that every row gets where its own cell is blank."""

    date_order: DateOrder | None
    """Which number of `03/04/2024` is the day, and of `24-12-31` the year."""


class MappingInput(TypedDict):
    """Which column means what.

    A target is a field name (`name`, `budget`, …), an identifier (`phone`, `whatsapp_id`, `email`, `wecom`,
    `scoped_user_id`, `parent_scoped_user_id`, `system:<name>`), a part of the name (`given_name`,
    `middle_name`, `family_name`), `organisation`, `consent:<purpose>`, `custom:<name>`, or `ignore`.
    """

    columns: NotRequired[ReadOnly[abc.Mapping[str, str]]]
    """Header, or column number counted from 1, to target. Wins over recognised headers."""

    constants: NotRequired[ReadOnly[abc.Mapping[str, str]]]
    """Target to the text that every row gets where its own cell is blank."""

    date_order: NotRequired[ReadOnly[DateOrder | None]]
    """Which number of `03/04/2024` is the day, and of `24-12-31` the year."""

MaskKind: TypeAlias = Literal["phone", "email", "name", "address", "id_number", "text"]
"""What kind of value is masked."""


class MaskedValue(TypedDict):
    """A masked value."""

    masked: str
    """What may be shown."""


class MaskingConfig(TypedDict):
    """How much of a value a mask shows. What is hidden is always three asterisks, whatever its length."""

    phone_head: int
    """Digits shown at the start of a phone number; with `phone_tail` at most seven."""

    phone_tail: int
    """Digits shown at the end of a phone number."""

    phone_full_from: int
    """Phone numbers with fewer digits show only `phone_short_tail`; at least three more than head and tail."""

    phone_short_tail: int
    """Digits shown at the end of a short phone number."""

    phone_short_from: int
    """Phone numbers with fewer digits are hidden whole; at least twice `phone_short_tail`."""

    id_tail: int
    """Characters shown at the end of an id number."""

    id_from: int
    """Id numbers with fewer characters are hidden whole; at least twice `id_tail`."""

    text_digits: int
    """In free text, digits in a row, spaces and hyphens among them, from which a number is hidden."""


class Match(TypedDict):
    """A record that may be the one that was asked for."""

    id: str
    """Its id."""

    probability: float
    """How probably the two are one person, from 0 to 1."""

    verdict: LinkVerdict
    """What is decided."""

MatchMode: TypeAlias = Literal["auto", "as_written", "whole_message", "word", "substring", "stem", "typo", "regex"]
"""How a phrase has to stand in a message."""


class MatchedCustomers(TypedDict):
    """Who belongs to a segment."""

    holds: list[bool | None]
    """For each customer whether the expression holds; None where nobody knows, which keeps the customer out."""


class MedianRanks(TypedDict):
    """Between which values a median lies."""

    ranks: tuple[int, int] | None
    """Ranks counted from 1; None where the sample is too small."""

MergeId: TypeAlias = str
"""One merge of two customers, to be undone by this id."""


class Merged(TypedDict):
    """A merge that was made."""

    merge: MergeId
    """Its id, by which it can be undone."""


class MergedStanding(TypedDict):
    """Whether a message may be sent."""

    allowed: bool
    """Whether it may."""

    reason: Reason
    """Why."""


class MessageBodyText(TypedDict):
    """Plain text."""

    kind: Literal["text"]

    text: str
    """The words."""


class MessageBodyMedia(TypedDict):
    """A picture, a voice message, a document; the bytes stay with the host."""

    kind: Literal["media"]

    media: str
    """The provider's kind: `image`, `audio`, `video`, `document`, `sticker`."""

    caption: NotRequired[str | None]
    """The words beside it."""


class MessageBodyOther(TypedDict):
    """Anything else the provider sent, by its kind."""

    kind: Literal["other"]

    what: str
    """The provider's kind: `location`, `contacts`, `reaction`, …"""

MessageBody: TypeAlias = "MessageBodyText | MessageBodyMedia | MessageBodyOther"
"""What is said."""


class MessageBodyInputText(TypedDict):
    """Plain text."""

    kind: ReadOnly[Literal["text"]]

    text: ReadOnly[str]
    """The words."""


class MessageBodyInputMedia(TypedDict):
    """A picture, a voice message, a document; the bytes stay with the host."""

    kind: ReadOnly[Literal["media"]]

    media: ReadOnly[str]
    """The provider's kind: `image`, `audio`, `video`, `document`, `sticker`."""

    caption: NotRequired[ReadOnly[str | None]]
    """The words beside it."""


class MessageBodyInputOther(TypedDict):
    """Anything else the provider sent, by its kind."""

    kind: ReadOnly[Literal["other"]]

    what: ReadOnly[str]
    """The provider's kind: `location`, `contacts`, `reaction`, …"""

MessageBodyInput: TypeAlias = "MessageBodyInputText | MessageBodyInputMedia | MessageBodyInputOther"
"""What is said."""

MessageId: TypeAlias = str
"""One message, in or out."""


class MessageRecordCustomer(TypedDict):
    """The customer."""

    author: Literal["customer"]

    v: int
    """Format version of the stored record."""

    id: MessageId
    """Identity."""

    conversation: ConversationId
    """Whose thread."""

    customer: CustomerId
    """Whose message, or to whom."""

    body: MessageBody
    """What it says."""

    at: dt.datetime
    """When it was sent."""

    answerable: bool
    """Whether a rule was allowed to answer an incoming message (not while a person held the thread)."""

    answered_by: NotRequired[RuleId | None]
    """The rule whose answer was decided for an incoming message."""

    external_id: NotRequired[ExternalId | None]
    """The provider's id, once known."""

    outbox: NotRequired[OutboxId | None]
    """The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one
    that it was.
    Whether the reply was sent, the outbox says.
    """

    reasons: NotRequired[list[Reason]]
    """What the engine decided and why, for `explain`."""

    reception: NotRequired[Reception | None]
    """What a message of ours carries, and how the customer took it; nothing where nothing is known of either."""

    status: NotRequired[MessageStatus | None]
    """How far an outgoing message has come."""


class MessageRecordAgent(TypedDict):
    """A person in the workspace."""

    author: Literal["agent"]

    v: int
    """Format version of the stored record."""

    id: MessageId
    """Identity."""

    conversation: ConversationId
    """Whose thread."""

    customer: CustomerId
    """Whose message, or to whom."""

    body: MessageBody
    """What it says."""

    at: dt.datetime
    """When it was sent."""

    answerable: bool
    """Whether a rule was allowed to answer an incoming message (not while a person held the thread)."""

    answered_by: NotRequired[RuleId | None]
    """The rule whose answer was decided for an incoming message."""

    external_id: NotRequired[ExternalId | None]
    """The provider's id, once known."""

    outbox: NotRequired[OutboxId | None]
    """The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one
    that it was.
    Whether the reply was sent, the outbox says.
    """

    reasons: NotRequired[list[Reason]]
    """What the engine decided and why, for `explain`."""

    reception: NotRequired[Reception | None]
    """What a message of ours carries, and how the customer took it; nothing where nothing is known of either."""

    status: NotRequired[MessageStatus | None]
    """How far an outgoing message has come."""

    agent: NotRequired[AgentId | None]
    """Who, where known."""


class MessageRecordEngine(TypedDict):
    """The engine."""

    author: Literal["engine"]

    v: int
    """Format version of the stored record."""

    id: MessageId
    """Identity."""

    conversation: ConversationId
    """Whose thread."""

    customer: CustomerId
    """Whose message, or to whom."""

    body: MessageBody
    """What it says."""

    at: dt.datetime
    """When it was sent."""

    answerable: bool
    """Whether a rule was allowed to answer an incoming message (not while a person held the thread)."""

    answered_by: NotRequired[RuleId | None]
    """The rule whose answer was decided for an incoming message."""

    external_id: NotRequired[ExternalId | None]
    """The provider's id, once known."""

    outbox: NotRequired[OutboxId | None]
    """The message of the outbox: for a customer's message the one that replies to it, for one of the engine's the one
    that it was.
    Whether the reply was sent, the outbox says.
    """

    reasons: NotRequired[list[Reason]]
    """What the engine decided and why, for `explain`."""

    reception: NotRequired[Reception | None]
    """What a message of ours carries, and how the customer took it; nothing where nothing is known of either."""

    status: NotRequired[MessageStatus | None]
    """How far an outgoing message has come."""

    rule: RuleId
    """The rule that wrote it."""

MessageRecord: TypeAlias = "MessageRecordCustomer | MessageRecordAgent | MessageRecordEngine"
"""A message as it is kept, with what was decided about it."""

MessageStatus: TypeAlias = Literal["sent", "delivered", "read", "failed"]
"""How far a message that was sent has come. Status only moves forward."""


class MiningConfig(TypedDict):
    """How much is proposed, and from how much."""

    language: NotRequired[ReadOnly[StemLanguage | None]]
    """The language of words in Latin letters; English where nothing is said. Other scripts say it themselves. The rules
    that
    the terms become need the same.
    """

    least_messages: NotRequired[ReadOnly[int]]
    """Fewest unanswered messages that a group has to answer."""

    least_replies: NotRequired[ReadOnly[int]]
    """Fewest replies that say the same for a draft answer."""

    longest_message: NotRequired[ReadOnly[int]]
    """Characters of a message or a reply that are read; the rest is dropped."""

    most_compared: NotRequired[ReadOnly[int]]
    """Most distinct messages among which groups are looked for; time grows with its square. Phrases are counted in all
    that are kept.
    """

    most_kept: NotRequired[ReadOnly[int]]
    """Most messages kept of the unanswered, and as many of the answered. Where more are added, those stay whose hash is
    lowest, so that each had the same chance.
    """

    most_phrases: NotRequired[ReadOnly[int]]
    """Most phrases of one group."""

    most_proposals: NotRequired[ReadOnly[int]]
    """Most proposals at once, the best first."""

    samples: NotRequired[ReadOnly[int]]
    """Most samples of one proposal."""

    within: NotRequired[ReadOnly[int]]
    """Words (characters in scripts without spaces) between a phrase and each of its companions, at most."""


class MintedMessageId(TypedDict):
    """The id of a message."""

    id: MessageId
    """The same however often the provider delivers the message."""


class Money(TypedDict):
    """An amount in minor units (cents) of a currency."""

    minor: int
    """Minor units: 1 TWD is 100."""

    currency: Currency
    """What they are units of."""

NameComparison: TypeAlias = Literal["same", "compatible", "unknown", "contradicting"]
"""What two names say about each other."""


class NeededChange(TypedDict):
    """The least change that would make the check pass: so many of so many."""

    count: int
    """How many would have to come out differently."""

    of: int
    """Of how many that came out badly."""

    what: ChangeUnit
    """What is counted: fields for completeness, otherwise what the check counts."""


class NextAudit(TypedDict):
    """The next time of one scheduled audit."""

    kind: AuditKind
    """Which."""

    at: dt.datetime
    """When."""


class NextAudits(TypedDict):
    """The next audits."""

    audits: list[NextAudit]
    """Soonest first."""


class NormalisedIdentifier(TypedDict):
    """A normalised identifier."""

    value: str
    """E.164, a lower-case domain, or as the other system spells it."""

    key: IdentifierKey
    """The key that customers are found by."""

    raw: str | None
    """What was written, where it differs."""


class NormalisedPhone(TypedDict):
    """A normalised phone number."""

    value: str
    """In E.164."""

    key: IdentifierKey
    """The key that customers are found by."""


class NotComparedValueClassByQuantiles(TypedDict):
    """The class of value: a playbook scores by quantiles, so that one customer's class follows from everybody else's.
    """

    what: Literal["value_class_by_quantiles"]


class NotComparedOrdersWithoutRate(TypedDict):
    """Orders in a currency that has no rate, which count nothing towards a class."""

    what: Literal["orders_without_rate"]

    orders: int
    """How many, under the playbook that knows fewer rates."""

NotCompared: TypeAlias = "NotComparedValueClassByQuantiles | NotComparedOrdersWithoutRate"
"""What could not be compared."""


class NoteCount(TypedDict):
    """How often one note was made about one column, and about which rows."""

    column: str
    """The header."""

    code: str
    """The note's code."""

    rows: int
    """How many rows."""

    first_rows: list[int]
    """The first of these rows among the data rows, counted from 1: as many as the report keeps rejected rows."""

NoteText: TypeAlias = str
"""A note's words: kept, and shown to those who may read."""


class Notice(TypedDict):
    """Something a person in the workspace should know or do."""

    key: str
    """Makes it idempotent: the same key is told once."""

    kind: NoticeKind
    """What it is about."""

    customer: CustomerId
    """Whom it concerns."""

    audience: str
    """Role or agent who is told: `owner`, `sales_supervisor`, `support`, or an agent's id."""

    at: dt.datetime
    """When it was raised."""

    reason: Reason
    """Why."""

    deadline: NotRequired[dt.datetime | None]
    """By when something should have happened."""

NoticeKind: TypeAlias = Literal[
    "tag_reminder",
    "tag_prompt",
    "tag_review",
    "tag_overdue",
    "hand_over",
    "high_value",
    "greeting_due",
    "deadline",
    "follow_up_due",
]
"""What a notice is about."""

OnBadValue: TypeAlias = Literal["keep", "reject"]
"""What to do with a row when a value beside name and identifiers cannot be read."""

OnRejected: TypeAlias = Literal["skip", "abort"]
"""What a rejected row does to the others."""

OnUnknown: TypeAlias = Literal["resend", "park"]
"""What to do with a message whose sending was interrupted."""


class OpenNow(TypedDict):
    """Whether somebody is there."""

    open: bool
    """Whether it is within business hours."""


class OptOutConfig(TypedDict):
    """The words by which a customer stops or resumes messages."""

    words: dict[str, OptOutTexts]
    """Words by language. All languages are listened for, whatever the customer's own."""

OptOutKind: TypeAlias = Literal["stop", "resume"]
"""What the customer wants."""


class OptOutReply(TypedDict):
    """The confirmation of an opt-out."""

    texts: dict[str, str]
    """What is said. Not said while a person holds the conversation; the opt-out counts all the same."""

    resumed_texts: dict[str, str]
    """What is said to a customer who had opted out and wants messages again."""

OptOutTexts = TypedDict("OptOutTexts", {
    "stop_messages": "list[str]",
    "stop_sentences": "list[str]",
    "stop_phrases": "list[str]",
    "resume_messages": "list[str]",
    "resume_phrases": "list[str]",
    "except": "list[str]",
    "courtesies": "list[str]",
})
"""The words of one language by which a customer stops or resumes messages."""


class Order(TypedDict):
    """An order, in full or as much as is known of it."""

    number: str
    """The shop's order number."""

    total: Money
    """What it is worth."""


class OutboxConfig(TypedDict):
    """How the outbox hands messages over."""

    lease: Span
    """How long a worker keeps a message without a sign of life. Clock time, at least a second."""

    heartbeat: Span
    """How often a working worker renews its lease: a tenth of the lease leaves room for nine lost renewals.
    Shorter than the lease.
    """

    max_attempts: int
    """Times one message is handed to a provider before it counts as failed. At least 1."""

    backoff: BackoffConfig
    """How long to wait between attempts."""

    batch: int
    """Messages that one round takes from the outbox at most. At least 1."""


class OutboxFigures(TypedDict):
    """The outbox.

    What was not sent answers nobody: neither the time of the first response nor the share of messages answered by a
    rule counts it.
    """

    states: dict[str, int]
    """Messages by state."""

    failures: dict[str, int]
    """Failures by code."""

    not_sent: dict[str, int]
    """Messages that were not sent within the window, by why; those set aside or unknown for as long as they are."""

OutboxId: TypeAlias = str
"""A message waiting to be handed to a transport; doubles as its idempotency key."""


class OutgoingMessage(TypedDict):
    """A message that an engine wants sent."""

    id: OutboxId
    """Identity and idempotency key: the same decision makes the same id."""

    customer: CustomerId
    """To whom."""

    conversation: ConversationId
    """In which thread."""

    channel: Channel
    """Through which channel."""

    account: AccountId
    """From which of the workspace's numbers."""

    to: IdentifierKey
    """The address: an identifier of the customer's."""

    body: MessageBody
    """What is said."""

    purpose: Purpose
    """What it is for."""

    rule: RuleId
    """The rule that wants it."""

    not_before: dt.datetime
    """Not before this instant."""

    on_unknown: OnUnknown
    """What to do where nobody can say whether it was sent."""

    answers: NotRequired[list[RuleAnswer]]
    """The keyword rules whose answers it carries, in their order. `rule` may be another: a welcome carries answers too.
    """

    expires_at: NotRequired[dt.datetime | None]
    """Pointless after this instant."""


class PairExplanation(TypedDict):
    """What speaks for one person, and what for two: the steps of a waterfall from the odds of any two records to those
    of
    these.
    """

    probability: float
    """How probably the two are one person, from 0 to 1."""

    verdict: LinkVerdict
    """What is decided."""

    start: float
    """The odds that any two records are one person, in bits: where the waterfall begins."""

    fields: list[FieldWeight]
    """What each field adds."""

    related: float
    """What is taken away because two people of one household, or two branches of one company, would say the same: at
    most
    0.
    """

    bits: float | None
    """The odds of these two, in bits: where the waterfall ends, the sum of all steps. Null where two numbers of one
    system
    rule them out.
    """


class ParameterEstimate(TypedDict):
    """A parameter, and how sure it is."""

    name: str
    """Its name in the papers."""

    value: float
    """The most likely value."""

    standard_error: float
    """Its standard error, from the observed information."""

    interval: Interval
    """Between which values it lies: normal in the logarithm, so that it stays above 0."""


class ParsedSpan(TypedDict):
    """A span that was read."""

    span: SpanParts | None
    """Null where the text is none."""


class PastValue(TypedDict):
    """An earlier value of the same check."""

    at: dt.datetime
    """When it was measured."""

    value: float
    """In the check's unit."""

    verdict: Verdict
    """What was said of it."""

Pause = TypedDict("Pause", {
    "from": "ReadOnly[Instant]",
    "to": "NotRequired[ReadOnly[Instant | None]]",
})
"""A time in which a deadline does not run: the customer was asked something back."""


class PhraseMeasure(TypedDict):
    """How a phrase fares on the messages."""

    place: KeywordLintPlace
    """Which phrase."""

    fired: int
    """Messages in which it fires."""

    decided: int
    """Messages in which it is the one to act on."""

    right: int | None
    """Of those in which it fires, those that have the topic of its rule for a label; None without labels."""

    wrong: int | None
    """Of those in which it fires, those that have another label or none; None without labels."""

PhraseReply = TypedDict("PhraseReply", {
    "audience": "str",
    "phrases": "dict[str, list[str]]",
    "messages": "dict[str, list[str]]",
    "except": "dict[str, list[str]]",
    "texts": "dict[str, str]",
    "away_texts": "dict[str, str]",
})
"""Phrases that hand the conversation to a person."""


class PlainIdentifier(TypedDict):
    """An identifier as it is written."""

    kind: ReadOnly[IdentifierKind]
    """What it is."""

    value: ReadOnly[str]
    """In any spelling."""


class PlanStaffing(TypedDict):
    """Settings of the staffing plan."""

    owner: str
    """Role that does it."""

    within: Span
    """Time from the audit to the deadline."""

    busiest_hours: int
    """How many of the hours with most waiting are named."""

Playbook = TypedDict("Playbook", {
    "v": "int",
    "workspace": "WorkspaceConfig",
    "calendar": "CalendarConfig",
    "currency": "CurrencyTable",
    "customer": "CustomerConfig",
    "import": "ImportConfig",
    "dedupe": "DedupeConfig",
    "tags": "TagConfig",
    "segments": "SegmentConfig",
    "priority": "PriorityConfig",
    "keywords": "KeywordConfig",
    "replies": "ReplyConfig",
    "trust": "TrustConfig",
    "outbox": "OutboxConfig",
    "audit": "AuditConfig",
    "value": "ValueConfig",
})
"""One document with every rule and number."""

PlaybookChangeKind: TypeAlias = Literal["tag", "group", "priority_level", "score", "owner", "value_class", "segment"]
"""A kind of change."""


class PlaybookDiff(TypedDict):
    """Who would be decided differently under another playbook. Customers are named by their ids alone."""

    v: int
    """Format version."""

    at: dt.datetime
    """As of when both playbooks decided."""

    customers: int
    """Customers that were compared: those that are neither archived nor merged into another, and in the segment where
    one
    was given.
    """

    changed: int
    """Of these, customers for whom something changes."""

    kinds: list[ChangedKind]
    """Every kind of change, with how many customers it concerns."""

    changes: list[CountedChange]
    """Every change, by kind, those of most customers first."""

    not_compared: list[NotCompared]
    """What could not be compared, and why."""

Position: TypeAlias = Literal["decision_maker", "influencer", "executor"]
"""What a contact decides at their company."""


class PossibleDuplicate(TypedDict):
    """Two customers who may be one."""

    first: CustomerId
    """The smaller id."""

    second: CustomerId
    """The greater id."""

    probability: float
    """How probably they are one person, from 0 to 1."""

    evidence: list[FieldEvidence]
    """What each field says."""


class PriorityConfig(TypedDict):
    """Who is answered first, and by when."""

    range_counts_by: RangeEnd
    """Which end of a budget range counts."""

    deadline_mode: DeadlineMode
    """Whether deadlines count business hours or the clock."""

    new_inquiry_age: Span
    """How long a customer without a stage counts as a new inquiry."""

    supervisor: str
    """Who is told of high-value words and of missed deadlines: a role or an agent's id."""

    high_value: HighValueConfig
    """What words that mean business lead to."""

    greeting: GreetingConfig
    """Whom a person greets."""

    levels: list[LevelConfig]
    """The levels, most urgent first. The first that fits applies; the last fits everybody."""

    score: ScoreConfig
    """How the score is made up."""


class PriorityFigures(TypedDict):
    """Figures of the queue."""

    levels: list[LevelFigures]
    """By level, most urgent first."""

    queue: list[QueueRow]
    """Who should be answered first."""


class PriorityState(TypedDict):
    """A customer's place in the queue."""

    level: int
    """1 (most urgent) to 3."""

    score: float
    """0 to 100."""

    since: dt.datetime
    """When the clock started."""

    respond_by: dt.datetime
    """When a person's answer is due."""

    reasons: list[Reason]
    """Why this level, and the parts of the score."""

    responded_at: NotRequired[dt.datetime | None]
    """When a person answered, or closed the conversation."""


class PriorityStateInput(TypedDict):
    """A customer's place in the queue."""

    level: ReadOnly[int]
    """1 (most urgent) to 3."""

    score: ReadOnly[float]
    """0 to 100."""

    since: ReadOnly[Instant]
    """When the clock started."""

    respond_by: ReadOnly[Instant]
    """When a person's answer is due."""

    reasons: ReadOnly[abc.Sequence[ReasonInput]]
    """Why this level, and the parts of the score."""

    responded_at: NotRequired[ReadOnly[Instant | None]]
    """When a person answered, or closed the conversation."""


class Proportion(TypedDict):
    """So many of so many came out as counted."""

    successes: ReadOnly[int]
    """How many."""

    trials: ReadOnly[int]
    """Of how many."""


class ProportionComparison(TypedDict):
    """Two shares, beside each other."""

    difference: float
    """The first share less the second, −1 to 1."""

    interval: Interval
    """Where the true difference probably lies."""

    p_value: float
    """How probable a difference at least as unusual is where there is none, 0 to 1."""

    test: ProportionTest
    """The test that says so."""

ProportionTest: TypeAlias = Literal["fisher_exact", "score"]
"""Which test a comparison went by."""


class ProposalConflict(TypedDict):
    """A rule in force that a proposal would meet."""

    rule: str
    """The rule."""

    taken: int
    """Messages that the rule answered and that the new phrases would fire on too (scaled up as `messages` is)."""

    shared: int
    """Unanswered messages of the proposal on which the rule's own phrases fire (scaled up likewise)."""

    samples: list[str]
    """Some of both."""

ProposalId: TypeAlias = str
"""A keyword group that mining proposed: the same terms have the same id."""


class Proposals(TypedDict):
    """What people may want to answer."""

    proposals: list[ProposedKeywords]
    """Those first that answer most and conflict least."""


class ProposedKeywords(TypedDict):
    """A keyword group that may be accepted."""

    id: ProposalId
    """What it is accepted or declined by. The same terms have the same id."""

    at: dt.datetime
    """When it was first proposed."""

    proposal: KeywordProposal
    """What is proposed. Phone numbers and the like in the samples are masked; the draft answer is as it was sent."""


class PurchaseModelBgNbd(TypedDict):
    """Customers leave after a purchase."""

    model: Literal["bg_nbd"]

    r: float
    """Shape of the distribution of purchase rates."""

    alpha: float
    """Its scale, in the unit of time: the mean rate is r / α."""

    a: float
    """With `b`, the distribution of the probability to leave after a purchase: its mean is a / (a + b)."""

    b: float
    """See `a`."""


class PurchaseModelParetoNbd(TypedDict):
    """Customers leave at any time."""

    model: Literal["pareto_nbd"]

    r: float
    """Shape of the distribution of purchase rates."""

    alpha: float
    """Its scale, in the unit of time: the mean rate is r / α."""

    s: float
    """Shape of the distribution of the rates of leaving."""

    beta: float
    """Its scale, in the unit of time: the mean rate is s / β."""

PurchaseModel: TypeAlias = "PurchaseModelBgNbd | PurchaseModelParetoNbd"
"""A model of when customers buy and when they leave, with its parameters."""

PurchaseModelName: TypeAlias = Literal["bg_nbd", "pareto_nbd"]
"""Which model of purchases."""

PurchaseUnit: TypeAlias = Literal["order", "day"]
"""What counts as one purchase."""

Purpose: TypeAlias = Literal["service", "transactional", "marketing"]
"""What a message is for. Service messages answer the customer; the others need consent."""


class Quality(TypedDict):
    """Precision, recall and their harmonic mean."""

    precision: Estimate2
    """Of what is merged, what is right."""

    recall: Estimate2
    """Of what is one person, what is merged."""

    f1: Estimate2
    """Their harmonic mean."""


class QuestionFigures(TypedDict):
    """Figures of the questions within the window."""

    answerable: int
    """Messages that a rule was allowed to answer."""

    rules: list[RuleCount]
    """Rules that answered, most often first."""

    covered: int
    """Questions of types that a keyword rule covers."""

    uncovered: int
    """Questions of other types."""

    uncovered_types: int
    """Types without a rule."""

    too_short: int
    """Messages too short to be questions."""

    groups: list[QuestionGroup]
    """The largest types without a rule."""


class QuestionGroup(TypedDict):
    """Similar questions that no keyword rule covers."""

    message: MessageId
    """The first message of the group: look it up to read it."""

    messages: int
    """How many messages."""

    last_at: dt.datetime
    """The latest."""

    example: NotRequired[str | None]
    """The first message's words, masked, where the settings allow them."""


class QueueOrder(TypedDict):
    """The order of the queue."""

    order: list[CustomerId]
    """The ids, the most urgent first."""


class QueueRow(TypedDict):
    """One customer of the queue."""

    customer: CustomerId
    """Who."""

    name: str
    """Masked name, or for whoever has shown none the first identifier, masked."""

    level: int
    """1 is most urgent."""

    score: float
    """0 to 100."""

    respond_by: dt.datetime
    """When a first response is due."""

    overdue: bool
    """Whether that has passed."""


class QueuedCustomer(TypedDict):
    """A customer who waits, in the order of urgency."""

    id: CustomerId
    """Who."""

    level: int
    """1 (most urgent) to 3."""

    score: float
    """0 to 100."""

    respond_by: dt.datetime
    """When a person's answer is due."""

    overdue: bool
    """Whether that has passed."""

    reasons: list[Reason]
    """Why."""


class QuickReply(TypedDict):
    """A quick reply as it is offered to an agent who types its code."""

    code: str
    """Without the slash."""

    variables: list[str]
    """The variables of its text, each once, in the order in which they stand."""

    text: str
    """Its text with the variables in braces."""


class Range(TypedDict):
    """A range of whole numbers. Absent ends are open."""

    above: NotRequired[int | None]
    """More than this."""

    at_least: NotRequired[int | None]
    """This or more."""

    at_most: NotRequired[int | None]
    """This or less."""

    below: NotRequired[int | None]
    """Less than this."""

RangeEnd: TypeAlias = Literal["upper", "lower", "middle"]
"""Which end of a range counts. An open range counts by the end it has."""


class Rating(TypedDict):
    """How content a customer was."""

    stars: int
    """From 1, not at all, to 5, very."""

    at: dt.datetime
    """When it was given."""


class Reason(TypedDict):
    """Why: a stable code with named facts, worded by whoever shows it."""

    code: str
    """`area.what`, stable for ever."""

    facts: NotRequired[list[tuple[str, FactValue]]]
    """What was read, in a fixed order."""


class ReasonInput(TypedDict):
    """Why: a stable code with named facts, worded by whoever shows it."""

    code: ReadOnly[str]
    """`area.what`, stable for ever."""

    facts: NotRequired[ReadOnly[abc.Sequence[tuple[str, FactValueInput]]]]
    """What was read, in a fixed order."""


class Received(TypedDict):
    """What became of one message."""

    message: MessageId
    """The message's id, which can be asked to be explained."""

    kind: ReceivedKind
    """What it was to the workspace."""

    answered_by: NotRequired[RuleId | None]
    """The rule that gives an answer."""

    conversation: NotRequired[ConversationId | None]
    """The thread. None for a duplicate."""

    customer: NotRequired[CustomerId | None]
    """Whose it is. None for a duplicate."""

    outbox: NotRequired[OutboxId | None]
    """The answer in the outbox."""

    reasons: NotRequired[list[Reason]]
    """Why."""

    reply: NotRequired[ReplyKind | None]
    """Which step of the order of decision spoke."""

    rule: NotRequired[RuleId | None]
    """The rule that speaks, also where it only says that nobody is there."""

ReceivedKind: TypeAlias = Literal["new", "duplicate", "history"]
"""What a message was to the workspace."""


class RecencyCell(TypedDict):
    """Customers who ordered about as often and about as long ago."""

    customers: int
    """How many."""

    probability: NotRequired[float | None]
    """How probably they still buy, 0 to 1, in the mean; nothing where there is nobody."""


class Reception(TypedDict):
    """What a message of ours carries, and how the customer took it."""

    answers: NotRequired[list[RuleAnswer]]
    """The keyword rules whose answers it carries, in their order."""

    clicked_at: NotRequired[dt.datetime | None]
    """When a link in it was first followed, or a button first pressed."""

    rating: NotRequired[Rating | None]
    """How content the customer was with it, by the latest word."""


class RecognisedOptOut(TypedDict):
    """What a message asks for."""

    kind: OptOutKind | None
    """Null where it asks for neither."""


class Recorded(TypedDict):
    """What became of one event."""

    event: EventId
    """The event."""

    new: bool
    """False where the event was known already: nothing was changed."""


class RecordedEventMessageReceived(TypedDict):
    """A customer wrote; the text is in the message record."""

    kind: ReadOnly[Literal["message_received"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    message: ReadOnly[MessageId]
    """The message record."""


class RecordedEventAgentReplied(TypedDict):
    """A person in the workspace wrote, here or from the phone app."""

    kind: ReadOnly[Literal["agent_replied"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    agent: NotRequired[ReadOnly[AgentId | None]]
    """Who, where known."""

    body: NotRequired[ReadOnly[MessageBodyInput | None]]
    """What was said; it is kept in the message record, not in the log."""

    message: NotRequired[ReadOnly[MessageId | None]]
    """The message record, where there is one already."""


class RecordedEventAutomaticReplySent(TypedDict):
    """The engine's own message was accepted by the provider."""

    kind: ReadOnly[Literal["automatic_reply_sent"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    message: ReadOnly[MessageId]
    """The message record."""

    rule: ReadOnly[RuleId]
    """The rule that wrote it."""


class RecordedEventMessageStatusChanged(TypedDict):
    """A provider reported on a message of ours."""

    kind: ReadOnly[Literal["message_status_changed"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    message: ReadOnly[MessageId]
    """The message record."""

    status: ReadOnly[MessageStatus]
    """Its new status."""


class RecordedEventLinkClicked(TypedDict):
    """The customer followed a link, or pressed a button, in a message of ours."""

    kind: ReadOnly[Literal["link_clicked"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    message: ReadOnly[MessageId]
    """The message record."""


class RecordedEventReplyRated(TypedDict):
    """The customer said how content they are with a message of ours."""

    kind: ReadOnly[Literal["reply_rated"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    message: ReadOnly[MessageId]
    """The message record."""

    stars: ReadOnly[int]
    """From 1, not at all, to 5, very. A thumb up is 5, a thumb down 1."""


class RecordedEventQuoteSent(TypedDict):
    """A quote went out."""

    kind: ReadOnly[Literal["quote_sent"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    total: NotRequired[ReadOnly[Money | None]]
    """What was quoted, where known."""


class RecordedEventSampleSent(TypedDict):
    """A sample went out."""

    kind: ReadOnly[Literal["sample_sent"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""


class RecordedEventOrderPlaced(TypedDict):
    """An order came in."""

    kind: ReadOnly[Literal["order_placed"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    order: ReadOnly[Order]
    """The order."""


class RecordedEventFollowedUp(TypedDict):
    """Somebody followed the customer up outside the chat: a call, a visit."""

    kind: ReadOnly[Literal["followed_up"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    agent: NotRequired[ReadOnly[AgentId | None]]
    """Who, where known."""


class RecordedEventPageViewed(TypedDict):
    """The customer looked at a page, a price list or a download."""

    kind: ReadOnly[Literal["page_viewed"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    page: ReadOnly[str]
    """Which, by the host's name for it."""


class RecordedEventEventVisited(TypedDict):
    """The customer came to an event of the workspace's."""

    kind: ReadOnly[Literal["event_visited"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    name: ReadOnly[str]
    """Which, by the host's name for it."""


class RecordedEventServiceQuestionAsked(TypedDict):
    """The customer asked a question about service."""

    kind: ReadOnly[Literal["service_question_asked"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""


class RecordedEventNoteAdded(TypedDict):
    """A person added a note; its text is in the note itself."""

    kind: ReadOnly[Literal["note_added"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    text: ReadOnly[NoteText]
    """The note."""

    agent: NotRequired[ReadOnly[AgentId | None]]
    """Who, where known."""


class RecordedEventConversationTaken(TypedDict):
    """A person took the conversation over."""

    kind: ReadOnly[Literal["conversation_taken"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    agent: ReadOnly[AgentId]
    """Who."""


class RecordedEventConversationClosed(TypedDict):
    """The conversation was closed or given back to the bot."""

    kind: ReadOnly[Literal["conversation_closed"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    resolved: ReadOnly[bool]
    """Whether the customer's question was resolved."""


class RecordedEventTagSet(TypedDict):
    """A tag was set: by a rule, or by a person where a host records it."""

    kind: ReadOnly[Literal["tag_set"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    tag: ReadOnly[TagId]
    """Which."""

    agent: NotRequired[ReadOnly[AgentId | None]]
    """Who, where a person did and it is known."""


class RecordedEventTagRemoved(TypedDict):
    """A tag went: expired or replaced, or closed or removed by a person where a host records it."""

    kind: ReadOnly[Literal["tag_removed"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    tag: ReadOnly[TagId]
    """Which."""

    cause: ReadOnly[str]
    """Why, as a reason code."""

    agent: NotRequired[ReadOnly[AgentId | None]]
    """Who, where a person did and it is known."""


class RecordedEventSegmentEntered(TypedDict):
    """The customer came to belong to a saved segment."""

    kind: ReadOnly[Literal["segment_entered"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    segment: ReadOnly[SegmentId]
    """Which."""


class RecordedEventSegmentLeft(TypedDict):
    """The customer belongs to a saved segment no longer."""

    kind: ReadOnly[Literal["segment_left"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    segment: ReadOnly[SegmentId]
    """Which."""


class RecordedEventConsentGiven(TypedDict):
    """Consent was given."""

    kind: ReadOnly[Literal["consent_given"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    purpose: ReadOnly[Purpose]
    """For what."""

    channel: NotRequired[ReadOnly[Channel | None]]
    """Through which channel; None is every channel."""


class RecordedEventConsentWithdrawn(TypedDict):
    """Consent was withdrawn."""

    kind: ReadOnly[Literal["consent_withdrawn"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    channel: NotRequired[ReadOnly[Channel | None]]
    """Through which channel; None is every channel."""

    purpose: NotRequired[ReadOnly[Purpose | None]]
    """For what; None is everything but service."""


class RecordedEventCustomerCreated(TypedDict):
    """Customer created by an import or a first message."""

    kind: ReadOnly[Literal["customer_created"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""


class RecordedEventCustomerMerged(TypedDict):
    """Another customer was merged into this one."""

    kind: ReadOnly[Literal["customer_merged"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    absorbed: ReadOnly[CustomerId]
    """The one that went."""


class RecordedEventMergeUndone(TypedDict):
    """A merge was undone."""

    kind: ReadOnly[Literal["merge_undone"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    restored: ReadOnly[CustomerId]
    """The one that came back."""


class RecordedEventNoticeRaised(TypedDict):
    """A prompt, a reminder or an overdue notice was raised by the engine."""

    kind: ReadOnly[Literal["notice_raised"]]

    id: ReadOnly[EventId]
    """Identity of the fact."""

    at: ReadOnly[Instant]
    """When it happened, not when it was reported."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """The thread it belongs to."""

    customer: NotRequired[ReadOnly[CustomerId | None]]
    """Whom it concerns."""

    v: NotRequired[ReadOnly[int]]
    """Format version of the stored record."""

    cause: ReadOnly[str]
    """What for, as a reason code."""

    subject: NotRequired[ReadOnly[str | None]]
    """The tag or rule concerned."""

RecordedEvent: TypeAlias = Union[
    "RecordedEventMessageReceived",
    "RecordedEventAgentReplied",
    "RecordedEventAutomaticReplySent",
    "RecordedEventMessageStatusChanged",
    "RecordedEventLinkClicked",
    "RecordedEventReplyRated",
    "RecordedEventQuoteSent",
    "RecordedEventSampleSent",
    "RecordedEventOrderPlaced",
    "RecordedEventFollowedUp",
    "RecordedEventPageViewed",
    "RecordedEventEventVisited",
    "RecordedEventServiceQuestionAsked",
    "RecordedEventNoteAdded",
    "RecordedEventConversationTaken",
    "RecordedEventConversationClosed",
    "RecordedEventTagSet",
    "RecordedEventTagRemoved",
    "RecordedEventSegmentEntered",
    "RecordedEventSegmentLeft",
    "RecordedEventConsentGiven",
    "RecordedEventConsentWithdrawn",
    "RecordedEventCustomerCreated",
    "RecordedEventCustomerMerged",
    "RecordedEventMergeUndone",
    "RecordedEventNoticeRaised",
]
"""One fact. The same fact reported twice carries the same id and changes nothing the second time."""


class RefreshTriggerImported(TypedDict):
    """The customer was just imported or made, or completed from another source."""

    kind: ReadOnly[Literal["imported"]]


class RefreshTriggerEdited(TypedDict):
    """Fields changed."""

    kind: ReadOnly[Literal["edited"]]

    fields: ReadOnly[abc.Sequence[FieldName]]
    """Which."""


class RefreshTriggerEvent(TypedDict):
    """Something happened."""

    kind: ReadOnly[Literal["event"]]

    event: ReadOnly[RecordedEvent]
    """What."""

    first_reply: NotRequired[ReadOnly[bool]]
    """Whether nothing and nobody had answered the customer before."""

    past: NotRequired[ReadOnly[abc.Sequence[RecordedEvent]]]
    """What happened before, as far back as the playbook counts activity."""


class RefreshTriggerTimePassed(TypedDict):
    """Time went by."""

    kind: ReadOnly[Literal["time_passed"]]


class RefreshTriggerPerson(TypedDict):
    """A person decided."""

    kind: ReadOnly[Literal["person"]]

    agent: ReadOnly[AgentId]
    """Who."""

    tag: ReadOnly[TagId]
    """About which tag."""

    action: ReadOnly[TagAction]
    """What."""

RefreshTrigger: TypeAlias = Union[
    "RefreshTriggerImported",
    "RefreshTriggerEdited",
    "RefreshTriggerEvent",
    "RefreshTriggerTimePassed",
    "RefreshTriggerPerson",
]
"""Why tags are looked at."""


class RefreshedSegments(TypedDict):
    """What came of asking everybody."""

    customers: int
    """Customers who were asked about."""

    segments: int
    """Segments that are new, or mean something else than when everybody was last asked."""

    entered: int
    """Segments that customers came to belong to."""

    left: int
    """Segments that customers belong to no longer."""


class RejectedRow(TypedDict):
    """A row that cannot be stored."""

    row: int
    """Number among the data rows, counted from 1."""

    line: int
    """Line on which the row begins, counted from 1."""

    column: str | None
    """The column at fault, where there is one."""

    code: str
    """A code of the catalogue."""

    value_kind: str
    """What the column should hold."""

    message: str
    """What is wrong, in one sentence without the value."""

    record: list[str]
    """The row's cells, to mend."""


class RemedyFillGaps(TypedDict):
    """Fill in what the sampled customers lack."""

    action: Literal["fill_gaps"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    gaps: int
    """Missing fields of the sample."""

    customers: int
    """Sampled customers with gaps."""

    fields: list[FieldGap]
    """By field, most first."""


class RemedyPlanGaps(TypedDict):
    """Fill in what all customers lack, so many a day."""

    action: Literal["plan_gaps"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    gaps: int
    """Missing fields of all active customers."""

    per_day: int
    """How many to fill in each day."""

    daily_share: float
    """The daily share that this is, in percent."""


class RemedyMendTags(TypedDict):
    """Correct tags that do not agree with their rule."""

    action: Literal["mend_tags"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    wrong: int
    """Tags that are wrong."""

    reviewed: int
    """Tags looked at."""

    tags: list[tuple[TagId, int]]
    """Wrong ones by tag, most first."""


class RemedyReviewTags(TypedDict):
    """Look at the tags of the sampled customers."""

    action: Literal["review_tags"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    customers: list[CustomerId]
    """Whose."""


class RemedyAddKeywords(TypedDict):
    """Add keywords for what rules leave unanswered."""

    action: Literal["add_keywords"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    at_least: int
    """At least so many."""

    at_most: int
    """At most so many."""

    unanswered: int
    """Messages that no rule answered."""

    days_under_target: int
    """Days since the rate was last on target, as far as earlier reports tell."""


class RemedyWidenCoverage(TypedDict):
    """Add keywords for types of questions without a rule."""

    action: Literal["widen_coverage"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    at_least: int
    """At least so many."""

    at_most: int
    """At most so many."""

    types: int
    """Types without a rule."""

    messages: int
    """Messages of these types."""

    listed_share: float
    """Share of them in the largest types listed, in percent."""


class RemedyPlanStaffing(TypedDict):
    """Plan people for the hours in which customers write most."""

    action: Literal["plan_staffing"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    long_waits: int
    """Waits longer than the target."""

    hours: list[BusyHour]
    """The busiest hours, busiest first."""


class RemedySplitTag(TypedDict):
    """Split a tag that says too little."""

    action: Literal["split_tag"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    tag: TagId
    """Which."""

    customers: int
    """How many carry it."""

    percent: float
    """Their share, in percent."""

    name: NotRequired[str | None]
    """What people call it, where the workspace says so."""


class RemedyWinBack(TypedDict):
    """Win back regular customers who came to be at risk of being lost within the window: the gap since their last order
    became
    too long for their own rhythm, and they do less than before.
    """

    action: Literal["win_back"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    customers: list[CustomerId]
    """Some of them, those with the most orders first."""

    at_risk: int
    """How many there are."""


class RemedyRewriteAnswer(TypedDict):
    """Write the answer of a rule anew, because customers take it badly."""

    action: Literal["rewrite_answer"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    rule: RuleId
    """Whose."""

    fired: int
    """Messages that were sent with it."""

    reasons: list[Reason]
    """Each share beyond its threshold, as `reply.health.…` with `percent`, `threshold`, `hits`, `of` and `certain`."""


class RemedySettleOutbox(TypedDict):
    """Look at the messages that were not sent: settle what is unknown or set aside, and mend what keeps the others from
    leaving.
    """

    action: Literal["settle_outbox"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    not_sent: dict[str, int]
    """By why; without those that were taken back on purpose."""


class RemedySetUpBackups(TypedDict):
    """Make backups and have them verified."""

    action: Literal["set_up_backups"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""


class RemedyMendBackups(TypedDict):
    """Replace backups that failed their verification."""

    action: Literal["mend_backups"]

    verdict: Verdict
    """What that check said, and otherwise how urgent it is."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    check: NotRequired[CheckId | None]
    """The check it mends; nothing where no check asked for it."""

    broken: int
    """How many."""

Remedy: TypeAlias = Union[
    "RemedyFillGaps",
    "RemedyPlanGaps",
    "RemedyMendTags",
    "RemedyReviewTags",
    "RemedyAddKeywords",
    "RemedyWidenCoverage",
    "RemedyPlanStaffing",
    "RemedySplitTag",
    "RemedyWinBack",
    "RemedyRewriteAnswer",
    "RemedySettleOutbox",
    "RemedySetUpBackups",
    "RemedyMendBackups",
]
"""One thing to do."""


class RemedyConfig(TypedDict):
    """What follows from a check that is not passed."""

    fill_gaps: FillGaps
    """Fill in what the sampled customers lack."""

    gap_plan: GapPlan
    """Fill in what all customers lack, a share a day."""

    mend_tags: Assignment
    """Correct tags that are wrong."""

    review_tags: Assignment
    """Look at the tags of the sampled customers, where nobody has."""

    add_keywords: AddKeywords
    """Add keywords after a while under the trigger rate's target."""

    widen_coverage: WidenCoverage
    """Add keywords where coverage is under its target."""

    plan_staffing: PlanStaffing
    """Plan people for the hours in which customers wait."""

    split_tag: Assignment
    """Split a tag that says too little."""

    win_back: Assignment
    """Win back customers who are about to be lost."""

    settle_outbox: Assignment
    """Settle messages of the outbox that were not sent."""

    back_up: Assignment
    """Set up or mend backups."""


class RemovedTag(TypedDict):
    """A tag that went."""

    tag: TagId
    """Which."""

    cause: str
    """Why, as a reason code."""


class Renewed(TypedDict):
    """How long a lease holds."""

    until: dt.datetime
    """When it ends unless renewed."""


class RepeatReply(TypedDict):
    """The same question, asked again in the same or similar words, goes to a person."""

    times: int
    """The time at which a person takes over: 3 is the third time. At least 2."""

    similarity: float
    """How alike two questions must be, above 0 up to 1 (1 is the same words in any order; inflected or not, but
    for those in Latin letters, whose language is not known).
    """

    within: Span
    """Questions older than this are forgotten."""

    courtesies: dict[str, list[str]]
    """Words that make a question no other one: `please`, `请问`. They are not compared."""

    remembered: int
    """How many questions are remembered."""

    texts: dict[str, str]
    """What is said."""


class ReplyConfig(TypedDict):
    """Everything that automatic replies go by. The order in which a reply is chosen is fixed: opt-out, human
    request, high-value words, the same question again, welcome, away, keyword, small talk, fallback.
    """

    language: Language
    """The language of a reply where neither the customer's record nor the message tells one. Every text has
    to be there in it.
    """

    debounce: Span
    """A message less than this after the one before belongs to the same turn, and the reply waits so long."""

    longest_turn: Span
    """A turn takes no further message this long after it began, and is answered then at the latest."""

    turn_text_bytes: int
    """How many bytes of a turn's words are looked at and kept with the conversation."""

    longest_text: int
    """The longest text that may be sent, in characters. WhatsApp takes 4,096."""

    expires_after: Span
    """A reply that could not leave for so long is not sent any more."""

    on_unknown: OnUnknown
    """What becomes of a reply of which nobody can say whether it was sent."""

    human_hold: Span
    """After so long without a word from the person who holds a conversation the bot answers again."""

    queue_hold: Span
    """After so long in the queue, with nobody taking it, the bot answers again."""

    hotline: str | None
    """The number that is given to those who cannot wait."""

    keywords_per_reply: int
    """How many keyword answers one reply may join, when a customer asks for several things at once."""

    opt_out: OptOutReply
    """The confirmation of an opt-out."""

    human_request: PhraseReply
    """Customers who ask for a person."""

    high_value: PhraseReply
    """Words such as an order confirmation, which go to the sales supervisor and to the front of the queue (the level
    stands in the priority section).
    """

    repeat: RepeatReply
    """The same question again and again."""

    welcome: WelcomeReply
    """The first contact."""

    away: AwayReply
    """When nobody is there."""

    keyword: dict[str, dict[str, str]]
    """Answers by the keyword rule that matched."""

    small_talk: SmallTalk
    """Greetings and thanks."""

    fallback: FallbackReply
    """When nothing matched."""

    unread: UnreadOffer
    """The offer of a person when a reply stays unread."""

    health: ReplyHealthConfig
    """When a rule's answer has to be written anew."""

    wording: dict[str, Wording]
    """How instants and lengths of time are said."""

    quick: dict[str, dict[str, str]]
    """Quick replies of the agents, by code without the slash."""

    second_text: NotRequired[dict[str, dict[str, str]]]
    """A second text for the answer to a keyword: half of the customers get it in place of the first, always the same
    half.
    It has to be there in every language in which the first one is.
    """


class ReplyFigure(TypedDict):
    """A share of a rule's firings."""

    hits: int
    """How many."""

    of: int
    """Of how many."""

    percent: float | None
    """The share in percent; None where there is nothing to count."""

    interval: Interval | None
    """Where the true share probably lies, in percent (Wilson's score interval)."""

    verdict: FigureVerdict | None
    """What it says; None where the playbook sets no threshold for it."""

    certain: bool
    """Whether all of the interval lies on the threshold's one side."""


class ReplyHealth(TypedDict):
    """How a rule's answer is taken."""

    rule: RuleId
    """The rule."""

    fired: int
    """Messages that were sent with its answer."""

    open: int
    """Of those, how many are still watched. They count for no share."""

    followed_up: int
    """Of those, how many a person followed up before the customer wrote. They count for none of the next three shares.
    """

    answered: ReplyFigure
    """The customer wrote on, and no person was needed."""

    handed_over: ReplyFigure
    """The customer wrote on, and a person was needed. No threshold holds for a welcome, an away message or a greeting:
    that a
    person is needed after them is no failure of their texts.
    """

    silent: ReplyFigure
    """Nobody wrote."""

    clicked: ReplyFigure
    """A link in the message was followed, of the messages that carry one."""

    satisfied: ReplyFigure
    """The customer was content, of those who said."""

    verdict: FigureVerdict
    """`rewrite` where one of the shares says so; `keep` where one says that and none says otherwise; `not_recorded`
    where there
    is nothing to judge by.
    """

    remedy: RewriteRemedy | None
    """What to do; None where nothing is to be done."""

    texts: TextComparison | None
    """Its two texts beside each other; None where it has one."""


class ReplyHealthConfig(TypedDict):
    """What an answer is held to, and from how many firings on anything is said of it."""

    watch: Span
    """How long after an answer what follows has to do with it."""

    least_sample: int
    """Of fewer than this a share says nothing yet."""

    confidence: float
    """Confidence of the intervals and of the comparison of two texts, between 0.5 and 0.999."""

    handed_over_at_most: float
    """Where more of the answers than this, in percent, end with a person, the text has to be written anew."""

    clicked_at_least: float
    """Where fewer of the links than this, in percent, are followed, the text has to be written anew."""

    satisfied_at_least: float
    """Where fewer of the ratings than this, in percent, are content, the text has to be written anew."""

    satisfied_from: int
    """Who gives so many stars of five, or more, is content."""

    owner: str
    """Role that writes the text anew."""

    within: Span
    """Time from the look at the figures to the deadline."""

    compare_by: ReplyMeasure
    """What two texts of one rule are compared by."""

    least_difference: float
    """The least difference between two texts that matters, in percentage points: with `confidence` and `power` it says
    how
    many firings of each are compared.
    """

    power: float
    """How probably such a difference is found where there is one, above 0.5 and below 1."""

ReplyKind: TypeAlias = Literal[
    "opt_out",
    "opt_in",
    "human_request",
    "high_value",
    "repeated",
    "welcome",
    "away",
    "keyword",
    "greeting",
    "fallback",
    "offer",
    "silent",
]
"""What kind of reply was chosen."""

ReplyMeasure: TypeAlias = Literal["answered", "handed_over", "silent", "clicked", "satisfied"]
"""One way in which an answer does well or badly."""


class ReplyText(TypedDict):
    """The text of a reply."""

    text: str
    """Ready to send."""


class Report(TypedDict):
    """An audit's report. As data it is stable JSON (`"v": 1`); `to_markdown`,
    `to_html` and `to_terminal` are views of the same numbers.

    Names are masked; customers' words appear only where the settings allow it, and masked.
    """

    v: int
    """Format version."""

    at: dt.datetime
    """When the audit was made."""

    time_zone: str
    """The workspace's time zone; days and hours of the report are local."""

    utc_offset_seconds: int
    """`at` minus UTC on local clocks, in seconds: enough to show local times without zone data."""

    window: CheckWindow
    """The time over which messages and events were counted."""

    headline: Headline
    """How many checks say what."""

    checks: list[CheckResult]
    """The checks, in the order of `CheckId`."""

    remedies: list[Remedy]
    """What to do, most urgent first."""

    customers: CustomerFigures
    """Customers."""

    conversations: ConversationFigures
    """Conversations."""

    tags: TagFigures
    """Tags."""

    priorities: PriorityFigures
    """The queue."""

    questions: QuestionFigures
    """Questions and keywords."""

    outbox: OutboxFigures
    """The outbox by state, and failures by code."""

    funnel: Funnel
    """From inquiry to order."""

    value: ValueFigures
    """What orders say of the customers' value."""

    imports: list[ImportFigures]
    """Imports, as the host gave them."""

    next_audits: list[NextAudit]
    """When the next audits run, soonest first."""

    notes: list[DataNote]
    """What a reader must know of the data."""

    workspace: NotRequired[str | None]
    """The workspace's name, where one was given."""

ReportPage: TypeAlias = Literal["html", "markdown", "terminal"]
"""A form of the report for people."""


class ReportPages(TypedDict):
    """The report."""

    report: Report
    """As data."""

    html: NotRequired[str | None]
    """As one self-contained page, where asked for."""

    markdown: NotRequired[str | None]
    """As Markdown, where asked for."""

    terminal: NotRequired[str | None]
    """As a summary for a terminal, where asked for."""


class ResolutionCreate(TypedDict):
    """Nobody known: a new customer."""

    kind: Literal["create"]


class ResolutionJoin(TypedDict):
    """This customer."""

    kind: Literal["join"]

    into: CustomerId
    """Who."""

ResolutionJoinForReview = TypedDict("ResolutionJoinForReview", {
    "kind": "Literal['join_for_review']",
    "into": "CustomerId",
    "with": "list[CustomerId]",
})
"""This customer; others share an identifier and contradict it or each other, and go to review."""


class ResolutionJoinAndMerge(TypedDict):
    """This customer, who turns out to be several records: they become one."""

    kind: Literal["join_and_merge"]

    into: CustomerId
    """Who stays."""

    absorb: list[CustomerId]
    """Who is merged into it, in this order."""

    review: list[CustomerId]
    """Each is a pair for review with `into`."""

ResolutionCreateForReview = TypedDict("ResolutionCreateForReview", {
    "kind": "Literal['create_for_review']",
    "with": "list[CustomerId]",
})
"""A new customer; those who share an identifier with it contradict it and go to review."""

Resolution: TypeAlias = Union[
    "ResolutionCreate",
    "ResolutionJoin",
    "ResolutionJoinForReview",
    "ResolutionJoinAndMerge",
    "ResolutionCreateForReview",
]
"""Where it belongs."""


class Resolved(TypedDict):
    """Whom a new record belongs to."""

    resolution: Resolution
    """Where it belongs."""

    reasons: list[Reason]
    """Why."""


class ResponseFigures(TypedDict):
    """Waiting times in clock hours and in business hours."""

    clock: Distribution
    """All hours count."""

    business: Distribution
    """Business hours count."""


class ResponseTimeCheck(TypedDict):
    """Settings of the response time check."""

    target: float
    """In minutes."""

    tolerance: float
    """In minutes."""

    measured_in: Clock
    """Whether the nights count."""

Returns: TypeAlias = Literal["leave_out", "subtract"]
"""What becomes of amounts below 0: cancellations and returns. They are counted either way, and are never a purchase."""

ReviewState: TypeAlias = Literal["open", "merged", "apart"]
"""What a person said of a pair."""


class RewriteRemedy(TypedDict):
    """A text that has to be written anew."""

    owner: str
    """Role that does it."""

    deadline: dt.datetime
    """By when."""

    reasons: list[Reason]
    """Why: each share beyond its threshold, as `reply.health.…` with `percent`, `threshold`, `hits`, `of` and
    `certain`.
    """


class Rfm(TypedDict):
    """Customers by how recently, how often and for how much they bought."""

    customers: list[CustomerValue]
    """Those who bought something, in the order in which they first stand in the lines."""

    bounds: RfmBounds
    """Where the scores change."""

    counts: LineCounts
    """What became of the lines."""


class RfmBounds(TypedDict):
    """The bounds between the scores 1 to 5 that were used, ascending."""

    recency_days: list[float]
    """Days since the last purchase: up to the first scores 5."""

    frequency: list[float]
    """Purchases: more than the last scores 5."""

    monetary: list[float]
    """What was spent: more than the last scores 5."""

RfmClass: TypeAlias = Literal["high_value", "potential", "ordinary", "churn_risk"]
"""What somebody is to the shop."""


class RfmClasses(TypedDict):
    """What the scores mean. Somebody is recent from one score of recency on, and worthwhile from one mean of the other
    two on:
    high value is both, potential only recent, churn risk only worthwhile, ordinary neither.
    """

    recent_from: float
    """Least score of recency of who is recent, 1 to 5."""

    worthwhile_from: float
    """Least mean of the scores of frequency and monetary value of who is worthwhile, 1 to 5."""


class RfmConfig(TypedDict):
    """How customers are scored by recency, frequency and monetary value, and what the scores mean."""

    score_by: ScoreBy
    """Where the bounds between the scores 1 to 5 come from."""

    purchase: PurchaseUnit
    """What counts as one purchase."""

    returns: Returns
    """What becomes of amounts below 0."""

    thresholds: RfmThresholds
    """The bounds, where they are given."""

    classes: RfmClasses
    """What the scores mean."""

    rhythm: RhythmConfig
    """How the rhythm of purchases is named."""

RfmRow = TypedDict("RfmRow", {
    "recency_days": "int",
    "frequency": "int",
    "monetary": "float",
    "age_days": "int",
    "days": "int",
    "repeat_average": "float",
    "r": "int",
    "f": "int",
    "m": "int",
    "class": "RfmClass",
    "rhythm": "Rhythm",
    "median_gap_days": "float | None",
})
"""What one customer's purchases come to."""


class RfmThresholds(TypedDict):
    """Bounds between the scores, ascending."""

    recency_days: list[int]
    """Days since the last purchase: up to the first scores 5, up to the last 2, beyond it 1."""

    frequency: list[int]
    """Purchases: more than the last scores 5."""

    monetary: list[float]
    """What was spent, in whole units of currency: more than the last scores 5."""

Rhythm: TypeAlias = Literal["weekly", "monthly", "quarterly", "half_yearly", "yearly", "rarer", "unknown"]
"""In what rhythm somebody buys, by the median of the days between purchases."""


class RhythmConfig(TypedDict):
    """Up to how many days between purchases, in the median, a rhythm has its name."""

    least_gaps: int
    """Least gaps between days with purchases for a rhythm to be named."""

    weekly: int
    """Weekly."""

    monthly: int
    """Monthly."""

    quarterly: int
    """Quarterly."""

    half_yearly: int
    """Twice a year."""

    yearly: int
    """Yearly."""


class RuleAnswer(TypedDict):
    """A rule's answer as it stands in a reply."""

    rule: RuleId
    """The rule."""

    variant: TextVariant
    """Which of its texts."""


class RuleCount(TypedDict):
    """One rule and how often it answered."""

    rule: RuleId
    """Which."""

    messages: int
    """Messages that it answered."""

RuleId: TypeAlias = str
"""A rule of the playbook, by the name the playbook gives it."""


class RuleMeasure(TypedDict):
    """How a rule fares on the messages."""

    place: KeywordLintPlace
    """Which rule."""

    label: str
    """Its topic."""

    fired: int
    """Messages in which it fires."""

    decided: int
    """Messages in which it is the one to act on."""

    quality: KeywordQuality | None
    """How good it is; None without labels."""

    phrases: list[PhraseMeasure]
    """Its phrases that fire, in the order of the rule."""


class SavedSegmentConfig(TypedDict):
    """A segment that is kept up to date."""

    id: str
    """Its id, such as `lapsing`: kept for ever."""

    names: dict[str, str]
    """What people call it, by language."""

    when: str
    """Who belongs to it: an expression, as in docs/segments.md."""


class SavedSegmentListing(TypedDict):
    """A saved segment with how many customers belong to it."""

    id: SegmentId
    """Its id."""

    names: dict[str, str]
    """What people call it, by language."""

    when: str
    """Its expression."""

    members: int
    """How many customers belong to it."""


class SavedSegmentsAnswer(TypedDict):
    """The saved segments."""

    segments: list[SavedSegmentListing]
    """In the order of the playbook."""

    work: SegmentWork
    """How often they were asked since the workspace was opened."""


class ScheduledAudit(TypedDict):
    """When an audit runs, in the workspace's zone. A day that a month does not have is its last day."""

    kind: AuditKind
    """Which audit."""

    weekdays: WeekdaySet
    """On these weekdays."""

    days_of_month: list[int]
    """On these days of the month, 1 to 31."""

    at: LocalTime
    """At this local time."""

ScoreBy: TypeAlias = Literal["quantiles", "thresholds"]
"""Where the bounds between scores come from."""


class ScoreConfig(TypedDict):
    """How the score from 0 to 100 is made up."""

    weights: ScoreWeights
    """The weight of each part; only their proportions matter."""

    budget_for_full_marks: int
    """The budget, in whole units of the workspace's currency, that earns the whole part."""

    probability_when_unknown: float
    """The deal probability that counts where none is known, 0 to 1."""

    tag_values: dict[str, float]
    """What a tag is worth, 0 to 1; the customer's best tag counts."""


class ScoreWeights(TypedDict):
    """The weight of each part of the score."""

    level: float
    """The level: whole for the most urgent, nothing for the least."""

    budget: float
    """The budget, in proportion to the one for full marks."""

    waiting: float
    """How much of the time to the deadline has passed."""

    value: float
    """The customer's best tag."""

    probability: float
    """The probability of a deal."""


class SearchHitCustomer(TypedDict):
    """A customer's fields or identifiers match."""

    kind: Literal["customer"]

    id: CustomerId
    """Who."""

    score: float
    """Higher is better; comparable within one answer only."""


class SearchHitMessage(TypedDict):
    """A message's words match."""

    kind: Literal["message"]

    id: MessageId
    """Which."""

    customer: CustomerId
    """Whose."""

    score: float
    """Higher is better; comparable within one answer only."""

SearchHit: TypeAlias = "SearchHitCustomer | SearchHitMessage"
"""One match of a search."""


class SegmentConfig(TypedDict):
    """The segments of the playbook."""

    saved: list[SavedSegmentConfig]
    """Segments that are kept up to date: who belongs to one, and since when."""


class SegmentCustomer(TypedDict):
    """A customer, and what happened to them."""

    customer: ReadOnly[CustomerInput]
    """The record."""

    events: NotRequired[ReadOnly[abc.Sequence[RecordedEvent]]]
    """What happened, in any order: as far back as the expression asks."""

SegmentId: TypeAlias = str
"""A saved segment of the playbook."""


class SegmentMember(TypedDict):
    """A customer who belongs to a saved segment."""

    customer: CustomerId
    """Who."""

    since: dt.datetime
    """Since when."""


class SegmentMembership(TypedDict):
    """A saved segment that a customer belongs to, and since when."""

    segment: SegmentId
    """Which segment."""

    since: dt.datetime
    """Since when its expression holds."""


class SegmentMembershipInput(TypedDict):
    """A saved segment that a customer belongs to, and since when."""

    segment: ReadOnly[SegmentId]
    """Which segment."""

    since: ReadOnly[Instant]
    """Since when its expression holds."""


class SegmentWork(TypedDict):
    """How often saved segments were asked since the workspace was opened."""

    asked: int
    """Whether a customer belongs to a segment, asked so often."""

    skipped: int
    """Not asked so often, because nothing that the segment reads had changed of a customer who did."""


class SendFailure(TypedDict):
    """Why a provider refused a message."""

    code: ReadOnly[str]
    """A stable code of ours or the provider's number."""

    retryable: ReadOnly[bool]
    """Whether the same message may be tried again."""

    opted_out: NotRequired[ReadOnly[bool]]
    """Whether the provider says that the customer stopped the messages."""

    retry_after: NotRequired[ReadOnly[Instant | None]]
    """Not before this instant, where the provider said so."""


class Sender(TypedDict):
    """Who wrote."""

    identifiers: list[SenderIdentifier]
    """At least one; the first is the address to answer to."""

    display_name: NotRequired[str | None]
    """The name the channel shows; never used to find a customer."""


class SenderInput(TypedDict):
    """Who wrote."""

    identifiers: ReadOnly[abc.Sequence[SenderIdentifier]]
    """At least one; the first is the address to answer to."""

    display_name: NotRequired[ReadOnly[str | None]]
    """The name the channel shows; never used to find a customer."""


class SenderIdentifier(TypedDict):
    """An identifier of the sender's as the channel gave it; it is normalised on entry."""

    kind: IdentifierKind
    """What it is."""

    value: str
    """As the channel gave it."""


class ShareInterval(TypedDict):
    """An interval of a share; None without trials."""

    low: float | None
    """Lower end, 0 to 1."""

    high: float | None
    """Upper end, 0 to 1."""


class Similarity(TypedDict):
    """How alike two texts are."""

    alike: bool
    """Whether they are as alike as was asked."""

    similarity: float
    """The likeness, 0 to 1."""


class SmallTalk(TypedDict):
    """Messages that are nothing but courtesy."""

    greetings: dict[str, list[str]]
    """A whole message of these is answered by a greeting."""

    courtesies: dict[str, list[str]]
    """A whole message of these ("ok, thank you") needs no answer."""

    greeting_texts: dict[str, str]
    """The greeting."""

Span: TypeAlias = str
"""A length of time: calendar months and days, then clock seconds.

`"24h"` is clock time; `"7d"` is calendar days in the workspace's zone, so that it ends at the same
local hour across a daylight-saving change. Written as numbers with units `mo`, `w`, `d`, `h`, `m`, `s`.
"""


class SpanParts(TypedDict):
    """The parts of a span."""

    months: int
    """Calendar months."""

    days: int
    """Calendar days."""

    seconds: int
    """Clock seconds."""

    text: str
    """In its shortest form."""

Stage: TypeAlias = Literal["new_inquiry", "quoted", "sample_sent", "long_term_follow_up", "customer", "lost"]
"""How far a sale has come."""

StemLanguage: TypeAlias = Literal[
    "ar",
    "bn",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "fi",
    "fr",
    "he",
    "hi",
    "hu",
    "id",
    "it",
    "ko",
    "nl",
    "no",
    "pl",
    "pt",
    "ro",
    "ru",
    "sv",
    "ta",
    "tr",
]
"""A language whose words can be brought to their stems. In data, its ISO 639-1 code."""


class StillBuying(TypedDict):
    """How probably customers who ordered more than once still buy, by BG/NBD. Customers with one order are left out:
    they may
    leave only after a second one, so the model says nothing of them.
    """

    model: BgNbd
    """The model that was fitted, in days."""

    likely: int
    """Customers who probably still buy: seven of ten or more."""

    open: int
    """Customers of whom it is open."""

    gone: int
    """Customers who have probably left: fewer than three of ten."""

    up_to_days: list[int]
    """The ends of the columns, in days since the last order; the last column holds everything longer."""

    rows: list[FrequencyRow]
    """By how often they ordered, from seldom to often."""


class SurvivorshipConfig(TypedDict):
    """Which value of a field survives, by field."""

    default: FieldPolicy
    """Policy of every field that `fields` does not name."""

    fields: dict[str, FieldPolicy]
    """Policies by field name."""

    source_order: list[str]
    """Sources, the most trusted first. `import` stands for every `import:…`; a source that is not listed
    comes last.
    """


class TagAccuracyCheck(TypedDict):
    """Settings of the tag accuracy check."""

    target: float
    """In percent."""

    tolerance: float
    """In percentage points."""

    quoted_tag: TagId
    """The tag whose customers are drawn."""

    quoted_sample: int
    """How many of them are drawn."""

    last_follow_ups: int
    """How many of the customers followed up last are looked at besides."""

TagAction: TypeAlias = Literal["set", "remove", "close"]
"""What a person does with a tag."""


class TagChanges(TypedDict):
    """What became of a customer's tags."""

    set: list[TagId]
    """Tags that were set."""

    removed: list[RemovedTag]
    """Tags that went, and why."""

    restarted: list[TagId]
    """Tags whose period began anew."""

    overdue: list[TagId]
    """Tags that became overdue."""


class TagConfig(TypedDict):
    """The taxonomy: dimensions with their tags."""

    activity_window: Span
    """Over how long activity is counted."""

    audience: str
    """Who gets a tag's notices: `owner`, a role, or an agent's id."""

    fewest_tags: int
    """Fewest tags of a dimension before a warning."""

    most_tags: int
    """Most tags of a dimension before a warning: more are hard to keep up."""

    dimensions: list[DimensionConfig]
    """The dimensions, in the order in which they are shown."""


class TagCount(TypedDict):
    """One tag."""

    tag: TagId
    """Which."""

    customers: int
    """Active customers that carry it."""

    overdue: int
    """Of these, past its period."""

    percent: float
    """Share of active customers, in percent."""

    name: NotRequired[str | None]
    """What people call it, where the workspace says so."""


class TagDefinition(TypedDict):
    """One tag: what it is called, when it is set, and how it lives."""

    id: str
    """Its id, such as `behaviour.quoted`: kept for ever, never shown to customers."""

    names: dict[str, str]
    """What people call it, by language."""

    lifecycle: Lifecycle
    """How it lives."""

    exclusive_group: NotRequired[str | None]
    """A customer has at most one tag of an exclusive group."""

    rule: NotRequired[Condition | None]
    """When the engine sets it; absent for a tag that only people set. A rule that names an event is looked at
    when that event happens, and the tag then lives by its lifecycle; any other rule sets the tag while it
    holds and takes it away when it no longer does.
    """

    when: NotRequired[str | None]
    """The same as an expression, as in docs/segments.md, in place of a rule: the engine sets the tag while it holds and
    takes it
    away when it no longer does. One that reads fields alone is asked wherever a rule about fields is. Workspaces ask
    any
    other when something that it reads changed, and when time may change its answer. It cannot read tags, or when the
    record last changed.
    """

TagEvent: TypeAlias = Literal[
    "first_reply",
    "message_received",
    "quote_sent",
    "sample_sent",
    "order_placed",
    "followed_up",
    "page_viewed",
    "event_visited",
    "service_question_asked",
]
"""Something that happened, as rules name it."""


class TagFigures(TypedDict):
    """Figures of the tags."""

    tagged: int
    """Active customers with at least one tag."""

    untagged: int
    """Active customers without any."""

    set: int
    """Tags set within the window."""

    removed: int
    """Tags removed within the window."""

    tags: list[TagCount]
    """Every tag in use, most used first."""

TagId: TypeAlias = str
"""A tag of the playbook's taxonomy."""

TagPhase: TypeAlias = Literal["active", "overdue"]
"""Where a tag is in its life."""

TagStep: TypeAlias = Literal["reminder", "prompt", "expiry", "task", "review"]
"""A step of a tag's life."""


class TagsAfter(TypedDict):
    """A customer's tags after they were looked at."""

    customer: Customer
    """The record with its tags."""

    tags: list[TagId]
    """The ids of all its tags, sorted."""

    changes: TagChanges
    """What changed."""

    timers: list[Timer]
    """Timers to set; one that is set under a key that exists moves it."""

    cancelled_timers: list[TimerKey]
    """Timers to cancel."""

    agenda: list[AgendaItem]
    """The steps of the tags that are to come."""

    notices: list[Notice]
    """What people are to be told."""

    reasons: list[Reason]
    """Why."""


class Target(TypedDict):
    """A target with its tolerance: beside the target but within the tolerance is `watch`, beyond is `fail`."""

    target: float
    """In percent."""

    tolerance: float
    """In percentage points."""


class TextComparison(TypedDict):
    """Two texts of one rule, beside each other.

    It is a comparison of a fixed number: the first `needed` firings of each, and no look before both have them, so
    looking
    often finds no difference that is not there. Begin the window at the day on which the second text was put in and
    leave it
    there: then the first firings stay the same.
    """

    measure: ReplyMeasure
    """What they are compared by."""

    needed: int
    """How many firings of each are compared."""

    a: ReplyFigure
    """The first text, in its first firings."""

    b: ReplyFigure
    """The second text, in its first firings."""

    comparison: ProportionComparison | None
    """The difference, A less B, once both have fired often enough."""

    verdict: TextVerdict
    """Which does better."""

TextEncoding: TypeAlias = Literal[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "big5",
    "windows-1251",
    "windows-1252",
    "windows-1256",
]
"""The encodings that are read."""

TextVariant: TypeAlias = Literal["a", "b"]
"""Which of the two texts that a rule may have for its answer."""

TextVerdict: TypeAlias = Literal["a", "b", "no_difference", "not_enough_yet"]
"""Which of two texts does better."""


class ThresholdFor(TypedDict):
    """The threshold that reaches a wanted precision."""

    precision: float
    """What was wanted."""

    threshold: CurvePoint | None
    """The lowest probability that reaches it; None where none does."""


class Ticked(TypedDict):
    """What one tick did."""

    fired: list[FiredTimer]
    """Timers that fired, in the order of their due times."""

    notices: list[Notice]
    """Notices raised for people."""

    rescued: int
    """Messages taken from workers that went away, or taken back because they came too late."""

    next_wakeup: NotRequired[dt.datetime | None]
    """When to tick next."""


class TimelineEntryMessage(TypedDict):
    """A message, in or out."""

    entry: Literal["message"]

    message: MessageRecord
    """The message."""


class TimelineEntryEvent(TypedDict):
    """A fact that is no message."""

    entry: Literal["event"]

    event: Event
    """The fact."""


class TimelineEntryNote(TypedDict):
    """A note that a person wrote."""

    entry: Literal["note"]

    id: EventId
    """Its event."""

    at: dt.datetime
    """When."""

    text: NoteText
    """The words."""

    agent: NotRequired[AgentId | None]
    """Who, where known."""


class TimelineEntryNotice(TypedDict):
    """Something a person was told or asked to do."""

    entry: Literal["notice"]

    notice: Notice
    """The notice."""


class TimelineEntryMerge(TypedDict):
    """Another record of the same customer was merged in."""

    entry: Literal["merge"]

    id: MergeId
    """Which merge."""

    at: dt.datetime
    """When."""

    survivor: CustomerId
    """Who stayed."""

    absorbed: CustomerId
    """Who went."""

    undone_at: NotRequired[dt.datetime | None]
    """When it was undone."""

TimelineEntry: TypeAlias = Union[
    "TimelineEntryMessage",
    "TimelineEntryEvent",
    "TimelineEntryNote",
    "TimelineEntryNotice",
    "TimelineEntryMerge",
]
"""One thing that happened."""


class TimerTagsDue(TypedDict):
    """Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due."""

    purpose: Literal["tags_due"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class TimerSegmentsDue(TypedDict):
    """Time may take a customer into a saved segment, or out of one."""

    purpose: Literal["segments_due"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class TimerReplyUnread(TypedDict):
    """A reply of ours is still unread or unanswered."""

    purpose: Literal["reply_unread"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""

    turn: int
    """The turn that was answered."""


class TimerResponseDeadline(TypedDict):
    """A first response is due."""

    purpose: Literal["response_deadline"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class TimerGreetingDue(TypedDict):
    """A person's greeting is due."""

    purpose: Literal["greeting_due"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""


class TimerFollowUp(TypedDict):
    """A customer should have been followed up."""

    purpose: Literal["follow_up"]

    key: TimerKey
    """Identity: setting it again moves it."""

    due: dt.datetime
    """When it fires."""

    customer: CustomerId
    """For whom."""

    conversation: NotRequired[ConversationId | None]
    """In which thread, where it matters."""

Timer: TypeAlias = Union[
    "TimerTagsDue",
    "TimerSegmentsDue",
    "TimerReplyUnread",
    "TimerResponseDeadline",
    "TimerGreetingDue",
    "TimerFollowUp",
]
"""A timer: what should happen when, and for whom."""


class TimerInputTagsDue(TypedDict):
    """Time asks something of a customer's tags: a rule changes its answer, or a step of a tag's life is due."""

    purpose: ReadOnly[Literal["tags_due"]]

    key: ReadOnly[TimerKey]
    """Identity: setting it again moves it."""

    due: ReadOnly[Instant]
    """When it fires."""

    customer: ReadOnly[CustomerId]
    """For whom."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """In which thread, where it matters."""


class TimerInputSegmentsDue(TypedDict):
    """Time may take a customer into a saved segment, or out of one."""

    purpose: ReadOnly[Literal["segments_due"]]

    key: ReadOnly[TimerKey]
    """Identity: setting it again moves it."""

    due: ReadOnly[Instant]
    """When it fires."""

    customer: ReadOnly[CustomerId]
    """For whom."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """In which thread, where it matters."""


class TimerInputReplyUnread(TypedDict):
    """A reply of ours is still unread or unanswered."""

    purpose: ReadOnly[Literal["reply_unread"]]

    key: ReadOnly[TimerKey]
    """Identity: setting it again moves it."""

    due: ReadOnly[Instant]
    """When it fires."""

    customer: ReadOnly[CustomerId]
    """For whom."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """In which thread, where it matters."""

    turn: ReadOnly[int]
    """The turn that was answered."""


class TimerInputResponseDeadline(TypedDict):
    """A first response is due."""

    purpose: ReadOnly[Literal["response_deadline"]]

    key: ReadOnly[TimerKey]
    """Identity: setting it again moves it."""

    due: ReadOnly[Instant]
    """When it fires."""

    customer: ReadOnly[CustomerId]
    """For whom."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """In which thread, where it matters."""


class TimerInputGreetingDue(TypedDict):
    """A person's greeting is due."""

    purpose: ReadOnly[Literal["greeting_due"]]

    key: ReadOnly[TimerKey]
    """Identity: setting it again moves it."""

    due: ReadOnly[Instant]
    """When it fires."""

    customer: ReadOnly[CustomerId]
    """For whom."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """In which thread, where it matters."""


class TimerInputFollowUp(TypedDict):
    """A customer should have been followed up."""

    purpose: ReadOnly[Literal["follow_up"]]

    key: ReadOnly[TimerKey]
    """Identity: setting it again moves it."""

    due: ReadOnly[Instant]
    """When it fires."""

    customer: ReadOnly[CustomerId]
    """For whom."""

    conversation: NotRequired[ReadOnly[ConversationId | None]]
    """In which thread, where it matters."""

TimerInput: TypeAlias = Union[
    "TimerInputTagsDue",
    "TimerInputSegmentsDue",
    "TimerInputReplyUnread",
    "TimerInputResponseDeadline",
    "TimerInputGreetingDue",
    "TimerInputFollowUp",
]
"""A timer: what should happen when, and for whom."""

TimerKey: TypeAlias = str
"""A timer. Setting a timer under a key that exists moves it."""


class Transaction(TypedDict):
    """A line of what was bought."""

    at: ReadOnly[Instant]
    """When."""

    amount: ReadOnly[float]
    """For how much, in one currency; below 0 for what was returned or cancelled."""

    customer: NotRequired[ReadOnly[str | None]]
    """Who bought; None where nobody knows."""

    order: NotRequired[ReadOnly[str | None]]
    """The order that the line belongs to; None for one that stands alone."""


class TrustConfig(TypedDict):
    """Trust: masking and opt-out words."""

    masking: MaskingConfig
    """How much a mask shows."""

    opt_out: OptOutConfig
    """How a customer stops messages."""


class Unmerged(TypedDict):
    """A merge that was undone."""

    restored: CustomerId
    """The customer who came back."""


class UnreadOffer(TypedDict):
    """The offer of a person, made once per turn when the reply stays unread (or, where read receipts are off,
    unanswered).
    """

    after: Span
    """How long after the reply was sent."""

    answers: list[str]
    """Whole messages that take the offer up."""

    turns: int
    """For how many turns after the offer they do."""

    texts: dict[str, str]
    """What is said."""


class Unreadable(TypedDict):
    """A row whose bytes this version cannot read: bad JSON, an unknown kind, a future format."""

    collection: Collection
    """Where it is."""

    id: str
    """Its id."""

    cause: str
    """Why, as a code: never its content."""


class UnsettledMessage(TypedDict):
    """A message of the outbox that waits for a person."""

    message: OutgoingMessage
    """The message, as the worker leased it."""

    generation: int
    """What `acknowledge` and `fail` ask for."""

    state: UnsettledState
    """Why it waits, and how it is settled."""

    since: dt.datetime
    """Since when."""

    attempts: int
    """Times it was handed to a provider."""

    cause: NotRequired[str | None]
    """Why it was set aside, as a reason code."""

UnsettledState: TypeAlias = Literal["unknown", "parked"]
"""Why a message waits for a person."""


class UsualGaps(TypedDict):
    """How customers buy on the whole."""

    usual_gap_days: float
    """The usual days between purchases of all customers: their geometric mean."""

    factor: float
    """How many times the usual gap is too long."""

    gaps: int
    """From how many gaps."""

    seen: bool
    """Whether the two numbers were seen in these gaps; where there were too few, they are the playbook's."""


class ValueConfig(TypedDict):
    """What customers are worth, and when one is about to be lost."""

    rfm: RfmConfig
    """Recency, frequency, monetary value."""

    churn: ChurnConfig
    """When a customer is about to be lost."""

    deal: DealConfig
    """How likely a deal is."""

    cleaning: CleaningConfig
    """Who can be cleaned away."""


class ValueFigures(TypedDict):
    """What orders say: classes of value, who still buys, and how well that can be told. Each part is there where there
    are enough
    orders for it; `left_out` says what is missing.
    """

    buyers: int
    """Customers who ordered something, neither archived nor merged into another."""

    repeat_buyers: int
    """Of these, customers who ordered on more than one day."""

    orders_without_rate: int
    """Orders in a currency that has no rate: they count nowhere."""

    classes: list[ClassFigures]
    """The sizes of the classes, in the order of `RfmClass`; empty where there are too few buyers."""

    left_out: list[ValueLeftOut]
    """What is not said, and why."""

    expectation: NotRequired[Expectation | None]
    """What was expected of a time that is over, against what came."""

    still_buying: NotRequired[StillBuying | None]
    """Who still buys, by how often and how recently they ordered."""


class ValueLeftOutFewBuyers(TypedDict):
    """Too few customers ordered for classes."""

    why: Literal["few_buyers"]

    wanted: int
    """So many are wanted."""


class ValueLeftOutFewRepeatBuyers(TypedDict):
    """Too few customers ordered, or ordered again, for a model."""

    why: Literal["few_repeat_buyers"]

    wanted: int
    """So many are wanted."""

    wanted_repeat: int
    """And so many who ordered on more than one day."""


class ValueLeftOutFewBefore(TypedDict):
    """Too few customers had ordered, or ordered again, before the time that an expectation would be held against."""

    why: Literal["few_before"]

    until: dt.date
    """The last day that counts."""


class ValueLeftOutNoFit(TypedDict):
    """The model does not fit these orders."""

    why: Literal["no_fit"]

    code: str
    """The code of the error, as in docs/errors.md."""

ValueLeftOut: TypeAlias = Union[
    "ValueLeftOutFewBuyers",
    "ValueLeftOutFewRepeatBuyers",
    "ValueLeftOutFewBefore",
    "ValueLeftOutNoFit",
]
"""What is not said of the customers' value, and why."""


class ValueReport(TypedDict):
    """From how many orders on the report says what of the customers' value."""

    look_back: Span
    """How far back orders count."""

    least_buyers: int
    """Fewest customers with an order for classes of value."""

    least_model_buyers: int
    """Fewest customers with an order for telling who still buys and how much will come."""

    least_repeat_buyers: int
    """And fewest who ordered on more than one day."""

    held_back: float
    """The share of the time with orders that an expectation is held against, 0.05 to 0.5."""

Verdict: TypeAlias = Literal["pass", "watch", "fail", "no_data"]
"""What a check says."""


class VerdictAnswer(TypedDict):
    """What a check says."""

    verdict: Verdict
    """What it says."""


class WaitClass(TypedDict):
    """One class of waiting times."""

    up_to: int | None
    """Up to so many seconds; None is everything longer."""

    rule: int
    """Waits ended by a rule."""

    person: int
    """Waits ended by a person."""


class WaitingCustomer(TypedDict):
    """A customer who waits."""

    id: ReadOnly[CustomerId]
    """Who."""

    score: ReadOnly[float]
    """0 to 100."""

    since: ReadOnly[Instant]
    """Since when."""


class Wakeup(TypedDict):
    """When something is due."""

    at: dt.datetime | None
    """Null where nothing is waiting."""

WeekdaySet: TypeAlias = list[str]
"""A set of weekdays, written `["mon", "wed"]`."""

WeekdaySetInput: TypeAlias = abc.Sequence[str]
"""A set of weekdays, written `["mon", "wed"]`."""

WeeklyWindow = TypedDict("WeeklyWindow", {
    "days": "WeekdaySet",
    "from": "LocalTime",
    "to": "LocalTime",
})
"""A window of the week in local time. Where `to` is not after `from` it ends on the next day: `22:00` to
`08:00` on Friday ends on Saturday morning, and `09:00` to `09:00` lasts a whole day.
"""

WeeklyWindowInput = TypedDict("WeeklyWindowInput", {
    "days": "ReadOnly[WeekdaySetInput]",
    "from": "ReadOnly[LocalTime]",
    "to": "ReadOnly[LocalTime]",
})
"""A window of the week in local time. Where `to` is not after `from` it ends on the next day: `22:00` to
`08:00` on Friday ends on Saturday morning, and `09:00` to `09:00` lasts a whole day.
"""


class WelcomeReply(TypedDict):
    """The welcome."""

    joins_keyword: bool
    """Whether the answer to a keyword follows in the same message."""

    joins_away: bool
    """Whether the announcement of an absence follows in the same message; it then counts as announced."""

    texts: dict[str, str]
    """What is said."""

    short_texts: dict[str, str]
    """What is said when something follows in the same message."""


class WidenCoverage(TypedDict):
    """Settings of widening the coverage."""

    owner: str
    """Role that does it."""

    within: Span
    """Time from the audit to the deadline."""

    at_least: int
    """At least so many keywords."""

    at_most: int
    """At most so many keywords."""


class Wording(TypedDict):
    """How instants and lengths of time are said in one language."""

    today: str
    """A time of the same day: `{time}`."""

    tomorrow: str
    """A time of the next day: `{time}`."""

    later: str
    """A later time: `{day}`, `{month}`, `{time}`."""

    months: list[str]
    """The names of the twelve months as they stand in `later`."""

    minutes: str
    """Less than an hour: `{minutes}`."""

    hours: str
    """An hour and more: `{hours}`, `{minutes}`."""

    join: str
    """What stands between two sentences of one paragraph."""


class Words(TypedDict):
    """The words of a text."""

    words: list[str]
    """In the order of the text, as they were written."""


class WorkspaceConfig(TypedDict):
    """Who the workspace is."""

    name: str
    """The name customers know, as reply texts use it."""

    region: str
    """Country or region (ISO 3166-1 alpha-2) of numbers that are written without one."""

    language: Language
    """Language of texts where the customer's is not known."""
