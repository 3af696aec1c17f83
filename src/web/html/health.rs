//! For whoever watches over the process: is it there, and can it do its work?

use crate::{
    service::fault::Fault,
    views::pages,
    web::{
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

/// The process answers.
///
/// # Errors
/// Never.
pub fn alive(_site: &Site, _request: &Request) -> Result<Reply, Fault> {
    Ok(Reply::of(200, Body::Text("alive\n".to_owned())))
}

/// The database answers, an alliance has been founded in it, and pages can be drawn.
///
/// # Errors
/// Never: what is missing is said with 503.
pub fn ready(site: &Site, _request: &Request) -> Result<Reply, Fault> {
    let database = site.app.store.read(accord_store::alliances::all);
    let pages = pages::check();
    Ok(match (database, pages) {
        (Ok(all), _) if all.is_empty() => {
            let says = "no alliance has been founded yet: accord found FILE\n";
            Reply::of(503, Body::Text(says.to_owned()))
        }
        (Ok(_), Ok(())) => Reply::of(200, Body::Text("ready\n".to_owned())),
        (Err(error), _) => {
            tracing::warn!(%error, "not ready");
            Reply::of(503, Body::Text("the database does not answer\n".to_owned()))
        }
        (_, Err(faults)) => {
            tracing::error!(count = faults.len(), "not ready: pages cannot be drawn");
            Reply::of(503, Body::Text("pages cannot be drawn\n".to_owned()))
        }
    })
}
