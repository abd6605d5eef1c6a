//! The systems that a client can call.

use defacto_sdk_macros::open_enum;
use url::{Host, Url};

use crate::error::{DefactoError, Result};
use crate::transport::ApiKey;
use crate::validation::is_safe;

/// One of the vendor's systems. Each has its own keys.
///
/// Any other value is the base URL of a server, such as `http://127.0.0.1:8080`.
#[open_enum(snake_case)]
pub enum Environment {
    /// Real companies and real money: `https://api.getdefacto.com`.
    Production,
    /// The vendor's test system: `https://api-sandbox.getdefacto.com`.
    Sandbox,
}

impl Environment {
    pub(super) fn base_url(&self) -> &str {
        match self {
            Self::Production => "https://api.getdefacto.com",
            Self::Sandbox => "https://api-sandbox.getdefacto.com",
            Self::Unknown { value } => value,
        }
    }

    /// Checks that a client can use it: a known name or a base URL with https. Does not block, sends nothing.
    ///
    /// # Errors
    /// `Configuration` if it is neither.
    pub fn check(&self) -> Result<()> {
        check_url(self.base_url()).map(|_| ())
    }
}

/// The key as environment variables have it.
#[cfg_attr(feature = "python", derive(pyo3::IntoPyObject))]
pub(crate) enum KeyVariable {
    Text(String),
    File(std::path::PathBuf),
}

impl From<KeyVariable> for ApiKey {
    fn from(variable: KeyVariable) -> Self {
        match variable {
            KeyVariable::Text(key) => key.into(),
            KeyVariable::File(path) => path.into(),
        }
    }
}

/// Returns the key, or the file with the key, and the environment from the environment variables of the process.
pub(crate) fn variables() -> Result<(KeyVariable, String)> {
    let read = |name: &str, meaning: &str| {
        std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
            DefactoError::configuration(format!("{name} is not set"), format!("Set it to {meaning}."))
        })
    };
    let file = std::env::var_os("DEFACTO_API_KEY_FILE").filter(|path| !path.is_empty());
    let key = match (read("DEFACTO_API_KEY", "the API key from the dashboard"), file) {
        (Ok(key), _) => KeyVariable::Text(key),
        (Err(_), Some(file)) => KeyVariable::File(file.into()),
        (Err(missing), None) => return Err(missing),
    };
    let environment = read("DEFACTO_ENVIRONMENT", "production, sandbox or a URL")?;
    Ok((key, environment))
}

/// Returns `true` if a base URL is that of production, in any spelling.
pub(super) fn is_production(text: &str) -> bool {
    let host = |text: &str| normalized(text)?.host_str().map(ToOwned::to_owned);
    host(text).is_some_and(|given| Some(given) == host(Environment::Production.base_url()))
}

/// Returns a URL in canonical form: `Url` normalizes host and port, and a dot at the end of the host is
/// removed. Returns `None` for other text.
fn normalized(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    if let Some(Host::Domain(name)) = url.host()
        && let Some(shorter) = name.strip_suffix('.')
    {
        let shorter = shorter.trim_end_matches('.').to_owned();
        url.set_host(Some(&shorter)).ok()?;
    }
    Some(url)
}

/// Returns the base URL without a slash at its end. Plain http is allowed to this machine only.
pub(super) fn check_url(text: &str) -> Result<String> {
    let hint = "Use `production`, `sandbox` or a URL such as https://api.example.com.";
    let url = normalized(text).ok_or_else(|| {
        DefactoError::configuration("the environment is neither a known name nor a URL", hint)
    })?;
    if !url.has_host() {
        return Err(DefactoError::configuration("the base URL has no host", hint));
    }
    if !is_safe(&url) {
        let detail = "the base URL must begin with https; plain http is allowed to this machine only";
        return Err(DefactoError::configuration(detail, hint));
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        let detail = "the base URL must hold neither a user name, a password, a query nor a fragment";
        return Err(DefactoError::configuration(detail, hint));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}
