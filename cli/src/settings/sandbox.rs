//! Creates a client of a sandbox on this machine, for commands that must never reach another server.

use defacto_sdk::Client;
use url::{Host, Url};

use crate::outcome::failure::Failure;
use crate::settings::{Connection, connect};

/// A control that every sandbox has, and the API has not.
const CONTROL: &str = "/_sandbox/clock";

/// Creates a client of the sandbox that the settings name. Refuses any other server before anything is sent
/// to it, and a server on this machine that is not a sandbox after one call that changes nothing.
pub(crate) fn client(connection: &Connection) -> Result<Client, Failure> {
    let client = connect::client(connection)?;
    let hint =
        "Run `defacto sandbox`, and set DEFACTO_ENVIRONMENT to its address, such as http://127.0.0.1:8080.";
    if !Url::parse(client.base_url()).is_ok_and(|url| is_loopback(&url)) {
        return Err(Failure::configuration("this works against a sandbox on this machine alone", hint));
    }
    match client.request("GET", CONTROL, &[], None) {
        Ok(clock) if clock.json().is_ok_and(|clock| clock["now"].is_string()) => Ok(client),
        Err(error) if error.status().is_none() => Err(error.into()),
        _ => Err(Failure::configuration("the server at this address is not a sandbox", hint)),
    }
}

/// Returns `true` if the URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
