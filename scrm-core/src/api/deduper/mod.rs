//! Duplicates of any table: a deduper as every language has it, with the operations on one.

mod record;
mod truth;

use std::fmt;
use std::io::Read;
use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use self::record::{Rows, Said, Side};
#[cfg(feature = "schema")]
use self::record::{SaidSchema, SideSchema};
use self::truth::Truth;
#[cfg(feature = "schema")]
use self::truth::TruthSchema;
use super::argument::read_argument;
use super::error::{info, missing_field, wrong_kind};
use super::fault::not_fitted;
use super::operation::operations;
use crate::dedupe::DedupeError;
use crate::dedupe::linkage::{
    Certificate, ClusterExplanation, Deduper, DeduperConfig, FieldUse, LinkedPair, Match, PairExplanation,
    RecordTable, Subject,
};
use crate::foundation::{ErrorInfo, Given};
use crate::import::csv::{CsvOptions, CsvTable};
use crate::import::{ImportConfig, TableSource};

/// A deduper that threads may share: records are given to it later, and change. `Debug` counts.
///
/// ```
/// use scrm_core::api::{DeduperHandle, deduper_operation};
/// let deduper = DeduperHandle::new(&serde_json::json!({"review": 0.5}).into()).unwrap();
/// let call = |name, request: &str| deduper_operation(name).unwrap().call_json(&deduper, request);
/// assert_eq!(call("clusters", "{}").unwrap_err().code, "api.deduper.not_fitted");
/// call("fit", r#"{"id": "no", "records": [
///     {"no": 1, "name": "Anna Walker", "phone": "+44 7400 123456"},
///     {"no": 2, "name": "Walker, Anna", "phone": "07400 123456"},
///     {"no": 3, "name": "Omar Haddad", "phone": "+971 50 123 4567"}]}"#).unwrap();
/// assert_eq!(call("clusters", "{}").unwrap(), r#"[["1","2"],["3"]]"#);
/// ```
pub struct DeduperHandle {
    config: DeduperConfig,
    fitted: RwLock<Option<Deduper>>,
}

impl fmt::Debug for DeduperHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeduperHandle({:?} records)", self.records())
    }
}

impl DeduperHandle {
    /// A deduper without records.
    ///
    /// ```
    /// use scrm_core::api::DeduperHandle;
    /// let wrong = DeduperHandle::new(&serde_json::json!({"merge": 7}).into()).unwrap_err();
    /// assert_eq!((wrong.code.as_str(), wrong.field.as_deref()), ("dedupe.config.invalid", Some("merge")));
    /// ```
    ///
    /// # Errors
    /// `api.request.…` names the setting that is unknown or of a wrong kind, `dedupe.config.invalid` one that makes no sense.
    pub fn new(config: &Given) -> Result<Self, ErrorInfo> {
        let config: DeduperConfig = super::error::read(config)?;
        config.check().map_err(info)?;
        Ok(Self { config, fitted: RwLock::new(None) })
    }

    /// Looks at the records of a table, in place of those that it had. The column `id` holds their ids; where none is
    /// named, they are called by their numbers, from 0.
    ///
    /// # Errors
    /// Those of the table, and `dedupe.linkage.…` where two records have one id or a configured column is missing.
    pub fn fit(&self, source: &mut dyn TableSource, id: Option<&str>) -> Result<Fitted, ErrorInfo> {
        let header = source.header();
        let place = id
            .map(|id| header.iter().position(|column| column == id))
            .map(|place| place.ok_or_else(|| wrong_kind("id", "the name of a column that the records have")));
        let place = place.transpose()?;
        let table = RecordTable::from_source(source, place).map_err(info)?;
        if let Some(record) = (0..table.len()).find(|record| table.id(*record).is_none_or(str::is_empty)) {
            return Err(ErrorInfo { row: Some(record as u64), ..missing_field("id") });
        }
        let cells_cut = table.cells_cut();
        let deduper = Deduper::fit(&table, self.config.clone()).map_err(info)?;
        let fitted = Fitted { cells_cut: Some(cells_cut), ..described(&deduper) };
        *self.fitted.write().unwrap_or_else(PoisonError::into_inner) = Some(deduper);
        Ok(fitted)
    }

    /// Looks at the records of a CSV file, whose first line names the columns; encoding and delimiter are found.
    ///
    /// # Errors
    /// As [`fit`](Self::fit), and `import.…` where the file cannot be read.
    pub fn fit_csv(&self, file: &mut dyn Read, id: Option<&str>) -> Result<Fitted, ErrorInfo> {
        let limits = ImportConfig::standard().limits;
        self.fit(&mut CsvTable::open(file, &CsvOptions::default(), &limits).map_err(info)?, id)
    }

    /// How many records there are; nothing before it was fitted.
    #[must_use]
    pub fn records(&self) -> Option<usize> {
        self.fitted.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(Deduper::len)
    }

    fn with<T>(&self, then: impl FnOnce(&Deduper) -> Result<T, ErrorInfo>) -> Result<T, ErrorInfo> {
        let fitted = self.fitted.read().unwrap_or_else(PoisonError::into_inner);
        then(fitted.as_ref().ok_or_else(not_fitted)?)
    }

    fn changed<T>(&self, then: impl FnOnce(&mut Deduper) -> Result<T, ErrorInfo>) -> Result<T, ErrorInfo> {
        let mut fitted = self.fitted.write().unwrap_or_else(PoisonError::into_inner);
        then(fitted.as_mut().ok_or_else(not_fitted)?)
    }
}

/// Reads the id column's name of a call that fits, for bindings that hand records over by themselves.
///
/// # Errors
/// `api.request.wrong_kind` where it is no text.
pub fn read_id_column(id: &Given) -> Result<Option<String>, ErrorInfo> {
    read_argument("id", id)
}

/// The schema of a deduper's configuration, which is no part of any request.
#[cfg(feature = "schema")]
pub fn deduper_config_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<DeduperConfig>()
}

operations! { DeduperHandle;
    /// Takes a record in. What was learned stays as it is: fit anew once the records have changed by much.
    "add"("record") = add: AddRequest => ();
    /// Measures precision and recall on records whose truth is known, and the threshold that reaches a wanted precision.
    "certify"("labels", "precision") = certify: CertifyRequest => Certificate;
    /// The ids of the records of each person. Every record is in one cluster; records and clusters are in the order in
    /// which the records came.
    "clusters"("threshold") = clusters: DivideRequest => Vec<Vec<String>>;
    /// What is compared, and how much there is of it.
    "describe"() = describe: DescribeRequest => Fitted;
    /// What each field says about two records: the steps from the odds of any two to those of these.
    "explain"("a", "b") = explain: TwoRequest => PairExplanation;
    /// The cluster of a record, and the pair on which it hangs.
    "explain_cluster"("id", "threshold") = explain_cluster: OneRequest => ClusterExplanation;
    /// Looks at records, in place of those that it had: finds out what their columns hold, learns what agreement is worth,
    /// and weighs every two that have something in common.
    "fit"("records") = fit: FitRequest => Fitted;
    /// Learns anew what agreement is worth from records whose truth is known, in place of what was concluded without
    /// labels, and weighs all pairs again.
    "learn"("labels") = learn: LearnRequest => ();
    /// Pairs that may be one person, in the order in which the records came.
    "pairs"("threshold") = pairs: PairsRequest => Vec<LinkedPair>;
    /// The records that may be one with a record that is not among them, the most probable first.
    "query"("record", "threshold") = query: QueryRequest => Vec<Match>;
    /// Takes a record out, and says whether there was one.
    "remove"("id") = remove: RemoveRequest => bool;
    /// How probably two records are one person, from 0 to 1.
    "score"("a", "b") = score: TwoRequest => f64;
    /// Remembers that two records are two people, whatever they say.
    "tell_apart"("a", "b") = tell_apart: ApartRequest => ();
}

/// Two sides, as the deduper takes them.
fn with_two<T>(
    a: &Side,
    b: &Side,
    then: impl FnOnce(Subject<'_>, Subject<'_>) -> Result<T, DedupeError>,
) -> Result<T, ErrorInfo> {
    let cells = [a, b].map(|side| match side {
        Side::Known(_) => Vec::new(),
        Side::Said(said) => said.cells(),
    });
    let [cells_a, cells_b] = &cells;
    then(a.subject(cells_a), b.subject(cells_b)).map_err(|error| in_request_words(&error))
}

/// Of two records, a request calls one `a` and the other `b`.
fn in_request_words(error: &DedupeError) -> ErrorInfo {
    match error {
        DedupeError::UnknownRecord { field: "first" } => info(DedupeError::UnknownRecord { field: "a" }),
        DedupeError::UnknownRecord { field: "second" } => info(DedupeError::UnknownRecord { field: "b" }),
        other => info(other.clone()),
    }
}

/// Refuses what no probability is.
fn probability(field: &str, value: Option<f64>) -> Result<Option<f64>, ErrorInfo> {
    match value {
        Some(value) if !(0.0..=1.0).contains(&value) => Err(wrong_kind(field, "a probability from 0 to 1")),
        value => Ok(value),
    }
}

/// A record to be taken in.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AddRequest {
    /// What it says: values by the names of their columns. Columns that are not known are passed over.
    #[cfg_attr(feature = "schema", schemars(with = "SaidSchema"))]
    record: Said,
    /// An id that no record has.
    id: String,
}

fn add(deduper: &DeduperHandle, request: AddRequest) -> Result<(), ErrorInfo> {
    let AddRequest { record, id } = request;
    if id.is_empty() {
        return Err(missing_field("id"));
    }
    deduper.changed(|deduper| {
        let taken = |error| ErrorInfo { field: Some("id".to_owned()), row: None, ..info(error) };
        deduper.add(&id, &record.cells()).map_err(taken)
    })
}

/// The truth, and what is wanted.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CertifyRequest {
    /// The person of each record by its id, or a list of pairs: two ids and whether they are one person.
    #[cfg_attr(feature = "schema", schemars(with = "TruthSchema"))]
    labels: Truth,
    /// The precision for which a threshold is wanted.
    #[serde(default = "usual_precision")]
    precision: f64,
}

const fn usual_precision() -> f64 {
    0.98
}

fn certify(deduper: &DeduperHandle, request: CertifyRequest) -> Result<Certificate, ErrorInfo> {
    let CertifyRequest { labels: Truth(labels), precision } = request;
    probability("precision", Some(precision))?;
    deduper.with(|deduper| Ok(deduper.certify(&labels, precision)))
}

/// How the records are divided.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DivideRequest {
    /// The probability from which on two are one: that of merging where it is left out.
    #[serde(default)]
    threshold: Option<f64>,
}

fn clusters(deduper: &DeduperHandle, request: DivideRequest) -> Result<Vec<Vec<String>>, ErrorInfo> {
    let threshold = probability("threshold", request.threshold)?;
    deduper.with(|deduper| {
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        Ok(deduper.clusters(threshold).into_iter().map(owned).collect())
    })
}

/// Nothing needs to be said.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DescribeRequest {}

/// The records of a deduper, and what is compared of them.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fitted {
    /// How many records there are.
    records: usize,
    /// The names of their columns, without that of the ids.
    columns: Vec<String>,
    /// What is compared, and the columns it is read from. Columns that stand in none of them say nothing of who
    /// somebody is: name them in `columns` of the configuration where they do.
    fields: Vec<FieldUse>,
    /// Keys that too many records share. Pairs that share nothing else are not found.
    blocks_left_out: usize,
    /// Cells that were longer than what is kept of them. Only known just after fitting.
    cells_cut: Option<usize>,
    /// How it decides.
    config: DeduperConfig,
}

impl fmt::Debug for Fitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fitted").field("records", &self.records).finish_non_exhaustive()
    }
}

fn described(deduper: &Deduper) -> Fitted {
    Fitted {
        records: deduper.len(),
        columns: deduper.columns().to_vec(),
        fields: deduper.fields(),
        blocks_left_out: deduper.blocks_left_out(),
        cells_cut: None,
        config: deduper.config().clone(),
    }
}

fn describe(deduper: &DeduperHandle, _: DescribeRequest) -> Result<Fitted, ErrorInfo> {
    deduper.with(|deduper| Ok(described(deduper)))
}

/// Two records.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TwoRequest {
    /// The id of a record, or what a record says.
    #[cfg_attr(feature = "schema", schemars(with = "SideSchema"))]
    a: Side,
    /// The other one.
    #[cfg_attr(feature = "schema", schemars(with = "SideSchema"))]
    b: Side,
}

fn explain(deduper: &DeduperHandle, request: TwoRequest) -> Result<PairExplanation, ErrorInfo> {
    deduper.with(|deduper| with_two(&request.a, &request.b, |a, b| deduper.explain(a, b)))
}

/// A record whose cluster is asked for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct OneRequest {
    /// Its id.
    id: String,
    /// The probability from which on two are one: that of merging where it is left out.
    #[serde(default)]
    threshold: Option<f64>,
}

fn explain_cluster(deduper: &DeduperHandle, request: OneRequest) -> Result<ClusterExplanation, ErrorInfo> {
    let threshold = probability("threshold", request.threshold)?;
    deduper.with(|deduper| deduper.explain_cluster(&request.id, threshold).map_err(info))
}

/// Records to be looked at.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FitRequest {
    /// What each says: values by the names of their columns.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<SaidSchema>"))]
    records: Vec<Said>,
    /// The column that holds their ids, which is not compared. Where it is left out, they are called by their numbers,
    /// from 0, as text.
    #[serde(default)]
    id: Option<String>,
}

fn fit(deduper: &DeduperHandle, request: FitRequest) -> Result<Fitted, ErrorInfo> {
    deduper.fit(&mut Rows::of(request.records), request.id.as_deref())
}

/// The truth to learn from.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LearnRequest {
    /// The person of each record by its id, or a list of pairs: two ids and whether they are one person. They need not be
    /// about all records.
    #[cfg_attr(feature = "schema", schemars(with = "TruthSchema"))]
    labels: Truth,
}

fn learn(deduper: &DeduperHandle, request: LearnRequest) -> Result<(), ErrorInfo> {
    deduper.changed(|deduper| deduper.learn(&request.labels.0).map_err(info))
}

/// Which pairs.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct PairsRequest {
    /// The least probability: that of review where it is left out.
    #[serde(default)]
    threshold: Option<f64>,
}

fn pairs(deduper: &DeduperHandle, request: PairsRequest) -> Result<Vec<LinkedPair>, ErrorInfo> {
    let threshold = probability("threshold", request.threshold)?;
    deduper.with(|deduper| Ok(deduper.pairs(threshold)))
}

/// A record that is asked for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct QueryRequest {
    /// What it says: values by the names of their columns. Columns that are not known are passed over.
    #[cfg_attr(feature = "schema", schemars(with = "SaidSchema"))]
    record: Said,
    /// The least probability: that of review where it is left out.
    #[serde(default)]
    threshold: Option<f64>,
}

fn query(deduper: &DeduperHandle, request: QueryRequest) -> Result<Vec<Match>, ErrorInfo> {
    let threshold = probability("threshold", request.threshold)?;
    deduper.with(|deduper| Ok(deduper.query(&request.record.cells(), threshold)))
}

/// A record to be taken out.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RemoveRequest {
    /// Its id.
    id: String,
}

fn remove(deduper: &DeduperHandle, request: RemoveRequest) -> Result<bool, ErrorInfo> {
    deduper.changed(|deduper| Ok(deduper.remove(&request.id)))
}

fn score(deduper: &DeduperHandle, request: TwoRequest) -> Result<f64, ErrorInfo> {
    deduper.with(|deduper| with_two(&request.a, &request.b, |a, b| deduper.score(a, b)))
}

/// Two records that are two people.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ApartRequest {
    /// The id of one.
    a: String,
    /// The id of the other.
    b: String,
}

fn tell_apart(deduper: &DeduperHandle, request: ApartRequest) -> Result<(), ErrorInfo> {
    let ApartRequest { a, b } = request;
    deduper.changed(|deduper| {
        // An id that nobody has would be passed over in silence.
        let known = deduper.score(Subject::Known(&a), Subject::Known(&b));
        known.map_err(|error| in_request_words(&error))?;
        deduper.tell_apart(&a, &b);
        Ok(())
    })
}
