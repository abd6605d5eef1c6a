//! The errors of starting and steering a simulator.

use std::{io, net::SocketAddr};

/// Why a sandbox could not be started or set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// Another program listens there.
    #[error(
        "{address} is in use: stop the program that listens there, or choose another port \
         (0 picks a free one)"
    )]
    AddressInUse {
        /// The address asked for.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the operating system says.
        source: io::Error,
    },
    /// The threads of the server could not be started.
    #[error("cannot start the server: {0}")]
    Start(#[source] io::Error),
    /// The clock was told to go back.
    #[error("the clock only moves forward: choose a later time, or reset the sandbox")]
    ClockBackwards,
    /// There is no such switch, or its values are others.
    #[error("{0}")]
    Switch(String),
    /// A switch has a value that cannot be followed.
    #[error("setting {field} {reason}")]
    Setting {
        /// The switch.
        field: &'static str,
        /// What it must be.
        reason: &'static str,
    },
}
