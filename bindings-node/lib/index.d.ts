import { DeduperOperations, EngineOperations, WorkspaceOperations } from "./operations.js";
import type {
  CustomersOptions,
  DiffPlaybookOptions,
  DiffPlaybooksOptions,
  ExportSegmentOptions,
  ReceiveOptions,
  RecordOptions,
  SegmentCustomersOptions,
  SegmentExplainOptions,
} from "./operations.js";
import type {
  ComparedPlaybooks,
  Customer,
  CustomerInput,
  DeduperConfigInput,
  ErrorArea,
  ErrorCode,
  ExplainedClause,
  ExplainedKeyword,
  Expression,
  ImportOptions,
  ImportProgress,
  ImportReport,
  IncomingMessageInput,
  InstantInput,
  KeywordRule,
  MatchMode,
  Playbook,
  Received,
  Recorded,
  RecordedEvent,
} from "./types.js";

export type * from "./operations.js";
export type * from "./types.js";

/** Some of an object's keys, at any depth; lists are given as a whole. */
export type Overlay<T> = T extends readonly unknown[] ? T : T extends object ? { [Key in keyof T]?: Overlay<T[Key]> } : T;

/**
 * A playbook: an object that is laid over the standard one, or the text of a TOML or JSON document that is.
 */
export type PlaybookSource = string | Overlay<Playbook>;

/** What could not be done. */
export class ScrmError extends Error {
  private constructor();
  override readonly name: "ScrmError";
  /** Stable for ever; docs/errors.md says what each one means and what to do. */
  readonly code: ErrorCode;
  /** The first part of the code: what kind of thing went wrong. */
  readonly area: ErrorArea;
  /** The field concerned, such as `messages[0].sent_at`. */
  readonly field: string | undefined;
  /** The row or line concerned, counted from 1. */
  readonly row: number | undefined;
  /** Everything that is known beside the code and the message. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** The engines of a playbook, without a store. Compiling them takes some milliseconds: keep them. */
export class Engines extends EngineOperations {
  /** @param playbook The standard one where left out. */
  constructor(playbook?: PlaybookSource);

  /**
   * Writes the query with which a store in SQLite is asked for who belongs to an expression: those of whom its condition
   * holds, and those of whom it may hold, because the record has to say.
   * @param expression The expression, as in docs/segments.md.
   */
  segmentSql(expression: string, options: SegmentMoment): string;
}

/** When a segment is asked. */
export interface SegmentMoment {
  /** The time of the question. */
  now: InstantInput;
}

/** A row: values by the names that an expression has for them. The column `tags` lists the ids of tags. */
export type SegmentRow = Readonly<Record<string, unknown>>;

/**
 * Who is meant: a checked expression, as in docs/segments.md, asked of customers and of rows that somebody else keeps. Where
 * the time of a question is left out, it is that of the call.
 */
export class Segment {
  /**
   * @param text The expression; a slip is an error with its line and column.
   * @param engines The engines of a playbook, whose tags, calendar and currencies the expression may use; the standard ones
   * where left out.
   */
  constructor(text: string, engines?: Engines);
  /** The expression in its usual form. */
  readonly text: string;
  /** The same as a tree, for interfaces that build filters from menus. */
  readonly tree: Expression;
  /** Whether somebody belongs: a customer as a workspace gives it, or a row. Null where something that is asked is not known. */
  matches(record: CustomerInput | SegmentRow, options?: Partial<SegmentMoment>): boolean | null;
  /** For each row whether it belongs; null where something that is asked is not known. */
  mask(rows: readonly SegmentRow[], options?: Partial<SegmentMoment>): (boolean | null)[];
  /** The rows that belong. */
  filter<Row extends SegmentRow>(rows: readonly Row[], options?: Partial<SegmentMoment>): Row[];
  /** What came of each clause for a customer: why they are in or out. */
  explain(customer: CustomerInput, options?: Partial<SegmentExplainOptions>): ExplainedClause;
  /** The query with which a store in SQLite is asked for who belongs; see `Engines.segmentSql`. */
  toSql(options?: Partial<SegmentMoment>): string;
  /** The tree. */
  toJSON(): Expression;
  /** The text. */
  toString(): string;
}

/** How to open a workspace. */
export interface OpenOptions {
  /** The standard one where left out. */
  playbook?: PlaybookSource | undefined;
}

/** A page of customers, and all of them: `await` gives the page, `for await` every customer, page after page. */
export type CustomerPages = Promise<Customer[]> & AsyncIterable<Customer>;

/** What can be imported: a file's path, its bytes, or its pieces as they come. */
export type ImportSource =
  | string
  | URL
  | Uint8Array
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>;

/** A value of a row. */
export type ImportCell = string | number | boolean | Date | null | undefined;

/** A row: values by the names of their columns. */
export type ImportRow = Readonly<Record<string, ImportCell | readonly ImportCell[]>>;

/** Rows at hand, or as they come. */
export type ImportRows = Iterable<ImportRow> | AsyncIterable<ImportRow>;

/** What an import is told beside its source. */
export interface ImportCallOptions extends ImportOptions {
  /** The time of the call. */
  now: InstantInput;
  /** Stops the import after the batch that is being stored; what was stored stays. */
  signal?: AbortSignal | undefined;
  /** Called after each batch. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Called with the next piece of the CSV of rejected rows, header first: to be mended and imported again. */
  onRejectedRows?: ((csv: string) => void) | undefined;
}

/**
 * One business: a store, and the engines of its playbook.
 *
 * Calls run in the order in which they are made. Close a workspace when you are done with it; an open one does not
 * keep the process alive.
 */
export class Workspace extends WorkspaceOperations {
  private constructor();

  /**
   * Opens a workspace.
   * @param path The path of its file, made where there is none; `":memory:"` for one that is not kept.
   */
  static open(path: string | URL, options?: OpenOptions): Promise<Workspace>;

  override receive(messages: IncomingMessageInput | readonly IncomingMessageInput[], options: ReceiveOptions): Promise<Received[]>;

  override record(events: RecordedEvent | readonly RecordedEvent[], options: RecordOptions): Promise<Recorded[]>;

  override diffPlaybook(playbook: PlaybookSource, options: DiffPlaybookOptions): Promise<ComparedPlaybooks>;

  override diffPlaybooks(a: PlaybookSource, b: PlaybookSource, options: DiffPlaybooksOptions): Promise<ComparedPlaybooks>;

  override customers(options?: CustomersOptions): CustomerPages;

  override segmentCustomers(expression: string, options: SegmentCustomersOptions): CustomerPages;

  /**
   * Writes everybody who belongs to an expression, piece by piece, as `exportSegment` does page by page: for
   * `pipeline(workspace.exportText(…), createWriteStream("large.csv"))`. Masked unless `unmasked` is said.
   * @param expression The expression, as in docs/segments.md.
   */
  exportText(expression: string, options: ExportSegmentOptions): AsyncGenerator<string, void, undefined>;

  /**
   * Imports a CSV file in batches, while other calls go on between them. A row imported before is unchanged, so that
   * importing a file again, also after a failure half-way, is safe.
   *
   * Where it is stopped by its signal, the promise is rejected with the signal's reason.
   */
  importCsv(source: ImportSource, options: ImportCallOptions): Promise<ImportReport>;

  /**
   * Imports rows that are objects: what a query, a sheet or an API gives. Columns are found by the names of the fields,
   * as a file's are by its header; texts, numbers, booleans, dates and lists of them are read as a file's cells are.
   */
  importRows(rows: ImportRows, options: ImportCallOptions): Promise<ImportReport>;

  /** Whether `close` was called. */
  readonly isClosed: boolean;

  /** Closes the workspace once the calls before this one are done. Every call after it is refused. */
  close(): Promise<void>;

  /** As `close`, and nothing where it is closed already: `await using workspace = await Workspace.open(…)`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** How to look at records. */
export interface FitOptions {
  /**
   * The field, or column, that holds the ids of the records, which is not compared. Ids are texts: 7 is "7". Left out,
   * records are called by their numbers, from "0".
   */
  id?: string | undefined;
}

/**
 * Finds the records of a table that are one person, and says why. Nothing needs to be labelled or configured. Calls run
 * one after the other on a thread of its own.
 */
export class Deduper extends DeduperOperations {
  /**
   * @param config The probabilities from which on two records are one (`merge`) and from which on a person should look
   * (`review`); what columns hold, where their names do not say it (`columns`).
   */
  constructor(config?: DeduperConfigInput);

  /**
   * Looks at records, in place of those that it had: finds out what their columns hold, learns what agreement is worth,
   * and weighs every two that have something in common.
   * @param records Objects, or the path of a CSV file.
   */
  fit(records: ImportRows | string | URL, options?: FitOptions): Promise<this>;
}

/** A keyword that was found in a message. */
export interface KeywordHit {
  /** Id of its rule. */
  rule: string;
  /** The rule's topic. */
  label: string;
  /** The phrase as the rule writes it. */
  phrase: string;
  /** Where it begins: `message.slice(start, end)` is what was written. */
  start: number;
  /** Where it ends. */
  end: number;
}

/** A rule: its id, its topic and its phrases, and the rest where it is not as usual. */
export type KeywordRuleInput = Pick<KeywordRule, "id" | "label" | "phrases"> & Partial<KeywordRule>;

/** Keywords: phrases that are topics of their own, phrases by topic, or rules. */
export type Keywords = readonly (string | KeywordRuleInput)[] | Readonly<Record<string, readonly string[]>>;

/** How keywords are matched. */
export interface KeywordOptions {
  /** How phrases have to stand in a message, where their rule does not say. */
  mode?: MatchMode | undefined;
}

/**
 * A compiled set of keywords, for many messages: spelling, case, width, vowel signs and hidden characters do not
 * matter.
 */
export class KeywordMatcher {
  /** @param keywords The standard rules where left out. */
  constructor(keywords?: Keywords, options?: KeywordOptions);
  /** Every keyword in a message, in the order of their places. */
  find(message: string): KeywordHit[];
  /** Every keyword in each of many messages, found in one go. */
  findMany(messages: readonly string[]): KeywordMatches;
  /** The topics of a message, each once. */
  labels(message: string): string[];
  /**
   * Every phrase that stands in a message, those that come to nothing included: how it has to stand, and what came of it.
   * In the order of their places.
   */
  explain(message: string): ExplainedKeyword[];
}

/** What was found in many messages. The hits of a message are made when they are asked for. */
export class KeywordMatches implements Iterable<KeywordHit[]> {
  private constructor();
  /** How many messages there were. */
  readonly length: number;
  /** The hits in one message; from the end where the index is negative. */
  at(index: number): KeywordHit[] | undefined;
  /** The hits in each message, in their order. */
  [Symbol.iterator](): Iterator<KeywordHit[]>;
}
