//! Telling programs: one POST for each row, signed anew for each try. Redirects are not followed, and
//! addresses that lead inside are not asked, however their names are written.

use std::{
    net::{IpAddr, SocketAddr, ToSocketAddrs as _},
    time::Duration,
};

use accord_store::{Stamp, deliveries::DeliveryRow, outbox::OutboxRow};
use chrono::{DateTime, Utc};
use reqwest::{Client, Url, redirect::Policy};
use sha2::{Digest as _, Sha256};
use tokio::runtime::Builder;

use super::worker::{Failed, Record, Worker};
use crate::{
    domain::{addresses, hex},
    service::{hooks::sign::Signed, outgoing::Hook},
};

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where programs may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// On the public internet, encrypted.
    Public,
    /// Also inside, and there in the clear: whoever runs the server says so.
    Inside,
    /// On this computer alone.
    Here,
}

/// The way out for what programs are told.
#[derive(Debug, Clone, Copy)]
pub struct Hooks {
    /// Where it leads.
    pub reach: Reach,
    /// How long an address may take.
    pub patience: Duration,
}

impl Hooks {
    /// A way out.
    pub const fn new(reach: Reach) -> Self {
        Self {
            reach,
            patience: PATIENCE,
        }
    }
}

/// Why an address was not told.
#[derive(Debug)]
enum Refused {
    /// Another try may work.
    NotNow(String),
    /// None will.
    Never(String),
}

impl Worker {
    /// One try.
    pub(super) fn tell(&self, row: &OutboxRow, hook: &Hook, now: DateTime<Utc>) -> Result<Record, Failed> {
        let (id, timestamp) = (message_id(&row.key), now.timestamp());
        let signed = self
            .feedback
            .sign(&hook.webhook, &id, timestamp, &hook.body)
            .map_err(Failed::later)?;
        let line = |result: &str, detail: String| DeliveryRow {
            outbox_key: row.key.clone(),
            attempt: row.attempts,
            alliance_id: row.alliance_id.clone(),
            recipient: hook.url.clone(),
            message_id: Some(id.clone()),
            result: result.to_owned(),
            detail: Some(detail),
            at: Stamp::from(now),
        };
        let Some(signed) = signed else {
            let detail = "nobody is to be told this any more".to_owned();
            return Ok(Record {
                delivery: Some(line("not sent", detail)),
                ..Record::default()
            });
        };
        match self.hooks.post(&signed, &id, timestamp, &hook.body) {
            Ok(status) => Ok(Record {
                delivery: Some(line("delivered", format!("status {status}"))),
                ..Record::default()
            }),
            Err(Refused::NotNow(why)) => {
                let tried = line("technical failure", why.clone());
                Err(Failed::Later(why, Some(Box::new(tried))))
            }
            Err(Refused::Never(why)) => {
                let tried = line("technical failure", why.clone());
                Err(Failed::Dead(why, Some(Box::new(tried))))
            }
        }
    }
}

/// The same for every try, so that whoever is told knows what they have had.
fn message_id(key: &str) -> String {
    let hash = hex(&Sha256::digest(key.as_bytes()));
    format!("msg_{}", hash.get(..32).unwrap_or_default())
}

impl Hooks {
    fn post(&self, signed: &Signed, id: &str, timestamp: i64, body: &str) -> Result<u16, Refused> {
        let url = Url::parse(&signed.url).map_err(|e| Refused::Never(format!("the address cannot be read: {e}")))?;
        let (host, found) = self.resolve(&url)?;
        // The HTTP client takes the process's own: the one that is linked.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let later = |what: &str, error: &reqwest::Error| Refused::NotNow(format!("{what}: {}", chain(error)));
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(self.patience)
            .connect_timeout(self.patience)
            // Asked by name once, and by the addresses that were judged from then on.
            .resolve_to_addrs(&host, &found)
            .user_agent("Accord")
            .build()
            .map_err(|e| later("the way out cannot be made", &e))?;
        let request = client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp.to_string())
            .header("webhook-signature", &signed.signatures)
            .body(body.to_owned());
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Refused::NotNow(e.to_string()))?;
        let answer = runtime
            .block_on(async { request.send().await })
            .map_err(|e| later("it did not answer", &e))?;
        match answer.status().as_u16() {
            status @ 200..300 => Ok(status),
            410 => Err(Refused::Never("it says that it is gone (status 410)".to_owned())),
            status => Err(Refused::NotNow(format!("it answered with status {status}"))),
        }
    }

    /// The host, and the addresses that it may be asked at.
    fn resolve(&self, url: &Url) -> Result<(String, Vec<SocketAddr>), Refused> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let port = url.port_or_known_default().unwrap_or_default();
        let encrypted = url.scheme() == "https";
        if self.reach == Reach::Public && !encrypted {
            return Err(Refused::Never("it is told encrypted only: write https://".to_owned()));
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found: Vec<SocketAddr> = match bare.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => (bare, port)
                .to_socket_addrs()
                .map_err(|e| Refused::NotNow(format!("its name is not known now: {e}")))?
                .collect(),
        };
        match found.iter().find(|one| !self.reach.allows(one.ip(), encrypted)) {
            Some(_) => Err(Refused::Never(match self.reach {
                Reach::Public => {
                    "it leads inside, where nobody is told (ACCORD_HOOKS_INSIDE=true allows it)".to_owned()
                }
                Reach::Inside => "outside it is told encrypted only: write https://".to_owned(),
                Reach::Here => "in the demonstration nothing leaves this computer".to_owned(),
            })),
            None if found.is_empty() => Err(Refused::NotNow("its name leads nowhere".to_owned())),
            None => Ok((bare.to_owned(), found)),
        }
    }
}

impl Reach {
    fn allows(self, address: IpAddr, encrypted: bool) -> bool {
        match self {
            Self::Public => addresses::is_public(address) && encrypted,
            Self::Inside => encrypted || !addresses::is_public(address),
            Self::Here => address.is_loopback(),
        }
    }
}

/// An error with its causes: the last says what is the matter.
fn chain(error: &dyn std::error::Error) -> String {
    let mut out = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        out.push_str(": ");
        out.push_str(&cause.to_string());
        next = cause.source();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_inside_is_not_asked() {
        let check = |reach: Reach, url: &str, expected: bool| {
            let resolved = Hooks::new(reach).resolve(&Url::parse(url).unwrap());
            assert_eq!(resolved.is_ok(), expected, "{reach:?} {url}: {resolved:?}");
        };
        for inside in [
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://169.254.169.254/latest",
            "https://10.1.2.3:8443/",
        ] {
            check(Reach::Public, inside, false);
            check(Reach::Inside, inside, true);
        }
        check(Reach::Public, "https://93.184.216.34/", true);
        check(Reach::Public, "http://93.184.216.34/", false);
        check(Reach::Inside, "http://93.184.216.34/", false);
        check(Reach::Inside, "http://10.1.2.3/", true);
        check(Reach::Here, "http://127.0.0.1:9/", true);
        check(Reach::Here, "https://93.184.216.34/", false);
    }
}
