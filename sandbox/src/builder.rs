//! How a simulator is to be.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::{error::SandboxError, sandbox::Sandbox, settings::Settings, world::seed::Seed};

const DEFAULT_KEY: &str = "test-key";

/// Says how a simulator is to be, and starts it.
#[derive(Debug, Clone)]
#[must_use = "a sandbox runs only after start()"]
pub struct Builder {
    ip: IpAddr,
    port: u16,
    seed: u64,
    api_keys: Vec<String>,
    hosts: Vec<String>,
    speed: Option<f64>,
    settings: Settings,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            ip: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            seed: 1,
            api_keys: Vec::new(),
            hosts: Vec::new(),
            speed: None,
            settings: Settings::default(),
        }
    }
}

impl Builder {
    /// The address to listen on, 127.0.0.1 unless told. Any other one lets other machines in.
    pub fn listen(mut self, ip: impl Into<IpAddr>) -> Self {
        self.ip = ip.into();
        self
    }

    /// The port; 0, the default, picks a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How many times faster than documented: 100 unless told. It outranks the speed of the settings.
    pub fn speed(mut self, speed: f64) -> Self {
        self.speed = Some(speed);
        self
    }

    /// A key to accept; may be said several times. Unless told, `test-key` is the only one.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_keys.push(key.into());
        self
    }

    /// A host to answer for, beside 127.0.0.1, localhost and the address that it listens on; may be said
    /// several
    /// times. Requests that name another host are refused, since a web page could have sent them: a container
    /// needs
    /// `host.docker.internal`, the emulator of Android `10.0.2.2`.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Where chance starts: the same seed gives the same ids, timings and companies.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The switches.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// When the address cannot be listened on, or a switch has a value that cannot be followed.
    pub fn start(mut self) -> Result<Sandbox, SandboxError> {
        if let Some(speed) = self.speed {
            self.settings.speed = speed;
        }
        self.settings.check()?;
        if self.api_keys.is_empty() {
            self.api_keys.push(DEFAULT_KEY.to_owned());
        }
        let address = SocketAddr::new(self.ip, self.port);
        Sandbox::run(address, Seed(self.seed), self.api_keys, self.settings, &self.hosts)
    }
}

impl Sandbox {
    /// Starts a simulator on a free port of 127.0.0.1, a hundred times faster than documented.
    ///
    /// # Errors
    /// When no port can be listened on.
    pub fn start() -> Result<Self, SandboxError> {
        Self::builder().start()
    }

    /// Starts one with other properties.
    pub fn builder() -> Builder {
        Builder::default()
    }
}
