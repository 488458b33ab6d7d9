//! Texts: folding, language, words, likeness.

use serde::{Deserialize, Serialize};

use super::operation::operations;
use crate::foundation::ErrorInfo;
use crate::foundation::text::{
    Folded, Language, detect_language, fold, segmented_words, sketch, sketch_similarity,
};
use crate::workspace::Engines;

operations! { Engines;
    /// Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.
    "text.fold"("text") = fold_text: TextRequest => FoldedText;
    /// Recognises the language of a text; none where it is too short or in another language.
    "text.language"("text") = language: TextRequest => DetectedLanguage;
    /// Says how alike two questions are, whatever the order and form of their words.
    "text.similarity"("left", "right") = similarity: SimilarityRequest => Similarity;
    /// Splits a text into words, those of Chinese, Japanese and Thai by dictionaries.
    "text.words"("text") = split_words: TextRequest => Words;
}

/// A text.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TextRequest {
    /// As it was written.
    text: String,
}

/// A text after folding.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FoldedText {
    /// The folded text.
    text: String,
}

fn fold_text(_: &Engines, request: TextRequest) -> Result<FoldedText, ErrorInfo> {
    Ok(FoldedText { text: fold(&request.text) })
}

/// The language of a text.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct DetectedLanguage {
    /// Null where it cannot be told.
    language: Option<Language>,
}

fn language(_: &Engines, request: TextRequest) -> Result<DetectedLanguage, ErrorInfo> {
    Ok(DetectedLanguage { language: detect_language(&request.text) })
}

/// The words of a text.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Words {
    /// In the order of the text, as they were written.
    words: Vec<String>,
}

fn split_words(_: &Engines, request: TextRequest) -> Result<Words, ErrorInfo> {
    Ok(Words { words: segmented_words(&request.text).iter().map(|word| word.text.to_owned()).collect() })
}

/// Two texts to compare.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SimilarityRequest {
    /// One text.
    left: String,
    /// The other.
    right: String,
    /// From which likeness on, 0 to 1, they count as alike.
    at_least: f64,
}

/// How alike two texts are.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Similarity {
    /// Whether they are as alike as was asked.
    alike: bool,
    /// The likeness, 0 to 1.
    similarity: f64,
}

fn similarity(_: &Engines, request: SimilarityRequest) -> Result<Similarity, ErrorInfo> {
    let [left, right] = [&request.left, &request.right].map(|text| sketch(&Folded::new(text)));
    let similarity = sketch_similarity(&left, &right);
    Ok(Similarity { alike: similarity >= request.at_least, similarity })
}
