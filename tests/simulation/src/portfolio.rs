//! A portfolio that several processes work at: each runs it until every row has its final outcome.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use defacto_sdk::error::{ErrorKind, store_error};
use defacto_sdk::portfolio::{PortfolioOptions, PortfolioOutcome, PortfolioResult, Row};
use defacto_sdk::store::Store;
use defacto_sdk::{AsyncClient, Result};
use tokio::time::sleep;

use crate::chaos::Chaos;
use crate::company::{siren, siren_in, spelled};
use crate::process::{passes, unless_dropped};

/// The name of the portfolio.
pub(crate) const NAME: &str = "portfolio";

/// The rows of the portfolio, and how processes share them.
#[derive(Clone, Debug)]
pub(crate) struct Portfolio {
    /// The company of each row. Two rows may have the same company.
    pub(crate) rows: Vec<usize>,
    /// The row without a request, if there is one.
    pub(crate) invalid: Option<usize>,
    /// Whether each process has rows of its own.
    pub(crate) is_divided: bool,
    /// Whether the processes name their run.
    pub(crate) has_run: bool,
    pub(crate) in_flight: u32,
}

impl Portfolio {
    /// Returns the numbers of the rows of a process.
    fn part(&self, process: u64, processes: u64) -> impl Iterator<Item = usize> {
        let divided = self.is_divided;
        (0..self.rows.len()).filter(move |row| !divided || *row as u64 % processes == process % processes)
    }

    fn row(&self, row: usize, spelling: u64) -> Row {
        let number = row as u64 + 1;
        if self.invalid == Some(row) {
            // A control character makes the request unreadable.
            let mut request = spelled(self.rows[row], spelling);
            request.name = Some("Fonderie\u{0}".to_owned());
            return Row::new(number, request);
        }
        Row::new(number, spelled(self.rows[row], spelling))
    }
}

/// Where a process works at a portfolio.
pub(crate) struct Desk<'a> {
    pub(crate) chaos: &'a Arc<Chaos>,
    pub(crate) client: &'a AsyncClient,
    pub(crate) store: &'a Arc<dyn Store>,
    pub(crate) portfolio: &'a Portfolio,
    /// The process, of how many.
    pub(crate) part: (u64, u64),
}

impl Desk<'_> {
    /// Runs the portfolio again and again, until each row has its final outcome.
    pub(crate) async fn work(&self) {
        for _ in 0..200 {
            match unless_dropped(self.chaos, Box::pin(self.run())).await {
                Some(Ok(true)) => return,
                Some(Ok(false)) | None => {}
                Some(Err(error)) if passes(&error) => self.chaos.note(&error.to_string()),
                Some(Err(error)) if error.kind() == ErrorKind::Interrupted => {}
                Some(Err(error)) => return self.chaos.breaks(format!("portfolio: {error}")),
            }
            let pause = Duration::from_millis(self.chaos.dice().u64(0..15_000));
            sleep(pause).await;
        }
        self.chaos.breaks("it is not known what became of the portfolio".to_owned());
    }

    /// Runs the portfolio once. Returns `true` if each row has its final outcome.
    pub(crate) async fn run(&self) -> Result<bool> {
        let chaos = self.chaos;
        let numbers: Vec<usize> = self.portfolio.part(self.part.0, self.part.1).collect();
        let mut rows = Vec::new();
        for row in &numbers {
            let spelling = chaos.dice().u64(..);
            rows.push(Ok(self.portfolio.row(*row, spelling)));
        }
        if !chaos.is_calm() && chaos.happens(50) {
            // The file cannot be read to its end.
            let at = chaos.dice().usize(0..=rows.len());
            rows.insert(at, Err(store_error("the rows cannot be read")));
        }
        let wait = Duration::from_secs(chaos.dice().u64(0..40));
        let mut options =
            PortfolioOptions::new().name(NAME).max_in_flight(self.portfolio.in_flight).wait(wait);
        if self.portfolio.has_run {
            options = options.run("one run");
        }
        chaos.note("begins to run the portfolio");
        let mut run = self.client.enroll_many(rows.into_iter(), Arc::clone(self.store), &options).await?;
        let mut results = BTreeMap::new();
        while let Some(result) = run.next_result().await? {
            self.check(&result);
            if results.insert(result.row, result.outcome).is_some() {
                chaos.breaks(format!("row {} has two results", result.row));
            }
        }
        for row in &numbers {
            if !results.contains_key(&(i64::try_from(*row).unwrap() + 1)) {
                chaos.breaks(format!("row {} has no result", row + 1));
            }
        }
        if results.len() > numbers.len() {
            chaos.breaks("a row has a result that was not given".to_owned());
        }
        let is_final = |outcome: &PortfolioOutcome| {
            matches!(
                outcome,
                PortfolioOutcome::Ready | PortfolioOutcome::Duplicate | PortfolioOutcome::Invalid
            )
        };
        Ok(results.values().all(is_final))
    }

    /// Checks that a result is true, and about the company of its row.
    fn check(&self, result: &PortfolioResult) {
        let row = usize::try_from(result.row - 1).unwrap();
        let (chaos, own) = (self.chaos, siren(self.portfolio.rows[row]));
        let at = format!("row {} is {:?}", row + 1, result.outcome);
        chaos.note(&at);
        if result.identifier.as_deref().is_some_and(|identifier| siren_in(identifier) != own) {
            chaos.breaks(format!("{at} with the number of another company"));
        }
        if let Some(id) = result.borrower_id
            && chaos.siren_of(&id.to_string()).as_ref() != Some(&own)
        {
            chaos.breaks(format!("{at} with the borrower of another company"));
        }
        match &result.outcome {
            PortfolioOutcome::Ready if chaos.api.lock().unwrap().lines_of(&own) == 0 => {
                chaos.breaks(format!("{at} without a credit line"));
            }
            PortfolioOutcome::Duplicate => {
                let first = result.duplicate_of.and_then(|first| usize::try_from(first - 1).ok());
                if first.is_none_or(|first| first == row || siren(self.portfolio.rows[first]) != own) {
                    chaos.breaks(format!("{at} of another company"));
                }
            }
            PortfolioOutcome::Invalid if self.portfolio.invalid == Some(row) => {}
            PortfolioOutcome::Ready | PortfolioOutcome::Pending | PortfolioOutcome::Failed => {}
            _ => chaos.breaks(format!("{at}: {result:?}")),
        }
    }
}
