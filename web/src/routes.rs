//! The site's table of contents.

use crate::{
    agency, agreement, alert, answer::plain_problem, api, assets, declaration, demo, disclosure,
    duty, exclusion, glass, home, import, involvement, layers, ledger, marac, performance, person,
    privacy, review, session, site::Site, system, token, user, whereabouts,
};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Path, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer, timeout::TimeoutLayer};

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone, signed in or not.
    Everyone,
    /// Whoever is signed in; what they then see is decided by the door.
    SignedIn,
    /// Whoever holds an API token.
    Token,
    /// Everyone, but only in a demo county.
    Demo,
}

/// One route, as documents and tests see it.
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
    pub words: &'static str,
    handler: fn() -> MethodRouter<Site>,
}

macro_rules! routes {
    ($( $access:ident $method:ident $path:literal => $handler:path, $words:literal; )+) => {
        &[$( Route {
            method: stringify!($method),
            path: $path,
            access: Access::$access,
            words: $words,
            handler: || $method($handler),
        } ),+]
    };
}

/// Every route there is.
pub const ROUTES: &[Route] = routes! {
    Everyone get "/" => home::show, "The front page";
    Demo post "/demo/be/{id}" => demo::be_person::submit, "Be somebody of the demo county";

    Everyone get "/sign-in" => session::sign_in::show, "The sign-in page";
    Everyone post "/sign-in" => session::sign_in::submit, "Sign in";
    SignedIn get "/sign-in-again" => session::confirm::show, "Sign in again, before a grave step";
    SignedIn post "/sign-in-again" => session::confirm::submit, "Sign in again";
    Everyone post "/sign-out" => session::sign_out::submit, "Sign out";
    Everyone get "/signed-out" => session::sign_out::show, "You are signed out";
    SignedIn post "/session/stay" => session::stay::submit, "Stay signed in";
    Everyone get "/invitation/{secret}" => user::accept::show, "An invitation";
    Everyone post "/invitation/{secret}" => user::accept::submit, "Take up an invitation";

    SignedIn get "/account" => user::account::show, "My account";
    SignedIn get "/account/password" => user::password::show, "Change my password";
    SignedIn post "/account/password" => user::password::submit, "Change my password";
    SignedIn get "/account/recovery-codes" => user::recovery::show, "Renew my recovery codes";
    SignedIn post "/account/recovery-codes" => user::recovery::submit, "Renew my recovery codes";
    SignedIn get "/account/declaration" => declaration::own::show, "My declaration";
    SignedIn post "/account/declaration" => declaration::own::submit, "Declare whom I know";
    SignedIn post "/account/sessions/{id}/end" => session::end::submit, "End one of my sessions";
    SignedIn get "/account/tokens/new" => token::issue::show, "Make a token";
    SignedIn post "/account/tokens/new" => token::issue::submit, "Make a token";
    SignedIn post "/account/tokens/{id}/revoke" => token::issue::revoke, "Revoke a token";

    SignedIn get "/agencies" => agency::list::show, "Agencies and people who use Wicken";
    SignedIn get "/agencies/new" => agency::add::show, "Add an agency";
    SignedIn post "/agencies/new" => agency::add::submit, "Add an agency";
    SignedIn get "/agencies/{id}" => agency::show::show, "An agency and its people";
    SignedIn get "/agencies/{id}/change" => agency::change::show, "Change an agency";
    SignedIn post "/agencies/{id}/change" => agency::change::submit, "Change an agency";
    SignedIn get "/agencies/{id}/suspend" => agency::suspend::show_suspend, "Suspend an agency?";
    SignedIn post "/agencies/{id}/suspend" => agency::suspend::submit_suspend, "Suspend an agency";
    SignedIn get "/agencies/{id}/restore" => agency::suspend::show_restore, "Restore an agency?";
    SignedIn post "/agencies/{id}/restore" => agency::suspend::submit_restore, "Restore an agency";
    SignedIn get "/agencies/{id}/invite" => user::invite::show, "Invite someone";
    SignedIn post "/agencies/{id}/invite" => user::invite::submit, "Invite someone";

    SignedIn get "/agreements" => agreement::list::show, "Agreements";
    SignedIn get "/agreements/new" => agreement::draft::show, "Draft an agreement";
    SignedIn post "/agreements/new" => agreement::draft::submit, "Draft an agreement";
    SignedIn get "/agreements/{id}" => agreement::show::show, "An agreement";
    SignedIn get "/agreements/{id}/sign" => agreement::sign::show, "Sign an agreement?";
    SignedIn post "/agreements/{id}/sign" => agreement::sign::submit, "Sign an agreement";
    SignedIn get "/agreements/{id}/review" => agreement::review::show, "Record a review";
    SignedIn post "/agreements/{id}/review" => agreement::review::submit, "Record a review";
    SignedIn get "/agreements/{id}/end" => agreement::end::show, "End an agreement?";
    SignedIn post "/agreements/{id}/end" => agreement::end::submit, "End an agreement";

    SignedIn get "/cases" => involvement::cases::show, "Cases we work on";
    SignedIn get "/cases/{id}/involved" => involvement::list::show, "Who works on a case";
    SignedIn post "/cases/{id}/involved" => involvement::list::submit,
        "Involve an agency in a case";
    SignedIn get "/cases/{id}/duty" => duty::call::show, "Duty teams called to a case";
    SignedIn post "/cases/{id}/duty" => duty::call::submit, "Call another agency's duty team";
    SignedIn get "/cases/{id}/duty/{call}/end" => duty::end_call::show,
        "Shut a case to a duty team?";
    SignedIn post "/cases/{id}/duty/{call}/end" => duty::end_call::submit,
        "Shut a case to a duty team";
    SignedIn get "/duty" => duty::roster::show, "The duty team";
    SignedIn post "/duty" => duty::roster::submit, "Put somebody on duty";
    SignedIn get "/duty/{id}/end" => duty::end::show, "End somebody's duty?";
    SignedIn post "/duty/{id}/end" => duty::end::submit, "End somebody's duty";
    SignedIn get "/cases/{id}/involved/{involvement}/end" => involvement::end::show,
        "End an agency's part in a case?";
    SignedIn post "/cases/{id}/involved/{involvement}/end" => involvement::end::submit,
        "End an agency's part in a case";
    SignedIn get "/given" => disclosure::given::show, "Given to you in an emergency";

    SignedIn get "/maracs" => marac::list::show, "MARACs and who hears their cases";
    SignedIn get "/maracs/{id}/appoint" => marac::appoint::show, "Appoint somebody to a MARAC";
    SignedIn post "/maracs/{id}/appoint" => marac::appoint::submit, "Appoint somebody to a MARAC";
    SignedIn get "/maracs/{id}/neighbour" => marac::neighbour::show, "Who stands in for a MARAC";
    SignedIn post "/maracs/{id}/neighbour" => marac::neighbour::submit,
        "Say who stands in for a MARAC";
    SignedIn get "/maracs/{id}/appointed/{office}/end" => marac::end::show,
        "End an appointment to a MARAC?";
    SignedIn post "/maracs/{id}/appointed/{office}/end" => marac::end::submit,
        "End an appointment to a MARAC";

    SignedIn get "/users/{id}" => user::show::show, "A person who uses Wicken";
    SignedIn get "/users/{id}/role" => user::role::show, "Change a role";
    SignedIn post "/users/{id}/role" => user::role::submit, "Change a role";
    SignedIn get "/users/{id}/suspend" => user::suspend::show_suspend, "Suspend an account?";
    SignedIn post "/users/{id}/suspend" => user::suspend::submit_suspend, "Suspend an account";
    SignedIn get "/users/{id}/restore" => user::suspend::show_restore, "Restore an account?";
    SignedIn post "/users/{id}/restore" => user::suspend::submit_restore, "Restore an account";
    SignedIn get "/users/{id}/end-sessions" => user::suspend::show_end_sessions,
        "Sign someone out everywhere?";
    SignedIn post "/users/{id}/end-sessions" => user::suspend::submit_end_sessions,
        "Sign someone out everywhere";
    SignedIn get "/users/{id}/reset-sign-in" => user::reset::show, "A new start at signing in?";
    SignedIn post "/users/{id}/reset-sign-in" => user::reset::submit, "A new start at signing in";

    SignedIn get "/performance" => performance::overview::show, "Performance";
    SignedIn get "/performance/{indicator}" => performance::report::show, "One indicator";
    SignedIn get "/performance/{indicator}/table.csv" => performance::csv::show,
        "One indicator, as a file";
    SignedIn get "/performance/{indicator}/behind" => performance::behind::show,
        "The records behind a figure";

    SignedIn get "/imports" => import::list::show, "Imports";
    SignedIn get "/imports/new" => import::send::show, "Send a file";
    SignedIn post "/imports/new" => import::send::submit, "Send a file";
    SignedIn get "/imports/{id}" => import::show::show, "What came of a file";

    SignedIn get "/people" => person::search::show, "Search for a person";
    SignedIn post "/people" => person::search::submit, "Search for a person";
    SignedIn get "/people/{id}" => person::show::show, "A person";
    SignedIn get "/people/{id}/whereabouts" => whereabouts::open::show,
        "Open where a person is?";
    SignedIn post "/people/{id}/whereabouts" => whereabouts::open::submit,
        "Open where a person is";
    SignedIn get "/people/{id}/whereabouts/add" => whereabouts::add::show,
        "Write down where a person is";
    SignedIn post "/people/{id}/whereabouts/add" => whereabouts::add::submit,
        "Write down where a person is";
    SignedIn get "/people/{id}/whereabouts/second" => whereabouts::ask::show,
        "Ask for a second person?";
    SignedIn post "/people/{id}/whereabouts/second" => whereabouts::ask::submit,
        "Ask for a second person";
    SignedIn get "/people/{id}/whereabouts/{entry}/correct" => whereabouts::correct::show,
        "Correct where a person is?";
    SignedIn post "/people/{id}/whereabouts/{entry}/correct" => whereabouts::correct::submit,
        "Correct where a person is";
    SignedIn post "/people/{id}/whereabouts/{entry}/end" => whereabouts::end::submit,
        "End what was written down";
    SignedIn get "/second-openings" => whereabouts::waiting::show, "Waiting for a second person";
    SignedIn get "/second-openings/{id}" => whereabouts::answer::show,
        "Open where a person is to somebody?";
    SignedIn post "/second-openings/{id}" => whereabouts::answer::submit,
        "Open where a person is to somebody";
    SignedIn get "/people/{id}/exclusions" => exclusion::list::show,
        "Who is excluded from a person";
    SignedIn post "/people/{id}/exclusions" => exclusion::list::submit,
        "Exclude someone from a person";
    SignedIn get "/people/{id}/exclusions/{exclusion}/end" => exclusion::end::show,
        "End an exclusion?";
    SignedIn post "/people/{id}/exclusions/{exclusion}/end" => exclusion::end::submit,
        "End an exclusion";

    SignedIn get "/glass" => glass::ask::show, "Break the glass?";
    SignedIn post "/glass" => glass::ask::submit, "Break the glass";
    SignedIn get "/glass/done" => glass::done::show, "What came of breaking the glass";
    SignedIn get "/glass/told" => glass::told::show, "Who broke the glass";
    SignedIn post "/glass/{id}/end" => glass::end::submit, "Shut a broken glass";

    SignedIn get "/people/{id}/gifts" => disclosure::give::show,
        "Give a record to somebody?";
    SignedIn post "/people/{id}/gifts" => disclosure::give::submit,
        "Give a record to somebody";
    SignedIn post "/people/{id}/gifts/{gift}/end" => disclosure::end::submit,
        "Take back what was given";

    SignedIn get "/review" => review::list::show, "Links to review";
    SignedIn get "/review/decisions" => review::decisions::show, "Decisions about links";
    SignedIn get "/review/undone" => review::undone::list, "Links that were undone";
    SignedIn get "/review/undone/{id}" => review::undone::show, "Who acted on a wrong link";
    SignedIn get "/review/{id}" => review::show::show, "Are two records one person?";
    SignedIn post "/review/{id}" => review::show::submit, "Say whether they are one person";
    SignedIn post "/review/{id}/confirm" => review::confirm::submit, "Confirm a link";
    SignedIn get "/review/{id}/end" => review::end::show, "Undo a decision about a link?";
    SignedIn post "/review/{id}/end" => review::end::submit, "Undo a decision about a link";

    SignedIn get "/privacy" => privacy::show::show, "What a data protection officer watches over";
    SignedIn get "/privacy/{name}/table.csv" => privacy::csv::show, "One of its tables, as a file";
    SignedIn get "/permissions" => privacy::permissions::show, "Who may do what";
    SignedIn get "/alerts" => alert::list::show, "What somebody should look at";
    SignedIn get "/alerts/{id}" => alert::show::show, "An alert";
    SignedIn post "/alerts/{id}" => alert::show::submit, "Say what came of an alert";

    SignedIn get "/declarations" => declaration::list::show, "Who has declared, and what waits";
    SignedIn get "/declarations/{id}" => declaration::matched::show,
        "Is somebody on file whom they declared?";
    SignedIn post "/declarations/{id}" => declaration::matched::submit,
        "Say whether they must be kept from a person";

    SignedIn get "/people/{id}/looks" => ledger::looks_at::show, "Who looked at a person";
    SignedIn get "/who-looked" => ledger::list::show, "Who looked";
    SignedIn get "/about" => system::about::show, "About this system";

    Everyone get "/health" => system::health::health, "Is the process alive?";
    Everyone get "/ready" => system::health::ready, "Can it do its work?";
    Everyone get "/metrics" => system::health::metrics, "Counts and times";
    Everyone get "/assets/{name}" => asset, "Stylesheet, scripts, icon";

    Everyone get "/api/openapi.json" => api::describe, "The API's description";
    Token get "/api/v1/account" => api::account::show, "The token's own account";
    Token get "/api/v1/agencies" => api::agency::list, "Agencies";
    Token post "/api/v1/agencies" => api::agency::add, "Add an agency";
    Token get "/api/v1/agencies/{id}" => api::agency::show, "An agency";
    Token get "/api/v1/agencies/{id}/users" => api::user::list, "An agency's people";
    Token post "/api/v1/agencies/{id}/change" => api::agency::change, "Change an agency";
    Token get "/api/v1/agreements" => api::agreement::list, "Agreements";
    Token get "/api/v1/users/{id}" => api::user::show, "A person who uses Wicken";
    Token post "/api/v1/users/{id}/suspend" => api::user::suspend, "Suspend an account";
    Token post "/api/v1/users/{id}/end-sessions" => api::user::end_sessions,
        "Sign someone out everywhere";
    Token get "/api/v1/reports/{indicator}" => api::performance::report, "An indicator's figures";
    Token get "/api/v1/targets" => api::performance::targets, "The targets, judged";
    Token post "/api/v1/people/search" => api::person::search, "Search for a person";
    Token get "/api/v1/people/{id}" => api::person::show, "A person";
    Token get "/api/v1/review" => api::review::list, "Links to review";
    Token get "/api/v1/review/{id}" => api::review::show, "Are two records one person?";
    Token post "/api/v1/review/{id}/decide" => api::review::answer::decide,
        "Say whether they are one person";
    Token post "/api/v1/review/{id}/end" => api::review::answer::end,
        "Undo a decision about a link";
    Token get "/api/v1/imports" => api::import::list, "Imports";
    Token get "/api/v1/imports/{id}" => api::import::show, "What came of a file";
};

/// The whole site. A demo county has one route more than any other.
pub fn site(site: Site) -> Router {
    let is_demo = site.app().is_demo();
    let own = ROUTES.iter().filter(|route| is_demo || route.access != Access::Demo);
    let signed_in = middleware::from_fn_with_state(site.clone(), layers::signed_in_only);
    let router = own.fold(Router::new(), |router, route| {
        let handler = match route.path {
            // The one form with a file in it; the file's own limit stands inside the site's.
            "/imports/new" => (route.handler)().layer(DefaultBodyLimit::max(import::FILE_MOST)),
            _ => (route.handler)(),
        };
        let handler = match route.access {
            Access::Everyone | Access::Demo => handler,
            Access::SignedIn | Access::Token => handler.route_layer(signed_in.clone()),
        };
        router.route(route.path, handler)
    });
    let timeout =
        TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, layers::TIME_MOST);
    router
        .fallback(not_found)
        .layer(CatchPanicLayer::custom(layers::after_panic))
        .layer(DefaultBodyLimit::max(layers::BODY_MOST))
        .layer(timeout)
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(site.clone(), layers::around))
        .with_state(site)
}

async fn not_found(request: Request) -> Response {
    plain_problem(StatusCode::NOT_FOUND, request.uri().path().starts_with("/api/"))
}

/// A file of the binary, in the smallest form that the browser reads.
async fn asset(Path(name): Path<String>, headers: HeaderMap, request: Request) -> Response {
    let Some(asset) = assets::find(&name) else {
        return plain_problem(StatusCode::NOT_FOUND, false);
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let is_current = request.uri().query() == Some(&format!("v={}", asset.version));
    let kind = asset.content_type;
    let (encoding, bytes) = asset.encoded(accepted.unwrap_or_default());
    let mut response = Body::from(bytes.into_owned()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    // The address changes with the content, so what has the right address never changes.
    let keep = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}
