//! The engines of a playbook, compiled and checked once.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{WorkspaceError, playbook_facts};
use crate::audit::Audit;
use crate::customer::{CompletenessEngine, CustomFields, FollowUpConfig, SurvivorshipConfig};
use crate::dedupe::{DuplicateFinder, ExactDedupe};
use crate::foundation::time::Calendar;
use crate::foundation::{Coded, Currency, CurrencyTable, Money, RuleId, TagId};
use crate::import::{self, CsvImport, ImportConfig, ImportError, ImportOptions, TableImport, TableSource};
use crate::keyword::KeywordMatcher;
use crate::playbook::{Playbook, PlaybookError};
use crate::priority::PriorityEngine;
use crate::reply::ReplyEngine;
use crate::segment::{self, SavedSegments, Segment, SegmentSchema};
use crate::tag::{TagConfig, TagEngine};
use crate::transport::OutboxEngine;
use crate::trust::{Masker, OptOutWords};
use crate::value::{ChurnEngine, DealEngine, RfmEngine};

/// Makes a playbook error of an engine's complaint: section, field, code, message.
pub(super) type Refusal<'a> = &'a dyn Fn(&str, Option<&str>, &'static str, String) -> PlaybookError;

/// The engines of a playbook. Immutable and cheap to share; each can be used without a workspace.
#[derive(Clone, Debug)]
pub struct Engines {
    /// Zone, business hours, holidays.
    pub calendar: Calendar,
    /// Who is the same customer.
    pub dedupe: ExactDedupe,
    /// Who may be the same customer, by everything else.
    pub duplicates: DuplicateFinder,
    /// Tags.
    pub tag: TagEngine,
    /// Levels, deadlines, the score.
    pub priority: PriorityEngine,
    /// Keywords.
    pub keyword: KeywordMatcher,
    /// Replies.
    pub reply: ReplyEngine,
    /// The outbox's steps.
    pub outbox: OutboxEngine,
    /// Completeness of a customer's record.
    pub completeness: CompletenessEngine,
    /// The audit.
    pub audit: Audit,
    /// What is shown of a customer.
    pub masker: Masker,
    /// How recently, how often and for how much customers bought.
    pub rfm: RfmEngine,
    /// Who is about to be lost.
    pub churn: ChurnEngine,
    /// How likely a deal is, and who can be cleaned away.
    pub deal: DealEngine,
    /// What expressions of segments may name.
    pub segments: SegmentSchema,
    /// Segments that are kept up to date.
    pub saved_segments: SavedSegments,
    currency: CurrencyTable,
    survivorship: SurvivorshipConfig,
    follow_up: FollowUpConfig,
    import: ImportConfig,
    custom_fields: CustomFields,
    workspace: String,
    tag_names: BTreeMap<TagId, String>,
    region: String,
}

impl Engines {
    /// Compiles a playbook.
    ///
    /// # Errors
    /// [`PlaybookError::Refused`] names the section and field that an engine refuses.
    pub fn new(playbook: &Playbook) -> Result<Self, PlaybookError> {
        Self::compile(playbook, &|section, field, code, message| PlaybookError::Refused {
            path: field.map_or_else(|| section.to_owned(), |field| format!("{section}.{field}")),
            place: None,
            code,
            message,
        })
    }

    /// Whether every engine accepts its section.
    pub(crate) fn check(playbook: &Playbook, refusal: Refusal<'_>) -> Result<(), PlaybookError> {
        Self::compile(playbook, refusal).map(|_| ())
    }

    fn compile(playbook: &Playbook, refusal: Refusal<'_>) -> Result<Self, PlaybookError> {
        fn accept<T, E: Coded + std::fmt::Display>(
            section: &str,
            built: Result<T, E>,
            refusal: Refusal<'_>,
        ) -> Result<T, PlaybookError> {
            built.map_err(|error| refusal(section, error.field().as_deref(), error.code(), error.to_string()))
        }
        playbook_facts::check(playbook, refusal)?;
        let calendar = accept("calendar", Calendar::new(&playbook.calendar), refusal)?;
        let currency = playbook.currency.clone();
        let custom_fields = &playbook.customer.custom_fields;
        accept("customer", segment::check_custom_fields(custom_fields, &playbook.tags, &currency), refusal)?;
        accept("customer", import::check_custom_fields(custom_fields), refusal)?;
        let rfm = accept("value", RfmEngine::new(&playbook.value.rfm), refusal)?;
        let segments = SegmentSchema::new(&playbook.tags, custom_fields, &calendar, &currency).with_rfm(&rfm);
        let keyword = accept("keywords", KeywordMatcher::new(&playbook.keywords), refusal)?;
        let opt_out = accept("trust", OptOutWords::new(&playbook.trust), refusal)?;
        let reply = ReplyEngine::new(
            &playbook.replies,
            keyword.clone(),
            opt_out,
            calendar.clone(),
            &playbook.workspace.name,
        );
        Ok(Self {
            dedupe: accept("dedupe", ExactDedupe::new(&playbook.dedupe), refusal)?,
            duplicates: accept("dedupe", DuplicateFinder::new(&playbook.dedupe), refusal)?,
            tag: accept("tags", TagEngine::with_schema(&playbook.tags, &segments), refusal)?,
            priority: accept(
                "priority",
                PriorityEngine::new(&playbook.priority, calendar.clone(), currency.clone()),
                refusal,
            )?,
            reply: accept("replies", reply, refusal)?,
            outbox: accept("outbox", OutboxEngine::new(&playbook.outbox), refusal)?,
            completeness: accept("customer", CompletenessEngine::new(&playbook.customer), refusal)?,
            audit: accept(
                "audit",
                Audit::new(&playbook.audit, &playbook.customer, calendar.clone()),
                refusal,
            )?,
            masker: accept("trust", Masker::new(&playbook.trust.masking), refusal)?,
            rfm,
            churn: accept("value", ChurnEngine::new(&playbook.value.churn), refusal)?,
            deal: accept("value", DealEngine::new(&playbook.value.deal, &playbook.value.cleaning), refusal)?,
            saved_segments: accept("segments", SavedSegments::new(&playbook.segments, &segments), refusal)?,
            segments,
            survivorship: playbook.dedupe.survivorship.clone(),
            follow_up: playbook.customer.follow_up.clone(),
            import: playbook.import.clone(),
            custom_fields: custom_fields.clone(),
            workspace: playbook.workspace.name.clone(),
            tag_names: tag_names(&playbook.tags),
            region: playbook.workspace.region.clone(),
            calendar,
            keyword,
            currency,
        })
    }

    /// How files and tables are read.
    pub(super) const fn import(&self) -> &ImportConfig {
        &self.import
    }

    /// The options of an import, with what the playbook says where they say nothing.
    fn import_options(&self, options: &ImportOptions) -> Result<ImportOptions, ImportError> {
        let is_known = |currency: Currency| {
            currency.is_paid_with() || self.currency.to_base(Money::major(1, currency)).is_some()
        };
        if options.default_currency.is_some_and(|currency| !is_known(currency)) {
            return Err(ImportError::Setting {
                field: "default_currency".to_owned(),
                problem: "must be a currency such as \"TWD\", or one that the playbook has a rate for",
            });
        }
        let mut options = options.clone();
        options.default_region.get_or_insert_with(|| self.region.clone());
        options.default_currency.get_or_insert(self.currency.base);
        options.time_zone.get_or_insert_with(|| self.calendar.zone_name().to_owned());
        Ok(options)
    }

    /// Reads an expression that a call was given in a field.
    pub(super) fn read_segment(&self, field: &str, text: &str) -> Result<Segment, WorkspaceError> {
        let read = Segment::parse(text, &self.segments);
        read.map_err(|cause| WorkspaceError::Segment { field: field.to_owned(), cause })
    }

    /// Whether a keyword rule is in force.
    pub(super) fn has_rule(&self, rule: &RuleId) -> bool {
        self.keyword.rules().iter().any(|present| present.id == *rule)
    }

    /// Where a look back begins: at `since`, or as far back as the audit looks.
    pub(super) fn window_start(&self, since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
        since.unwrap_or_else(|| self.audit.begin(now).window().from)
    }

    /// What other currencies are worth.
    #[must_use]
    pub const fn currency(&self) -> &CurrencyTable {
        &self.currency
    }

    /// Country or region of numbers that are written without one.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The name customers know.
    #[must_use]
    pub fn workspace(&self) -> &str {
        &self.workspace
    }

    /// What people call the tags, in the report's language.
    pub(super) const fn tag_names(&self) -> &BTreeMap<TagId, String> {
        &self.tag_names
    }

    pub(super) const fn survivorship(&self) -> &SurvivorshipConfig {
        &self.survivorship
    }

    pub(crate) const fn follow_up(&self) -> &FollowUpConfig {
        &self.follow_up
    }

    /// The fields that the workspace has beside those that every customer has.
    #[must_use]
    pub const fn custom_fields(&self) -> &CustomFields {
        &self.custom_fields
    }

    /// The import of a file, with what the playbook says where the options say nothing.
    pub(crate) fn csv_import(
        &self,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<CsvImport, ImportError> {
        let import = CsvImport::new(&self.import_options(options)?, &self.import, now)?;
        Ok(import.with_custom_fields(&self.custom_fields))
    }

    /// The import of a table, likewise.
    pub(super) fn table_import(
        &self,
        table: &dyn TableSource,
        options: &ImportOptions,
        now: DateTime<Utc>,
    ) -> Result<TableImport, ImportError> {
        let import = TableImport::new(table, &self.import_options(options)?, &self.import, now)?;
        Ok(import.with_custom_fields(&self.custom_fields))
    }
}

/// The language in which the report is written.
const REPORT_LANGUAGE: &str = "en";

fn tag_names(config: &TagConfig) -> BTreeMap<TagId, String> {
    let tags = config.dimensions.iter().flat_map(|dimension| &dimension.tags);
    tags.filter_map(|tag| Some((TagId::new(&tag.id), tag.names.get(REPORT_LANGUAGE)?.clone()))).collect()
}
