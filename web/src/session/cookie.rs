//! The cookie of a session.

use crate::{
    answer::{Answer, see},
    asking::cookie_name,
    site::Site,
};
use axum::http::{HeaderValue, header};

/// A redirect that carries the session's new secret. The cookie lives as long as the browser; the
/// session itself ends sooner.
pub(crate) fn signed_in(site: &Site, secret: &str, next: &str) -> Answer {
    with_cookie(see(next)?, site, secret, "")
}

/// A redirect that forgets the session, and whatever the browser kept of this site.
pub(crate) fn signed_out(site: &Site, next: &str) -> Answer {
    let mut response = with_cookie(see(next)?, site, "", "; Max-Age=0")?;
    // Chromium takes the directive from trustworthy origins only, and ignores it elsewhere.
    let all = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    response.headers_mut().insert("clear-site-data", all);
    Ok(response)
}

fn with_cookie(
    mut response: axum::response::Response,
    site: &Site,
    secret: &str,
    rest: &str,
) -> Answer {
    let secure = if site.config().origin.is_https() { "; Secure" } else { "" };
    let name = cookie_name(site);
    let cookie = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{rest}");
    let value = HeaderValue::try_from(cookie).expect("a hex secret is a plain header");
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}
