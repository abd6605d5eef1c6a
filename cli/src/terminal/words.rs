//! Outcomes in words. These texts show no account number and no birth date.

use defacto_sdk::Enrollment;
use defacto_sdk::api::borrowers::Borrower;
use defacto_sdk::api::credit_lines::{CreditLine, PaymentMethod};
use defacto_sdk::enrollment::BorrowerCandidate;
use defacto_sdk::enrollment::{EnrollmentProgress, EnrollmentStage};
use defacto_sdk::error::Problem;
use defacto_sdk::model::Currency;

use crate::terminal::output::{BAD, CARE, DIM, GOOD};

/// Removes control characters from an external text: they could control the terminal or reverse the text.
pub(crate) fn plain(text: &str) -> String {
    let steers = |letter: char| {
        letter.is_control() && letter != '\n'
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|letter| if steers(letter) { '\u{fffd}' } else { letter }).collect()
}

/// Returns the number of problems: `2 errors, 1 warning`.
pub(crate) fn count(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    format!("{}, {}", plural(errors, "error"), plural(problems.len() - errors, "warning"))
}

/// Returns a number with its noun: `1 error`, `2 errors`.
pub(crate) fn plural(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Returns one line for each problem, errors first.
pub(crate) fn problem_lines(problems: &[Problem]) -> Vec<String> {
    let place = |problem: &Problem| {
        if problem.pointer.is_empty() { "the request".to_owned() } else { plain(&problem.pointer) }
    };
    let width = problems.iter().map(|problem| place(problem).chars().count()).max().unwrap_or_default();
    let line = |problem: &Problem| {
        let style = if problem.is_error() { BAD } else { CARE };
        let (severity, place, detail) = (problem.severity.as_str(), place(problem), plain(&problem.detail));
        format!("  {style}{severity:<7}{style:#}  {place:<width$}  {detail}")
    };
    let (errors, warnings): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.is_error());
    errors.into_iter().chain(warnings).map(line).collect()
}

/// Describes one step of an enrolment: `  0.6 s  borrower created (SIGNED)`.
pub(crate) fn progress(step: &EnrollmentProgress) -> String {
    let tenths = step.elapsed_ms / 100;
    let status = step.borrower_status.as_ref().map(|status| format!(" ({})", plain(status.as_str())));
    let (what, status) = (stage(&step.stage), status.unwrap_or_default());
    format!("  {DIM}{:>3}.{} s{DIM:#}  {what}{status}", tenths / 10, tenths % 10)
}

fn stage(stage: &EnrollmentStage) -> &str {
    match stage {
        EnrollmentStage::Validated => "request is valid",
        EnrollmentStage::FoundExisting => "company is enrolled already; going on with its borrower",
        EnrollmentStage::Sending => "sending POST /borrowers",
        EnrollmentStage::Created => "borrower created",
        EnrollmentStage::OutcomeUnknown => "no answer that can be trusted; looking the company up",
        EnrollmentStage::Recovered => "found: the call had taken effect",
        EnrollmentStage::SendingAgain => "not carried out; sending POST /borrowers again",
        EnrollmentStage::WaitingForLine => "waiting for the credit line",
        EnrollmentStage::Ready => "credit line is open",
        other => other.as_str(),
    }
}

/// Describes the outcome of an enrolment, in a few lines.
pub(crate) fn outcome(outcome: &Enrollment) -> Vec<String> {
    match outcome {
        Enrollment::Ready { borrower, credit_line, warnings } => {
            let mut lines = ready(borrower, credit_line);
            lines.extend(problem_lines(warnings));
            lines
        }
        Enrollment::Pending { borrower, resume } => {
            let state = borrower.as_ref().map_or_else(
                || {
                    "it is not known whether the borrower was created. Do not enrol the company anew"
                        .to_owned()
                },
                |borrower| format!("not decided yet ({})", title(borrower)),
            );
            vec![format!("{CARE}Pending{CARE:#}: {state}."), resume_hint(resume)]
        }
        Enrollment::MissingData { fields, detail } => missing_data(fields, detail.as_deref()),
        Enrollment::Declined { borrower, reason } => {
            let who = borrower.as_ref().map_or_else(|| "the company".to_owned(), title);
            let why = reason.as_deref().unwrap_or("the API gave no reason");
            vec![format!(
                "{BAD}Declined{BAD:#}: {who} gets no credit line: {}.",
                plain(why).trim_end_matches('.')
            )]
        }
        Enrollment::Ambiguous { candidates } => ambiguous(candidates),
    }
}

/// Lists the borrowers that may be the company, and how to continue.
fn ambiguous(candidates: &[BorrowerCandidate]) -> Vec<String> {
    let headline =
        format!("{CARE}Ambiguous{CARE:#}: the company may be one of these borrowers. Nothing was sent.");
    let candidate = |candidate: &BorrowerCandidate| {
        let id = candidate.borrower_id.map_or_else(|| "no id".to_owned(), |id| id.to_string());
        let words =
            [Some(candidate.identifier.as_str()), candidate.name.as_deref(), candidate.city.as_deref()];
        let words: Vec<String> = words.into_iter().flatten().map(plain).collect();
        format!("  {id}  {}", words.join(", "))
    };
    let hint =
        "Add the court, name, VAT number or IBAN to the request, or decide: --borrower-id ID, --create-new.";
    std::iter::once(headline).chain(candidates.iter().map(candidate)).chain([hint.to_owned()]).collect()
}

fn missing_data(fields: &[String], detail: Option<&str>) -> Vec<String> {
    let headline = detail.unwrap_or("the API could not look up all that it needs");
    let mut lines = vec![format!("{BAD}Missing data{BAD:#}: {}", plain(headline))];
    lines.extend(fields.iter().map(|field| format!("  {}", plain(field))));
    lines.push("Nothing was created. Add these values and enrol the company again.".to_owned());
    lines
}

/// Returns how to continue an enrolment, with the token quoted for a shell.
pub(crate) fn resume_hint(token: &str) -> String {
    let quoted = plain(token).replace('\'', r"'\''");
    format!("Go on later with this resume token:\n  defacto wait --resume '{quoted}'")
}

fn title(borrower: &Borrower) -> String {
    borrower.name.as_deref().map_or_else(|| "the company".to_owned(), |name| plain(name).replace('\n', " "))
}

fn ready(borrower: &Borrower, line: &CreditLine) -> Vec<String> {
    let amount = |cents: Option<i64>| {
        cents.map_or_else(|| "unknown".to_owned(), |cents| money(cents, line.currency.as_ref()))
    };
    let id = borrower.id.map_or_else(|| "no id".to_owned(), |id| id.to_string());
    let rows = [
        ("borrower", id),
        ("available", format!("{} of {}", amount(line.balance_available), amount(line.pool_amount))),
        ("daily rate", rates(line)),
        ("repayment", repayment(line.default_repayment_method.as_ref())),
    ];
    let headline = format!("{GOOD}Ready{GOOD:#}: {} can request a loan now.", title(borrower));
    let rows = rows.into_iter().map(|(name, value)| format!("  {DIM}{name:<10}{DIM:#}  {value}"));
    std::iter::once(headline).chain(rows).collect()
}

/// Returns `0.06 % per day (interest 0.04 %, operations 0.02 %)`.
fn rates(line: &CreditLine) -> String {
    let (interest, operations) = (line.fees_interest_daily_rate, line.fees_operating_daily_rate);
    let parts = format!("interest {interest} %, operations {operations} %");
    line.fees_daily_rate
        .map_or_else(|| format!("{parts} per day"), |whole| format!("{whole} % per day ({parts})"))
}

fn repayment(method: Option<&PaymentMethod>) -> String {
    match method {
        Some(PaymentMethod::DirectDebit) => "direct debit".to_owned(),
        Some(PaymentMethod::CreditTransfer) => "credit transfer".to_owned(),
        Some(other) => plain(other.as_str()),
        None => "not known".to_owned(),
    }
}

/// Returns cents as people write them: `25,000.00 EUR`.
pub(crate) fn money(cents: i64, currency: Option<&Currency>) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let currency = currency.map(|currency| format!(" {}", plain(currency.as_str())));
    format!("{sign}{}.{rest:02}{}", grouped(whole), currency.unwrap_or_default())
}

/// Returns a number with a comma before every third digit from the end.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_become_amounts() {
        let eur = Some(&Currency::Eur);
        assert_eq!(money(2_500_000, eur), "25,000.00 EUR");
        assert_eq!(money(0, eur), "0.00 EUR");
        assert_eq!(money(-105, eur), "-1.05 EUR");
        assert_eq!(money(99_999, None), "999.99");
        assert_eq!(money(i64::MIN, eur), "-92,233,720,368,547,758.08 EUR");
    }

    #[test]
    fn texts_from_elsewhere_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\r"), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(plain("\u{202e}DEAS"), "\u{fffd}DEAS");
    }

    #[test]
    fn a_token_survives_the_shell() {
        assert!(resume_hint("{\"a\":\"l'b\"}").ends_with(r#"--resume '{"a":"l'\''b"}'"#));
    }
}
