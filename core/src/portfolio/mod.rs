//! Portfolios: many companies, enrolled by a run that may end at any moment and that the next run continues.
//!
//! `docs/adr/0018-the-journal.md` describes the order of writing and sending, and why nothing is sent twice.

mod async_run;
mod ended;
#[cfg(feature = "portfolio")]
pub mod intake;
mod options;
mod poller;
mod progress;
mod reader;
#[cfg(feature = "portfolio")]
mod report;
mod result;
mod row;
mod run;
mod shared;
mod worker;

pub use async_run::AsyncPortfolioRun;
#[cfg(feature = "python")]
pub(crate) use ended::Ended;
pub use options::PortfolioOptions;
#[cfg(feature = "python")]
pub(crate) use options::portfolio_options;
#[cfg(feature = "uniffi")]
pub(crate) use options::portfolio_options_record;
pub use progress::PortfolioProgress;
#[cfg(feature = "python")]
pub use report::PyReportLanguage;
#[cfg(feature = "python")]
pub(crate) use report::report_options;
#[cfg(all(feature = "uniffi", feature = "portfolio"))]
pub(crate) use report::report_options_record;
#[cfg(feature = "portfolio")]
pub use report::{Report, ReportFile, ReportLanguage, ReportOptions, ReportReason, ReportSummary};
#[cfg(feature = "python")]
pub use result::PyPortfolioOutcome;
pub use result::{PortfolioOutcome, PortfolioResult};
pub use row::{Row, RowProblem, SeenCompanies, rows};
pub use run::{PortfolioMonitor, PortfolioRun};
#[cfg(feature = "python")]
pub(crate) use run::{inherited, interrupted};
