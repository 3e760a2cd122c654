//! Who asks, as far as a request tells.

use crate::{answer::Problem, site::Site};
use app::Visitor;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

/// One request's asker and circumstances.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    pub visitor: Visitor,
    /// The secret of the session's cookie, empty without one: form tokens are bound to it.
    pub cookie: String,
    /// The network that tries are counted by.
    pub network: String,
    /// The browser in words.
    pub device: String,
    /// The path asked for, without its query.
    pub path: String,
    /// Path and query, to come back to after signing in.
    pub target: String,
    pub is_reading: bool,
    pub is_api: bool,
}

/// The name of the session's cookie. Browsers hold a `__Host-` cookie to this host and to https.
pub(crate) fn cookie_name(site: &Site) -> &'static str {
    if site.config().origin.is_https() { "__Host-wicken" } else { "wicken" }
}

impl Asking {
    /// An id in the path: what is no id is not there.
    pub fn id<T: FromStr>(&self, text: &str) -> Result<T, Problem> {
        text.parse().map_err(|_| Problem::not_found(self))
    }

    /// As [`Asking::id`], where whoever may not see any of them is told that before it is looked
    /// up: what is no id names nothing there, so that the answer hangs on the asker alone.
    pub fn id_or_none<T: FromStr>(&self, text: &str) -> Result<T, Problem> {
        let none = "00000000-0000-0000-0000-000000000000";
        text.parse().or_else(|_| self.id(none))
    }

    /// Two ids in the path, of something and of what belongs to it.
    pub fn ids<T: FromStr, U: FromStr>(
        &self,
        (first, second): &(String, String),
    ) -> Result<(T, U), Problem> {
        Ok((self.id(first)?, self.id(second)?))
    }
}

impl FromRequestParts<Site> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let cookie = cookie(&parts.headers, cookie_name(site)).unwrap_or_default();
        let is_api = parts.uri.path().starts_with("/api/");
        let visitor = match (is_api, bearer(&parts.headers)) {
            (true, Some(secret)) => Visitor::Bearer(secret),
            // The API takes no cookie: a page elsewhere could make a browser send one.
            (true, None) => Visitor::Stranger,
            (false, _) if cookie.is_empty() => Visitor::Stranger,
            (false, _) => Visitor::Cookie(cookie.clone()),
        };
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
        Ok(Asking {
            visitor,
            cookie,
            network: network(parts, site),
            device: device(&parts.headers),
            path: parts.uri.path().to_owned(),
            target: target.to_owned(),
            is_reading: parts.method.is_safe(),
            is_api,
        })
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    pairs
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

fn network(parts: &Parts, site: &Site) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = || {
        let value = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
        value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let address = if site.config().is_behind_proxy { forwarded().or(peer) } else { peer };
    address.map_or_else(|| "unknown".to_owned(), network_of)
}

/// A household or office: one IPv4 address, or the /64 that IPv6 hands to one.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Browser and system, as far as a person would tell them apart.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, words)| *words)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(words), None) | (None, Some(words)) => words.to_owned(),
        (None, None) => "another program".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_network() {
        let network = |text: &str| network_of(text.parse().unwrap());
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:aaaa::1"), network("2001:db8:1:2:bbbb::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }
}
