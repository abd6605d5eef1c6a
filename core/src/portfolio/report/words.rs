//! Why a row has its outcome, in words for people.

use super::texts::Texts;
use super::{UNFINISHED, denials};
use crate::enrollment::BorrowerCandidate;
use crate::portfolio::result::{PortfolioOutcome, PortfolioResult};
use crate::portfolio::row::RowProblem;
use crate::portfolio::shared::OTHER_WORKER;
use crate::portfolio::worker::TOO_LATE;

/// The parts of a request that hold fields with names of their own, and have a text.
const METADATA: &str = "metadata";
const DIRECTORS: &str = "directors";

/// A reason in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Why {
    pub(super) text: String,
    /// What an engineer or the lender would ask for: a denial code, or the text of an error.
    pub(super) technical: Option<String>,
    /// Whether the technical part is too long to be a code, and is shown below the text.
    pub(super) is_long: bool,
}

impl Why {
    fn new(text: String) -> Self {
        Self { text, technical: None, is_long: false }
    }
}

/// How much a reason tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// What several rows have in common: without columns and the numbers of directors.
    Common,
    /// All about one row.
    Row,
}

/// Returns the reasons of a row.
pub(super) fn reasons(texts: &Texts, result: &PortfolioResult, detail: Detail) -> Vec<Why> {
    let plain = |text: &str| vec![Why::new(text.to_owned())];
    match &result.outcome {
        PortfolioOutcome::Invalid => invalid(texts, result, detail),
        PortfolioOutcome::MissingData => missing_data(texts, result, detail),
        PortfolioOutcome::Declined => vec![declined(texts, result.reason.as_deref())],
        PortfolioOutcome::Failed => vec![failed(texts, result)],
        PortfolioOutcome::Pending => match result.reason.as_deref() {
            None if detail == Detail::Common => Vec::new(),
            None => plain(texts.get("why.no_decision")),
            Some(UNFINISHED) => plain(texts.get("why.unfinished")),
            Some(OTHER_WORKER) => plain(texts.get("why.other_worker")),
            Some(TOO_LATE) => plain(texts.get("why.too_late")),
            Some(other) => plain(other),
        },
        _ if detail == Detail::Common => Vec::new(),
        PortfolioOutcome::Duplicate => {
            let row = result.duplicate_of.map(|row| row.to_string());
            row.map(|row| Why::new(texts.fill("why.duplicate", &[("row", &row)]))).into_iter().collect()
        }
        PortfolioOutcome::Ambiguous => {
            let may_be = |candidate| texts.fill("why.candidate", &[("candidate", &shown(candidate))]);
            result.candidates.iter().map(|candidate| Why::new(may_be(candidate))).collect()
        }
        PortfolioOutcome::Ready | PortfolioOutcome::Unknown { .. } => {
            result.reason.iter().map(|reason| Why::new(reason.clone())).collect()
        }
    }
}

/// Errors only: a row with nothing but warnings was sent.
fn invalid(texts: &Texts, result: &PortfolioResult, detail: Detail) -> Vec<Why> {
    let errors = result.problems.iter().filter(|found| found.problem.is_error());
    let reasons: Vec<Why> = errors.map(|found| Why::new(problem(texts, found, detail))).collect();
    if !reasons.is_empty() {
        return reasons;
    }
    vec![Why {
        text: texts.get("failure.validation").to_owned(),
        technical: result.reason.clone(),
        is_long: true,
    }]
}

fn missing_data(texts: &Texts, result: &PortfolioResult, detail: Detail) -> Vec<Why> {
    let missing = |pointer| texts.fill("why.missing", &[("field", &field(texts, pointer, detail))]);
    let reasons: Vec<Why> = result.fields.iter().map(|pointer| Why::new(missing(pointer))).collect();
    if !reasons.is_empty() {
        return reasons;
    }
    let of_text = |text: &String| Why::new(texts.fill("why.missing_data", &[("text", text)]));
    result.reason.iter().map(of_text).collect()
}

fn declined(texts: &Texts, reason: Option<&str>) -> Why {
    let Some(reason) = reason else { return Why::new(texts.get("why.declined").to_owned()) };
    match denials::key(reason) {
        Some(key) => {
            Why { text: texts.get(&key).to_owned(), technical: Some(reason.to_owned()), is_long: false }
        }
        None => Why::new(texts.fill("why.declined_with", &[("text", reason)])),
    }
}

fn failed(texts: &Texts, result: &PortfolioResult) -> Why {
    let kind = result.error_kind.as_ref().map_or("other", crate::error::ErrorKind::as_str);
    let text = texts.find(&format!("failure.{kind}")).unwrap_or(texts.get("failure.other"));
    Why { text: text.to_owned(), technical: result.reason.clone(), is_long: true }
}

fn problem(texts: &Texts, found: &RowProblem, detail: Detail) -> String {
    let problem = &found.problem;
    let places = [("detail", problem.detail.as_str()), ("code", problem.code.as_str())];
    let key = format!("problem.{}", problem.code);
    let key = if texts.find(&key).is_some() { key.as_str() } else { "problem.other" };
    let what = texts.fill(key, &places);
    let column = found.column.as_deref().filter(|column| detail == Detail::Row && !column.is_empty());
    match (problem.pointer.as_str(), column) {
        ("", None) => texts.fill("why.row", &[("problem", &what)]),
        ("", Some(column)) => texts.fill("why.field", &[("field", column), ("problem", &what)]),
        (pointer, column) => {
            let field = field(texts, pointer, detail);
            let places = [("field", field.as_str()), ("problem", &what), ("column", column.unwrap_or(""))];
            texts.fill(if column.is_some() { "why.field_in_column" } else { "why.field" }, &places)
        }
    }
}

/// Returns the name of a candidate and its city, or else its number.
fn shown(candidate: &BorrowerCandidate) -> String {
    let words: Vec<&str> =
        [candidate.name.as_deref(), candidate.city.as_deref()].into_iter().flatten().collect();
    if words.is_empty() { candidate.identifier.clone() } else { words.join(", ") }
}

/// Returns a place of the request in words: `Director 1, date of birth`. A place without words stays as it is.
pub(super) fn field(texts: &Texts, pointer: &str, detail: Detail) -> String {
    in_words(texts, pointer, detail).map_or_else(|| pointer.to_owned(), |words| capitalized(&words))
}

fn in_words(texts: &Texts, pointer: &str, detail: Detail) -> Option<String> {
    let parts: Vec<&str> = pointer.strip_prefix('/')?.split('/').collect();
    let (last, around) = parts.split_last()?;
    let mut words: Vec<String> = Vec::new();
    let mut around = around.iter().peekable();
    while let Some(part) = around.next() {
        let index = around.next_if(|next| is_number(next)).copied();
        words.push(container(texts, part, index, detail)?);
    }
    if around_is_metadata(&parts) {
        words.push(last.replace("~1", "/").replace("~0", "~"));
    } else if is_number(last) && parts.len() > 1 {
        // An item of a list as a whole.
        words.pop();
        words.push(container(texts, parts.get(parts.len() - 2)?, Some(last), detail)?);
    } else {
        words.push(texts.find(&format!("field.{last}"))?.to_owned());
    }
    let inside =
        |place: String, field: &String| texts.fill("place.inside", &[("place", &place), ("field", field)]);
    let (first, rest) = words.split_first()?;
    Some(rest.iter().fold(first.clone(), inside))
}

fn around_is_metadata(parts: &[&str]) -> bool {
    parts.first() == Some(&METADATA) && parts.len() > 1
}

fn is_number(part: &&str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the words for a part that holds others. Directors are counted from one for people.
fn container(texts: &Texts, part: &str, index: Option<&str>, detail: Detail) -> Option<String> {
    if part == DIRECTORS {
        let number = index.and_then(|index| index.parse::<u32>().ok()).map(|index| u64::from(index) + 1);
        return Some(match number.filter(|_| detail == Detail::Row) {
            Some(number) => texts.fill("place.director_number", &[("n", &number.to_string())]),
            None => texts.get("place.director").to_owned(),
        });
    }
    let text = texts.find(&format!("place.{part}")).or_else(|| texts.find(&format!("field.{part}")));
    text.map(ToOwned::to_owned)
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use serde_json::Value;

    use super::*;
    use crate::api::borrowers::NewBorrower;
    use crate::portfolio::report::language::ReportLanguage;
    use crate::wire::{Described, Kind, ModelInfo};

    fn texts(language: &str) -> Texts {
        Texts::new(&language.into()).unwrap()
    }

    #[test]
    fn a_place_is_told_in_words() {
        for (language, pointer, row, common) in [
            ("en", "/account_number", "IBAN", "IBAN"),
            ("en", "/directors/0/business_email", "Director 1, business e-mail", "Director, business e-mail"),
            ("en", "/directors/2", "Director 3", "Director"),
            ("en", "/directors", "Directors", "Directors"),
            ("en", "/address/city", "Address, city", "Address, city"),
            ("en", "/metadata/crm~1id", "Your own data, crm/id", "Your own data, crm/id"),
            (
                "fr",
                "/directors/1/birth_date",
                "Dirigeant 2, date de naissance",
                "Dirigeant, date de naissance",
            ),
            ("de", "/directors/0/birth_place/city", "Geschäftsführer/in 1, Geburtsort, Ort", ""),
            ("en", "/new/field", "/new/field", "/new/field"),
            ("en", "", "", ""),
        ] {
            let texts = texts(language);
            assert_eq!(field(&texts, pointer, Detail::Row), row);
            if !common.is_empty() {
                assert_eq!(field(&texts, pointer, Detail::Common), common);
            }
        }
    }

    #[test]
    fn every_field_of_the_request_has_words_in_every_language() {
        fn places(model: &'static ModelInfo, before: &str, found: &mut Vec<String>) {
            for field in model.fields {
                let place = format!("{before}/{}", field.name);
                match field.kind {
                    Kind::Model(model) => places(model, &place, found),
                    Kind::List(Kind::Model(model)) => places(model, &format!("{place}/0"), found),
                    _ => {}
                }
                found.push(place);
            }
        }
        let mut found = Vec::new();
        places(NewBorrower::INFO, "", &mut found);
        assert!(found.len() > 40);
        for language in ReportLanguage::VALUES {
            let texts = texts(language);
            for place in &found {
                assert!(in_words(&texts, place, Detail::Row).is_some(), "{language} lacks {place}");
            }
        }
    }

    /// Collects the codes from the problems of the vectors: `[place, code, ...]`.
    fn codes(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member.as_array().filter(|_| name == "problems") {
                        Some(problems) => {
                            // The problem of a request is place, code, severity; that of a row column, place, code.
                            let code = |problem: &Value| {
                                let at = if matches!(problem[2].as_str(), Some("error" | "warning")) {
                                    1
                                } else {
                                    2
                                };
                                problem[at].as_str().map(ToOwned::to_owned)
                            };
                            found.extend(problems.iter().filter_map(code));
                        }
                        None => codes(member, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| codes(item, found)),
            _ => {}
        }
    }

    #[test]
    fn every_code_of_the_vectors_has_words() {
        let mut found = Vec::new();
        for vectors in [
            include_str!("../../../../tests/vectors/validation.json"),
            include_str!("../../../../tests/vectors/intake.json"),
        ] {
            codes(&serde_json::from_str(vectors).unwrap(), &mut found);
        }
        assert!(found.len() > 100);
        let texts = texts("en");
        for code in found {
            assert!(texts.find(&format!("problem.{code}")).is_some(), "no words for {code}");
        }
    }
}
