//! One process of a simulation: does all its work until it knows every outcome.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use defacto_sdk::api::borrowers::Borrower;
use defacto_sdk::api::credit_lines::CreditLine;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::store::Store;
use defacto_sdk::{
    AsyncClient, Client, DefactoError, EnrollOptions, Enrollment, LoanOptions, LoanOutcome, TrackOptions,
};
use tokio::time::{sleep, timeout};

use crate::chaos::Chaos;
use crate::company::{loan, siren, spelled};
use crate::database::Shared;
use crate::pending::Tracker;
use crate::portfolio::{Desk, Portfolio};
use crate::scene::Kind;

/// How long tasks of a process may go on after its work.
const AFTERWARDS: Duration = Duration::from_secs(120);

/// The work of a process.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) companies: usize,
    pub(crate) loans: usize,
    pub(crate) tasks: usize,
    pub(crate) portfolio: Option<Portfolio>,
    /// The companies that are tracked, and whether each process has a job of its own for them.
    pub(crate) pending: Option<(Vec<usize>, bool)>,
    /// How many processes share the work.
    pub(crate) processes: u64,
}

/// What a process uses.
#[derive(Clone)]
pub(crate) struct Means {
    /// The store of the clients, if they have one.
    pub(crate) clients: Option<Arc<dyn Store>>,
    /// The store of portfolios and pending enrolments.
    pub(crate) jobs: Arc<dyn Store>,
    /// The number of the program, which its process keeps when it is started again.
    pub(crate) number: u64,
}

impl Means {
    pub(crate) fn of(number: u64, database: &Shared, kind: Kind) -> Self {
        let jobs = database.open(kind == Kind::Leased);
        Self { clients: (kind != Kind::None).then(|| Arc::clone(&jobs)), jobs, number }
    }

    pub(crate) fn client(&self) -> AsyncClient {
        let mut builder = Client::builder("a-key-for-tests", "http://127.0.0.1:9");
        if let Some(store) = &self.clients {
            builder = builder.store(Arc::clone(store));
        }
        builder.build_async().unwrap()
    }

    /// Returns the pending enrolments of the process.
    pub(crate) fn tracker(&self, chaos: &Arc<Chaos>, is_own: bool) -> Tracker {
        let job = if is_own { format!("pending of {}", self.number) } else { "pending".to_owned() };
        self.tracker_of(chaos, job)
    }

    /// Returns the pending enrolments of a job.
    pub(crate) fn tracker_of(&self, chaos: &Arc<Chaos>, job: String) -> Tracker {
        Tracker::new(chaos, &self.client(), Arc::clone(&self.jobs), job)
    }
}

/// Runs a process: each task does all the work, in an order of its own, with a client of its own.
pub(crate) async fn live(chaos: Arc<Chaos>, work: Work, means: Means) {
    let tracker = work.pending.as_ref().map(|(_, is_own)| means.tracker(&chaos, *is_own));
    let mut tasks: Vec<_> = (0..work.tasks)
        .map(|_| {
            let (here, tracker) = (Arc::clone(&chaos), tracker.clone());
            Some(Box::pin(everything(here, work.clone(), means.clone(), tracker)))
        })
        .collect();
    poll_fn(|context| {
        for task in &mut tasks {
            if task.as_mut().is_some_and(|task| task.as_mut().poll(context).is_ready()) {
                *task = None;
            }
        }
        if tasks.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    // A job that others use as well is not at its end here.
    if let (Some(tracker), Some((_, true))) = (&tracker, &work.pending) {
        Box::pin(tracker.finish()).await;
    }
    settle_down(&chaos).await;
}

/// Waits until the tasks of the running process have ended and its claims are released.
async fn settle_down(chaos: &Chaos) {
    let is_over = async {
        while !chaos.left_behind().is_empty() {
            sleep(Duration::from_millis(200)).await;
        }
    };
    if timeout(AFTERWARDS, is_over).await.is_err() {
        chaos.breaks(format!("a process leaves {}", chaos.left_behind()));
    }
}

async fn everything(chaos: Arc<Chaos>, work: Work, means: Means, tracker: Option<Tracker>) {
    let client = means.client();
    let mut order: Vec<usize> = (0..work.companies + work.loans + 2).collect();
    chaos.dice().shuffle(&mut order);
    for number in order {
        if number < work.companies {
            Box::pin(enroll(&chaos, &client, number)).await;
        } else if number < work.companies + work.loans {
            Box::pin(lend(&chaos, &client, number - work.companies)).await;
        } else if number == work.companies + work.loans {
            let Some(portfolio) = &work.portfolio else { continue };
            let part = (means.number, work.processes);
            let desk = Desk { chaos: &chaos, client: &client, store: &means.jobs, portfolio, part };
            Box::pin(desk.work()).await;
        } else if let (Some(tracker), Some((companies, _))) = (&tracker, &work.pending) {
            Box::pin(tracker.work(&client, companies)).await;
        }
    }
}

/// Waits for a call, unless its caller drops it before.
pub(crate) async fn unless_dropped<T>(chaos: &Chaos, call: impl Future<Output = T>) -> Option<T> {
    if chaos.is_calm() || !chaos.happens(150) {
        return Some(call.await);
    }
    let answer = if chaos.happens(500) {
        let patience = Duration::from_millis(chaos.dice().u64(0..20_000));
        timeout(patience, call).await.ok()
    } else {
        // At one of its first waits, however short that is.
        let waits = chaos.dice().u32(0..60);
        at_most(waits, call).await
    };
    if answer.is_none() {
        chaos.note("drops a call");
    }
    answer
}

/// Drives a call until it has waited `waits` times.
async fn at_most<T>(mut waits: u32, call: impl Future<Output = T>) -> Option<T> {
    let mut call = pin!(call);
    poll_fn(|context| {
        let Some(left) = waits.checked_sub(1) else { return Poll::Ready(None) };
        waits = left;
        call.as_mut().poll(context).map(Some)
    })
    .await
}

/// Returns `true` if the same call may succeed later.
pub(crate) fn passes(error: &DefactoError) -> bool {
    let kinds = [ErrorKind::Timeout, ErrorKind::Transport, ErrorKind::Store, ErrorKind::Api];
    error.retryable() || error.outcome_unknown() || kinds.contains(&error.kind())
}

/// Checks that a borrower and a line belong to a company.
pub(crate) fn check_ready(chaos: &Chaos, siren: &str, borrower: &Borrower, line: &CreditLine) {
    let own = Some(siren.to_owned());
    if borrower.id.and_then(|id| chaos.siren_of(&id.to_string())) != own {
        chaos.breaks(format!("{siren} has the borrower of another company"));
    }
    if chaos.siren_of_line(line) != own {
        chaos.breaks(format!("{siren} has the line of another company"));
    }
}

async fn enroll(chaos: &Chaos, client: &AsyncClient, number: usize) {
    for _ in 0..200 {
        let spelling = chaos.dice().u64(..);
        let company = spelled(number, spelling);
        let wait = Duration::from_secs(chaos.dice().u64(5..90));
        let options = EnrollOptions::wait_until_ready(wait).synchronous(chaos.happens(500));
        match unless_dropped(chaos, Box::pin(client.enroll(&company, &options))).await {
            Some(Ok(Enrollment::Ready { borrower, credit_line, .. })) => {
                return check_ready(chaos, &siren(number), &borrower, &credit_line);
            }
            Some(Ok(Enrollment::Pending { .. })) | None => {}
            Some(Err(error)) if passes(&error) => chaos.note(&error.to_string()),
            Some(other) => return chaos.breaks(format!("company {number}: {other:?}")),
        }
        let pause = Duration::from_millis(chaos.dice().u64(0..2_000));
        sleep(pause).await;
    }
    chaos.breaks(format!("it is not known what became of company {number}"));
}

async fn lend(chaos: &Chaos, client: &AsyncClient, order: usize) {
    for _ in 0..200 {
        let wait = Duration::from_secs(chaos.dice().u64(5..60));
        let options = LoanOptions::wait_until_decided(wait);
        // Built anew each time, as by a job that is restarted.
        match unless_dropped(chaos, Box::pin(client.request_loan(&loan(order), &options))).await {
            Some(Ok(LoanOutcome::Accepted { loan })) => {
                if chaos.happens(300) {
                    unless_dropped(chaos, Box::pin(track(chaos, client, loan.id))).await;
                }
                return;
            }
            Some(Ok(LoanOutcome::Pending { .. })) | None => {}
            Some(Err(error)) if passes(&error) => chaos.note(&error.to_string()),
            Some(other) => return chaos.breaks(format!("order {order}: {other:?}")),
        }
        let pause = Duration::from_millis(chaos.dice().u64(0..2_000));
        sleep(pause).await;
    }
    chaos.breaks(format!("it is not known what became of order {order}"));
}

/// Follows a loan to its end: no status comes twice, and none after a later one.
async fn track(chaos: &Chaos, client: &AsyncClient, loan: defacto_sdk::model::Uuid) {
    let order = ["VALIDATED", "SCHEDULED", "TO_REPAY", "CLOSED"];
    let mut last = None;
    let mut changes = client.track(loan, &TrackOptions::new());
    loop {
        let next = match changes.next_change().await {
            Ok(Some(loan)) => order.iter().position(|status| *status == loan.status.as_str()),
            Ok(None) => break,
            Err(error) if passes(&error) => return chaos.note(&error.to_string()),
            Err(error) => return chaos.breaks(format!("loan {loan}: {error}")),
        };
        if next <= last {
            chaos.breaks(format!("loan {loan} has status {next:?} after {last:?}"));
        }
        last = next;
    }
    if last != Some(order.len() - 1) {
        chaos.breaks(format!("loan {loan} is not followed to its end"));
    }
}
