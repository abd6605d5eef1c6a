//! Reports in files. Each appears whole or not at all.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use defacto_sdk::portfolio::Report;
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::output::note;

/// A report that was asked for.
#[derive(Debug, Clone)]
pub(super) struct ReportFile {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Csv,
    JsonLines,
    Html,
}

impl ReportFile {
    /// Reads the value of `--report`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let path = PathBuf::from(text);
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let kind = match ending.as_deref() {
            Some("csv") => Kind::Csv,
            Some("jsonl") => Kind::JsonLines,
            Some("html") => Kind::Html,
            _ => return Err("must end in .csv, .jsonl or .html".to_owned()),
        };
        Ok(Self { path, kind })
    }

    /// Looks whether it can be written at all, so that nobody learns at the end of a long run that it cannot.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.is_special() {
            return Ok(());
        }
        NamedTempFile::new_in(self.folder()?).map(drop).map_err(|error| self.failed(&error))
    }

    /// Writes it and says so.
    pub(super) fn write(&self, report: &Report) -> Result<(), Failure> {
        if self.is_special() {
            let file = File::options().write(true).open(&self.path).map_err(|error| self.failed(&error))?;
            self.fill(report, file)?;
        } else {
            let file = NamedTempFile::new_in(self.folder()?).map_err(|error| self.failed(&error))?;
            self.fill(report, file.as_file())?;
            file.as_file().sync_all().map_err(|error| self.failed(&error))?;
            file.persist(self.target()).map_err(|error| self.failed(&error.error))?;
        }
        note(format_args!("Wrote {}.", self.path.display()));
        Ok(())
    }

    fn fill(&self, report: &Report, file: impl io::Write) -> Result<(), Failure> {
        match self.kind {
            Kind::Csv => report.write_csv(file)?,
            Kind::JsonLines => report.write_json_lines(file)?,
            Kind::Html => report.write_html(file)?,
        }
        Ok(())
    }

    /// Whether something stands there that is no file, a pipe for instance: it must not be replaced.
    fn is_special(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|found| !found.is_file())
    }

    /// The file itself, where a link leads to it.
    fn target(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    fn folder(&self) -> Result<PathBuf, Failure> {
        let target = self.target();
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_path_buf();
        if folder.is_dir() { Ok(folder) } else { Err(self.failed(&io::ErrorKind::NotFound.into())) }
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::Other(format!(
            "the report {} cannot be written: {error}.\nCheck its folder, and write it with \
             `defacto portfolio report`.",
            self.path.display()
        ))
    }
}
