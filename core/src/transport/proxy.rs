//! Chooses the proxy of the calls. A proxy that cannot be used is an error: without it the key would travel
//! another way than the caller asked for.

use url::{Host, Url};

use super::config::Config;
use crate::error::{DefactoError, Result};

/// The kinds of proxies. `socks5h` leaves it to the proxy to look up the host.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// How calls reach the API.
pub(super) enum ProxyChoice {
    /// Through this proxy.
    Given(Url),
    /// Directly.
    Never,
    /// As the system's settings and the environment say.
    Surroundings,
}

/// Chooses the proxy for a client's base URL.
///
/// # Errors
/// `Configuration` if the proxy that was given, or the one of the environment, cannot be used.
pub(super) fn proxy_for(config: &Config) -> Result<ProxyChoice> {
    let base = config.parsed_base_url()?;
    // Plain http is allowed to this machine only.
    let is_loopback = base.scheme() == "http";
    if let Some(text) = &config.proxy {
        if is_loopback {
            let detail =
                "a proxy cannot be used with a plain http base URL: it would be sent the API key in clear";
            return Err(DefactoError::configuration(
                detail,
                "Leave the proxy out, or use an https base URL.",
            ));
        }
        return read(text).map(ProxyChoice::Given).map_err(|fault| fault.error("the proxy"));
    }
    if is_loopback {
        return Ok(ProxyChoice::Never);
    }
    in_surroundings(&base, &|name| std::env::var(name).ok())
}

/// Chooses the proxy by the environment.
fn in_surroundings(base: &Url, variable: &dyn Fn(&str) -> Option<String>) -> Result<ProxyChoice> {
    if is_exempt_by_port(base, variable) {
        return Ok(ProxyChoice::Never);
    }
    check_environment(base, variable)?;
    Ok(ProxyChoice::Surroundings)
}

/// Returns an error for a proxy of the environment that would be ignored silently.
fn check_environment(base: &Url, variable: &dyn Fn(&str) -> Option<String>) -> Result<()> {
    // In a CGI script a client can set HTTP_PROXY by a header, so no proxy of the environment is used.
    if variable("REQUEST_METHOD").is_some() || is_exempt(base, variable) {
        return Ok(());
    }
    for names in [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]] {
        let set = names.iter().find_map(|name| Some((*name, variable(name)?)));
        let Some((name, text)) = set.filter(|(_, text)| !text.trim().is_empty()) else { continue };
        return read(&text).map(|_| ()).map_err(|fault| fault.error(&format!("the proxy in {name}")));
    }
    Ok(())
}

/// Returns `true` if `NO_PROXY` names the host. A range of addresses counts as any address.
fn is_exempt(base: &Url, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let host = base.host_str().unwrap_or_default();
    let is_address = matches!(base.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
    exempt(variable)
        .iter()
        .any(|entry| entry == "*" || is_within(host, entry) || (is_address && entry.contains('/')))
}

/// Returns `true` if `NO_PROXY` names the host with its port, which the HTTP client does not read.
fn is_exempt_by_port(base: &Url, variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let (host, port) = (base.host_str().unwrap_or_default(), base.port_or_known_default());
    let with_port = |entry: &String| {
        let (name, number) = entry.rsplit_once(':')?;
        // The colons of an address without brackets belong to it.
        let is_name = !name.contains(':') || name.ends_with(']');
        Some(is_name && is_within(host, name) && number.parse().ok() == port)
    };
    exempt(variable).iter().any(|entry| with_port(entry).unwrap_or_default())
}

/// Returns the entries of `NO_PROXY`, in small letters.
fn exempt(variable: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let listed = variable("NO_PROXY").or_else(|| variable("no_proxy")).unwrap_or_default();
    let entries = listed.split(',').map(|entry| entry.trim().trim_start_matches('.').to_ascii_lowercase());
    entries.filter(|entry| !entry.is_empty()).collect()
}

/// Returns `true` for a host and for the hosts below it.
fn is_within(host: &str, entry: &str) -> bool {
    !entry.is_empty() && host.strip_suffix(entry).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The reason why a proxy cannot be used.
enum Fault {
    NotAUrl,
    Scheme(String),
}

impl Fault {
    fn error(self, what: &str) -> DefactoError {
        let hint = "Write it as http://host:port, https://host:port or socks5h://host:port; no other kind is supported.";
        let detail = match self {
            Self::NotAUrl => format!("{what} is not a valid URL"),
            Self::Scheme(scheme) => format!("{what} has the scheme '{scheme}', which is not supported"),
        };
        DefactoError::configuration(detail, hint)
    }
}

/// Creates the error of a proxy that the HTTP client refuses.
pub(super) fn not_a_url() -> DefactoError {
    Fault::NotAUrl.error("the proxy")
}

/// Reads a proxy: `http://host:port`, `https://host:port`, `socks5://host:port` or `host:port`.
fn read(text: &str) -> Result<Url, Fault> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    if !SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
        let is_scheme = !scheme.is_empty()
            && scheme.len() <= 20
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        return Err(if is_scheme { Fault::Scheme(scheme.to_owned()) } else { Fault::NotAUrl });
    }
    let url = Url::parse(&format!("{scheme}://{rest}")).map_err(|_| Fault::NotAUrl)?;
    let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    if url.has_host() && is_bare { Ok(url) } else { Err(Fault::NotAUrl) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns `true` if no proxy is used.
    fn checked(base: &str, variables: &[(&str, &str)]) -> Result<bool> {
        let base = Url::parse(base).expect("it is a URL");
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        in_surroundings(&base, &variable).map(|choice| matches!(choice, ProxyChoice::Never))
    }

    #[test]
    fn a_proxy_of_the_environment_that_cannot_be_used_is_refused() {
        for variables in [
            [("ALL_PROXY", "socks4://127.0.0.1:1080")],
            [("all_proxy", "socks://127.0.0.1:1080")],
            [("HTTPS_PROXY", "htp://127.0.0.1:3128")],
            [("https_proxy", "http://not a url")],
        ] {
            let error = checked("https://api.example.com", &variables).expect_err("it cannot be used");
            assert!(error.to_string().contains(variables[0].0), "{error}");
        }
    }

    #[test]
    fn what_does_not_concern_the_host_is_not() {
        let socks = ("ALL_PROXY", "socks4://127.0.0.1:1080");
        for variables in [
            vec![("HTTPS_PROXY", "http://127.0.0.1:3128"), socks],
            vec![("HTTPS_PROXY", "127.0.0.1:3128")],
            vec![("NO_PROXY", "localhost, .example.com"), socks],
            vec![("no_proxy", "*"), socks],
            vec![("HTTP_PROXY", "socks4://127.0.0.1:1080")],
            vec![("ALL_PROXY", "")],
        ] {
            assert!(checked("https://api.example.com", &variables).is_ok(), "{variables:?}");
        }
        assert!(checked("https://api.notexample.com", &[("NO_PROXY", "example.com"), socks]).is_err());
        assert!(checked("https://10.1.2.3", &[("NO_PROXY", "10.0.0.0/8"), socks]).is_ok());
    }

    #[test]
    fn a_host_may_be_exempt_with_its_port() {
        let proxy = ("HTTPS_PROXY", "http://127.0.0.1:3128");
        for (base, listed) in [
            ("https://api.example.com", "api.example.com:443"),
            ("https://api.example.com:8443", "localhost, .Example.com:8443"),
            ("https://10.1.2.3:8443", "10.1.2.3:8443"),
            ("https://[fd00::1]:8443", "[fd00::1]:8443"),
        ] {
            assert!(checked(base, &[("NO_PROXY", listed), proxy]).expect("it is exempt"), "{listed}");
            let unusable = ("ALL_PROXY", "socks4://127.0.0.1:1080");
            assert!(checked(base, &[("no_proxy", listed), unusable]).expect("it is exempt"), "{listed}");
        }
        for listed in ["api.example.com:8443", "example.com:", "le.com:443", ":443", "fd00::443", "*:80"] {
            assert!(
                !checked("https://api.example.com", &[("NO_PROXY", listed), proxy]).expect("a proxy"),
                "{listed}"
            );
        }
    }

    #[test]
    fn the_text_of_a_refused_proxy_is_not_repeated() {
        for text in
            ["socks4://user:pa55word@127.0.0.1:1080", "user:pa55word://127.0.0.1", "http://user:pa55word@"]
        {
            let Err(fault) = read(text) else { panic!("{text} is taken") };
            assert!(!fault.error("the proxy").to_string().contains("pa55word"));
        }
    }
}
