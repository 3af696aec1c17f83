//! Signatures by which an address knows who tells it, as Standard Webhooks has them: over the id, the
//! time of the try and the body, by each secret that counts at that moment.

use accord_store::{tokens, webhooks};
use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{PREFIX, may, place};
use crate::service::{app::App, fault::Fault};

/// Where something goes, and how it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The address.
    pub url: String,
    /// `v1,…`, one for each secret, with a space between.
    pub signatures: String,
}

/// Signs one try, if the address is still to be told: nobody has ended it, programs are let in, and
/// its owner may still say so.
///
/// # Errors
/// The database fails, or the secret cannot be opened.
pub fn signed(app: &App, webhook: &str, id: &str, timestamp: i64, body: &str) -> Result<Option<Signed>, Fault> {
    let Some(row) = app.store.read(|db| webhooks::load(db, webhook))? else {
        return Ok(None);
    };
    let wanted = app.reading(&row.alliance_id, |desk| {
        Ok::<_, Fault>(tokens::is_on(desk.db, &row.alliance_id)? && may(desk, &row)?)
    })?;
    if !wanted {
        return Ok(None);
    }
    let mut secrets = vec![row.secret];
    let counts = row.old_until.is_some_and(|until| until.utc() > app.wall.now());
    secrets.extend(row.old_secret.filter(|_| counts));
    let signatures = secrets
        .iter()
        .map(|sealed| {
            let secret = app.seals.open(&place(webhook), sealed)?;
            signature(&secret, id, timestamp, body)
        })
        .collect::<anyhow::Result<Vec<String>>>()?;
    Ok(Some(Signed {
        url: row.url,
        signatures: signatures.join(" "),
    }))
}

/// `v1,` and the signature.
///
/// # Errors
/// It is no secret of ours.
pub fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> anyhow::Result<String> {
    let key = secret.strip_prefix(PREFIX).context("a secret begins with whsec_")?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(key)?)?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn a_known_answer() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(signed.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
