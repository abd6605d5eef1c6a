//! Request bodies are checked against the schemas in `schemas/`, before an operation sees them.

use std::sync::LazyLock;

use axum::http::Uri;
use jsonschema::{Draft, ValidationError, Validator, error::ValidationErrorKind};
use serde_json::{Map, Value, json};

use crate::{
    http::content::{Content, Encoding},
    rules::{Refusal, parse_datetime},
};

const COMMON: &str = include_str!("schemas/common.json");
const LENDING: &str = include_str!("schemas/lending.json");

/// The schema of a request body, compiled when it is first needed.
pub(crate) struct Schema {
    encoding: Encoding,
    /// Whether the body may be missing.
    optional: bool,
    strict: LazyLock<Option<Validator>>,
    lenient: LazyLock<Option<Validator>>,
}

/// Declares a schema from a file of `schemas/`.
macro_rules! schema {
    ($name:ident, $file:literal) => {
        schema!($name, $file, Json, false);
    };
    ($name:ident, $file:literal, $encoding:ident) => {
        schema!($name, $file, $encoding, false);
    };
    ($name:ident, $file:literal, $encoding:ident, $optional:literal) => {
        pub(crate) static $name: Schema = Schema {
            encoding: Encoding::$encoding,
            optional: $optional,
            strict: LazyLock::new(|| compile(include_str!(concat!("schemas/", $file)), false)),
            lenient: LazyLock::new(|| compile(include_str!(concat!("schemas/", $file)), true)),
        };
    };
}

schema!(BORROWER, "borrower.json");
schema!(SIGN, "sign.json");
schema!(OWNER, "owner.json");
schema!(REPAYMENT_METHOD, "repayment_method.json");
schema!(ELIGIBILITY, "eligibility.json");
schema!(BUSINESS_ELIGIBLE, "business_eligible.json");
schema!(WEBHOOK, "webhook.json");
schema!(INVOICE, "invoice.json");
schema!(PATCH_INVOICE, "patch_invoice.json", Json, true);
schema!(UPLOAD, "upload.json", Multipart);
schema!(GENERATE_INVOICE, "generate_invoice.json");
schema!(LOAN, "loan.json");
schema!(PATCH_LOAN, "patch_loan.json");
schema!(LOAN_DOCUMENTS, "loan_documents.json");
schema!(REPAYMENT_TERMS, "repayment_terms.json");
schema!(INSTALLMENT_PLAN, "installment_plan.json");
schema!(RECOLLECTION_CASE, "recollection_case.json");
schema!(RECOLLECTION_NOTES, "recollection_notes.json");
schema!(RECOLLECTION_PLAN, "recollection_plan.json");
schema!(COMPUTE_PLAN, "compute_plan.json");
schema!(BILL_SENT, "bill_sent.json");
schema!(REPAY_NOW, "repay_now.json");
schema!(COUNTERPARTY, "counterparty.json");
schema!(CARD_STATUS, "card_status.json");
schema!(EPHEMERAL_KEY, "ephemeral_key.json", Form);
schema!(ONBOARDING, "onboarding.json");
schema!(BATCH_UPLOAD, "batch_upload.json");
schema!(SHARED_ACCOUNTS, "shared_accounts.json");
schema!(SHARED_TRANSACTIONS, "shared_transactions.json");
schema!(SHARED_INVOICES, "shared_invoices.json");

impl Schema {
    /// The content of a body, when it is written as the operation wants it.
    pub(crate) fn understood<'a>(&self, content: Option<&'a Content>) -> Result<&'a Content, Refusal> {
        let fits = |content: &&Content| {
            content.encoding == self.encoding || (self.optional && content.encoding == Encoding::Empty)
        };
        content.filter(fits).ok_or_else(|| {
            Refusal::malformed(match self.encoding {
                Encoding::Json | Encoding::Empty => "The body is not JSON.",
                Encoding::Form => "The body is not a form (application/x-www-form-urlencoded).",
                Encoding::Multipart => "The body is not multipart/form-data.",
            })
        })
    }

    /// Returns `true` if both forms of the schema compile.
    #[cfg(test)]
    pub(crate) fn compiles(&self) -> bool {
        self.strict.is_some() && self.lenient.is_some()
    }

    /// All problems of a body at once, as one 422.
    pub(crate) fn check(&self, body: &Value, accept_naive_datetimes: bool) -> Result<(), Refusal> {
        let chosen = if accept_naive_datetimes { &self.lenient } else { &self.strict };
        let Some(validator) = chosen.as_ref() else {
            // The unit test below compiles every schema, so this is never reached in a build that passed it.
            return Err(Refusal::malformed("The schema of this operation does not compile."));
        };
        let mut found: Vec<_> = validator.iter_errors(body).map(|error| describe(&error)).collect();
        if found.is_empty() {
            return Ok(());
        }
        found.sort();
        let problem = Refusal::malformed("The body does not fit its schema.");
        Err(found.into_iter().fold(problem, |problem, (name, reason)| problem.with_param(name, reason)))
    }
}

fn compile(text: &str, lenient: bool) -> Option<Validator> {
    let mut schema: Value = serde_json::from_str(text).ok()?;
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    let mut definitions: Map<_, _> = serde_json::from_str(COMMON).ok()?;
    definitions.extend(serde_json::from_str::<Map<_, _>>(LENDING).ok()?);
    schema["$defs"] = definitions.into();
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("date-time", move |text| is_datetime(text, lenient))
        .with_format("url", is_url)
        .build(&schema)
        .ok()
}

/// A date-time of RFC 3339; with `lenient`, the offset may be missing.
fn is_datetime(text: &str, lenient: bool) -> bool {
    parse_datetime(text, lenient).is_some()
}

fn is_url(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    })
}

/// Name and reason of one finding. The reason comes from the schema alone, so that no value leaks.
fn describe(error: &ValidationError<'_>) -> (String, String) {
    let mut name = dotted(error.instance_path().as_str());
    let reason = match error.kind() {
        ValidationErrorKind::Required { property } => {
            let property = property.as_str().unwrap_or_default();
            name = if name.is_empty() { property.to_owned() } else { format!("{name}.{property}") };
            "is required".to_owned()
        }
        ValidationErrorKind::Type { .. } => "has the wrong type".to_owned(),
        ValidationErrorKind::Enum { .. } => "is not one of the accepted values".to_owned(),
        ValidationErrorKind::Format { format } => format!("is not a valid {format}"),
        ValidationErrorKind::MaxLength { limit } => format!("is longer than {limit} characters"),
        ValidationErrorKind::MinItems { limit } => format!("needs at least {limit} item"),
        other => format!("breaks the rule {}", other.keyword()),
    };
    (if name.is_empty() { "body".to_owned() } else { name }, reason)
}

/// `/directors/0/birth_date` as `directors[0].birth_date`.
fn dotted(pointer: &str) -> String {
    pointer.split('/').skip(1).fold(String::new(), |name, part| {
        if part.chars().all(|c| c.is_ascii_digit()) {
            format!("{name}[{part}]")
        } else if name.is_empty() {
            part.to_owned()
        } else {
            format!("{name}.{part}")
        }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reasons(schema: &Schema, body: &Value) -> String {
        schema.check(body, false).err().map(|refusal| format!("{:?}", refusal.params)).unwrap_or_default()
    }

    #[test]
    fn all_problems_are_named_by_path_and_no_value_is_repeated() {
        let body = json!({
            "identifier": 913_572_467,
            "directors": [{"birth_date": "29/02/1984", "business_email": "no address"}],
            "address": {"city": "Paris", "postal_code": "75011-PARIS-11"},
            "wait_for_ready": "true",
        });
        let found = reasons(&BORROWER, &body);
        for name in [
            "\"identifier\"",
            "directors[0].birth_date",
            "directors[0].business_email",
            "address.country",
            "address.address_line_1",
            "address.postal_code",
            "wait_for_ready",
        ] {
            assert!(found.contains(name), "{name} is not in {found}");
        }
        for value in ["913572467", "29/02/1984", "no address", "PARIS-11"] {
            assert!(!found.contains(value), "{value} leaked into {found}");
        }
    }

    #[test]
    fn dates_are_real_dates() {
        let born =
            |date: &str| reasons(&BORROWER, &json!({"identifier": "1", "directors": [{"birth_date": date}]}));
        assert_eq!(born("1984-02-29"), "");
        assert!(born("1983-02-29").contains("is not a valid date"));
        assert!(born("1984-2-9").contains("is not a valid date"));
    }

    #[test]
    fn an_offset_is_required_only_when_strict() {
        let naive = json!({"signed_at": "2026-11-20T09:30:00"});
        assert!(SIGN.check(&naive, false).is_err());
        assert!(SIGN.check(&naive, true).is_ok());
        for good in ["2026-11-20T09:30:00Z", "2026-11-20T09:30:00.716492+00:00"] {
            assert!(SIGN.check(&json!({"signed_at": good}), false).is_ok(), "{good}");
        }
        for bad in ["2026-11-20", "20/11/2026 09:30", "2026-11-20 09:30:00Z", "2026-11-20T09:30:00 00:00"] {
            assert!(SIGN.check(&json!({"signed_at": bad}), true).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_webhook_needs_a_url_and_an_event() {
        let hook = |url: &str, events: Value| json!({"name": "x", "to_url": url, "event_types": events});
        assert!(
            WEBHOOK.check(&hook("https://example.com/a?secret=1", json!(["Loan.CLOSED"])), false).is_ok()
        );
        assert!(WEBHOOK.check(&hook("example.com", json!(["Loan.CLOSED"])), false).is_err());
        assert!(WEBHOOK.check(&hook("https://example.com", json!([])), false).is_err());
        assert!(WEBHOOK.check(&hook("https://example.com", json!(["Loan.OVERDUE"])), false).is_err());
    }
}
