//! How a portfolio is enrolled.

use std::time::Duration;

use crate::api::credit_lines::PaymentMethod;

/// How a portfolio is enrolled.
#[derive(Clone, Debug)]
#[must_use]
pub struct PortfolioOptions {
    pub(crate) name: String,
    pub(crate) max_in_flight: usize,
    pub(crate) calls_per_second: Option<f64>,
    pub(crate) wait: Option<Duration>,
    pub(crate) direct_debit: Option<bool>,
    pub(crate) settle_time: Duration,
    pub(crate) poll_interval: Duration,
    pub(crate) row_deadline: Duration,
    pub(crate) give_up_after: Duration,
    pub(crate) run: Option<String>,
    pub(crate) repayment_method: Option<PaymentMethod>,
}

impl Default for PortfolioOptions {
    fn default() -> Self {
        Self {
            name: "portfolio".to_owned(),
            max_in_flight: 8,
            calls_per_second: None,
            wait: Some(Duration::from_secs(600)),
            direct_debit: None,
            settle_time: Duration::from_secs(45),
            poll_interval: Duration::from_secs(2),
            row_deadline: Duration::from_secs(150),
            give_up_after: Duration::from_secs(300),
            run: None,
            repayment_method: None,
        }
    }
}

impl PortfolioOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the portfolio in the store; `portfolio` unless set. Under the same name it goes on where it stopped.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the most companies that are enrolled at the same time: their calls are in flight, and no company takes a
    /// thread. From 1 to 10,000; a value outside is set to the nearest of these. 8 unless set: enough to keep an API busy
    /// that answers within seconds, few enough for any environment. It does not limit the rate: `calls_per_second` does.
    pub fn max_in_flight(mut self, max_in_flight: usize) -> Self {
        self.max_in_flight = max_in_flight.clamp(1, 10_000);
        self
    }

    /// Sets the most calls a second that the run makes, over all companies in flight; no limit unless set. What the API
    /// asks for (`Retry-After`) always holds, for all of them.
    pub fn calls_per_second(mut self, rate: f64) -> Self {
        self.calls_per_second = Some(rate);
        self
    }

    /// How long to wait for credit lines after the last company was sent, 10 minutes unless set; with nothing it does not
    /// wait. Those without a line by then are `Pending`, and the next run looks at them again.
    pub fn wait(mut self, wait: Option<Duration>) -> Self {
        self.wait = wait;
        self
    }

    /// Whether the borrowers repay by direct debit: it needs more data, which is checked then.
    pub fn direct_debit(mut self, direct_debit: Option<bool>) -> Self {
        self.direct_debit = direct_debit;
        self
    }

    /// How the borrowers are expected to repay. A credit line that says otherwise is `Ready` with a warning among its
    /// problems, which the report shows.
    pub fn expect_repayment_method(mut self, method: PaymentMethod) -> Self {
        self.repayment_method = Some(method);
        self
    }

    /// How long to look a company up after a call whose outcome is unknown, before it may be sent again; 45 seconds
    /// unless set. A shorter time risks a second borrower.
    pub fn settle_time(mut self, settle_time: Duration) -> Self {
        self.settle_time = settle_time;
        self
    }

    /// The first pause between two looks at those who wait, 2 seconds unless set; the pauses grow to twelve times as much
    /// while nothing happens.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// How long the API may be down before the run ends with an error; 5 minutes unless set. Until then nothing is sent but
    /// a probe, ever less often.
    pub fn give_up_after(mut self, time: Duration) -> Self {
        self.give_up_after = time;
        self
    }

    /// One name for the parts of a run that several machines share, so that a company in two parts is found; new for each
    /// run unless set.
    pub fn run(mut self, run: impl Into<String>) -> Self {
        self.run = Some(run.into());
        self
    }
}
