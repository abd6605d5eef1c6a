//! Everything the simulator remembers, in memory, behind one lock.

pub(crate) mod agenda;
pub(crate) mod application;
pub(crate) mod balance;
pub(crate) mod batch;
pub(crate) mod bill;
pub(crate) mod borrower;
pub(crate) mod card;
pub(crate) mod case;
pub(crate) mod clock;
pub(crate) mod emission;
pub(crate) mod installment;
pub(crate) mod invoice;
pub(crate) mod job;
pub(crate) mod ledger;
pub(crate) mod line;
pub(crate) mod loan;
pub(crate) mod onboarding;
pub(crate) mod payment;
pub(crate) mod plan;
pub(crate) mod referrer;
pub(crate) mod register;
pub(crate) mod seed;
pub(crate) mod subscription;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::{
    rules::later,
    settings::Settings,
    world::{
        agenda::Agenda,
        batch::{Batch, SharedData},
        borrower::Borrower,
        card::Card,
        clock::Clock,
        emission::Emission,
        job::{Event, Job},
        ledger::Ledger,
        line::Line,
        onboarding::Onboarding,
        register::Register,
        seed::Seed,
    },
};

/// The state.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: Seed,
    pub(crate) settings: Settings,
    pub(crate) borrowers: Register<Borrower>,
    pub(crate) lines: Register<Line>,
    pub(crate) webhooks: Vec<Value>,
    /// Invoices, loans and payments.
    pub(crate) ledger: Ledger,
    pub(crate) counterparties: Vec<Value>,
    pub(crate) cards: Vec<Card>,
    pub(crate) onboardings: Vec<Onboarding>,
    pub(crate) batches: Vec<Batch>,
    /// What each company has shared, by its number.
    pub(crate) shared_data: BTreeMap<String, SharedData>,
    pub(crate) revenue_shares: Vec<Value>,
    pub(crate) subscriptions: Vec<Value>,
    /// Companies that an evaluation declines.
    pub(crate) declined: HashSet<String>,
    /// How many companies, accounts and invoices were invented.
    inventions: AtomicU64,
    /// Which company an account serves.
    accounts: HashMap<String, String>,
    /// How many ids of each kind were given out.
    counters: HashMap<String, u64>,
    /// Which life this is: work planned before a reset must not reach into the next one.
    pub(crate) generation: u64,
    clock: Clock,
    agenda: Agenda<World>,
    /// The due time of the task that runs; none between tasks.
    moment: Option<Timestamp>,
    /// How many tasks have run, and how often the clock was set.
    revision: u64,
    jobs: UnboundedSender<Job>,
}

impl World {
    pub(crate) fn new(seed: Seed, settings: Settings, jobs: UnboundedSender<Job>) -> Self {
        let start = settings.start().unwrap_or_else(Timestamp::now);
        Self {
            seed,
            clock: Clock::new(start, settings.clock_frozen),
            agenda: Agenda::default(),
            moment: None,
            revision: 0,
            settings,
            borrowers: Register::default(),
            lines: Register::default(),
            webhooks: Vec::new(),
            ledger: Ledger::default(),
            counterparties: Vec::new(),
            cards: Vec::new(),
            onboardings: Vec::new(),
            batches: Vec::new(),
            shared_data: BTreeMap::new(),
            revenue_shares: referrer::first_shares(seed, start),
            subscriptions: subscription::first(seed),
            declined: HashSet::new(),
            inventions: AtomicU64::new(0),
            accounts: HashMap::new(),
            counters: HashMap::new(),
            generation: 0,
            jobs,
        }
    }

    /// Forgets everything.
    pub(crate) fn reset(&mut self, settings: Settings) {
        let (generation, revision) = (self.generation + 1, self.revision + 1);
        *self = Self { generation, revision, ..Self::new(self.seed, settings, self.jobs.clone()) };
    }

    /// The next id of a kind for a subject: the same in every run, whatever else happens meanwhile.
    pub(crate) fn next_id(&mut self, kind: &str, subject: &str) -> String {
        let count = self.counters.entry(format!("{kind} {subject}")).or_default();
        *count += 1;
        self.seed.uuid(kind, &format!("{subject} {count}"))
    }

    /// Counts what is invented; inventing changes nothing else.
    pub(crate) fn next_invention(&self) -> u64 {
        self.inventions.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns an object as the switch `response_shape` has answers show it.
    pub(crate) fn shaped(&self, body: &Value, required: &str) -> Value {
        self.settings.response_shape.of(body, required)
    }

    pub(crate) fn borrower(&self, id: &str) -> Option<&Borrower> {
        self.borrowers.of_borrower(id)
    }

    pub(crate) fn borrower_mut(&mut self, id: &str) -> Option<&mut Borrower> {
        self.borrowers.of_borrower_mut(id)
    }

    /// The newest borrower of a company that is not deactivated.
    pub(crate) fn active_borrower_of(&self, identifier: &str) -> Option<&Borrower> {
        self.borrowers.of_company(identifier).rev().find(|borrower| !borrower.is_deactivated())
    }

    pub(crate) fn line_of(&self, borrower_id: &str) -> Option<&Line> {
        self.lines.of_borrower(borrower_id)
    }

    pub(crate) fn line_mut(&mut self, borrower_id: &str) -> Option<&mut Line> {
        self.lines.of_borrower_mut(borrower_id)
    }

    pub(crate) fn account_owner(&self, iban: &str) -> Option<&str> {
        self.accounts.get(iban).map(String::as_str)
    }

    pub(crate) fn claim_account(&mut self, iban: String, company: &str) {
        self.accounts.entry(iban).or_insert_with(|| company.to_owned());
    }

    /// The name of a company: what a request said of it, or an invented one.
    pub(crate) fn company_name(&self, identifier: &str) -> String {
        let borrower = self.borrowers.of_company(identifier).next_back();
        let counterparty = self.counterparties.iter().rev().find(|known| known["identifier"] == identifier);
        let names = borrower.map(|borrower| &borrower.body["name"]).into_iter();
        let names = names.chain(counterparty.map(|counterparty| &counterparty["name"]));
        let known = names.filter_map(Value::as_str).find(|name| !name.is_empty());
        known.map_or_else(|| format!("Example company {identifier}"), str::to_owned)
    }

    /// The time: what runs because it has become due sees its own due time.
    pub(crate) fn now(&self) -> Timestamp {
        self.moment.unwrap_or_else(|| self.clock.now())
    }

    /// Plans a task for a time; one that is past means now. Tasks look at the state before they change it,
    /// so nothing that is planned needs to be taken back.
    pub(crate) fn plan(&mut self, due: Timestamp, task: impl FnOnce(&mut Self) + Send + 'static) {
        self.agenda.add(due.max(self.now()), Box::new(task));
        self.submit(Job::Wake);
    }

    /// Plans a task for a time from now on.
    pub(crate) fn plan_after(&mut self, after: Duration, task: impl FnOnce(&mut Self) + Send + 'static) {
        self.plan(later(self.now(), after), task);
    }

    /// Runs all that is due, in the order of due times.
    pub(crate) fn run_due(&mut self) {
        self.run_until(self.clock.now());
    }

    /// Moves the clock forward and runs what becomes due on the way.
    pub(crate) fn move_clock(&mut self, to: Timestamp) {
        self.run_until(to);
        self.revision += 1;
        self.clock.set(to);
        self.submit(Job::Wake);
    }

    /// Whether real time moves the clock from now on.
    pub(crate) fn freeze_clock(&mut self, frozen: bool) {
        self.revision += 1;
        self.clock.freeze(frozen);
        self.submit(Job::Wake);
    }

    /// A number that differs when time has changed something since.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// When the next task is due; none when nothing is planned.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.agenda.next_due()
    }

    pub(crate) fn clock_is_frozen(&self) -> bool {
        self.clock.is_frozen()
    }

    /// How long it takes in real time until something becomes due; none: never, unless the clock is moved.
    pub(crate) fn until_due(&self) -> Option<Duration> {
        let due = self.agenda.next_due().filter(|_| !self.clock.is_frozen())?;
        Some(due.duration_since(self.clock.now()).try_into().unwrap_or_default())
    }

    fn run_until(&mut self, by: Timestamp) {
        while let Some((due, task)) = self.agenda.take(by) {
            self.revision += 1;
            self.moment = Some(due);
            task(self);
            self.moment = None;
        }
    }

    /// Tells all subscriptions of an event type about a new state of an entity.
    pub(crate) fn emit(&self, event: &Emission<'_>) {
        let envelope = event.envelope(self.now(), self.settings.webhook_borrower_id);
        for webhook in self.webhooks.iter().filter(|webhook| event.is_wanted_by(webhook)) {
            for _ in 0..self.settings.webhook_copies {
                self.submit(Job::Deliver(Event {
                    subscription_id: webhook["id"].as_str().unwrap_or_default().to_owned(),
                    to_url: webhook["to_url"].as_str().unwrap_or_default().to_owned(),
                    reordered: self.settings.webhook_reordered,
                    body: envelope.clone(),
                }));
            }
        }
    }

    /// Returns how many subscriptions want events of a type.
    pub(crate) fn subscribers(&self, event_type: &str) -> usize {
        let event = Emission::new(event_type, "", &Value::Null);
        self.webhooks.iter().filter(|webhook| event.is_wanted_by(webhook)).count()
    }

    fn submit(&self, job: Job) {
        // The receiver is gone only while the server stops, when nothing is left to do.
        let _ = self.jobs.send(job);
    }
}
