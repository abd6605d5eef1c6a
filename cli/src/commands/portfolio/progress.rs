//! The progress of a run: a bar on a terminal, otherwise a line every few seconds.

use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use defacto_sdk::portfolio::PortfolioMonitor;
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::tally::Tally;
use crate::terminal::output::note;
use crate::terminal::words::plural;

const REDRAWN: Duration = Duration::from_millis(200);
const LINES: Duration = Duration::from_secs(5);
/// After this many seconds without an answer, the API is shown as silent.
const SILENT: u64 = 3;

/// Shows the progress of a run, on its own thread, until it is dropped.
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the display. `about` is the estimated number of rows.
    pub(super) fn start(watch: PortfolioMonitor, about: Option<u64>) -> Self {
        let (stop, stopped) = channel::<()>();
        let begun = Instant::now();
        let show = move || {
            let bar = io::stderr().is_terminal().then(|| bar(about));
            let pause = if bar.is_some() { REDRAWN } else { LINES };
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                match &bar {
                    Some(bar) => redraw(bar, &watch),
                    None => note(line(&State::of(&watch), about, begun.elapsed())),
                }
            }
            match bar {
                Some(bar) => bar.finish_and_clear(),
                None => note(line(&State::of(&watch), about, begun.elapsed())),
            }
        };
        // Without the thread, only the display is missing.
        Self { stop: Some(stop), thread: std::thread::Builder::new().spawn(show).ok() }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The state of a run as it is displayed.
struct State {
    read: i64,
    finished: i64,
    tally: Tally,
    silent_for: u64,
}

impl State {
    fn of(watch: &PortfolioMonitor) -> Self {
        let progress = watch.progress();
        let silent_for = watch.down_for().as_secs();
        Self { read: progress.read, finished: progress.finished(), tally: Tally::from(&progress), silent_for }
    }

    fn words(&self) -> String {
        let under_way = match self.read - self.finished {
            0 => String::new(),
            rows => format!("; {rows} under way"),
        };
        let silent = if self.silent_for >= SILENT {
            format!("; the API has not answered for {} s", self.silent_for)
        } else {
            String::new()
        };
        format!("{}{under_way}{silent}", self.tally.words())
    }
}

fn bar(about: Option<u64>) -> ProgressBar {
    let bar = about.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let template = if about.is_some() {
        "{bar:24} {pos} of about {len} rows, {rate} a second, about {eta} left\n{wide_msg}"
    } else {
        "{spinner} {pos} rows, {rate} a second, {elapsed}\n{wide_msg}"
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.with_key("rate", rate)),
        Err(_) => bar,
    }
}

fn rate(state: &ProgressState, text: &mut dyn fmt::Write) {
    let _ = write!(text, "{:.0}", state.per_sec());
}

fn redraw(bar: &ProgressBar, watch: &PortfolioMonitor) {
    let state = State::of(watch);
    let finished = u64::try_from(state.finished).unwrap_or_default();
    // The number of rows is an estimate: it grows when there are more.
    if bar.length().is_some_and(|about| about < finished) {
        bar.set_length(finished);
    }
    bar.set_position(finished);
    bar.set_message(state.words());
}

/// `12 s: 340 of about 500 rows, 28 a second, about 6 s left: 300 ready, 40 declined; 8 under way`.
fn line(state: &State, about: Option<u64>, elapsed: Duration) -> String {
    let finished = u64::try_from(state.finished).unwrap_or_default();
    let seconds = elapsed.as_secs().max(1);
    let rows = match about {
        Some(about) if about > finished => format!("{finished} of about {about} rows"),
        _ => plural(usize::try_from(finished).unwrap_or_default(), "row"),
    };
    let left =
        about.and_then(|about| about.saturating_sub(finished).checked_mul(seconds)?.checked_div(finished));
    let left = left.filter(|left| *left > 0).map(|left| format!(", about {left} s left")).unwrap_or_default();
    let rate = finished / seconds;
    format!("{} s: {rows}, {rate} a second{left}: {}", elapsed.as_secs(), state.words())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(read: i64, ready: i64, silent_for: u64) -> State {
        State { read, finished: ready, tally: Tally { ready, ..Tally::default() }, silent_for }
    }

    #[test]
    fn a_line_tells_rate_remaining_time_and_outcomes() {
        let twelve = Duration::from_secs(12);
        assert_eq!(
            line(&state(348, 340, 0), Some(500), twelve),
            "12 s: 340 of about 500 rows, 28 a second, about 5 s left: 340 ready; 8 under way"
        );
        assert_eq!(line(&state(12, 12, 0), None, twelve), "12 s: 12 rows, 1 a second: 12 ready");
    }

    #[test]
    fn it_is_honest_when_nothing_is_known_yet_and_when_the_guess_was_wrong() {
        let begun = Duration::from_secs(0);
        assert_eq!(
            line(&state(3, 0, 7), Some(500), begun),
            "0 s: 0 of about 500 rows, 0 a second: none yet; 3 under way; the API has not answered for 7 s"
        );
        assert_eq!(line(&state(9, 9, 0), Some(5), begun), "0 s: 9 rows, 9 a second: 9 ready");
    }
}
