//! Posts events to a receiver of the user.

use std::time::Duration;

use reqwest::redirect::Policy;
use tokio::runtime::{Builder, Runtime};
use url::Url;

use super::mask::masked;
use crate::outcome::failure::Failure;
use crate::settings::sandbox::is_loopback;

/// A receiver that needs longer does too much work before it answers.
const PATIENCE: Duration = Duration::from_secs(10);

/// A receiver. Events are posted to it one after the other.
pub(super) struct Target {
    url: Url,
    client: reqwest::Client,
    runtime: Runtime,
}

impl Target {
    /// Sets up the client; nothing is sent. Events hold personal data: by default they stay on this machine,
    /// and they leave it by https only.
    pub(super) fn new(url: &str, allow_remote: bool) -> Result<Self, Failure> {
        let url = Url::parse(url).map_err(|_| {
            Failure::configuration(
                "the receiver's address is no URL",
                "Write it as http://127.0.0.1:3000/hooks.",
            )
        })?;
        check(&url, allow_remote)?;
        // A provider that the process installed earlier also works.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder().timeout(PATIENCE).redirect(Policy::none());
        // Connections are not reused: between two events nothing reads from them, so an event would be lost
        // on a connection that the receiver has closed.
        let builder = builder.pool_max_idle_per_host(0);
        let client = if is_loopback(&url) { builder.no_proxy() } else { builder }.build();
        let client = client.map_err(|_| Failure::Other("the HTTP client cannot be set up".to_owned()))?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Failure::Other(format!("the network cannot be set up: {error}")))?;
        Ok(Self { url, client, runtime })
    }

    /// Posts an event. Returns the status of the answer, or the reason why no answer came.
    pub(super) fn post(&self, body: Vec<u8>) -> Result<u16, String> {
        let request =
            self.client.post(self.url.clone()).header("content-type", "application/json").body(body);
        let answer = self.runtime.block_on(async { request.send().await });
        answer.map(|answer| answer.status().as_u16()).map_err(|error| explain(&error).to_owned())
    }

    /// Returns the receiver's URL with its secret masked.
    pub(super) fn shown(&self) -> String {
        masked(self.url.as_str())
    }
}

fn check(url: &Url, allow_remote: bool) -> Result<(), Failure> {
    match url.scheme() {
        "http" | "https" if is_loopback(url) => Ok(()),
        "https" if allow_remote => Ok(()),
        "https" => Err(Failure::configuration(
            "the receiver is not on this machine, and events hold personal data",
            "Add --allow-remote if it is yours.",
        )),
        _ => Err(Failure::configuration(
            "events leave this machine by https alone",
            "Use http://127.0.0.1:PORT/PATH, or https and --allow-remote.",
        )),
    }
}

/// Describes an error without the URL, which may hold a secret.
fn explain(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer within 10 s"
    } else if is_refused(error) {
        "no server listens there"
    } else if error.is_connect() {
        "no connection can be made: check the name, and the certificate if it is https"
    } else {
        "the connection broke"
    }
}

fn is_refused(error: &reqwest::Error) -> bool {
    std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::ConnectionRefused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(url: &str, allow_remote: bool) -> bool {
        Url::parse(url).is_ok_and(|url| check(&url, allow_remote).is_ok())
    }

    #[test]
    fn events_stay_here_unless_told_otherwise() {
        for here in
            ["http://127.0.0.1:3000/", "http://localhost/hooks", "http://[::1]:8080/", "https://127.0.0.2/"]
        {
            assert!(may(here, false), "{here}");
        }
        for remote in
            ["https://example.com/", "https://127.0.0.1.example.com/", "https://localhost.example.com/"]
        {
            assert!(!may(remote, false) && may(remote, true), "{remote}");
        }
        assert!(!may("http://example.com/", true), "never in plain text");
        assert!(!may("ftp://127.0.0.1/", true));
    }
}
