//! One process of a simulation: enrols every company and requests every loan until it knows the outcome.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;

use defacto_sdk::error::ErrorKind;
use defacto_sdk::store::Store;
use defacto_sdk::{AsyncClient, Client, EnrollOptions, Enrollment, LoanOptions, LoanOutcome};
use tokio::time::{sleep, timeout};

use crate::chaos::Chaos;
use crate::company::{loan, spelled};

/// A future of one process: that process runs while the future is polled or dropped.
pub(crate) struct Within<F> {
    chaos: Arc<Chaos>,
    process: u64,
    future: Option<Pin<Box<F>>>,
}

impl<F: Future> Within<F> {
    pub(crate) fn new(chaos: &Arc<Chaos>, process: u64, future: F) -> Self {
        Self { chaos: Arc::clone(chaos), process, future: Some(Box::pin(future)) }
    }
}

impl<F: Future> Future for Within<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let before = self.chaos.running.swap(self.process, Ordering::Relaxed);
        let polled = self.future.as_mut().unwrap().as_mut().poll(context);
        self.chaos.running.store(before, Ordering::Relaxed);
        polled
    }
}

impl<F> Drop for Within<F> {
    fn drop(&mut self) {
        let before = self.chaos.running.swap(self.process, Ordering::Relaxed);
        drop(self.future.take());
        self.chaos.running.store(before, Ordering::Relaxed);
    }
}

/// The work of a process.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) companies: usize,
    pub(crate) loans: usize,
    pub(crate) tasks: usize,
}

/// Runs a process: each task does all the work, in an order of its own, with a client of its own.
pub(crate) async fn live(chaos: Arc<Chaos>, work: Work, store: Option<Arc<dyn Store>>) {
    let mut tasks: Vec<_> = (0..work.tasks)
        .map(|_| {
            let mut builder = Client::builder("a-key-for-tests", "http://127.0.0.1:9");
            if let Some(store) = &store {
                builder = builder.store(Arc::clone(store));
            }
            let client = builder.build_async().unwrap();
            Some(Box::pin(everything(Arc::clone(&chaos), client, work.clone())))
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
}

async fn everything(chaos: Arc<Chaos>, client: AsyncClient, work: Work) {
    let mut order: Vec<usize> = (0..work.companies + work.loans).collect();
    chaos.dice().shuffle(&mut order);
    for number in order {
        if number < work.companies {
            Box::pin(enroll(&chaos, &client, number)).await;
        } else {
            Box::pin(lend(&chaos, &client, number - work.companies)).await;
        }
    }
}

/// Waits for a call, unless its caller drops it before.
async fn unless_dropped<T>(chaos: &Chaos, call: impl Future<Output = T>) -> Option<T> {
    if chaos.is_calm() || !chaos.happens(150) {
        return Some(call.await);
    }
    let patience = Duration::from_millis(chaos.dice().u64(0..20_000));
    let answer = timeout(patience, call).await.ok();
    if answer.is_none() {
        chaos.note("drops a call");
    }
    answer
}

async fn enroll(chaos: &Chaos, client: &AsyncClient, number: usize) {
    for _ in 0..200 {
        let spelling = chaos.dice().u64(..);
        let company = spelled(number, spelling);
        let wait = Duration::from_secs(chaos.dice().u64(5..90));
        let options = EnrollOptions::wait_until_ready(wait).synchronous(chaos.happens(500));
        match unless_dropped(chaos, Box::pin(client.enroll(&company, &options))).await {
            Some(Ok(Enrollment::Ready { .. })) => return,
            Some(Ok(Enrollment::Pending { .. })) | None => {}
            Some(Err(error)) if error.retryable() || error.outcome_unknown() => {
                chaos.note(&error.to_string());
            }
            Some(Err(error)) => match error.kind() {
                ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Store | ErrorKind::Api => {
                    chaos.note(&error.to_string());
                }
                _ => return chaos.breaks(format!("company {number}: {error}")),
            },
            Some(Ok(other)) => return chaos.breaks(format!("company {number}: {other:?}")),
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
            Some(Ok(LoanOutcome::Accepted { .. })) => return,
            Some(Ok(LoanOutcome::Pending { .. })) | None => {}
            Some(Err(error)) if error.retryable() || error.outcome_unknown() => {
                chaos.note(&error.to_string());
            }
            Some(Err(error)) => match error.kind() {
                ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Store | ErrorKind::Api => {
                    chaos.note(&error.to_string());
                }
                _ => return chaos.breaks(format!("order {order}: {error}")),
            },
            Some(Ok(other)) => return chaos.breaks(format!("order {order}: {other:?}")),
        }
        let pause = Duration::from_millis(chaos.dice().u64(0..2_000));
        sleep(pause).await;
    }
    chaos.breaks(format!("it is not known what became of order {order}"));
}
