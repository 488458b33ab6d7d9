//! Dedupe: names, one newcomer, the clusters of a batch.

use serde::{Deserialize, Serialize};

use super::operation::operations;
use crate::customer::Customer;
use crate::dedupe::{Apart, Clusters, EarlierNames, NameComparison, Newcomer, Resolution, compare_names};
use crate::foundation::{CustomerId, ErrorInfo, Reason};
use crate::workspace::Engines;

operations! { Engines;
    /// Groups the records of a batch that are one customer.
    "dedupe.clusters"("records") = clusters: ClustersRequest => Clusters;
    /// Says whom a new record belongs to, among those who share an identifier with it.
    "dedupe.resolve"("newcomer", "holders") = resolve: ResolveRequest => Resolved;
    /// Says whether two names can be one person's.
    "names.compare"("left", "right") = names: NamesRequest => ComparedNames;
}

/// The records of a batch.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ClustersRequest {
    /// Records with distinct ids.
    records: Vec<Customer>,
    /// Pairs that a person has told apart.
    #[serde(default)]
    apart: Vec<(CustomerId, CustomerId)>,
}

fn clusters(engines: &Engines, request: ClustersRequest) -> Result<Clusters, ErrorInfo> {
    let records: Vec<&Customer> = request.records.iter().collect();
    Ok(engines.dedupe.clusters(&records, &Apart::new(request.apart)))
}

/// A new record and those it may belong to.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ResolveRequest {
    /// The new record.
    newcomer: Customer,
    /// Customers who share an identifier with it.
    holders: Vec<Customer>,
    /// Pairs that a person has told apart.
    #[serde(default)]
    apart: Vec<(CustomerId, CustomerId)>,
}

/// Whom a new record belongs to.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Resolved {
    /// Where it belongs.
    resolution: Resolution,
    /// Why.
    reasons: Vec<Reason>,
}

fn resolve(engines: &Engines, request: ResolveRequest) -> Result<Resolved, ErrorInfo> {
    let holders: Vec<&Customer> = request.holders.iter().collect();
    let newcomer = Newcomer::of(&request.newcomer);
    let decision =
        engines.dedupe.resolve(&newcomer, &holders, &Apart::new(request.apart), &EarlierNames::default());
    Ok(Resolved { resolution: decision.value, reasons: decision.reasons })
}

/// Two names.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct NamesRequest {
    /// One name.
    left: String,
    /// The other.
    right: String,
}

/// What two names say about each other.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ComparedNames {
    /// Whether they can be one person's.
    comparison: NameComparison,
}

fn names(_: &Engines, request: NamesRequest) -> Result<ComparedNames, ErrorInfo> {
    Ok(ComparedNames { comparison: compare_names(&request.left, &request.right) })
}
