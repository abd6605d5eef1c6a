//! Failures of an exchange.

use crate::error::DefactoError;

/// The reason why an exchange has no complete answer.
#[derive(Debug)]
pub(super) enum Failure {
    NotSent {
        reason: String,
        timed_out: bool,
    },
    /// The deadline had passed before anything was sent.
    TooLate,
    ReadTimeout,
    DeadlinePassed,
    Broken {
        reason: String,
    },
    BrokenBody {
        status: u16,
        request_id: Option<String>,
        reason: String,
    },
    TooLarge {
        status: u16,
        request_id: Option<String>,
    },
    Interrupted {
        sent: bool,
    },
    Configuration(DefactoError),
    /// The preparation of the call failed.
    NotPrepared(DefactoError),
}

impl Failure {
    /// Returns `true` if the call, or a part of it, may have reached the server.
    pub(super) fn was_sent(&self) -> bool {
        !matches!(
            self,
            Self::NotSent { .. }
                | Self::TooLate
                | Self::Interrupted { sent: false }
                | Self::Configuration(_)
                | Self::NotPrepared(_)
        )
    }
}

/// Returns what to do about a connection that could not be made. The reason has the words of the TLS library.
pub(super) fn advice(reason: &str) -> &'static str {
    let has = |word: &str| reason.contains(word);
    if has("CaUsedAsEndEntity") {
        "The server uses the certificate of an authority as its own, and this is refused even if the authority is \
         trusted. Give the server a certificate that its authority signed, or one with `basicConstraints=CA:FALSE`."
    } else if has("UnknownIssuer") {
        "The server's certificate is self-signed, or its authority is not known here. If you trust it, pass the \
         authority's certificate as CA certificates of the client."
    } else if has("certificate not valid for name") || has("NotValidForName") {
        "The server's certificate is for another name. Check the base URL, and whether a proxy answers in place of \
         the API."
    } else if has("Expired") || has("certificate expired") || has("NotValidYet") || has("not valid yet") {
        "Check the clock of this machine, and the dates of the server's certificate."
    } else {
        "Check the base URL, the network, the proxy and the certificates."
    }
}
