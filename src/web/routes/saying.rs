//! How a route is said in the table: by its method, and by what is particular about it.

use super::{Method, Object, Rescue, Route, Run, Who};
use crate::web::{
    api::{self, endpoint::Endpoint},
    html,
};

/// A page, or a file.
pub(super) const fn get(path: &'static str, action: &'static str, who: Who, object: Object, run: Run) -> Route {
    Route {
        method: Method::Get,
        path,
        action,
        who,
        object,
        run,
        signs_in: false,
        rare: false,
        files: false,
        drafted: false,
        rescue: None,
        api: None,
    }
}

/// Something that is sent.
pub(super) const fn post(path: &'static str, action: &'static str, who: Who, object: Object, run: Run) -> Route {
    Route {
        method: Method::Post,
        ..get(path, action, who, object, run)
    }
}

/// Something that tries to sign somebody in.
pub(super) const fn sign_in(path: &'static str, action: &'static str, who: Who, run: Run) -> Route {
    Route {
        signs_in: true,
        ..post(path, action, who, Object::Nothing, run)
    }
}

/// The same, less often from one address.
pub(super) const fn rare(route: Route) -> Route {
    Route { rare: true, ..route }
}

/// The same, with files.
pub(super) const fn with_files(route: Route) -> Route {
    Route { files: true, ..route }
}

/// The same, and what is typed there is kept when the session has run out.
pub(super) const fn rescued(route: Route, rescue: Rescue) -> Route {
    Route {
        rescue: Some(rescue),
        ..drafted(route)
    }
}

/// The same, with a draft behind it.
pub(super) const fn drafted(route: Route) -> Route {
    Route { drafted: true, ..route }
}

/// A route for programs.
pub(super) const fn program(
    method: Method,
    path: &'static str,
    action: &'static str,
    who: Who,
    object: Object,
    endpoint: &'static Endpoint,
) -> Route {
    Route {
        method,
        files: matches!(endpoint.takes, api::endpoint::Takes::File),
        api: Some(endpoint),
        ..get(path, action, who, object, html::nothing_here)
    }
}
