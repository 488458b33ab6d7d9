// Written by `cargo xtask gen` from the operations table. Change the table, not this file.

import type {
  AccountId,
  Acknowledged,
  Attempted,
  AverageProfits,
  BaseMoney,
  BestKeyword,
  BusinessSeconds,
  CalendarInstant,
  CalendarTime,
  CellValue,
  Certificate,
  Channel,
  CheckId,
  CheckedName,
  CheckedSegment,
  ChosenText,
  ChurnAlerts,
  CleaningCandidate,
  ClusterExplanation,
  Clusters,
  ComparedNames,
  ComparedPlaybooks,
  ComparedProportions,
  Completeness,
  ConsentEntryInput,
  ConsentStanding,
  CountedClause,
  Currency,
  Customer,
  CustomerActivity,
  CustomerId,
  CustomerInput,
  CustomerView,
  Deadlines,
  DealCalibration,
  DealEstimate,
  DealOutcome,
  DecidedPriority,
  DetectedLanguage,
  Draft,
  DuplicateLabels,
  DuplicateReview,
  DuplicatesFound,
  Explained,
  ExplainedClause,
  ExportFormat,
  ExportedPage,
  Expression,
  ExternalId,
  FieldValueInput,
  FilledTemplate,
  Fitted,
  FittedPurchases,
  FittedSpending,
  FoldedText,
  FollowUp,
  Forecast,
  Forecasts,
  FoundIndustry,
  GammaGamma,
  Horizon,
  IdOrRecord,
  IdentifierKind,
  ImportOptions,
  ImportedRows,
  IncomingMessage,
  IncomingMessageInput,
  IndexedSegments,
  InstantInput,
  KeywordExplanations,
  KeywordHealth,
  KeywordHits,
  KeywordLabels,
  KeywordLint,
  KeywordLintConfig,
  KeywordProposals,
  KeywordRule,
  KeywordRuleInput,
  Language,
  LearnOptions,
  LearnedRules,
  LeasedMessage,
  LifetimeValues,
  LinkedPair,
  Mapping,
  MaskKind,
  MaskedValue,
  Match,
  MatchedCustomers,
  MedianRanks,
  MergeId,
  Merged,
  MergedStanding,
  MiningConfig,
  MintedMessageId,
  Money,
  NextAudits,
  NormalisedIdentifier,
  NormalisedPhone,
  OpenNow,
  OutboxId,
  PairExplanation,
  ParsedSpan,
  Pause,
  PlainIdentifier,
  Playbook,
  Proportion,
  ProposalId,
  Proposals,
  PurchaseModel,
  PurchaseModelName,
  Purpose,
  QueueOrder,
  QueuedCustomer,
  QuickReply,
  Received,
  RecognisedOptOut,
  Recorded,
  RecordedEvent,
  RefreshTrigger,
  RefreshedSegments,
  Renewed,
  ReplyText,
  Report,
  ReportPage,
  ReportPages,
  Resolved,
  Rfm,
  RuleId,
  SavedSegmentsAnswer,
  SearchHit,
  SegmentCustomer,
  SegmentId,
  SegmentMember,
  SendFailure,
  ShareInterval,
  Similarity,
  Span,
  TagsAfter,
  Ticked,
  TimerInput,
  Transaction,
  Unmerged,
  Unreadable,
  UnsettledMessage,
  VerdictAnswer,
  WaitingCustomer,
  Wakeup,
  Words,
} from "./types.js";

/** What `auditCompareProportions` is told beside its arguments. */
export interface AuditCompareProportionsOptions {
  /** The least difference that matters, 0 to 1: with it and `power`, `needed` is answered. */
  least_difference?: number | null | undefined;
  /** How probably that difference is to be found, 0 to 1; as the playbook has it for the texts of replies where left out. */
  power?: number | null | undefined;
}

/** What `consentMergedStanding` is told beside its arguments. */
export interface ConsentMergedStandingOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `customerNew` is told beside its arguments. */
export interface CustomerNewOptions {
  /** When the record is made; also the time of its values. */
  created_at: InstantInput;
  /**
   * Values by field; a field that the engine does not know is kept as one of the workspace's own, and one that the playbook
   * declares has values of its type.
   */
  fields?: Record<string, FieldValueInput> | undefined;
  /** What the customer is known by. */
  identifiers?: readonly PlainIdentifier[] | undefined;
  /** Where the values come from, such as `import:fair` or `agent:anna`. */
  source?: string | undefined;
}

/** What `dedupeClusters` is told beside its arguments. */
export interface DedupeClustersOptions {
  /** Pairs that a person has told apart. */
  apart?: readonly (readonly [CustomerId, CustomerId])[] | undefined;
}

/** What `dedupeResolve` is told beside its arguments. */
export interface DedupeResolveOptions {
  /** Pairs that a person has told apart. */
  apart?: readonly (readonly [CustomerId, CustomerId])[] | undefined;
}

/** What `followUpDue` is told beside its arguments. */
export interface FollowUpDueOptions {
  /** The latest message or call from the workspace, where one is known. */
  last_activity?: InstantInput | null | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `importRows` is told beside its arguments. */
export interface ImportRowsOptions {
  /** The file as bytes in hexadecimal, where its encoding matters. */
  hex?: string | null | undefined;
  /** What is known of the file. */
  options: ImportOptions;
  /** When its facts were learned. */
  now: InstantInput;
}

/** What `keywordLearn` is told beside its arguments. */
export interface KeywordLearnOptions {
  /** What is asked of the rules. */
  config?: LearnOptions | undefined;
}

/** What `keywordLint` is told beside its arguments. */
export interface KeywordLintOptions {
  /** What the rules are held to. */
  thresholds?: KeywordLintConfig | undefined;
}

/** What `keywordMine` is told beside its arguments. */
export interface KeywordMineOptions {
  /** How much is proposed, and from how much. */
  config?: MiningConfig | undefined;
}

/** What `messageText` is told beside its arguments. */
export interface MessageTextOptions {
  /** To which of the workspace's numbers. */
  account?: AccountId | undefined;
  /** Through which channel. */
  channel?: Channel | undefined;
  /** The name the channel shows. */
  name?: string | null | undefined;
  /** When it was sent. */
  sent_at: InstantInput;
}

/** What `priorityDeadlines` is told beside its arguments. */
export interface PriorityDeadlinesOptions {
  /** When it stood still. */
  pauses?: readonly Pause[] | undefined;
}

/** What `priorityEvaluate` is told beside its arguments. */
export interface PriorityEvaluateOptions {
  /** Whether this is a new inquiry. */
  new_inquiry?: boolean | undefined;
  /** Whether the message has high-value words. */
  high_value_words?: boolean | undefined;
  /** When the clock started: the first unanswered message; `now` where left out. */
  since?: InstantInput | null | undefined;
  /** What the customer spent in the last year, where known. */
  annual_spend?: Money | null | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `replyQuick` is told beside its arguments. */
export interface ReplyQuickOptions {
  /** What its variables stand for. */
  variables?: Record<string, string> | undefined;
}

/** What `replyTemplate` is told beside its arguments. */
export interface ReplyTemplateOptions {
  /** Most characters of the text; the playbook's longest text where left out. */
  limit?: number | null | undefined;
}

/** What `segmentExplain` is told beside its arguments. */
export interface SegmentExplainOptions {
  /** What happened to the customer, in any order: as far back as the expression asks. */
  events?: readonly RecordedEvent[] | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `segmentFilter` is told beside its arguments. */
export interface SegmentFilterOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `segmentMatch` is told beside its arguments. */
export interface SegmentMatchOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `tagOnTimer` is told beside its arguments. */
export interface TagOnTimerOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `tagRefresh` is told beside its arguments. */
export interface TagRefreshOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `textSimilarity` is told beside its arguments. */
export interface TextSimilarityOptions {
  /** From which likeness on, 0 to 1, they count as alike. */
  at_least: number;
}

/** What `valueChurn` is told beside its arguments. */
export interface ValueChurnOptions {
  /** Messages, visits, opened campaigns: whatever counts as activity beside purchases. */
  activity?: readonly CustomerActivity[] | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `valueCleaning` is told beside its arguments. */
export interface ValueCleaningOptions {
  /** The latest message, order or visit, where one is known; without it the record's last change counts. */
  last_activity?: InstantInput | null | undefined;
  /** On how many of the last days something happened. */
  active_days?: number | undefined;
  /** What the workspace's own outcomes make of the odds. */
  calibration?: DealCalibration | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `valueDeal` is told beside its arguments. */
export interface ValueDealOptions {
  /** The latest message, order or visit, where one is known; without it the record's last change counts. */
  last_activity?: InstantInput | null | undefined;
  /** On how many of the last days something happened. */
  active_days?: number | undefined;
  /** What the workspace's own outcomes make of the odds. */
  calibration?: DealCalibration | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `valueForecast` is told beside its arguments. */
export interface ValueForecastOptions {
  /** Purchases after the first. */
  frequency: number;
  /** When the last purchase was, counted from the first. */
  recency: number;
  /** How long ago the first purchase was. */
  T: number;
}

/** What `valueLifetime` is told beside its arguments. */
export interface ValueLifetimeOptions {
  /** How far and at what rate the future is counted. */
  horizon: Horizon;
  /** Purchases after the first. */
  frequency: readonly number[];
  /** When the last purchase was, counted from the first. */
  recency: readonly number[];
  /** How long ago the first purchase was. */
  T: readonly number[];
  /** What the purchases after the first were worth on average; not read where there were none. */
  monetary_value: readonly number[];
}

/** What `valuePredict` is told beside its arguments. */
export interface ValuePredictOptions {
  /** Purchases after the first. */
  frequency: readonly number[];
  /** When the last purchase was, counted from the first. */
  recency: readonly number[];
  /** How long ago the first purchase was. */
  T: readonly number[];
}

/** What `valueRead` is told beside its arguments. */
export interface ValueReadOptions {
  /** What is known of the file. */
  options: ImportOptions;
  /** When its facts were learned. */
  now: InstantInput;
}

/** What `valueRfm` is told beside its arguments. */
export interface ValueRfmOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What engines answer without a store, at once. */
export declare abstract class EngineOperations {
  /**
   * Compares two shares: the difference with Newcombe's interval, whether there is one by the score test or Fisher's exact test,
   * and how many trials each side needs to find the least difference that matters. It is for one look at a number of trials
   * that was settled beforehand.
   * @param first One.
   * @param second The other.
   * @param confidence Of the interval, and of the number of trials that are needed, 0 to 1.
   */
  auditCompareProportions(first: Proportion, second: Proportion, confidence: number, options?: AuditCompareProportionsOptions): ComparedProportions;

  /**
   * Gives the verdict on a value of one check, by the playbook's target and tolerance.
   * @param check Which check.
   * @param value The value, in the unit of the check.
   */
  auditJudge(check: CheckId, value: number): VerdictAnswer;

  /**
   * Gives the ranks of a sorted sample between which its median lies with so much confidence.
   * @param count Its size.
   * @param confidence 0 to 1.
   */
  auditMedianRanks(count: number, confidence: number): MedianRanks;

  /**
   * Gives the next time of each scheduled audit after an instant.
   * @param after The audits are strictly later.
   */
  auditNext(after: InstantInput): NextAudits;

  /**
   * Gives Wilson's score interval of a share, to four decimals.
   * @param successes How many came out well.
   * @param trials Of how many.
   * @param confidence How often such an interval covers the true share, 0 to 1.
   */
  auditWilson(successes: number, trials: number, confidence: number): ShareInterval;

  /**
   * Adds a span: months and days by the workspace's calendar, hours by the clock.
   * @param at The instant.
   * @param span The span.
   */
  calendarAdd(at: InstantInput, span: Span): CalendarInstant;

  /**
   * Adds a span that runs in business hours only.
   * @param at The instant.
   * @param span The span.
   */
  calendarAddBusiness(at: InstantInput, span: Span): CalendarInstant;

  /**
   * Counts the seconds of business hours between two instants.
   * @param from The earlier.
   * @param to The later.
   */
  calendarBusinessSeconds(from: InstantInput, to: InstantInput): BusinessSeconds;

  /**
   * Says whether an instant is within business hours.
   * @param at The instant.
   */
  calendarIsOpen(at: InstantInput): OpenNow;

  /**
   * Finds the next instant within business hours.
   * @param at The instant.
   */
  calendarNextOpen(at: InstantInput): CalendarInstant;

  /**
   * Subtracts a span: months and days by the workspace's calendar, hours by the clock.
   * @param at The instant.
   * @param span The span.
   */
  calendarSubtract(at: InstantInput, span: Span): CalendarInstant;

  /**
   * Shows an instant on the workspace's clocks.
   * @param at The instant.
   */
  calendarToLocal(at: InstantInput): CalendarTime;

  /**
   * Finds the instant of a time on the workspace's clocks. One that does not exist moves later, and of two the
   * earlier is meant.
   * @param local Such as `2026-01-05T09:00:00`, without an offset.
   */
  calendarToUtc(local: string): CalendarInstant;

  /**
   * Says how complete a customer's record is, and which required fields are missing or cannot be right.
   * @param customer The record.
   */
  completenessEvaluate(customer: CustomerInput): Completeness;

  /**
   * Says whether a message may be sent when the ledgers of two customers become one: the stricter wins.
   * @param left One customer's ledger.
   * @param right The other's.
   * @param purpose What the message is for.
   * @param channel Through which channel.
   */
  consentMergedStanding(left: readonly ConsentEntryInput[], right: readonly ConsentEntryInput[], purpose: Purpose, channel: Channel, options: ConsentMergedStandingOptions): MergedStanding;

  /**
   * Says whether a message may be sent by a customer's consent ledger.
   * @param ledger The customer's ledger.
   * @param purpose What the message is for.
   * @param channel Through which channel.
   */
  consentStanding(ledger: readonly ConsentEntryInput[], purpose: Purpose, channel: Channel): ConsentStanding;

  /**
   * Makes a customer's record of plain values: every value gets the same source and time, and identifiers are
   * normalised.
   * @param id Its id, for ever.
   */
  customerNew(id: CustomerId, options: CustomerNewOptions): Customer;

  /**
   * Groups the records of a batch that are one customer.
   * @param records Records with distinct ids.
   */
  dedupeClusters(records: readonly CustomerInput[], options?: DedupeClustersOptions): Clusters;

  /**
   * Says whom a new record belongs to, among those who share an identifier with it.
   * @param newcomer The new record.
   * @param holders Customers who share an identifier with it.
   */
  dedupeResolve(newcomer: CustomerInput, holders: readonly CustomerInput[], options?: DedupeResolveOptions): Resolved;

  /**
   * Says whether nobody has been in touch with a customer for longer than the playbook allows.
   * @param customer The record.
   */
  followUpDue(customer: CustomerInput, options: FollowUpDueOptions): FollowUp;

  /**
   * Gives the id under which a provider's message is kept.
   * @param channel Through which channel it came.
   * @param account To which of the workspace's numbers.
   * @param externalId The provider's id.
   */
  idMessage(channel: Channel, account: AccountId, externalId: ExternalId): MintedMessageId;

  /**
   * Normalises an identifier and gives the key that customers are found by.
   * @param kind What it is.
   * @param raw In any spelling.
   */
  identifierKey(kind: IdentifierKind, raw: string): NormalisedIdentifier;

  /**
   * Reads the rows of a CSV file that is at hand as text, and stores nothing.
   * @param file The file as text.
   */
  importRows(file: string | null | undefined, options: ImportRowsOptions): ImportedRows;

  /**
   * Finds the industry of the playbook's list that a text names, in any of its languages.
   * @param text As it was written.
   */
  industryFind(text: string): FoundIndustry;

  /**
   * Finds the keyword rule that fits a message best; none where no rule fires.
   * @param message The words of the message.
   */
  keywordBest(message: string): BestKeyword;

  /**
   * Explains a message: every phrase that stands in it, those that come to nothing included, with how it has to
   * stand and what came of it.
   * @param message The words of the message.
   * @param rules Rules to try in place of those of the playbook: they are compiled for this call alone.
   */
  keywordExplain(message: string, rules?: readonly KeywordRuleInput[] | null): KeywordExplanations;

  /**
   * Finds every keyword in a message, with its place.
   * @param message The words of the message.
   */
  keywordFind(message: string): KeywordHits;

  /**
   * Gives the topics of a message, each once.
   * @param message The words of the message.
   */
  keywordLabels(message: string): KeywordLabels;

  /**
   * Learns keyword rules from labelled messages: a few phrases, companions and negatives for each label, to be read and
   * corrected, with how precise they are on messages that they were not learned from.
   * @param messages The messages as they were written.
   * @param labels What each is about; null where it is about nothing that has a label, which teaches every rule to be silent.
   */
  keywordLearn(messages: readonly string[], labels: readonly (string | null)[], options?: KeywordLearnOptions): LearnedRules;

  /**
   * Says what is wrong with keyword rules, and how each fares on messages: what is there twice, contradicts itself,
   * never decides or never fires, which forms are missing, which characters are not what they look like; and with
   * labels the precision and recall of every rule.
   * @param rules The rules in place of those of the playbook.
   * @param messages What customers wrote. Without messages, only what the rules show by themselves is found.
   * @param labels The topic of each message; null for one that no rule should answer. Without labels nothing is right or wrong.
   */
  keywordLint(rules?: readonly KeywordRuleInput[] | null, messages?: readonly string[], labels?: readonly (string | null)[] | null, options?: KeywordLintOptions): KeywordLint;

  /**
   * Proposes keyword groups for what no rule answers: terms, samples, the coverage that each would add, the rules that
   * it would meet, and the answer that people gave most.
   * @param messages The messages as they were written, answered or not.
   * @param replies What a person replied to each; null where nobody did.
   * @param existing Rules in force in place of those of the playbook: what they answer needs no proposal.
   */
  keywordMine(messages: readonly string[], replies?: readonly (string | null)[] | null, existing?: readonly KeywordRuleInput[] | null, options?: KeywordMineOptions): KeywordProposals;

  /**
   * Reads a mapping document and checks its targets.
   * @param document TOML, or JSON where it begins with `{`.
   */
  mappingRead(document: string): Mapping;

  /**
   * Masks a value: enough to recognise it, too little to use it.
   * @param kind What it is.
   * @param value The value.
   */
  mask(kind: MaskKind, value: string): MaskedValue;

  /**
   * Makes a customer's text message, ready for `receive`.
   * @param id The provider's id: a second delivery of it changes nothing.
   * @param from The sender's number or address on the channel.
   * @param text The words.
   */
  messageText(id: ExternalId, from: string, text: string, options: MessageTextOptions): IncomingMessage;

  /**
   * Converts an amount to the workspace's currency by the playbook's table.
   * @param minor Minor units: 1 TWD is 100.
   * @param currency What they are units of.
   */
  moneyToBase(minor: number, currency: Currency): BaseMoney;

  /**
   * Tidies a name, and refuses what can be none.
   * @param raw As it was written.
   */
  nameCheck(raw: string): CheckedName;

  /**
   * Says whether two names can be one person's.
   * @param left One name.
   * @param right The other.
   */
  namesCompare(left: string, right: string): ComparedNames;

  /**
   * Recognises a message that stops or resumes messages.
   * @param message The words of the message.
   */
  optOutRecognise(message: string): RecognisedOptOut;

  /**
   * Normalises a phone number from any spelling to E.164.
   * @param raw In any spelling.
   * @param region Country (ISO 3166-1 alpha-2) of numbers without calling code; none where left out.
   */
  phoneNormalize(raw: string, region?: string): NormalisedPhone;

  /**
   * Reads a playbook document over the standard one, and gives it whole; an empty document gives the standard.
   * @param document TOML, or JSON where it begins with `{`.
   */
  playbookRead(document?: string): Playbook;

  /**
   * Gives the deadlines of a level, with the times left out in which the clock stood still.
   * @param level One of the playbook's, such as 1 (most urgent) to 3.
   * @param since When the clock started.
   */
  priorityDeadlines(level: number, since: InstantInput, options?: PriorityDeadlinesOptions): Deadlines;

  /**
   * Decides a customer's level, score and deadline.
   * @param customer The record.
   */
  priorityEvaluate(customer: CustomerInput, options: PriorityEvaluateOptions): DecidedPriority;

  /**
   * Sorts customers who wait: the higher score first, then who has waited longer, then by id.
   * @param waiting In any order.
   */
  priorityOrder(waiting: readonly WaitingCustomer[]): QueueOrder;

  /**
   * Lists the quick replies whose code begins so, for an agent who types it.
   * @param prefix As typed, with or without the slash.
   * @param language The language of the texts.
   */
  replyComplete(prefix: string, language: Language): QuickReply[];

  /**
   * Fills in a quick reply of the playbook.
   * @param code As typed, with or without the slash.
   * @param language The language of the text; the playbook's own where the reply is not written in it.
   */
  replyQuick(code: string, language: Language, options?: ReplyQuickOptions): ReplyText;

  /**
   * Fills in a text with variables such as `{name}` or `{name|there}`.
   * @param text The text; `{{` and `}}` are braces.
   * @param values What the variables stand for.
   */
  replyTemplate(text: string, values?: Record<string, string>, options?: ReplyTemplateOptions): FilledTemplate;

  /**
   * Tells which of a rule's two texts a customer gets: always the same, in every language and on every machine.
   * @param rule The rule.
   * @param customerId The customer.
   */
  replyTextVariant(rule: RuleId, customerId: CustomerId): ChosenText;

  /**
   * Reads an expression and checks it against what the playbook knows: the same as a text in its usual form, and as a
   * tree.
   * @param expression The expression, as in docs/segments.md.
   */
  segmentCheck(expression: string): CheckedSegment;

  /**
   * Says what came of each clause of an expression for a customer: why the customer is in the segment or out of it.
   * @param expression The expression, as in docs/segments.md.
   * @param customer The record.
   */
  segmentExplain(expression: string, customer: CustomerInput, options: SegmentExplainOptions): ExplainedClause;

  /**
   * Says which rows of columns belong to a segment: true or false for each, and null where something that the expression asks
   * is not known.
   * @param expression The expression, as in docs/segments.md.
   * @param columns For each name that the expression asks, a value for each customer, null where it is not known: numbers (amounts in whole units of the workspace's currency), texts, lists of texts, true or false, days and instants as text. The column `tags` lists the ids of tags.
   */
  segmentFilter(expression: string, columns: Record<string, readonly unknown[]>, options: SegmentFilterOptions): MatchedCustomers;

  /**
   * Checks an expression that is given as a tree, and writes it as a text.
   * @param tree The tree.
   */
  segmentFromTree(tree: Expression): CheckedSegment;

  /**
   * Says which customers belong to a segment: true or false for each, and null where something that the expression asks
   * is not known of the customer.
   * @param expression The expression, as in docs/segments.md.
   * @param customers The customers.
   */
  segmentMatch(expression: string, customers: readonly SegmentCustomer[], options: SegmentMatchOptions): MatchedCustomers;

  /**
   * Reads a span such as `1h30m` or `7d`.
   * @param text Numbers with units `mo`, `w`, `d`, `h`, `m`, `s`.
   */
  spanParse(text: string): ParsedSpan;

  /**
   * Fires the timer of a customer's tags, and gives the customer with the tags as they then are.
   * @param customer The record.
   * @param timer The timer.
   */
  tagOnTimer(customer: CustomerInput, timer: TimerInput, options: TagOnTimerOptions): TagsAfter;

  /**
   * Looks at a customer's tags after something happened, and gives the customer with the tags as they then are.
   * @param customer The record.
   * @param trigger Why.
   */
  tagRefresh(customer: CustomerInput, trigger: RefreshTrigger, options: TagRefreshOptions): TagsAfter;

  /**
   * Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.
   * @param text As it was written.
   */
  textFold(text: string): FoldedText;

  /**
   * Recognises the language of a text; none where it is too short or in another language.
   * @param text As it was written.
   */
  textLanguage(text: string): DetectedLanguage;

  /**
   * Says how alike two questions are, whatever the order and form of their words.
   * @param left One text.
   * @param right The other.
   */
  textSimilarity(left: string, right: string, options: TextSimilarityOptions): Similarity;

  /**
   * Splits a text into words, those of Chinese, Japanese and Thai by dictionaries.
   * @param text As it was written.
   */
  textWords(text: string): Words;

  /**
   * Gives what each customer's purchases are expected to be worth on average.
   * @param spending The model, as it was fitted.
   * @param frequency Purchases after the first.
   * @param monetaryValue What these were worth on average; not read where there were none.
   */
  valueAverageProfit(spending: GammaGamma, frequency: readonly number[], monetaryValue: readonly number[]): AverageProfits;

  /**
   * Corrects the odds of deals by how the workspace's own ended; where there are too few outcomes, it says how many are
   * missing and changes nothing.
   * @param outcomes Each with what was known before it ended.
   */
  valueCalibrateDeals(outcomes: readonly DealOutcome[]): DealCalibration;

  /**
   * Says of every customer who bought something whether they should have bought again by now, by their own rhythm, and do
   * less than before.
   * @param transactions The lines, in any order.
   */
  valueChurn(transactions: readonly Transaction[], options: ValueChurnOptions): ChurnAlerts;

  /**
   * Says whether a customer can be cleaned away: long inactive, and a deal is unlikely. Nothing is changed.
   * @param customer The record.
   */
  valueCleaning(customer: CustomerInput, options: ValueCleaningOptions): CleaningCandidate;

  /**
   * Gives the probability of a customer's deal: what somebody gave, or an estimate with its parts.
   * @param customer The record.
   */
  valueDeal(customer: CustomerInput, options: ValueDealOptions): DealEstimate;

  /**
   * Fits a model of when customers buy and when they leave, by maximum likelihood.
   * @param model Which model.
   * @param frequency Purchases after the first.
   * @param recency When the last purchase was, counted from the first.
   * @param T How long ago the first purchase was.
   */
  valueFit(model: PurchaseModelName, frequency: readonly number[], recency: readonly number[], T: readonly number[]): FittedPurchases;

  /**
   * Fits a model of what a purchase is worth, by maximum likelihood.
   * @param frequency Purchases after the first; customers without any are left out.
   * @param monetaryValue What these were worth on average.
   */
  valueFitSpending(frequency: readonly number[], monetaryValue: readonly number[]): FittedSpending;

  /**
   * Says of one customer what a fitted model expects, and how sure that is.
   * @param fitted What `value.fit` answered.
   * @param ahead How far ahead, in the unit of time of the history.
   */
  valueForecast(fitted: FittedPurchases, ahead: number, options: ValueForecastOptions): Forecast;

  /**
   * Gives what each customer is still worth: expected purchases at their expected average, discounted.
   * @param purchases The model of purchases, as it was fitted.
   * @param spending The model of what they are worth, as it was fitted.
   */
  valueLifetime(purchases: PurchaseModel, spending: GammaGamma, options: ValueLifetimeOptions): LifetimeValues;

  /**
   * Says who is still a customer, and how many purchases each is expected to make.
   * @param purchases The model, as it was fitted.
   * @param ahead How far ahead, in the unit of time of the histories.
   */
  valuePredict(purchases: PurchaseModel, ahead: number, options: ValuePredictOptions): Forecasts;

  /**
   * Reads one cell as an import would.
   * @param field What the column feeds, as a mapping document writes it.
   * @param raw The text of the cell.
   */
  valueRead(field: string, raw: string, options: ValueReadOptions): CellValue;

  /**
   * Scores customers by how recently, how often and for how much they bought; names their class and their rhythm.
   * @param transactions The lines, in any order.
   */
  valueRfm(transactions: readonly Transaction[], options: ValueRfmOptions): Rfm;
}

/** What `acceptDuplicate` is told beside its arguments. */
export interface AcceptDuplicateOptions {
  /** Who stays; who is known for longest where left out. */
  survivor?: CustomerId | null | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `acceptProposal` is told beside its arguments. */
export interface AcceptProposalOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `acknowledge` is told beside its arguments. */
export interface AcknowledgeOptions {
  /** The provider's id, where it gave one. */
  external_id?: ExternalId | null | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `attempt` is told beside its arguments. */
export interface AttemptOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `audit` is told beside its arguments. */
export interface AuditOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `count` is told beside its arguments. */
export interface CountOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `customers` is told beside its arguments. */
export interface CustomersOptions {
  /** The last customer of the page before; from the beginning where left out. */
  after?: CustomerId | null | undefined;
  /** At most so many. */
  limit?: number | undefined;
}

/** What `declineProposal` is told beside its arguments. */
export interface DeclineProposalOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `diffPlaybook` is told beside its arguments. */
export interface DiffPlaybookOptions {
  /** Only customers of this segment are compared: an expression, held against what the playbook in force decides. */
  segment?: string | null | undefined;
  /**
   * Expressions whose members are compared beside the saved segments, by a name of the caller's: who would enter, and who
   * would leave.
   */
  segments?: Record<string, string> | undefined;
  /** A score counts as changed where it moves by more than this, of 100. */
  score_change?: number | undefined;
  /** At most so many customers are named for each change. */
  samples?: number | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `diffPlaybooks` is told beside its arguments. */
export interface DiffPlaybooksOptions {
  /** Only customers of this segment are compared: an expression, held against what the first playbook decides. */
  segment?: string | null | undefined;
  /**
   * Expressions whose members are compared beside the saved segments, by a name of the caller's: who would enter, and who
   * would leave.
   */
  segments?: Record<string, string> | undefined;
  /** A score counts as changed where it moves by more than this, of 100. */
  score_change?: number | undefined;
  /** At most so many customers are named for each change. */
  samples?: number | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `draft` is told beside its arguments. */
export interface DraftOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `explainMembership` is told beside its arguments. */
export interface ExplainMembershipOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `explainSegment` is told beside its arguments. */
export interface ExplainSegmentOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `exportSegment` is told beside its arguments. */
export interface ExportSegmentOptions {
  /** In which form: `csv` or `json_lines`. */
  format?: ExportFormat | undefined;
  /** The columns by name, as a mapping of an import names them, and `id`, `tags` and the like; the usual ones where left out. */
  columns?: readonly string[] | undefined;
  /** Whether phone numbers, addresses, names and the like are written as they are: they are masked unless this is said. */
  unmasked?: boolean | undefined;
  /** Where the page before said that the next begins; from the beginning where left out. */
  after?: CustomerId | null | undefined;
  /** At most so many customers. */
  limit?: number | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `fail` is told beside its arguments. */
export interface FailOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `findDuplicates` is told beside its arguments. */
export interface FindDuplicatesOptions {
  /** Whether customers who are certainly one are merged, by the playbook's threshold. They go to review otherwise. */
  merge?: boolean | undefined;
  /** Whether archived customers are compared too. */
  archived?: boolean | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `followUpsDue` is told beside its arguments. */
export interface FollowUpsDueOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `keywordHealth` is told beside its arguments. */
export interface KeywordHealthOptions {
  /** Its beginning; as far back as the audit looks where left out. Two texts are compared in their first firings after it. */
  since?: InstantInput | null | undefined;
  /** The time of the call, at which it ends. */
  now: InstantInput;
}

/** What `lease` is told beside its arguments. */
export interface LeaseOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `lose` is told beside its arguments. */
export interface LoseOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `merge` is told beside its arguments. */
export interface MergeOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `parkedRows` is told beside its arguments. */
export interface ParkedRowsOptions {
  /** The id of the last row of the page before; from the beginning where left out. */
  after?: string | null | undefined;
  /** At most so many. */
  limit?: number | undefined;
}

/** What `proposals` is told beside its arguments. */
export interface ProposalsOptions {
  /** Its beginning; as far back as the audit looks where left out. */
  since?: InstantInput | null | undefined;
  /** The time of the call, at which it ends. */
  now: InstantInput;
}

/** What `queue` is told beside its arguments. */
export interface QueueOptions {
  /** At most so many. */
  limit?: number | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `receive` is told beside its arguments. */
export interface ReceiveOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `record` is told beside its arguments. */
export interface RecordOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `refreshSegments` is told beside its arguments. */
export interface RefreshSegmentsOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `refuseDuplicate` is told beside its arguments. */
export interface RefuseDuplicateOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `renew` is told beside its arguments. */
export interface RenewOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `report` is told beside its arguments. */
export interface ReportOptions {
  /** Pages to write beside the data. */
  pages?: readonly ReportPage[] | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `reviewQueue` is told beside its arguments. */
export interface ReviewQueueOptions {
  /** At most so many. */
  limit?: number | undefined;
}

/** What `sampleSegment` is told beside its arguments. */
export interface SampleSegmentOptions {
  /** Another seed chooses others. */
  seed?: string | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `search` is told beside its arguments. */
export interface SearchOptions {
  /** At most so many hits. */
  limit?: number | undefined;
}

/** What `segment` is told beside its arguments. */
export interface SegmentOptions {
  /** The last customer of the page before; from the beginning where left out. */
  after?: CustomerId | null | undefined;
  /** At most so many. */
  limit?: number | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `segmentCustomers` is told beside its arguments. */
export interface SegmentCustomersOptions {
  /** The last customer of the page before; from the beginning where left out. */
  after?: CustomerId | null | undefined;
  /** At most so many. */
  limit?: number | undefined;
  /** The time of the call. */
  now: InstantInput;
}

/** What `segmentMembers` is told beside its arguments. */
export interface SegmentMembersOptions {
  /** The last customer of the page before; from the beginning where left out. */
  after?: CustomerId | null | undefined;
  /** At most so many. */
  limit?: number | undefined;
}

/** What `tick` is told beside its arguments. */
export interface TickOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `undoMerge` is told beside its arguments. */
export interface UndoMergeOptions {
  /** The time of the call. */
  now: InstantInput;
}

/** What `unsettled` is told beside its arguments. */
export interface UnsettledOptions {
  /** The last message of the page before; from the beginning where left out. */
  after?: OutboxId | null | undefined;
  /** At most so many. */
  limit?: number | undefined;
}

/** What a workspace does. */
export declare abstract class WorkspaceOperations {
  /**
   * Answers a pair of the review queue with "one person": merges the two. `undo_merge` takes it back, and remembers them as
   * two people.
   * @param first One of them.
   * @param second The other.
   */
  acceptDuplicate(first: CustomerId, second: CustomerId, options: AcceptDuplicateOptions): Promise<Merged>;

  /**
   * Makes a proposal a keyword rule of the workspace, with an answer where one is given: messages are answered by it from now
   * on. Accepting it again replaces the answer; `decline_proposal` takes it back.
   * @param id Which.
   * @param answer What its rule answers, in every language: a text with the variables of replies. Without one the rule tells the topic and answers nothing.
   */
  acceptProposal(id: ProposalId, answer: string | null | undefined, options: AcceptProposalOptions): Promise<KeywordRule>;

  /**
   * Reports that the provider took a leased message.
   * @param id The message.
   * @param generation The generation of the lease.
   */
  acknowledge(id: OutboxId, generation: number, options: AcknowledgeOptions): Promise<Acknowledged>;

  /**
   * Marks a leased message just before the call to the provider. Consent and the rest are checked again; where the
   * answer says so, the message is not to be sent after all.
   * @param id The message.
   * @param generation The generation of the lease.
   */
  attempt(id: OutboxId, generation: number, options: AttemptOptions): Promise<Attempted>;

  /**
   * Checks the workspace: what is good, what is not, what to do, by whom and until when. Reads everything once and
   * changes nothing.
   */
  audit(options: AuditOptions): Promise<Report>;

  /**
   * Says how many customers belong to an expression.
   * @param expression The expression, as in docs/segments.md.
   */
  count(expression: string, options: CountOptions): Promise<number>;

  /**
   * Gives one customer, following merges to the survivor.
   * @param id Its id, also one that was merged away.
   */
  customer(id: CustomerId): Promise<Customer>;

  /**
   * Gives one customer with the timeline of everything that happened between two instants.
   * @param id Its id, also one that was merged away.
   * @param from From this instant on.
   * @param to Before this instant.
   */
  customerView(id: CustomerId, from: InstantInput, to: InstantInput): Promise<CustomerView>;

  /** Lists customers in the order of their ids, page by page: a page shorter than `limit` is the last one. */
  customers(options?: CustomersOptions): Promise<Customer[]>;

  /**
   * Says that a proposal is not wanted, and takes its rule back where it was accepted. Messages that its terms select are
   * not proposed again.
   * @param id Which.
   */
  declineProposal(id: ProposalId, options: DeclineProposalOptions): Promise<void>;

  /**
   * Says who would change tags, tier, priority, owner, value class or segment if another playbook were in force in place of
   * the present one. Every customer is decided again under both, and nothing is written.
   * @param playbook The playbook as a document over the standard one: TOML, or JSON where it begins with `{`.
   */
  diffPlaybook(playbook: string, options: DiffPlaybookOptions): Promise<ComparedPlaybooks>;

  /**
   * Says who would change tags, tier, priority, owner, value class or segment if the playbook `b` were in force in place of
   * `a`. Every customer is decided again under both, and nothing is written.
   * @param a The first playbook as a document over the standard one: TOML, or JSON where it begins with `{`.
   * @param b The second playbook, in the same form.
   */
  diffPlaybooks(a: string, b: string, options: DiffPlaybooksOptions): Promise<ComparedPlaybooks>;

  /**
   * Drafts the answer to a message as `receive` would decide it now, for a person to read, change and send. Nothing is
   * taken in, sent or stored.
   * @param message The message.
   */
  draft(message: IncomingMessageInput, options: DraftOptions): Promise<Draft>;

  /**
   * Explains a message (`m_…`), a customer (`c_…`) or an outbox message (`o_…`): what was decided and why.
   * @param id The id of a message, a customer or an outbox message.
   */
  explain(id: string): Promise<Explained>;

  /**
   * Says why a customer belongs to an expression or does not: what came of each clause.
   * @param expression The expression, as in docs/segments.md.
   * @param customer The customer.
   */
  explainMembership(expression: string, customer: CustomerId, options: ExplainMembershipOptions): Promise<ExplainedClause>;

  /**
   * Says how many customers each clause of an expression has, and how many it takes away from those whom the clauses before it
   * left.
   * @param expression The expression, as in docs/segments.md.
   */
  explainSegment(expression: string, options: ExplainSegmentOptions): Promise<CountedClause>;

  /**
   * Writes customers who belong to an expression as text for a file, page by page: CSV that no spreadsheet takes for a program,
   * or JSON lines. Masked unless `unmasked` is said. The text of each page belongs after that of the one before; the next page
   * begins where `after` of the answer says, and there is none where it says nothing.
   * @param expression The expression, as in docs/segments.md.
   */
  exportSegment(expression: string, options: ExportSegmentOptions): Promise<ExportedPage>;

  /**
   * Reports that the provider refused a leased message, or that the call failed for certain.
   * @param id The message.
   * @param generation The generation of the lease.
   * @param failure What the provider said.
   */
  fail(id: OutboxId, generation: number, failure: SendFailure, options: FailOptions): Promise<void>;

  /**
   * Compares all customers by everything they say, and puts those who may be one person into the review queue.
   * Nothing is merged unless `merge` asks for it. A second call adds nothing.
   */
  findDuplicates(options: FindDuplicatesOptions): Promise<DuplicatesFound>;

  /** Lists customers whom nobody has followed up for longer than the playbook allows. */
  followUpsDue(options: FollowUpsDueOptions): Promise<CustomerId[]>;

  /**
   * Keeps what segments ask of every customer in memory from now on: questions are then answered by the millisecond instead of
   * by reading the store. Reads all customers and all that happened to them.
   */
  indexSegments(): Promise<IndexedSegments>;

  /**
   * Tells how each keyword rule does: how often it answers, what is wrong with it by the workspace's own messages, how its
   * answer is taken, and whether its text has to be written anew. Reads every message of the window once and changes
   * nothing.
   */
  keywordHealth(options: KeywordHealthOptions): Promise<KeywordHealth>;

  /**
   * Leases messages that are due to a worker, oldest first.
   * @param worker Its name.
   * @param limit At most so many messages.
   */
  lease(worker: string, limit: number | undefined, options: LeaseOptions): Promise<LeasedMessage[]>;

  /**
   * Reports that the call to the provider broke off: the message may have left or not.
   * @param id The message.
   * @param generation The generation of the lease.
   */
  lose(id: OutboxId, generation: number, options: LoseOptions): Promise<void>;

  /**
   * Merges two customers into one, by the playbook's survivorship. `undo_merge` takes it back exactly.
   * @param survivor Who stays.
   * @param absorbed Who goes.
   */
  merge(survivor: CustomerId, absorbed: CustomerId, options: MergeOptions): Promise<Merged>;

  /** Says when `tick` or `lease` next has something to do; null where nothing is waiting. */
  nextWakeup(): Promise<Wakeup>;

  /**
   * Lists rows of the store that cannot be read and were set aside, in the order of their ids, page by page: a page shorter than `limit` is the last
   * one. They are read again by the version that wrote them, or mended in the store, from a backup.
   */
  parkedRows(options?: ParkedRowsOptions): Promise<Unreadable[]>;

  /** Gives the playbook in force: the document that the workspace was opened with, and over it the rules that people accepted. */
  playbook(): Promise<Playbook>;

  /**
   * Proposes keyword groups for what customers asked and no rule answered, with the answer that people gave most. What was
   * accepted or declined before is left out.
   */
  proposals(options: ProposalsOptions): Promise<Proposals>;

  /** Lists customers who wait for a first response, most urgent first. */
  queue(options: QueueOptions): Promise<QueuedCustomer[]>;

  /**
   * Takes messages in, in the order in which they were sent, and decides each one. One call is one commit; a message delivered before
   * changes nothing.
   * @param messages In the order in which they came.
   */
  receive(messages: readonly IncomingMessageInput[], options: ReceiveOptions): Promise<Received[]>;

  /**
   * Records what happened, in the order of its times and in one commit: agents' replies, quotes, orders, provider statuses,
   * consents, notes, visits. An event known already changes nothing.
   * @param events In the order in which they happened.
   */
  record(events: readonly RecordedEvent[], options: RecordOptions): Promise<Recorded[]>;

  /**
   * Asks everybody about the saved segments that are new, or mean something else, since this was last called: to be called
   * after the playbook's segments, tags, calendar or currencies changed. Called again, it does what is left to do.
   */
  refreshSegments(options: RefreshSegmentsOptions): Promise<RefreshedSegments>;

  /**
   * Answers a pair with "two people", for ever: neither a search nor an import brings it back.
   * @param first One of them.
   * @param second The other.
   */
  refuseDuplicate(first: CustomerId, second: CustomerId, options: RefuseDuplicateOptions): Promise<void>;

  /**
   * Extends a lease.
   * @param id The message.
   * @param generation The generation of the lease.
   */
  renew(id: OutboxId, generation: number, options: RenewOptions): Promise<Renewed>;

  /**
   * Makes the audit and remembers it, so that a check that stays under its target asks for more than one that slipped
   * once. The report comes as data, and as pages where they are asked for.
   */
  report(options: ReportOptions): Promise<ReportPages>;

  /** Lists pairs of customers that may be one person and wait for a decision, the most probable first. */
  reviewQueue(options?: ReviewQueueOptions): Promise<DuplicateReview[]>;

  /**
   * Chooses some of those who belong to an expression as if by chance: the same for the same seed, and everybody as likely as
   * everybody else. A larger sample has everybody of a smaller one.
   * @param expression The expression, as in docs/segments.md.
   * @param count At most so many customers.
   */
  sampleSegment(expression: string, count: number, options: SampleSegmentOptions): Promise<CustomerId[]>;

  /** Lists the saved segments of the playbook, each with how many customers belong to it. Reads all customers. */
  savedSegments(): Promise<SavedSegmentsAnswer>;

  /**
   * Finds customers and messages, best first.
   * @param text Words of a name or of a message, the beginning of a number, or its last four digits or more.
   */
  search(text: string, options?: SearchOptions): Promise<SearchHit[]>;

  /**
   * Lists who belongs to an expression in the order of the customers' ids, page by page: a page shorter than `limit` is the
   * last one.
   * @param expression The expression, as in docs/segments.md.
   */
  segment(expression: string, options: SegmentOptions): Promise<CustomerId[]>;

  /**
   * Lists the customers who belong to an expression, whole, in the order of their ids, page by page: a page shorter than `limit`
   * is the last one.
   * @param expression The expression, as in docs/segments.md.
   */
  segmentCustomers(expression: string, options: SegmentCustomersOptions): Promise<Customer[]>;

  /**
   * Lists who belongs to a saved segment in the order of the customers' ids, page by page: a page shorter than `limit` is the
   * last one.
   * @param segment The segment's id.
   */
  segmentMembers(segment: SegmentId, options?: SegmentMembersOptions): Promise<SegmentMember[]>;

  /**
   * Fires what is due, in the order of the due times. Calling it twice does nothing twice; calling it late fires
   * what was missed.
   */
  tick(options: TickOptions): Promise<Ticked>;

  /**
   * Takes a merge back: the absorbed customer returns exactly as it was, and the two are remembered as two people.
   * @param merge Its id.
   */
  undoMerge(merge: MergeId, options: UndoMergeOptions): Promise<Unmerged>;

  /**
   * Lists messages of the outbox that wait for a person, in the order of their ids, page by page: a page shorter than `limit` is the last one.
   * An `unknown` one may have been sent: look it up at the provider, then `acknowledge` or `fail` it with its generation. A `parked` one was
   * not: `fail` it as retryable to have it sent once its customer can be read, or for good.
   */
  unsettled(options?: UnsettledOptions): Promise<UnsettledMessage[]>;
}

/** What `add` is told beside its arguments. */
export interface AddOptions {
  /** An id that no record has. */
  id: string;
}

/** What a deduper does with the records that it was fitted with. */
export declare abstract class DeduperOperations {
  /**
   * Takes a record in. What was learned stays as it is: fit anew once the records have changed by much.
   * @param record What it says: values by the names of their columns. Columns that are not known are passed over.
   */
  add(record: Record<string, unknown>, options: AddOptions): Promise<void>;

  /**
   * Measures precision and recall on records whose truth is known, and the threshold that reaches a wanted precision.
   * @param labels The person of each record by its id, or a list of pairs: two ids and whether they are one person.
   * @param precision The precision for which a threshold is wanted.
   */
  certify(labels: DuplicateLabels, precision?: number): Promise<Certificate>;

  /**
   * The ids of the records of each person. Every record is in one cluster; records and clusters are in the order in
   * which the records came.
   * @param threshold The probability from which on two are one: that of merging where it is left out.
   */
  clusters(threshold?: number | null): Promise<string[][]>;

  /** What is compared, and how much there is of it. */
  describe(): Promise<Fitted>;

  /**
   * What each field says about two records: the steps from the odds of any two to those of these.
   * @param a The id of a record, or what a record says.
   * @param b The other one.
   */
  explain(a: IdOrRecord, b: IdOrRecord): Promise<PairExplanation>;

  /**
   * The cluster of a record, and the pair on which it hangs.
   * @param id Its id.
   * @param threshold The probability from which on two are one: that of merging where it is left out.
   */
  explainCluster(id: string, threshold?: number | null): Promise<ClusterExplanation>;

  /**
   * Learns anew what agreement is worth from records whose truth is known, in place of what was concluded without
   * labels, and weighs all pairs again.
   * @param labels The person of each record by its id, or a list of pairs: two ids and whether they are one person. They need not be about all records.
   */
  learn(labels: DuplicateLabels): Promise<void>;

  /**
   * Pairs that may be one person, in the order in which the records came.
   * @param threshold The least probability: that of review where it is left out.
   */
  pairs(threshold?: number | null): Promise<LinkedPair[]>;

  /**
   * The records that may be one with a record that is not among them, the most probable first.
   * @param record What it says: values by the names of their columns. Columns that are not known are passed over.
   * @param threshold The least probability: that of review where it is left out.
   */
  query(record: Record<string, unknown>, threshold?: number | null): Promise<Match[]>;

  /**
   * Takes a record out, and says whether there was one.
   * @param id Its id.
   */
  remove(id: string): Promise<boolean>;

  /**
   * How probably two records are one person, from 0 to 1.
   * @param a The id of a record, or what a record says.
   * @param b The other one.
   */
  score(a: IdOrRecord, b: IdOrRecord): Promise<number>;

  /**
   * Remembers that two records are two people, whatever they say.
   * @param a The id of one.
   * @param b The id of the other.
   */
  tellApart(a: string, b: string): Promise<void>;
}
