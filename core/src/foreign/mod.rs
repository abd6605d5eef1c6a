//! The core for Kotlin and Swift: one object with every call, the records for its options, and the interfaces
//! that they implement. The packages wrap it in classes; a tool writes most of them.

mod asynchronous;
mod client;
mod enrollment;
mod error;
#[cfg(feature = "portfolio")]
mod intake;
mod json;
mod key;
mod lending;
mod logging;
mod observer;
mod pages;
mod pdf;
mod pending;
mod portfolio;
#[cfg(feature = "portfolio")]
mod report;
mod requests;
mod store;
mod types;
mod webhook;

pub(crate) use asynchronous::until_stopped;
pub use client::{CallOptions, ClientOptions, InterruptCheck, NativeClient, RawAnswer};
pub use enrollment::{EnrollOptions, NativeProgressListener};
#[cfg(feature = "portfolio")]
pub use intake::{IntakeFormat, IntakeOptions, NativePortfolioRows, PortfolioRow};
pub use json::JsonValue;
pub use key::{NativeApiKey, NativeKeyProvider};
pub use lending::{LoanOptions, NativeLoanChanges, NativeLoanTracker, TrackOptions};
pub use logging::{LogHandler, LogLevel, set_log_handler};
pub use observer::{AttemptEvent, JourneyEvent, NativeCallObserver};
pub use pages::NativeCursors;
pub use pending::{NativeAsyncResolutions, NativePendingEnrollments, NativeResolutions, PendingOptions};
pub use portfolio::{CompanySource, NativePortfolioResultsToCome, NativePortfolioRun, PortfolioOptions};
#[cfg(feature = "portfolio")]
pub use report::{NativePortfolioReport, NativePortfolioResults, ReportOptions};
pub use requests::CheckedRequest;
pub use store::NativeStore;
pub use webhook::{NativeWebhookReceiver, NativeWebhookRoutes};
