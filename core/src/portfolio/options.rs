//! How a portfolio is enrolled.

use std::time::Duration;

use defacto_sdk_macros::options;

use crate::api::credit_lines::PaymentMethod;

/// How many companies may be in flight.
const MOST_IN_FLIGHT: usize = 10_000;

/// The options of a portfolio: its name, how many companies are enrolled at the same time, how long to wait.
#[options]
pub struct PortfolioOptions {
    /// The name of the portfolio in the store; `portfolio` unless set. A run under the same name continues it.
    #[initial("portfolio".to_owned())]
    name: String,
    /// The most companies that are enrolled at the same time; 8 unless set.
    ///
    /// Their calls are in flight, and no company takes a thread. From 1 to 10,000; a value outside is set to the nearest of
    /// these. It does not limit the rate: `calls_per_second` does.
    #[initial(8)]
    max_in_flight: u32,
    /// The most calls a second that the run makes, over all companies in flight; no limit unless set.
    ///
    /// What the API asks for (`Retry-After`) always holds, for all of them.
    calls_per_second: Option<f64>,
    /// How long to wait for credit lines after the last company was sent, 10 minutes unless set; zero does not wait.
    ///
    /// Enrolments without a line by then are `Pending`, and the next run polls them again.
    #[initial(Some(Duration::from_secs(600)))]
    wait: Option<Duration>,
    /// Whether the borrowers repay by direct debit: it needs more data, which is then validated.
    direct_debit: Option<bool>,
    /// The repayment method that you expect. A credit line with another one has a warning in its result.
    expect_repayment_method: Option<PaymentMethod>,
    /// How long a company is looked up after a call of unknown outcome, before a new attempt.
    ///
    /// 45 seconds unless set. A shorter time risks a second borrower.
    #[initial(Duration::from_secs(45))]
    settle_time: Duration,
    /// The first pause between two polls for pending enrolments, 2 seconds unless set.
    ///
    /// The pauses grow to twelve times as much while nothing happens.
    #[initial(Duration::from_secs(2))]
    poll_interval: Duration,
    /// How long the API may be down before the run ends with an error; 5 minutes unless set.
    ///
    /// Until then nothing is sent but a probe, ever less often.
    #[initial(Duration::from_secs(300))]
    give_up_after: Duration,
    /// The key of `metadata` with your own reference of each company, which results and reports repeat.
    ///
    /// For flat records it may be another key as well. A row that has a reference already keeps it.
    reference: Option<String>,
    /// Whether the rows are the whole portfolio: an earlier row that is gone, and led to nothing, is then forgotten.
    ///
    /// Otherwise reports keep what an earlier run said of it. A company for which something was created is never
    /// forgotten. Not for a part of the rows. The command sets it.
    whole: bool,
    /// One name for the parts of a run that several machines share, so that a company in two parts is found.
    ///
    /// New for each run unless set.
    run: Option<String>,
    /// The longest time for one company.
    #[own]
    #[initial(Duration::from_secs(150))]
    row_deadline: Duration,
}

impl PortfolioOptions {
    /// Returns the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns how many companies may be in flight, within the limits.
    pub(crate) fn places(&self) -> usize {
        usize::try_from(self.max_in_flight).unwrap_or(MOST_IN_FLIGHT).clamp(1, MOST_IN_FLIGHT)
    }

    /// Returns `true` if the run waits for credit lines at its end.
    pub(crate) fn waits(&self) -> bool {
        self.wait.is_some_and(|wait| !wait.is_zero())
    }
}
