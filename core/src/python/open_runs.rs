//! Runs that are open when the interpreter ends. Their threads call Python, so they must end before.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict, PyTuple};

/// How long a thread may take to end. It takes longer only if it is blocked in the caller's own rows.
const PATIENCE: Duration = Duration::from_secs(5);

/// A run that ends before the interpreter does.
pub(super) trait EndsWithInterpreter: Send + Sync {
    /// Ends the run, and waits for its threads, up to `patience`. Called without the GIL.
    fn end_within(&self, patience: Duration);
}

struct Open {
    run: Weak<dyn EndsWithInterpreter>,
    process: u32,
}

static OPEN: Mutex<Vec<Open>> = Mutex::new(Vec::new());
static HOOKED: Mutex<bool> = Mutex::new(false);

/// Registers a run that ends with the interpreter.
pub(super) fn remember(py: Python<'_>, run: &Arc<dyn EndsWithInterpreter>) -> PyResult<()> {
    let mut hooked = HOOKED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*hooked {
        let hook = PyCFunction::new_closure(py, None, None, at_exit)?;
        py.import("atexit")?.call_method1("register", (hook,))?;
        *hooked = true;
    }
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|open| open.run.strong_count() > 0);
    open.push(Open { run: Arc::downgrade(run), process: std::process::id() });
    Ok(())
}

fn at_exit(arguments: &Bound<'_, PyTuple>, _keywords: Option<&Bound<'_, PyDict>>) {
    let open = std::mem::take(&mut *OPEN.lock().unwrap_or_else(PoisonError::into_inner));
    // Threads need the GIL to end.
    arguments.py().detach(|| open.iter().for_each(end));
}

fn end(open: &Open) {
    if open.process == std::process::id()
        && let Some(run) = open.run.upgrade()
    {
        run.end_within(PATIENCE);
    }
}
