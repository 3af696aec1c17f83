//! A page that says how far something is, while the site cannot be shown yet. Every address answers
//! with it, and asks again after a second, without any script; then the page that was asked for is
//! there.

use std::{
    fmt::Write as _,
    net::TcpListener,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt, web};
use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::{headers, serve::told_to_stop};
use crate::views::{
    assets,
    components::page::{Page, Phase, Site},
    pages::{self, Context as _, message::Message},
};

/// How far it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// So many parts.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// What is happening now.
    pub now: String,
}

impl Progress {
    /// As one process tells another, on a line.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.done, self.of, self.now)
    }

    /// From such a line.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        Some(Self {
            done: parts.next()?.parse().ok()?,
            of: parts.next()?.parse().ok()?,
            now: parts.next()?.to_owned(),
        })
    }
}

/// Tells browsers how far it is, until it is ready; gives whether it is: somebody may end it before.
///
/// # Errors
/// The address cannot be listened on.
pub fn run(listener: TcpListener, progress: Arc<Mutex<Progress>>, ready: CancellationToken) -> anyhow::Result<bool> {
    rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let progress = progress.clone();
            App::new().default_service(web::to(move |request: HttpRequest| {
                let now = progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
                async move { answer(request.path(), &now) }
            }))
        })
        .workers(1)
        .client_request_timeout(Duration::from_secs(5))
        // A browser that keeps its line open would hold up what it is waiting for.
        .keep_alive(actix_web::http::KeepAlive::Disabled)
        .shutdown_timeout(1)
        .disable_signals()
        .listen(listener)
        .context("cannot listen")?
        .run();
        let handle = server.handle();
        let whole = rt::spawn(async move {
            let whole = tokio::select! {
                () = ready.cancelled() => true,
                () = told_to_stop() => false,
            };
            handle.stop(true).await;
            whole
        });
        server.await.context("the server stopped")?;
        Ok(whole.await.unwrap_or(false))
    })
}

fn answer(path: &str, now: &Progress) -> HttpResponse {
    if let Some(asset) = assets::at(path) {
        return HttpResponse::Ok().content_type(asset.media_type).body(asset.text);
    }
    let mut response = HttpResponse::ServiceUnavailable();
    for (name, value) in headers::ALWAYS {
        response.insert_header((*name, *value));
    }
    response
        .insert_header(("content-security-policy", headers::POLICY))
        .insert_header(("cache-control", headers::UNKEPT))
        .insert_header(("refresh", "1"))
        .insert_header(("retry-after", "1"))
        .content_type("text/html; charset=utf-8")
        .body(page(now))
}

/// The page.
fn page(now: &Progress) -> String {
    let site = Site {
        alliance: "Accord".to_owned(),
        lead_body: String::new(),
        home: "/demo".to_owned(),
        email: String::new(),
        telephone: None,
        links: Vec::new(),
    };
    let title = "A year is being played";
    let mut says = vec![
        "The demonstration opens with a year of work in it: every act, vote, letter and document is made by the \
         program itself. That takes some seconds, once; this page goes on by itself."
            .to_owned(),
    ];
    if now.of > 0 {
        let mut far = format!("{} of {}", now.done, now.of);
        // Writing to a string cannot fail.
        let _ = write!(far, ": {}.", now.now.trim_end_matches('.'));
        says.push(far);
    }
    let page = Page {
        phase: Some(Phase {
            name: "Demonstration".to_owned(),
            says: "People and most organisations are invented, and nothing leaves this computer.".to_owned(),
            link: None,
        }),
        ..Page::new(title, site)
    };
    let message = Message::new(page, title, says);
    pages::render(Message::TEMPLATE, &message).unwrap_or_else(|fault| fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_it_is() {
        let far = Progress {
            done: 3,
            of: 40,
            now: "Bids come in".to_owned(),
        };
        assert_eq!(Progress::read(&far.line()), Some(far.clone()));
        assert_eq!(Progress::read("warning: x"), None);
        assert!(page(&far).contains("3 of 40: Bids come in."));
        assert!(!page(&Progress::default()).contains(" of 0"));
    }
}
