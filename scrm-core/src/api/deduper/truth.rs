//! The truth about records as calls write it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::record::Text;
use crate::dedupe::linkage::{LabelledPair, Labels};

/// Labels of clusters or of pairs.
pub(super) struct Truth(pub(super) Labels);

/// The person of each record by its id, or pairs: two ids and whether they are one person. Records of one person have
/// one name, whatever it is; nothing is concluded from pairs about others.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(untagged, rename = "DuplicateLabels")]
#[allow(dead_code, reason = "only its schema is of use")]
pub(super) enum TruthSchema {
    Clusters(BTreeMap<String, String>),
    Triples(Vec<(String, String, bool)>),
    Pairs(Vec<LabelledPair>),
}

/// A pair as an object, or as a list of three.
struct TruePair(LabelledPair);

impl<'de> Deserialize<'de> for TruePair {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = TruePair;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("two ids and whether they are one person")
            }

            fn visit_map<A: MapAccess<'de>>(self, pair: A) -> Result<TruePair, A::Error> {
                let pair = serde::de::value::MapAccessDeserializer::new(pair);
                LabelledPair::deserialize(pair).map(TruePair)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<TruePair, A::Error> {
                let short = |length| Error::invalid_length(length, &"two ids and true or false");
                let first = pair.next_element()?.ok_or_else(|| short(0))?;
                let second = pair.next_element()?.ok_or_else(|| short(1))?;
                let same = pair.next_element()?.ok_or_else(|| short(2))?;
                match pair.next_element::<Text>()? {
                    Some(_) => Err(short(4)),
                    None => Ok(TruePair(LabelledPair { first, second, same })),
                }
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for Truth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Truth;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("persons by the ids of their records, or a list of pairs")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut persons: A) -> Result<Truth, A::Error> {
                let mut clusters = BTreeMap::new();
                while let Some((id, Text(person))) = persons.next_entry()? {
                    clusters.insert(id, person);
                }
                Ok(Truth(Labels::Clusters(clusters)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Truth, A::Error> {
                let mut pairs = Vec::new();
                while let Some(TruePair(pair)) = list.next_element()? {
                    pairs.push(pair);
                }
                Ok(Truth(Labels::Pairs(pairs)))
            }
        }

        deserializer.deserialize_any(Either)
    }
}
