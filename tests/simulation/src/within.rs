//! The futures of a process: the process runs while one of them is polled or dropped.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use defacto_sdk::simulation::Simulated;

use crate::chaos::Chaos;

/// A future of one process.
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

/// Returns `future` as a task of the running process. It ends when the process does.
pub(crate) fn in_process(chaos: &Arc<Chaos>, future: Simulated<()>) -> Simulated<()> {
    let process = chaos.running.load(Ordering::Relaxed);
    let (life, task) = (Within::new(chaos, process, future), chaos.task(process));
    let chaos = Arc::clone(chaos);
    Box::pin(async move {
        let Some((died, _task)) = task else { return };
        // Created before the check, so that the end of the process is not missed.
        let ends = died.notified();
        if !chaos.lives(process) {
            return;
        }
        let (ends, life) = (pin!(ends), pin!(life));
        tokio::select! {
            biased;
            () = ends => {}
            () = life => {}
        }
    })
}
