//! Which requests are answered at all. The sandbox has no log-in, so a web page that a developer has open
//! beside it must
//! not steer it: neither by requests to its address (`Origin`) nor under a name that leads here (`Host`).

use std::{net::IpAddr, sync::OnceLock};

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header, uri::Authority},
    response::Response,
};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::json;

use crate::error::SandboxError;

/// The header that carries the token of the console.
pub(crate) const TOKEN: &str = "x-console-token";
/// Below it are the pages and calls of the console.
pub(crate) const CONSOLE: &str = "/_console";
/// What a browser says about the page that sends a request.
const SITE: &str = "sec-fetch-site";

/// Decides about requests by their headers.
#[derive(Debug)]
pub(crate) struct Guard {
    ip: IpAddr,
    hosts: Vec<String>,
    /// What nearly all requests name, once the port is known: compared before anything is parsed.
    usual: OnceLock<[String; 2]>,
    token: String,
    run: String,
}

/// Why a request is not answered, and what to do.
type Refused = (StatusCode, &'static str);

impl Guard {
    /// A guard of a server that listens on `ip`, and is also reached as one of `hosts`. Its token is random.
    pub(crate) fn new(ip: IpAddr, hosts: &[String]) -> Result<Self, SandboxError> {
        let (token, run) = (random()?, random()?);
        let hosts = hosts.iter().map(|host| name_of(host).to_ascii_lowercase()).collect();
        Ok(Self { ip, hosts, usual: OnceLock::new(), token, run })
    }

    /// Notes the port that the server has got.
    pub(crate) fn note_port(&self, port: u16) {
        self.usual.get_or_init(|| ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}")));
    }

    /// The token that the pages of the console send with their writes.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Tells this run of the sandbox from others; no secret.
    pub(crate) fn run(&self) -> &str {
        &self.run
    }

    /// Returns the answer to a request that must not be answered otherwise, or `None` if it may be.
    pub(crate) fn refusal<B>(&self, request: &Request<B>) -> Option<Response> {
        self.check(request).err().map(refuse)
    }

    fn check<B>(&self, request: &Request<B>) -> Result<(), Refused> {
        let headers = request.headers();
        let host = request.uri().authority().map(Authority::as_str);
        let host = host.or_else(|| text(headers, header::HOST.as_str())).unwrap_or_default();
        let is_usual = self.usual.get().is_some_and(|usual| usual.iter().any(|usual| usual == host));
        if !is_usual && !self.answers_for(name_of(host)) {
            return Err((
                StatusCode::MISDIRECTED_REQUEST,
                "The sandbox does not answer for this host. Use 127.0.0.1 or localhost, or start it with \
                 --allow-host NAME (Builder::allow_host).",
            ));
        }
        let path = request.uri().path();
        let is_console = path.starts_with(CONSOLE);
        let is_from_browser = headers.contains_key(header::ORIGIN) || headers.contains_key(SITE);
        if !is_from_browser && !is_console {
            return Ok(());
        }
        check_page(request, host, is_console || path == "/")?;
        if request.method().is_safe() { Ok(()) } else { self.check_write(headers) }
    }

    /// A write of a browser, or to the console.
    fn check_write(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let content_type = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
        let content_type = content_type.split(';').next().unwrap_or_default().trim();
        if !content_type.eq_ignore_ascii_case("application/json") {
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "The content type must be application/json."));
        }
        if text(headers, TOKEN) != Some(&self.token) {
            return Err((
                StatusCode::FORBIDDEN,
                "A browser may write through the console only, with its token. Load the page again if the \
                 sandbox was restarted.",
            ));
        }
        Ok(())
    }

    /// Returns `true` if a request for this host is meant for this server. A page of another site cannot have
    /// one of
    /// these names as its own, whatever its name leads to. Ports are not compared: they may be forwarded.
    fn answers_for(&self, name: &str) -> bool {
        if name.eq_ignore_ascii_case("localhost") {
            return true;
        }
        if let Ok(ip) = name.parse::<IpAddr>() {
            // No name is looked up for an address, and one that listens on all of them does not know its own.
            return ip.is_loopback() || ip == self.ip || self.ip.is_unspecified() || self.allows(name);
        }
        self.allows(name)
    }

    fn allows(&self, name: &str) -> bool {
        self.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
    }
}

fn random() -> Result<String, SandboxError> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| SandboxError::Start(error.into()))?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// Refuses what a page of another origin sends; a person may follow a link of such a page to one of the
/// console.
fn check_page<B>(request: &Request<B>, host: &str, is_page: bool) -> Result<(), Refused> {
    const FOREIGN: Refused = (
        StatusCode::FORBIDDEN,
        "The sandbox does not answer pages of other origins. Call it from a program, or from its console.",
    );
    let headers = request.headers();
    if let Some(origin) = headers.get(header::ORIGIN) {
        let origin = origin.to_str().unwrap_or_default();
        let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        if !own.is_some_and(|own| own.eq_ignore_ascii_case(host)) {
            return Err(FOREIGN);
        }
    }
    match text(headers, SITE) {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) if is_page && is_navigation(request) => Ok(()),
        Some(_) => Err(FOREIGN),
    }
}

/// Returns `true` if a whole tab is to show the answer: no frame, no script.
fn is_navigation<B>(request: &Request<B>) -> bool {
    let is = |name, value| text(request.headers(), name) == Some(value);
    request.method() == Method::GET && is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The name or address in a host, without its port and brackets.
fn name_of(host: &str) -> &str {
    if let Some((address, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address;
    }
    match host.rsplit_once(':') {
        // A second colon: an IPv6 address without brackets.
        Some((name, port)) if !name.contains(':') && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn refuse((status, detail): Refused) -> Response {
    let title = status.canonical_reason().unwrap_or_default();
    let body = json!({"title": title, "status": status.as_u16(), "detail": detail});
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = header::HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(ip: &str, hosts: &[&str]) -> Guard {
        let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
        Guard::new(ip.parse().unwrap(), &hosts).unwrap()
    }

    fn status(guard: &Guard, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        guard.refusal(&request.body(()).unwrap()).map_or(200, |response| response.status().as_u16())
    }

    #[test]
    fn hosts_are_those_of_this_machine_and_those_allowed() {
        let local = guard("127.0.0.1", &["host.docker.internal", "Sandbox:8080", "10.0.2.2"]);
        for host in [
            "127.0.0.1",
            "127.0.0.1:8080",
            "127.0.0.2:80",
            "localhost:1",
            "LOCALHOST",
            "[::1]:8080",
            "[::1]",
            "host.docker.internal:8080",
            "sandbox",
            "10.0.2.2:8080",
        ] {
            assert_eq!(status(&local, "GET", "/hello", &[("host", host)]), 200, "{host}");
        }
        for host in [
            "",
            "example.com",
            "example.com:8080",
            "localhost.example.com",
            "127.0.0.1.example.com",
            "192.168.1.7:8080",
            "[2001:db8::1]:8080",
            "localhost@example.com",
            "example.com:80:80",
            "localhost:80x",
        ] {
            assert_eq!(status(&local, "GET", "/hello", &[("host", host)]), 421, "{host}");
        }
        assert_eq!(status(&local, "GET", "/hello", &[]), 421);
        let open = guard("0.0.0.0", &[]);
        assert_eq!(status(&open, "GET", "/hello", &[("host", "192.168.1.7:8080")]), 200);
        assert_eq!(status(&open, "GET", "/hello", &[("host", "example.com")]), 421);
        assert_eq!(status(&guard("192.168.1.7", &[]), "GET", "/", &[("host", "192.168.1.7:8080")]), 200);
    }

    #[test]
    fn the_token_is_another_one_each_time() {
        assert_ne!(guard("127.0.0.1", &[]).token(), guard("127.0.0.1", &[]).token());
    }
}
