//! What is kept is about one API: what a sandbox has enrolled, production has not.

use super::Store;
use crate::error::{DefactoError, Result};

/// Notes which API a job is about, the first time; refuses another one.
pub(crate) fn check_api(store: &dyn Store, job: &str, api: &str) -> Result<()> {
    let noted = store.api_of(job, api)?;
    if noted == api {
        return Ok(());
    }
    let detail = format!("'{job}' in this store is about the API at {noted}, and this client calls {api}");
    let hint = "Use the environment that it was begun with, or another store or name.";
    Err(DefactoError::configuration(detail, hint))
}
