//! `defacto portfolio report`: what became of a portfolio.

use std::path::{Path, PathBuf};

use defacto_sdk::portfolio::{Report, ReportFile, ReportReason, ReportSummary};

use super::journal::{Journal, Portfolio};
use super::tally::Tally;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::store::Place;
use crate::terminal::output::{HEADING, Output, note};
use crate::terminal::words::{plain, plural};

/// More reasons are in the JSON and in the HTML.
const REASONS: usize = 10;

const MORE: &str = "\
It reads the store alone: nothing is sent, and no key is needed. The file names
the store and the portfolio, and need not be there any more. A report may be
made while a run goes on. The store is a database, so its folder has to be
writable.

  result.csv    a line for each row, for spreadsheets: amounts in cents
  result.jsonl  the same for programs, as `enroll --json` prints it
  result.html   one page for people, with the rows that need attention

Reports hold numbers of companies, and neither accounts nor people. Each appears
whole or not at all.

Exit codes:
  0 done, 1 there is no such portfolio, or a report cannot be written,
  2 the command line is wrong

Examples:
  defacto portfolio report customers.csv
  defacto portfolio report customers.csv --report result.html --report result.csv
  defacto portfolio report customers.csv --json | jq .reasons";

/// Show what became of a portfolio, and write reports.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The file that was enrolled, or `-` for standard input.
    file: PathBuf,
    /// Write a report: FILE.csv, FILE.jsonl or FILE.html. May be given several times.
    #[arg(long = "report", value_name = "FILE", value_parser = parse_report)]
    reports: Vec<ReportFile>,
    /// Print the summary as one line of JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    journal: Journal,
}

/// Reads the value of `--report`.
pub(super) fn parse_report(text: &str) -> Result<ReportFile, String> {
    ReportFile::new(text).map_err(|_| "must end in .csv, .jsonl or .html".to_owned())
}

/// Refuses reports that would take the place of the companies, of the store or of each other.
pub(super) fn check_reports(file: &Path, place: &Place, reports: &[ReportFile]) -> Result<(), Failure> {
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    let mut taken = vec![(whole(file), "the file with the companies")];
    if let Place::File(store) = place {
        taken.push((whole(store), "the store"));
    }
    for report in reports {
        let path = whole(report.path());
        if let Some((_, what)) = taken.iter().find(|(other, _)| other.is_some() && *other == path) {
            let detail = format!("the report {} would overwrite {what}", report.path().display());
            return Err(Failure::CommandLine(detail, "Give it another name.".to_owned()));
        }
        taken.push((path, "another report"));
    }
    Ok(())
}

/// Writes reports, and says so. One that cannot be written keeps nobody from writing the others.
pub(super) fn write_reports(portfolio: &Portfolio, files: &[ReportFile]) -> Result<(), Failure> {
    let report = Report::new(portfolio.store.clone(), &portfolio.name);
    let write = |file: &ReportFile| -> Result<(), Failure> {
        report.save(file.path())?;
        note(format_args!("Wrote {}.", file.path().display()));
        Ok(())
    };
    let written: Vec<Result<(), Failure>> = files.iter().map(write).collect();
    written.into_iter().collect()
}

/// Shows the summary and writes the reports.
pub(super) fn run(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let portfolio = args.journal.open_existing(&args.file)?;
    check_reports(&args.file, &portfolio.place, &args.reports)?;
    write_reports(&portfolio, &args.reports)?;
    let summary = Report::new(portfolio.store, &portfolio.name).summary()?;
    if args.json {
        output.json(&summary)?;
    } else {
        lines(&summary).into_iter().try_for_each(|line| output.line(line))?;
    }
    Ok(Exit::Done)
}

fn lines(summary: &ReportSummary) -> Vec<String> {
    let tally = Tally::from(summary);
    let mut lines = vec![format!("{HEADING}{}{HEADING:#}", tally.rows())];
    lines.extend(tally.lines());
    if summary.unfinished > 0 {
        let rows = plural(usize::try_from(summary.unfinished).unwrap_or_default(), "row");
        lines.push(format!(
            "{rows} of the pending ones: begun and not finished. Unless a run is under way, `defacto portfolio \
             resume` goes on."
        ));
    }
    if !summary.reasons.is_empty() {
        lines.push(format!("{HEADING}Reasons{HEADING:#}"));
        lines.extend(summary.reasons.iter().take(REASONS).map(reason));
    }
    if summary.reasons.len() > REASONS {
        lines.push("  and more, in --json and in a report".to_owned());
    }
    lines
}

fn reason(reason: &ReportReason) -> String {
    let outcome = reason.outcome.as_str().replace('_', " ");
    format!("  {:>6}  {:<12}  {}", reason.rows, plain(&outcome), plain(&reason.reason).replace('\n', " "))
}
