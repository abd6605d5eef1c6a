//! Binds a job to one API: a sandbox and production know different companies.

use super::interface::Store;
use crate::error::{DefactoError, Result};

/// Records the API of a job at first use; refuses another one later.
pub(crate) fn check_api(store: &dyn Store, job: &str, api: &str) -> Result<()> {
    let noted = store.api_of(job, api)?;
    if noted == api {
        return Ok(());
    }
    let detail = format!("'{job}' in this store is about the API at {noted}, and this client calls {api}");
    let hint = "Use the environment that it was begun with, or another store or name.";
    Err(DefactoError::configuration(detail, hint))
}
