//! From the settings to where letters go.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use anyhow::{Context as _, anyhow, bail};

use super::misread;
use crate::{
    domain::subscriptions,
    effects::mail::{
        compose::Sender,
        smtp::{Line, Smtp, SmtpSettings},
        transport::{Folder, Transport},
    },
};

/// Where letters come from if nothing is said: nobody can answer there.
const NOBODY: &str = "accord@localhost";

/// Where letters go.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct MailConfig {
    /// The mail server, `host:port`, reached with STARTTLS (`tls:host:port` for a line that is
    /// encrypted from the start); or `folder:PATH` to write letters there instead.
    #[arg(long, env = "ACCORD_MAIL", default_value = "folder:mail")]
    mail: String,
    /// Name and password for the mail server, `name:password`.
    #[arg(long, env = "ACCORD_MAIL_LOGIN", hide_env_values = true)]
    mail_login: Option<String>,
    /// A file with the certificate (PEM) of the authority that vouches for the mail server, if it is
    /// none that everybody knows.
    #[arg(long, env = "ACCORD_MAIL_CA")]
    mail_ca: Option<PathBuf>,
    /// The address that letters come from.
    #[arg(long, env = "ACCORD_MAIL_FROM", default_value = NOBODY)]
    mail_from: String,
}

impl MailConfig {
    /// Who letters are from, and their way out.
    ///
    /// # Errors
    /// A setting that says nothing that can be done, by its name.
    pub(super) fn open(&self) -> anyhow::Result<(Sender, Arc<dyn Transport>)> {
        let sender = self.sender()?;
        let transport = match self.mail.strip_prefix("folder:") {
            Some(folder) => self.folder(folder)?,
            None => self.server(&sender.origin)?,
        };
        Ok((sender, transport))
    }

    /// What the operator is told at the start, where letters reach nobody.
    pub(super) fn said(&self) -> Option<String> {
        let folder = self.mail.strip_prefix("folder:")?;
        Some(format!(
            "letters are not sent: they are written into the folder `{folder}` (ACCORD_MAIL names a mail server)"
        ))
    }

    fn sender(&self) -> anyhow::Result<Sender> {
        let from = self.mail_from.trim();
        if from != NOBODY && subscriptions::address(from).is_err() {
            bail!(
                "ACCORD_MAIL_FROM: `{from}` is no email address: write the address alone, such as \
                 accord@synergy.example"
            );
        }
        let origin = from.split_once('@').map_or("localhost", |(_, domain)| domain);
        Ok(Sender {
            address: from.to_owned(),
            origin: origin.to_owned(),
        })
    }

    fn folder(&self, folder: &str) -> anyhow::Result<Arc<dyn Transport>> {
        if folder.is_empty() {
            bail!("ACCORD_MAIL: `folder:` names no folder: write folder:PATH, or a mail server as host:port");
        }
        if self.mail_login.is_some() || self.mail_ca.is_some() {
            bail!(
                "ACCORD_MAIL_LOGIN and ACCORD_MAIL_CA are for a mail server, and ACCORD_MAIL names the folder \
                 `{folder}`: set ACCORD_MAIL=host:port, or leave them unset"
            );
        }
        let folder = Folder::open(folder.into())
            .with_context(|| format!("ACCORD_MAIL: letters cannot be written into the folder `{folder}`"))?;
        Ok(Arc::new(folder))
    }

    fn server(&self, hello: &str) -> anyhow::Result<Arc<dyn Transport>> {
        let (line, server) = match self.mail.strip_prefix("tls:") {
            Some(server) => (Line::Tls, server),
            None => (Line::StartTls, self.mail.as_str()),
        };
        let Some((host, port)) = misread::place(server) else {
            bail!(
                "ACCORD_MAIL: `{}` is no mail server: write host:port, tls:host:port, or folder:PATH",
                self.mail
            );
        };
        if self.mail_from.trim() == NOBODY {
            bail!(
                "ACCORD_MAIL sends letters through {host}, and ACCORD_MAIL_FROM does not say whom they are from: set it \
                 to an address of your own, such as accord@synergy.example"
            );
        }
        let login = self.mail_login.as_deref().map(login).transpose()?;
        let authority = self
            .mail_ca
            .as_ref()
            .map(|path| {
                fs::read(path).with_context(|| {
                    format!(
                        "ACCORD_MAIL_CA: the certificate `{}` cannot be read; it is a file in PEM form",
                        path.display()
                    )
                })
            })
            .transpose()?;
        let smtp = Smtp::new(&SmtpSettings {
            host: host.to_owned(),
            port,
            line,
            login,
            hello: hello.to_owned(),
            authority,
            patience: Duration::from_secs(30),
        })
        .map_err(|error| anyhow!(error))?;
        Ok(Arc::new(smtp))
    }
}

/// The password is never repeated.
fn login(text: &str) -> anyhow::Result<(String, String)> {
    match text.split_once(':') {
        Some((name, password)) if !name.is_empty() && !password.is_empty() => {
            Ok((name.to_owned(), password.to_owned()))
        }
        _ => bail!("ACCORD_MAIL_LOGIN is no login: write name:password"),
    }
}
