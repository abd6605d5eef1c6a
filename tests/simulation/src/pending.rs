//! Pending enrolments of a process: begun here or elsewhere, added, polled together, delivered.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use defacto_sdk::error::ErrorKind;
use defacto_sdk::pending::{PendingOptions, Resolution, ResolutionOutcome};
use defacto_sdk::store::Store;
use defacto_sdk::webhook::WebhookEvent;
use defacto_sdk::{AsyncClient, AsyncPendingEnrollments, EnrollOptions, Enrollment, Result};
use tokio::time::{sleep, timeout};

use crate::chaos::Chaos;
use crate::company::{siren, siren_in, spelled};
use crate::ledger::Addition;
use crate::process::{check_ready, passes, unless_dropped};

/// The pending enrolments that the tasks of a process share.
#[derive(Clone)]
pub(crate) struct Tracker {
    chaos: Arc<Chaos>,
    pending: AsyncPendingEnrollments,
    job: String,
    number: u64,
}

/// Resume tokens that processes pass to each other, with the number of the company.
pub(crate) type Tokens = std::sync::Mutex<Vec<(usize, String)>>;

impl Tracker {
    pub(crate) fn new(chaos: &Arc<Chaos>, client: &AsyncClient, store: Arc<dyn Store>, job: String) -> Self {
        let options = PendingOptions::new().name(job.as_str()).poll_interval(Duration::from_secs(2));
        let pending = AsyncPendingEnrollments::new(client, store, options);
        let number = chaos.trackers.lock().unwrap().len() as u64;
        chaos.trackers.lock().unwrap().push((chaos.running.load(Ordering::Relaxed), pending.clone()));
        Self { chaos: Arc::clone(chaos), pending, job, number }
    }

    /// Enrols companies without waiting, until each has its line: what is pending is tracked.
    pub(crate) async fn work(&self, client: &AsyncClient, companies: &[usize]) {
        let mut left = companies.to_vec();
        for _ in 0..200 {
            let mut pending = Vec::new();
            for company in left {
                if !self.begin(client, company).await {
                    pending.push(company);
                }
            }
            left = pending;
            self.drain().await;
            if left.is_empty() {
                return;
            }
            let pause = Duration::from_millis(self.chaos.dice().u64(0..2_000));
            sleep(pause).await;
        }
        self.chaos.breaks(format!("it is not known what became of the pending companies {left:?}"));
    }

    /// Begins the enrolment of a company, or continues one of another process, and tracks it. Returns `true`
    /// if the line exists already.
    async fn begin(&self, client: &AsyncClient, company: usize) -> bool {
        let chaos = &self.chaos;
        let spelling = chaos.dice().u64(..);
        let request = spelled(company, spelling);
        let options = EnrollOptions::asynchronous();
        let token = chaos.tokens.lock().unwrap().iter().rfind(|(of, _)| *of == company).cloned();
        let way = chaos.dice().u32(0..5);
        let answer = match (way, token) {
            (0, Some((_, token))) => {
                unless_dropped(chaos, Box::pin(client.resume_enrollment(&token, &options))).await
            }
            (1, _) => {
                unless_dropped(chaos, Box::pin(client.follow_enrollment(&siren(company), &options))).await
            }
            (2, Some((_, token))) => {
                // Another process began it.
                self.add(company, &token).await;
                return false;
            }
            _ => unless_dropped(chaos, Box::pin(client.enroll(&request, &options))).await,
        };
        match answer {
            Some(Ok(Enrollment::Ready { borrower, credit_line, .. })) => {
                check_ready(chaos, &siren(company), &borrower, &credit_line);
                true
            }
            Some(Ok(Enrollment::Pending { resume, .. })) => {
                chaos.tokens.lock().unwrap().push((company, resume.clone()));
                self.add(company, &resume).await;
                false
            }
            Some(Ok(other)) => {
                chaos.breaks(format!("company {company}: {other:?}"));
                false
            }
            Some(Err(error)) if passes(&error) || error.kind() == ErrorKind::NotFound => {
                chaos.note(&error.to_string());
                if let Some(token) = &error.details().resume_token {
                    self.add(company, token).await;
                }
                false
            }
            Some(Err(error)) => {
                chaos.breaks(format!("company {company}: {error}"));
                false
            }
            None => false,
        }
    }

    async fn add(&self, company: usize, token: &str) {
        let addition = Addition::begin(&self.chaos, &self.job, siren(company));
        match unless_dropped(&self.chaos, Box::pin(self.pending.add_token(token))).await {
            Some(Ok(())) => {
                self.chaos.note(&format!("{} is added to {}", siren(company), self.job));
                addition.ends_well();
            }
            Some(Err(error)) if passes(&error) => {}
            Some(Err(error)) => self.chaos.breaks(format!("company {company}: {error}")),
            None => {}
        }
    }

    /// Takes resolutions for some time, or until nothing is pending.
    async fn drain(&self) {
        let seconds = Duration::from_secs(self.chaos.dice().u64(0..60));
        let taken = if self.chaos.happens(200) {
            timeout(seconds, Box::pin(self.take(None))).await.unwrap_or(Ok(()))
        } else {
            unless_dropped(&self.chaos, Box::pin(self.take(Some(seconds)))).await.unwrap_or(Ok(()))
        };
        match taken {
            Err(error) if !passes(&error) => self.chaos.breaks(format!("pending enrolments: {error}")),
            _ => {}
        }
    }

    /// Takes resolutions until nothing is pending. Then nothing that was found may be left undelivered.
    pub(crate) async fn finish(&self) {
        for _ in 0..50 {
            match self.take(Some(Duration::from_secs(60))).await {
                Ok(()) if self.pending.is_empty().await.unwrap_or(false) => {
                    let left = self.chaos.jobs.entries_of(&self.job);
                    if left > 0 {
                        self.chaos.breaks(format!("{left} entries of {} are not delivered", self.job));
                    }
                    return;
                }
                Ok(()) => {}
                Err(error) => self.chaos.note(&error.to_string()),
            }
        }
        self.chaos.breaks(format!("{} does not come to an end", self.job));
    }

    /// Takes resolutions, for ever without `wait`.
    pub(crate) async fn take(&self, wait: Option<Duration>) -> Result<()> {
        let mut resolutions = match wait {
            Some(wait) => self.pending.resolutions(Some(wait)),
            None => self.pending.watch(),
        };
        let mut last: Option<String> = None;
        loop {
            let next = resolutions.next_resolution().await;
            let next = next?;
            if let Some(siren) = last.take() {
                self.chaos.ledger.complete(self.number, &self.job, &siren);
            }
            let Some(resolution) = next else { return Ok(()) };
            let siren = siren_in(&resolution.identifier);
            self.check(&resolution, &siren);
            last = Some(siren);
            if self.chaos.happens(300) {
                // The program works on it.
                let pause = Duration::from_millis(self.chaos.dice().u64(0..4_000));
                sleep(pause).await;
            }
        }
    }

    /// Checks that a resolution is delivered once, and with the data of its own company.
    fn check(&self, resolution: &Resolution, siren: &str) {
        let (chaos, own) = (&self.chaos, Some(siren.to_owned()));
        let at = format!("{siren} of {} is {:?}", self.job, resolution.outcome);
        chaos.note(&at);
        if let Some(wrong) = chaos.ledger.deliver(self.number, &self.job, siren) {
            chaos.breaks(wrong);
        }
        if let Some(id) = resolution.borrower_id
            && chaos.siren_of(&id.to_string()) != own
        {
            chaos.breaks(format!("{at} with the borrower of another company"));
        }
        match (&resolution.outcome, &resolution.credit_line) {
            (ResolutionOutcome::Ready, Some(line)) => {
                if chaos.siren_of_line(line) != own {
                    chaos.breaks(format!("{at} with the line of another company"));
                }
            }
            (ResolutionOutcome::NotCreated, None) => {}
            _ => chaos.breaks(format!("{at}: {resolution:?}")),
        }
    }
}

/// Delivers events about lines to trackers: late, several times, and to processes that do not need them.
pub(crate) async fn deliver_events(chaos: &Chaos) {
    loop {
        let pause = Duration::from_millis(chaos.dice().u64(200..8_000));
        sleep(pause).await;
        let mut dice = chaos.dice();
        let Some(event) = chaos.api.lock().unwrap().event(&mut dice) else { continue };
        let trackers = chaos.trackers.lock().unwrap();
        let alive: Vec<_> = trackers.iter().filter(|(process, _)| chaos.lives(*process)).collect();
        let Some((process, tracker)) = dice.choice(alive) else { continue };
        drop(dice);
        let before = chaos.running.swap(*process, Ordering::Relaxed);
        chaos.note("an event arrives");
        tracker.notify(&WebhookEvent::from_json(event.to_string().as_bytes()).unwrap());
        chaos.running.store(before, Ordering::Relaxed);
    }
}
