//! One poll of all pending enrolments, in as few calls as the API allows.

use std::collections::HashMap;
use std::sync::Arc;

use super::resolution::{Resolution, ResolutionOutcome};
use crate::api::borrowers::{AsyncBorrowers, Borrower, BorrowerFilter, BorrowerStatus};
use crate::api::credit_lines::{AsyncCreditLines, CreditLine, CreditLineFilter};
use crate::enrollment::{ResumeToken, find_borrowers, find_line, has_ended, is_declined};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};
use crate::model::{JsonObject, Timestamp, Uuid};
use crate::store::{Entry, EntryState, Store, When, ask};
use crate::transport::Transport;
use crate::wait::is_transient;
use crate::world;

/// A page has a hundred lines by default, and its largest size is not documented.
const COMPANIES_A_CALL: usize = 100;

/// A poll of the companies of a job that were last polled before `not_since`.
pub(crate) struct Look<'a> {
    pub(crate) transport: &'a Transport,
    pub(crate) store: &'a Arc<dyn Store>,
    pub(crate) job: &'a str,
    pub(crate) run: Option<&'a str>,
    pub(crate) not_since: Timestamp,
    /// Whether to read the borrowers as well: a declined one never gets a line.
    pub(crate) thorough: bool,
}

/// A company whose enrolment is no longer pending.
pub(crate) struct Resolved {
    pub(crate) entry: Entry,
    pub(crate) resolution: Resolution,
    /// The company's number as a store or a report may hold it.
    pub(crate) shown: String,
}

struct Waiting {
    entry: Entry,
    token: ResumeToken,
    company: Company,
}

/// A credit line, and its company.
struct Found {
    company: Company,
    line: CreditLine,
}

impl Look<'_> {
    /// Polls the next hundred companies. Returns `None` if there are no more.
    pub(crate) async fn next_batch(&self) -> Result<Option<Vec<Resolved>>> {
        let (job, run, not_since) = (self.job.to_owned(), self.run.map(ToOwned::to_owned), self.not_since);
        let entries = ask(self.store, move |store| {
            store.take_waiting(&job, run.as_deref(), not_since, COMPANIES_A_CALL)
        });
        let entries = entries.await?;
        if entries.is_empty() {
            return Ok(None);
        }
        let (mut waiting, mut resolved) = (Vec::with_capacity(entries.len()), Vec::new());
        for entry in entries {
            match entry.token.as_deref().map(ResumeToken::parse) {
                Some(Ok(token)) => {
                    if let Some(token) = self.in_full(token).await? {
                        let company = token.company();
                        waiting.push(Waiting { entry, token, company });
                    }
                }
                // A damaged token, or one of another program: nothing can be found out about the company.
                _ => resolved.push(not_created(entry.company.clone(), entry)),
            }
        }
        let mut lines = self.lines_of(&waiting).await?;
        let mut left = Vec::new();
        for company in waiting {
            match take_line(&mut lines, &company) {
                Some(line) => resolved.push(with_line(company, line)),
                None => left.push(company),
            }
        }
        if self.thorough {
            resolved.extend(self.without_line(left).await?);
        }
        Ok(Some(resolved))
    }

    /// Returns the token with the number of its company. A personal number is not stored, so it is read from
    /// the borrower. Returns `None` if that fails now.
    async fn in_full(&self, token: ResumeToken) -> Result<Option<ResumeToken>> {
        if !token.is_shortened {
            return Ok(Some(token));
        }
        let Some(id) = token.borrower_id else { return Ok(None) };
        let borrower = if_answered(AsyncBorrowers { transport: self.transport.clone() }.get(id).await)?;
        Ok(borrower.map(|borrower| ResumeToken {
            identifier: borrower.identifier,
            identifier_type: borrower.identifier_type.or(token.identifier_type.clone()),
            is_shortened: false,
            ..token
        }))
    }

    /// Lists the credit lines that exist by now.
    async fn lines_of(&self, companies: &[Waiting]) -> Result<Vec<Found>> {
        let (first, rest) = match companies {
            [] => return Ok(Vec::new()),
            [one] => {
                let found = find_line(self.transport, one.token.listed_number(), &one.company, None).await;
                let found = if_answered(found)?.flatten();
                return Ok(found
                    .map(|line| Found { company: one.company.clone(), line })
                    .into_iter()
                    .collect());
            }
            many => many.split_at(many.len() / 2),
        };
        match self.list_lines(companies).await {
            Ok(Some(lines)) => Ok(lines),
            // A line without a company is only clear in the answer about one company.
            Ok(None) => self.halves(first, rest).await,
            Err(error) if error.kind() == ErrorKind::NotFound && !self.thorough => Ok(Vec::new()),
            // One number makes the API refuse all, or the URL is too long for a server on the way.
            Err(error) if is_about_the_question(&error) => self.halves(first, rest).await,
            Err(error) => Err(error),
        }
    }

    async fn halves(&self, first: &[Waiting], rest: &[Waiting]) -> Result<Vec<Found>> {
        let mut lines = Box::pin(self.lines_of(first)).await?;
        match Box::pin(self.lines_of(rest)).await {
            Ok(others) => lines.extend(others),
            // The companies that were found are resolved all the same; the next poll asks for the rest.
            Err(error) if is_transient(&error) && !lines.is_empty() => {}
            Err(error) => return Err(error),
        }
        Ok(lines)
    }

    /// Lists the credit lines of several companies. Returns `None` if a line has no company.
    async fn list_lines(&self, companies: &[Waiting]) -> Result<Option<Vec<Found>>> {
        let numbers: Vec<String> =
            companies.iter().map(|company| company.token.listed_number().to_owned()).collect();
        let area = AsyncCreditLines { transport: self.transport.clone() };
        let mut lines = Vec::new();
        let mut listed = area.list(&CreditLineFilter::new().borrower(numbers))?;
        while let Some(line) = listed.next_item().await? {
            let Some(company) = line.default_borrower.as_ref().map(Company::of_business) else {
                return Ok(None);
            };
            if !has_ended(&line) {
                lines.push(Found { company, line });
            }
        }
        Ok(Some(lines))
    }

    /// Finds out, for companies without a line, whether they are declined and whether they exist at all.
    async fn without_line(&self, companies: Vec<Waiting>) -> Result<Vec<Resolved>> {
        let ids: Vec<Uuid> = companies.iter().filter_map(|company| company.token.borrower_id).collect();
        let mut borrowers = self.borrowers(&ids).await?;
        let mut resolved = Vec::new();
        for company in companies {
            let known = company.token.borrower_id.and_then(|id| borrowers.remove(&id));
            resolved.extend(match known {
                Some(borrower) if gets_no_line(&borrower) => if_declined(company, &borrower),
                Some(borrower) => {
                    self.keep_number(company, &borrower).await?;
                    None
                }
                None if company.token.borrower_id.is_some() => None,
                None => self.nameless(company).await?,
            });
        }
        Ok(resolved)
    }

    /// Lists the borrowers with these ids, without those for which the API refuses the call.
    async fn borrowers(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Borrower>> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        match (self.list_borrowers(ids).await, ids) {
            (Err(error), [_]) => if_answered(Err(error)).map(Option::unwrap_or_default),
            (Err(error), many) if is_about_the_question(&error) => {
                let (first, rest) = many.split_at(many.len() / 2);
                let mut borrowers = Box::pin(self.borrowers(first)).await?;
                borrowers.extend(Box::pin(self.borrowers(rest)).await?);
                Ok(borrowers)
            }
            (listed, _) => listed,
        }
    }

    async fn list_borrowers(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Borrower>> {
        let area = AsyncBorrowers { transport: self.transport.clone() };
        let mut borrowers = HashMap::new();
        let mut listed = area.list(&BorrowerFilter::new().borrower_id(ids.to_vec()))?;
        while let Some(borrower) = listed.next_item().await? {
            borrowers.extend(borrower.id.map(|id| (id, borrower)));
        }
        Ok(borrowers)
    }

    /// Records how the API spells the company's number, so that the next poll asks for that.
    async fn keep_number(&self, mut company: Waiting, borrower: &Borrower) -> Result<()> {
        let before = company.token.listed_as.clone();
        company.token.record(borrower);
        if company.token.listed_as == before { Ok(()) } else { self.keep(company).await }
    }

    /// Writes the token of a company that is still pending.
    async fn keep(&self, company: Waiting) -> Result<()> {
        let entry = Entry { token: Some(company.token.to_keep().text()), ..company.entry };
        let job = self.job.to_owned();
        ask(self.store, move |store| store.save(&job, &entry, When::In(EntryState::Waiting)).map(drop)).await
    }

    /// Looks up a company without a borrower id: its call may have had no effect.
    async fn nameless(&self, mut company: Waiting) -> Result<Option<Resolved>> {
        let token = &company.token;
        let settled = token.settles_at.is_none_or(|at| at <= world::wall_clock());
        let spellings = company.company.spellings(&token.identifier, &[]);
        let found = find_borrowers(self.transport, &company.company, &spellings).await;
        let Some(found) = if_answered(found)? else { return Ok(None) };
        match found.active {
            Some(borrower) if is_declined(&borrower) => Ok(if_declined(company, &borrower)),
            Some(borrower) => {
                company.token.record(&borrower);
                company.token.confirmed = true;
                company.token.settles_at = None;
                self.keep(company).await.map(|()| None)
            }
            None if settled && !token.confirmed => {
                Ok(Some(not_created(company.company.shown(&company.token.identifier), company.entry)))
            }
            None => Ok(None),
        }
    }
}

/// Returns `true` if the API refuses the call itself: because of one of several companies, or because the URL
/// is too long for a server on the way.
fn is_about_the_question(error: &DefactoError) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Validation) || error.status() == Some(414)
}

/// Returns `None` if the API refuses a call about one company: this one stays pending, the others go on.
fn if_answered<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Err(error) if is_about_the_question(&error) => {
            tracing::info!(target: "defacto_sdk", kind = error.kind().as_str(), "a question about one company was refused");
            Ok(None)
        }
        answer => answer.map(Some),
    }
}

fn with_line(company: Waiting, line: CreditLine) -> Resolved {
    if line.pool_amount == Some(0) {
        return declined(company, Some("the credit line has an amount of 0".to_owned()));
    }
    let shown = company.company.shown(&company.token.identifier);
    let (identifier, borrower_id) = (company.token.identifier, company.token.borrower_id);
    #[cfg(feature = "simulation")]
    let borrower_id = world::simulated::announced_or(borrower_id);
    let resolution = Resolution {
        identifier,
        outcome: ResolutionOutcome::Ready,
        borrower_id,
        credit_line: Some(line),
        reason: None,
        extra: JsonObject::default(),
    };
    Resolved { entry: company.entry, resolution, shown }
}

fn is_gone(borrower: &Borrower) -> bool {
    borrower.status == Some(BorrowerStatus::Deactivated)
}

fn gets_no_line(borrower: &Borrower) -> bool {
    is_gone(borrower) || is_declined(borrower)
}

fn if_declined(mut company: Waiting, borrower: &Borrower) -> Option<Resolved> {
    if !gets_no_line(borrower) {
        return None;
    }
    let gone = is_gone(borrower);
    company.token.borrower_id = company.token.borrower_id.or(borrower.id);
    let reason = borrower.status_reason.clone();
    Some(declined(company, reason.or_else(|| gone.then(|| "the borrower was deactivated".to_owned()))))
}

fn declined(company: Waiting, reason: Option<String>) -> Resolved {
    let shown = company.company.shown(&company.token.identifier);
    let resolution = Resolution {
        identifier: company.token.identifier,
        outcome: ResolutionOutcome::Declined,
        borrower_id: company.token.borrower_id,
        credit_line: None,
        reason,
        extra: JsonObject::default(),
    };
    Resolved { entry: company.entry, resolution, shown }
}

fn not_created(identifier: String, entry: Entry) -> Resolved {
    let shown = identifier.clone();
    let resolution = Resolution {
        identifier,
        outcome: ResolutionOutcome::NotCreated,
        borrower_id: None,
        credit_line: None,
        reason: None,
        extra: JsonObject::default(),
    };
    Resolved { entry: Entry { state: EntryState::Finished, ..entry }, resolution, shown }
}

/// Takes the line of a company off the list. The API may spell the company's number in another way.
fn take_line(lines: &mut Vec<Found>, waiting: &Waiting) -> Option<CreditLine> {
    let is_its = |found: &Found| found.company.compare(&waiting.company) == CompanyMatch::Same;
    let place = lines.iter().position(is_its)?;
    Some(lines.swap_remove(place).line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdentifierType;

    fn lines(numbers: [&str; 2]) -> Vec<Found> {
        let line = r#"{"distribution": "DIRECT", "fees_interest_daily_rate": 0.05, "fees_operating_daily_rate": 0.01,
            "loan_contract_type": "LOAN", "start_date": "2026-12-01T00:00:00Z"}"#;
        let line: CreditLine = crate::wire::read(line.as_bytes()).expect("all else may be absent");
        numbers.map(|number| Found { company: Company::of_number(number, None), line: line.clone() }).into()
    }

    fn waiting(number: &str, kind: Option<&IdentifierType>) -> Waiting {
        let token = ResumeToken::new("", number, kind);
        Waiting { entry: Entry::new(number, None, EntryState::Waiting), company: token.company(), token }
    }

    #[test]
    fn a_company_gets_the_line_of_its_number_however_it_is_spelled() {
        let mut lines = lines(["0403170701", "B73160459"]);
        let mut take = |number, kind| take_line(&mut lines, &waiting(number, kind)).is_some();
        assert!(take("0403.170.701", None) && take("esb73160459", Some(&IdentifierType::VatNumber)));
        assert!(!take("0403170701", None), "a line is given once");
    }

    #[test]
    fn a_borrower_that_was_enrolled_under_another_spelling_gets_its_line() {
        let page = |item: &str| {
            let count = u8::from(!item.is_empty());
            Some((200, format!(r#"{{"count": {count}, "page_size": 100, "data": [{item}]}}"#)))
        };
        let id = "0f4c55ad-0a5e-4f0b-8a43-7a1d6d2cf9d1";
        let company = r#""identifier": "FR60913572400", "identifier_type": "vat_number""#;
        let borrower = format!(r#"{{"id": "{id}", {company}, "status": "READY"}}"#);
        let line = format!(
            r#"{{"distribution": "DIRECT", "fees_interest_daily_rate": 0.05,
            "fees_operating_daily_rate": 0.01, "loan_contract_type": "LOAN",
            "start_date": "2026-12-01T00:00:00Z", "default_borrower": {{{company}}}}}"#
        );
        let (client, requests) = crate::canned::server(vec![page(""), page(&borrower), page(&line)]);
        let store: Arc<dyn Store> = Arc::new(crate::store::MemoryStore::new());
        let token = ResumeToken { borrower_id: id.parse().ok(), ..ResumeToken::new("", "913572400", None) };
        let entry = Entry::new("a company", None, EntryState::Waiting).token(Some(token.text()));
        store.save("job", &entry, When::Always).expect("it is written");
        let poll = || {
            let (transport, not_since) = (&client.transport, Timestamp::MAX);
            let look = Look { transport, store: &store, job: "job", run: None, not_since, thorough: true };
            world::wait_for(look.next_batch()).expect("it answers").expect("one is pending")
        };
        assert!(poll().is_empty(), "the list knows the other spelling only");
        let found = poll().pop().expect("the line is there").resolution;
        assert_eq!((found.outcome, found.identifier.as_str()), (ResolutionOutcome::Ready, "913572400"));
        assert!(requests.try_iter().any(|request| request.contains("credit_lines?borrower=FR60913572400")));
    }

    #[test]
    fn a_german_number_alone_takes_nobodys_line() {
        let mut lines = lines(["HRB 22222", "HRB 22223"]);
        assert!(take_line(&mut lines, &waiting("HRB 22222", Some(&IdentifierType::HrNummer))).is_none());
    }
}
