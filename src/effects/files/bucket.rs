//! A bucket that speaks S3: what a setting may say of it, and how patiently it is asked.

use std::time::Duration;

use object_store::{ClientOptions, ObjectStore, RetryConfig, aws::AmazonS3Builder};
use reqwest::Url;

use super::FileFault;

/// A bucket that speaks S3.
#[derive(Clone)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What every key begins with, without a `/` at its ends; may be empty.
    pub prefix: String,
    /// `eu-west-2`; any word will do for a server of one's own.
    pub region: String,
    /// `https://…` of a server other than Amazon's. `http` only on this machine.
    pub endpoint: Option<String>,
    /// Who we are there.
    pub key_id: String,
    /// The secret that proves it.
    pub secret: String,
}

/// How long a server may take to answer. A document is up to three files, and all tries at all three
/// are shorter than a lease.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long all tries of one call may take.
const ALL_TRIES: Duration = Duration::from_secs(15);

impl Bucket {
    /// Prepares; nothing is asked yet.
    ///
    /// # Errors
    /// Settings that cannot work: the library would stop the program at the first question.
    pub(super) fn open(&self) -> Result<impl ObjectStore + use<>, FileFault> {
        self.judge().map_err(FileFault::Settings)?;
        // The HTTP client takes the process's own: the one that is linked.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret)
            .with_retry(RetryConfig {
                max_retries: 2,
                retry_timeout: ALL_TRIES,
                ..RetryConfig::default()
            });
        let mut client = ClientOptions::new()
            .with_timeout(PATIENCE)
            .with_connect_timeout(PATIENCE);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint).with_virtual_hosted_style_request(false);
            if endpoint.starts_with("http://") {
                if !is_here(endpoint) {
                    return Err(FileFault::Settings(format!(
                        "files go to {endpoint} only encrypted: write https://"
                    )));
                }
                client = client.with_allow_http(true);
            }
        }
        builder.with_client_options(client).build().map_err(FileFault::of)
    }

    /// Says which setting is no name, region, key or address.
    fn judge(&self) -> Result<(), String> {
        let (name, region) = (&self.name, &self.region);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if !(3..=63).contains(&name.len()) || !name.chars().all(|c| plain(c) || matches!(c, '.' | '-')) {
            return Err(format!(
                "ACCORD_FILES: `{name}` is no name of a bucket: 3 to 63 small letters, digits, dots and hyphens"
            ));
        }
        if region.is_empty() || !region.chars().all(|c| plain(c) || c == '-') {
            return Err(format!(
                "ACCORD_FILES_REGION: `{region}` is no region: write small letters, digits and hyphens, such as eu-west-2"
            ));
        }
        if self.key_id.is_empty() || !self.key_id.chars().all(|c| c.is_ascii_graphic()) {
            return Err("ACCORD_FILES_KEY is no key: it is empty, or has signs in it that no key has".to_owned());
        }
        if self.secret.is_empty() || self.secret.chars().any(char::is_control) {
            return Err("ACCORD_FILES_SECRET is no secret: it is empty, or has the end of a line in it".to_owned());
        }
        self.endpoint.as_deref().map_or(Ok(()), judge_endpoint)
    }
}

fn judge_endpoint(endpoint: &str) -> Result<(), String> {
    let url = Url::parse(endpoint)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    let says = match url {
        None => "is no address of a server",
        Some(url) if !url.username().is_empty() || url.password().is_some() => "has a name or a password in it",
        Some(url) if url.query().is_some() || url.fragment().is_some() => "goes on after the address",
        Some(_) => return Ok(()),
    };
    // A password in it is not repeated.
    let shown = endpoint.rsplit_once('@').map_or(endpoint, |(_, rest)| rest);
    Err(format!(
        "ACCORD_FILES_ENDPOINT: `{shown}` {says}: write https://name, or https://name:port"
    ))
}

/// Whether an address is of this machine: the host as a whole, not how it begins.
fn is_here(endpoint: &str) -> bool {
    let rest = endpoint.strip_prefix("http://").unwrap_or(endpoint);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_work_are_named() {
        let good = Bucket {
            name: "papers".to_owned(),
            prefix: String::new(),
            region: "eu-west-2".to_owned(),
            endpoint: Some("https://files.example:9000".to_owned()),
            key_id: "key".to_owned(),
            secret: "hush".to_owned(),
        };
        assert!(good.open().is_ok());
        let check = |change: &dyn Fn(&mut Bucket), names: &str| {
            let mut bad = good.clone();
            change(&mut bad);
            let says = bad.open().err().unwrap().to_string();
            assert!(says.contains(names) && !says.contains("hush"), "{says}");
        };
        for name in ["", "a", "Papers", "my papers", "papers?"] {
            check(&|one| one.name = name.to_owned(), "ACCORD_FILES: ");
        }
        for region in ["", "a b", "eu/west"] {
            check(&|one| one.region = region.to_owned(), "ACCORD_FILES_REGION");
        }
        check(&|one| one.key_id = "ké".to_owned(), "ACCORD_FILES_KEY");
        check(&|one| one.secret = "hush\n".to_owned(), "ACCORD_FILES_SECRET");
        for endpoint in [
            "",
            "rubbish",
            "files.example:9000",
            "https://",
            "https://[::1",
            "https://files.example:99999",
            "ftp://files.example",
            "https://me:hush@files.example",
            "https://files.example?x=1",
        ] {
            check(&|one| one.endpoint = Some(endpoint.to_owned()), "ACCORD_FILES_ENDPOINT");
        }
    }
}
