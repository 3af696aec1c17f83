//! SMTP: the line is encrypted and the server's name is verified, or nothing is said.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use lettre::{
    SmtpTransport, Transport as _,
    address::Envelope,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use super::{
    compose,
    transport::{Posted, SendFault, Taken, Transport},
};

/// How the line is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// STARTTLS must be offered (port 587).
    StartTls,
    /// Encrypted from the first byte (port 465).
    Tls,
    /// Not at all: demonstration and rehearsal on the same machine.
    Plain,
}

/// The server that takes our mail.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name, which its certificate must carry.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is kept private.
    pub line: Line,
    /// Name and password, if it wants them.
    pub login: Option<(String, String)>,
    /// What we call ourselves.
    pub hello: String,
    /// A certificate authority of our own, PEM.
    pub authority: Option<Vec<u8>>,
    /// How long to wait for an answer. Shorter than a lease.
    pub patience: Duration,
}

impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// Sends through a server.
pub struct Smtp {
    transport: SmtpTransport,
    host: String,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Smtp").field(&self.host).finish()
    }
}

impl Smtp {
    /// Prepares; no line is opened yet.
    ///
    /// # Errors
    /// A plain line to another machine, or a certificate that cannot be read.
    pub fn new(settings: &SmtpSettings) -> Result<Self, String> {
        let local = ["localhost", "127.0.0.1", "::1"].contains(&settings.host.as_str());
        let tls = match settings.line {
            Line::StartTls => Tls::Required(parameters(settings)?),
            Line::Tls => Tls::Wrapper(parameters(settings)?),
            Line::Plain if local => Tls::None,
            Line::Plain => {
                return Err(format!(
                    "mail to {} must be encrypted: a plain line is only for this machine",
                    settings.host
                ));
            }
        };
        let mut builder = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(settings.hello.clone()))
            .timeout(Some(settings.patience));
        if let Some((name, password)) = &settings.login {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(Self {
            transport: builder.build(),
            host: settings.host.clone(),
        })
    }
}

fn parameters(settings: &SmtpSettings) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.authority {
        // The library takes a file without a certificate for one that adds nothing.
        let read: Vec<_> = CertificateDer::pem_slice_iter(pem).collect();
        if read.is_empty() || read.iter().any(Result::is_err) {
            return Err(
                "the file for the mail server's authority (ACCORD_MAIL_CA) holds no certificate in PEM \
                        form: it begins with `-----BEGIN CERTIFICATE-----`"
                    .to_owned(),
            );
        }
        let own = Certificate::from_pem(pem).map_err(|e| format!("the mail server's authority: {e}"))?;
        builder = builder.add_root_certificate(own);
    }
    builder.build().map_err(|e| format!("the mail server's name: {e}"))
}

/// Why the server's certificate does not do, if that is what is wrong. The library calls it a fault of
/// the network, after which a letter may have been taken; but it is found before anything is said.
fn not_trusted(error: &lettre::transport::smtp::Error) -> Option<String> {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let inner = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let found = cause
            .downcast_ref::<rustls::Error>()
            .or_else(|| inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()));
        if let Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented) = found {
            return found.map(ToString::to_string);
        }
        next = cause.source();
    }
    None
}

/// Nobody was there to be told anything.
fn never_reached(error: &lettre::transport::smtp::Error) -> bool {
    use std::io::ErrorKind::{AddrNotAvailable, ConnectionRefused, HostUnreachable, NetworkUnreachable};
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        let kind = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if let Some(ConnectionRefused | HostUnreachable | NetworkUnreachable | AddrNotAvailable) = kind {
            return true;
        }
        next = cause.source();
    }
    false
}

impl Transport for Smtp {
    fn send(&self, post: &Posted) -> Result<Taken, SendFault> {
        let envelope = || -> Result<Envelope, compose::Unsendable> {
            let (from, to) = (compose::address(&post.from)?, compose::address(&post.to)?);
            Envelope::new(Some(from), vec![to]).map_err(|e| compose::Unsendable(e.to_string()))
        };
        let envelope = envelope().map_err(|e| SendFault::Refused(e.to_string()))?;
        let sent = catch_unwind(AssertUnwindSafe(|| self.transport.send_raw(&envelope, &post.bytes)));
        match sent {
            Ok(Ok(answer)) => Ok(Taken(format!(
                "{} {}",
                answer.code(),
                answer.message().collect::<Vec<_>>().join(" ")
            ))),
            Ok(Err(error)) => Err(fault(&error)),
            Err(_) => Err(SendFault::Refused(
                "the mail library gave up on this message".to_owned(),
            )),
        }
    }
}

fn fault(error: &lettre::transport::smtp::Error) -> SendFault {
    if let Some(why) = not_trusted(error) {
        return SendFault::NotNow(format!(
            "the mail server's certificate is not trusted, so nothing was said to it ({why}): see that ACCORD_MAIL \
             names the server as its certificate does, and ACCORD_MAIL_CA the authority that vouches for it"
        ));
    }
    let what = match (error.status(), std::error::Error::source(error)) {
        (Some(code), Some(source)) => format!("{code} {source}"),
        (None, Some(source)) => format!("{error}: {source}"),
        (_, None) => error.to_string(),
    };
    if error.is_permanent() {
        SendFault::Refused(what)
    } else if error.is_transient() || error.is_tls() || error.is_client() || never_reached(error) {
        SendFault::NotNow(what)
    } else {
        SendFault::Unknown(what)
    }
}
