//! Explores the whole protocol of claims and notes: every order of the steps of a few workers, with crashes.
//!
//! It checks the protocol as a model; the seeds check the code. Time is one assumption: a worker that honours
//! a note waits until the call under it has taken effect or never will.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "it is a test"
)]

use stateright::{Checker, Model, Property};

const WORKERS: usize = 3;
const COMPANIES: usize = 2;
/// The number of crashes and expired leases in all.
const MISFORTUNES: u8 = 3;

/// The next step of a worker for its company.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Step {
    Claim,
    Look,
    Note,
    Send,
    /// The worker has sent a call of unknown outcome.
    Search,
    Release,
    Done,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Worker {
    company: usize,
    step: Step,
    /// The number of the worker's restarts: a claim belongs to one life.
    life: u8,
}

#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
struct Company {
    /// The worker and the life that hold the claim.
    holder: Option<(usize, u8)>,
    /// Whether a note says that a call may be under way.
    noted: bool,
    /// How many calls are under way.
    under_way: u8,
    borrowers: u8,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct State {
    workers: Vec<Worker>,
    companies: Vec<Company>,
    misfortunes: u8,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Action {
    /// A worker takes its next step.
    Go(usize),
    /// A worker dies and is restarted.
    Die(usize),
    /// The lease of a claim expires while its holder is suspended.
    RunOut(usize),
    /// A call takes effect, or is lost.
    TakesEffect(usize),
    IsLost(usize),
}

/// The protocol, complete or without one part.
#[derive(Clone, Copy, Debug, Default)]
struct Protocol {
    leased: bool,
    without: Option<Part>,
}

/// A part that a negative control takes out.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// A note before each call.
    Note,
    /// Fencing: a worker that lost its claim sends nothing.
    Check,
    /// A worker that finds a note waits until it is settled.
    Wait,
}

impl Protocol {
    /// Returns `true` if a noted call of a company may still take effect.
    fn is_unsettled(self, state: &State, company: usize) -> bool {
        if self.without == Some(Part::Wait) || !state.companies[company].noted {
            return false;
        }
        let about_to_send =
            state.workers.iter().any(|worker| worker.company == company && worker.step == Step::Send);
        about_to_send || state.companies[company].under_way > 0
    }

    fn go(self, state: &mut State, number: usize) -> bool {
        let Worker { company, step, life } = state.workers[number].clone();
        let unsettled = self.is_unsettled(state, company);
        let place = &mut state.companies[company];
        let holds = place.holder == Some((number, life));
        let next = match step {
            Step::Claim => {
                if place.holder.is_some() {
                    return false;
                }
                place.holder = Some((number, life));
                Step::Look
            }
            Step::Look | Step::Search if place.borrowers > 0 => Step::Release,
            // The worker waits: as long as a call is unsettled, a missing company proves nothing.
            Step::Look | Step::Search if unsettled => return false,
            Step::Look | Step::Search => Step::Note,
            // Another worker holds the claim, so this one starts again with a claim and a search.
            Step::Note if !holds && self.without != Some(Part::Check) => Step::Claim,
            Step::Note => {
                place.noted = self.without != Some(Part::Note);
                Step::Send
            }
            Step::Send => {
                place.under_way += 1;
                Step::Search
            }
            Step::Release => {
                if holds {
                    (place.holder, place.noted) = (None, false);
                }
                Step::Done
            }
            Step::Done => return false,
        };
        state.workers[number].step = next;
        true
    }
}

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        // Two workers want one company, the third wants the other.
        let worker = |number: usize| Worker { company: number / 2, step: Step::Claim, life: 0 };
        vec![State {
            workers: (0..WORKERS).map(worker).collect(),
            companies: vec![Company::default(); COMPANIES],
            misfortunes: MISFORTUNES,
        }]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        actions.extend((0..WORKERS).map(Action::Go));
        if state.misfortunes > 0 {
            actions.extend((0..WORKERS).map(Action::Die));
            if self.leased {
                actions.extend((0..COMPANIES).map(Action::RunOut));
            }
        }
        actions.extend(
            (0..COMPANIES).flat_map(|company| [Action::TakesEffect(company), Action::IsLost(company)]),
        );
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        let happens = match action {
            Action::Go(number) => self.go(&mut state, number),
            Action::Die(number) => {
                let worker = &mut state.workers[number];
                let company = &mut state.companies[worker.company];
                // The others notice that the holder is dead, or its lease expires.
                if company.holder == Some((number, worker.life)) {
                    company.holder = None;
                }
                worker.life += 1;
                state.misfortunes -= 1;
                let was_done = worker.step == Step::Done;
                worker.step = Step::Claim;
                !was_done
            }
            Action::RunOut(company) => {
                state.misfortunes -= 1;
                state.companies[company].holder.take().is_some()
            }
            Action::TakesEffect(company) | Action::IsLost(company) => {
                let place = &mut state.companies[company];
                if place.under_way == 0 {
                    return None;
                }
                place.under_way -= 1;
                place.borrowers += u8::from(matches!(action, Action::TakesEffect(_)));
                true
            }
        };
        happens.then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("a company has one borrower at most", |_, state: &State| {
                state.companies.iter().all(|company| company.borrowers <= 1)
            }),
            Property::sometimes("everybody comes to an end", |_, state: &State| {
                state.workers.iter().all(|worker| worker.step == Step::Done)
            }),
        ]
    }
}

const ONE_BORROWER: &str = "a company has one borrower at most";

#[test]
fn no_order_of_steps_makes_a_second_borrower() {
    for leased in [false, true] {
        let checker = Protocol { leased, without: None }.checker().spawn_bfs().join();
        println!("leased: {leased}, states: {}", checker.unique_state_count());
        checker.assert_properties();
    }
}

#[test]
fn without_a_part_of_the_protocol_there_is_an_order_that_does() {
    for part in [Part::Note, Part::Check, Part::Wait] {
        let broken = Protocol { leased: true, without: Some(part) };
        let checker = broken.checker().spawn_bfs().join();
        let path =
            checker.discovery(ONE_BORROWER).unwrap_or_else(|| panic!("{broken:?} is missed by nobody"));
        println!("{broken:?}: {} steps", path.into_actions().len());
    }
}
