//! `defacto portfolio report`: shows the results of a portfolio.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use defacto_sdk::portfolio::{
    Report, ReportFile, ReportLanguage, ReportOptions, ReportReason, ReportSummary,
};

use super::journal::{Journal, Portfolio};
use super::tally::Tally;
use crate::outcome::exit::Exit;
use crate::outcome::failure::Failure;
use crate::settings::store::Place;
use crate::terminal::output::{HEADING, Output, note};
use crate::terminal::words::{plain, plural};

/// How many reasons are shown; the JSON and the HTML have all of them.
const REASONS: usize = 10;

const MORE: &str = "\
It reads only the store: nothing is sent, and no key is needed. The name of the
file leads to the store and the portfolio; the file itself may be gone. A report
may be made during a run. The store is a database, so its folder must be
writable.

  result.csv    a line for each row, for spreadsheets: amounts in cents
  result.jsonl  the same for programs, as `enroll --json` prints it
  result.html   one page for people, in their language, with the rows that have
                no credit line; it needs nothing else and can be printed

Reports hold the numbers and names of companies and your own references
(`enroll --reference`), and neither accounts nor people. The name is left out if
the number is that of a person. A report is written completely or not at all.

Exit codes:
  0 done, 1 there is no such portfolio, or a report cannot be written,
  2 the command line is wrong

Examples:
  defacto portfolio report customers.csv
  defacto portfolio report customers.csv --report result.html --report result.csv
  defacto portfolio report customers.csv --report bericht.html --language de
  defacto portfolio report customers.csv --json | jq .reasons";

/// Show the results of a portfolio, and write reports.
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
    words: Words,
    #[command(flatten)]
    journal: Journal,
}

/// How reports speak to people.
#[derive(Debug, clap::Args)]
pub(super) struct Words {
    /// The language of HTML reports [default: en]
    #[arg(long, value_name = "LANGUAGE", value_parser = PossibleValuesParser::new(ReportLanguage::VALUES))]
    language: Option<String>,
}

impl Words {
    fn options(&self) -> ReportOptions {
        match &self.language {
            Some(language) => ReportOptions::new().language(language.as_str()),
            None => ReportOptions::new(),
        }
    }
}

/// Parses the value of `--report`.
pub(super) fn parse_report(text: &str) -> Result<ReportFile, String> {
    ReportFile::new(text).map_err(|_| "must end in .csv, .jsonl or .html".to_owned())
}

/// Rejects reports that would overwrite the file with the companies, the store or each other.
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

/// Writes the reports and prints their names. After a failure the other reports are still written.
pub(super) fn write_reports(
    portfolio: &Portfolio,
    files: &[ReportFile],
    words: &Words,
) -> Result<(), Failure> {
    let report = Report::with(portfolio.store.clone(), &portfolio.name, &words.options())?;
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
    write_reports(&portfolio, &args.reports, &args.words)?;
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
