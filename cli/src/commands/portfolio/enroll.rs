//! `defacto portfolio enroll` and `resume`: enrols all companies of a file.

use std::time::Duration;

use defacto_sdk::error::ErrorKind;
use defacto_sdk::portfolio::{PortfolioOptions, PortfolioRun, ReportFile};

use super::estimate;
use super::journal::{Journal, Portfolio, quoted};
use super::progress::Progress;
use super::report::{Words, check_reports, parse_report, write_reports};
use super::source::Source;
use super::tally::Tally;
use crate::outcome::ending;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::Connection;
use crate::settings::connect;
use crate::terminal::output::{CARE, HEADING, Output, note};

const MORE: &str = "\
Each step is written to the store before it is taken, so a run may end at any
moment, also by a power cut: the same command continues where it stopped. A row
with an outcome is not sent again, and a row in doubt is looked up: there is one
borrower for each company. Enrol files that share companies one after the other,
not at the same time: by default each has its own store. A store belongs to the
environment that it was created with. It holds company numbers and names, your
references, ids and outcomes, and no account, person or key.

Ctrl-C stops it cleanly: nothing more is sent, and the reports are written. A
second Ctrl-C ends it at once, and nothing is lost either.

Standard output has the counts at the end. With --json it has one line of JSON
for each row instead, as soon as its outcome is known, in no fixed order.
Progress, summary and errors go to standard error: a bar on a terminal, else a
line every five seconds. The number of rows is an estimate from the file's size.

Exit codes; if several apply, the first one in this list:
  130 interrupted
  1   the run ended with an error: run it again
  2   the command line is wrong
  5   some rows are pending or failed: run it again
  3   some rows are invalid, ambiguous or lack data: correct them, run it again;
      or the file has no rows, or is not in its format
  0   each row is ready, declined or a duplicate

Examples:
  defacto portfolio enroll customers.csv
  defacto portfolio enroll customers.csv --rate 20 --report result.html --report result.csv
  defacto portfolio enroll kunden.xlsx --reference Kundennr --report bericht.html --language de
  defacto portfolio enroll customers.parquet --direct-debit --wait 30m
  defacto portfolio enroll - --format jsonl --store customers.db --name customers < customers.jsonl
  defacto portfolio enroll customers.csv --json | jq -c 'select(.outcome == \"ready\")'";

const MORE_RESUME: &str = "\
The same as `defacto portfolio enroll`, but it fails if the store does not have
the portfolio: a wrong path or name would start a new one. Give the same file
and options as before. Rows may have been corrected or added.

Exit codes and output are those of `defacto portfolio enroll`.

Examples:
  defacto portfolio resume customers.csv
  defacto portfolio resume customers.csv --store work/customers.db --report result.html";

/// Enrol all companies of a file, and wait for their credit lines.
///
/// Needs a key and an environment: `defacto --help` explains them. `defacto portfolio check` lists the
/// problems of the file, without sending anything.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    #[command(flatten)]
    work: Work,
}

/// Continue a portfolio that was started before.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE_RESUME)]
pub(super) struct ResumeArgs {
    #[command(flatten)]
    work: Work,
}

#[derive(Debug, clap::Args)]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
struct Work {
    #[command(flatten)]
    source: Source,
    /// Write a report at the end, also after an interruption: FILE.csv, FILE.jsonl or FILE.html. May be given
    /// several times.
    #[arg(long = "report", value_name = "FILE", value_parser = parse_report)]
    reports: Vec<ReportFile>,
    #[command(flatten)]
    words: Words,
    /// Print one line of JSON for each row, as soon as its outcome is known.
    #[arg(long)]
    json: bool,
    /// How your borrowers repay: DIRECT_DEBIT or SCT. A credit line with another method gets a warning.
    #[arg(long, value_name = "METHOD")]
    expect_repayment_method: Option<String>,
    #[command(flatten)]
    pace: Pace,
    #[command(flatten)]
    journal: Journal,
    #[command(flatten)]
    connection: Connection,
}

/// The limits of a run: concurrency, rate and times.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Pace")]
struct Pace {
    /// The most companies that are enrolled at the same time (calls in flight, no thread each), 1 to 10,000.
    /// The default keeps an API busy that answers within seconds. The rate is limited by --rate.
    #[arg(long, value_name = "N", default_value_t = 8)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=10_000))]
    max_in_flight: u16,
    /// The greatest number of calls a second, over all companies in flight; unlimited by default. The API's
    /// Retry-After always holds.
    #[arg(long, value_name = "CALLS_PER_SECOND", value_parser = parse_rate)]
    rate: Option<f64>,
    /// How long to wait for credit lines after the last company was sent, such as 90s or 1h. Companies
    /// without a line by then are pending.
    #[arg(long, value_name = "DURATION", default_value = "10m", value_parser = ending::parse_wait)]
    wait: Duration,
    /// For sandboxes only: how long a company is looked up after a lost answer before it may be sent again. A
    /// time shorter than the default risks a second borrower.
    #[arg(long, value_name = "DURATION", default_value = "45s", value_parser = ending::parse_wait)]
    settle_time: Duration,
    /// The first polling interval for pending enrolments; the interval grows while nothing changes.
    #[arg(long, value_name = "DURATION", default_value = "2s", value_parser = ending::parse_wait)]
    poll_interval: Duration,
}

fn parse_rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate > 0.0);
    rate.ok_or_else(|| "must be a number above 0".to_owned())
}

/// Enrols the companies of the file.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    args.work.run(false, output)
}

/// Continues a portfolio.
pub(super) fn resume(args: &ResumeArgs, output: &mut Output) -> Result<Exit, Failure> {
    args.work.run(true, output)
}

impl Work {
    fn run(&self, must_exist: bool, output: &mut Output) -> Result<Exit, Failure> {
        // Errors that can be found before anything is sent are reported now.
        self.reports.iter().try_for_each(ReportFile::check)?;
        let rows = self.source.rows()?;
        check_reports(&self.source.file, &self.journal.place(&self.source.file)?, &self.reports)?;
        let client = connect::client(&self.connection)?;
        client.hello()?;
        let portfolio = if must_exist {
            self.journal.open_existing(&self.source.file)?
        } else {
            self.journal.open(&self.source.file)?
        };
        if portfolio.exists()? {
            note(format_args!("Going on with '{}' in {}.", portfolio.name, portfolio.place));
        }
        let run = client.enroll_many(rows, portfolio.store.clone(), &self.options(&portfolio.name))?;
        let (tally, end) = self.follow(run, output);
        self.finish(&portfolio, &tally, end, output)
    }

    fn options(&self, name: &str) -> PortfolioOptions {
        let pace = &self.pace;
        let options = PortfolioOptions::new()
            .name(name)
            .whole(true)
            .max_in_flight(pace.max_in_flight.into())
            .wait(pace.wait)
            .settle_time(pace.settle_time)
            .poll_interval(pace.poll_interval);
        let options = match self.source.direct_debit() {
            Some(direct_debit) => options.direct_debit(direct_debit),
            None => options,
        };
        let options = match &self.expect_repayment_method {
            Some(method) => options.expect_repayment_method(method.as_str().into()),
            None => options,
        };
        match pace.rate {
            Some(rate) => options.calls_per_second(rate),
            None => options,
        }
    }

    /// Reads all results. Returns the counts, and the failure that ended the run early, if any.
    fn follow(&self, mut run: PortfolioRun, output: &mut Output) -> (Tally, Option<Failure>) {
        let progress = Progress::start(run.monitor(), estimate::rows(&self.source));
        let mut end = None;
        for result in &mut run {
            let told = match result {
                Ok(result) if self.json => output.json(&result).map_err(Failure::from),
                Ok(_) => Ok(()),
                Err(error) => Err(error.into()),
            };
            if let Err(failure) = told {
                end = Some(failure);
                break;
            }
        }
        // The counts are read after all threads have ended, so that their last results are included.
        let watch = run.monitor();
        drop(run);
        drop(progress);
        (Tally::from(&watch.progress()), end)
    }

    fn finish(
        &self,
        portfolio: &Portfolio,
        tally: &Tally,
        end: Option<Failure>,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        let written = write_reports(portfolio, &self.reports, &self.words);
        let exit = match end {
            Some(Failure::Sdk(error)) if error.kind() == ErrorKind::Interrupted => Exit::Interrupted,
            Some(failure) => {
                failure.tell();
                Exit::Failed
            }
            None => tally.exit(),
        };
        if self.json {
            note(format_args!("{}: {}.", tally.rows(), tally.words()));
        } else if exit != Exit::Failed || tally.words() != Tally::default().words() {
            output.line(format_args!("{HEADING}{}{HEADING:#}", tally.rows()))?;
            tally.lines().into_iter().try_for_each(|line| output.line(line))?;
        }
        if matches!(exit, Exit::Interrupted | Exit::Failed) {
            note(format_args!(
                "{CARE}Not finished{CARE:#}; nothing is lost. Go on with:\n  {}",
                resume_command(std::env::args())
            ));
        }
        written.map(|()| exit)
    }
}

/// Returns the command line that continues this run. It uses `resume`, which refuses a wrong name instead of
/// starting again.
fn resume_command(given: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = given.skip(1).map(|word| quoted(&word)).collect();
    if let Some(verb) = words.iter_mut().find(|word| *word == "enroll") {
        "resume".clone_into(verb);
    }
    format!("defacto {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_with_all_that_it_was_begun_with() {
        let given = [
            "/usr/bin/defacto",
            "portfolio",
            "enroll",
            "my file.csv",
            "--rate",
            "20",
            "--column",
            "No=siren",
        ];
        assert_eq!(
            resume_command(given.into_iter().map(ToOwned::to_owned)),
            "defacto portfolio resume 'my file.csv' --rate 20 --column 'No=siren'"
        );
    }
}
