//! Writes a report to a file, completely or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind as IoErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Report;
use crate::error::{DefactoError, Result};

/// The file of a report. The ending of its name sets the format: `.csv`, `.jsonl` or `.html`.
#[derive(Debug, Clone)]
pub struct ReportFile {
    path: PathBuf,
    form: Form,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    JsonLines,
    Html,
}

impl ReportFile {
    /// Creates the file of a report from its path. Does not block: nothing is written yet.
    ///
    /// # Errors
    /// `Configuration` when the name does not end in `.csv`, `.jsonl` or `.html`.
    pub fn new(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let form = match ending.as_deref() {
            Some("csv") => Form::Csv,
            Some("jsonl") => Form::JsonLines,
            Some("html") => Form::Html,
            _ => {
                let detail = "the name of a report must end in .csv, .jsonl or .html";
                return Err(DefactoError::configuration(
                    detail,
                    "The ending says in which form it is written.",
                ));
            }
        };
        Ok(Self { path, form })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Checks that the file can be written, so that a long run does not fail at its end. Blocks on the disk,
    /// and leaves no file there. Safe to repeat.
    ///
    /// # Errors
    /// `Store` when the file cannot be written.
    pub fn check(&self) -> Result<()> {
        if self.is_special() {
            return Ok(());
        }
        self.folder().and_then(NamedTempFile::new_in).map(drop).map_err(|error| self.failed(&error))
    }

    pub(super) fn write(&self, report: &Report) -> Result<()> {
        if self.is_special() {
            let file = File::options().write(true).open(&self.path).map_err(|error| self.failed(&error))?;
            return self.fill(report, file);
        }
        let file = self.folder().and_then(NamedTempFile::new_in).map_err(|error| self.failed(&error))?;
        self.fill(report, file.as_file())?;
        let target = self.target();
        if let Ok(earlier) = fs::metadata(&target) {
            let kept = file.as_file().set_permissions(earlier.permissions());
            kept.map_err(|error| self.failed(&error))?;
        }
        file.as_file().sync_all().map_err(|error| self.failed(&error))?;
        file.persist(target).map(drop).map_err(|error| self.failed(&error.error))
    }

    fn fill(&self, report: &Report, file: impl Write) -> Result<()> {
        match self.form {
            Form::Csv => report.write_csv(file),
            Form::JsonLines => report.write_json_lines(file),
            Form::Html => report.write_html(file),
        }
    }

    /// Returns `true` if the path exists and is no regular file, such as a pipe. It must not be replaced.
    fn is_special(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|found| !found.is_file())
    }

    /// Returns the path of the file, with links resolved.
    fn target(&self) -> PathBuf {
        fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    fn folder(&self) -> io::Result<PathBuf> {
        let target = self.target();
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_path_buf();
        if folder.is_dir() { Ok(folder) } else { Err(IoErrorKind::NotFound.into()) }
    }

    fn failed(&self, error: &io::Error) -> DefactoError {
        because(&format!("the report {}", self.path.display()), error)
    }
}

/// Returns the error for a report that cannot be written.
pub(super) fn write_error(error: &io::Error) -> DefactoError {
    because("the report", error)
}

fn because(report: &str, error: &io::Error) -> DefactoError {
    let why = match error.kind() {
        IoErrorKind::StorageFull | IoErrorKind::QuotaExceeded | IoErrorKind::FileTooLarge => {
            "the disk is full"
        }
        IoErrorKind::NotFound => "there is no such folder",
        _ => &error.to_string(),
    };
    let hint = "Write it again where there is room and you may write: the store has everything.";
    DefactoError::store(format!("{report} cannot be written: {why}"), hint)
}
