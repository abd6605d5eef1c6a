//! The conditions of a run, which its seed chooses.

use std::time::Duration;

use crate::api::Repeat;
use crate::portfolio::Portfolio;
use crate::process::Work;

/// The conditions that a seed chooses.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) processes: u64,
    pub(crate) crashes: u32,
    pub(crate) store: Kind,
    pub(crate) work: Work,
    pub(crate) repeat: Repeat,
    pub(crate) lag: Duration,
    /// Whether lists show a line without its company.
    pub(crate) hides_companies: bool,
    /// The number of companies that are enrolled in any way.
    pub(crate) companies: usize,
}

/// The store of the clients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// No store but for portfolios and pending enrolments: one process, which never dies.
    None,
    /// One file on one machine.
    Local,
    /// A server for several machines.
    Leased,
}

/// What the processes of a seed do.
#[derive(Clone, Copy)]
struct Mix {
    enrolls: bool,
    has_portfolio: bool,
    has_pending: bool,
}

impl Mix {
    fn of(dice: &mut fastrand::Rng) -> Self {
        let (enrolls, has_portfolio, has_pending) = match dice.u32(0..20) {
            0..=11 => (true, false, false),
            12 | 13 => (true, true, false),
            14 | 15 => (false, true, false),
            16 => (true, false, true),
            17 | 18 => (false, false, true),
            _ => (true, true, true),
        };
        Self { enrolls, has_portfolio, has_pending }
    }
}

impl Scene {
    pub(crate) fn of(seed: u64) -> Self {
        let mut dice = fastrand::Rng::with_seed(!seed);
        let store = [Kind::None, Kind::Local, Kind::Local, Kind::Leased, Kind::Leased][dice.usize(0..5)];
        let repeat = [Repeat::Creates, Repeat::Creates, Repeat::Creates, Repeat::Returns, Repeat::Refuses];
        let alone = store == Kind::None;
        let processes = if alone { 1 } else { dice.u64(2..=4) };
        let crashes = if alone { 0 } else { dice.u32(0..=5) };
        let (companies, loans) = (dice.usize(1..=2), dice.usize(0..=1));
        let tasks = dice.usize(if alone { 2..=4 } else { 1..=2 });
        let repeat = repeat[dice.usize(0..repeat.len())];
        let lag = Duration::from_millis([0, 0, dice.u64(0..4_000)][dice.usize(0..3)]);
        let mix = Mix::of(&mut dice);
        let (portfolio, tracked) = (portfolio_of(&mut dice, companies), dice.usize(1..=companies + 1));
        let (has_own_job, hides_companies) = (dice.bool(), dice.u32(0..6) == 0);
        // Several processes are at a portfolio already.
        let tasks = if mix.has_portfolio && dice.u32(0..3) > 0 { 1 } else { tasks };
        let portfolio = Some(portfolio).filter(|_| mix.has_portfolio);
        let pending = mix.has_pending.then(|| ((0..tracked).collect(), has_own_job));
        let own = if mix.enrolls { companies } else { 0 };
        let in_rows = portfolio.as_ref().and_then(|it| it.rows.iter().max()).map_or(0, |company| company + 1);
        Self {
            processes,
            crashes,
            store,
            repeat,
            lag,
            hides_companies,
            companies: own.max(in_rows).max(if mix.has_pending { tracked } else { 0 }),
            work: Work { companies: own, loans, tasks, portfolio, pending, processes },
        }
    }
}

/// A portfolio of the companies that are enrolled directly, of one more, and of one of these again.
fn portfolio_of(dice: &mut fastrand::Rng, companies: usize) -> Portfolio {
    let mut rows: Vec<usize> = (0..=companies).collect();
    if dice.bool() {
        rows.push(dice.usize(0..=companies));
    }
    dice.shuffle(&mut rows);
    let mut portfolio = Portfolio {
        rows,
        invalid: None,
        is_divided: dice.u32(0..3) == 0,
        has_run: dice.bool(),
        in_flight: dice.u32(1..=4),
    };
    if dice.u32(0..4) == 0 {
        // The company of no other row: nothing is sent for it.
        portfolio.invalid = Some(portfolio.rows.len());
        portfolio.rows.push(0);
    }
    portfolio
}
