//! A form with files in it, read piece by piece: in time, and no more than may be sent.

use std::time::{Duration, Instant};

use actix_multipart::Multipart;
use actix_web::{HttpRequest, rt::time::timeout, web};
use futures_util::StreamExt as _;

use super::limits;
use crate::service::uploads::Sent;

/// What a form had in it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Names and texts, in order.
    pub(super) form: Vec<(String, String)>,
    /// Files that were chosen.
    pub(super) files: Vec<Sent>,
    /// What was sent that is no form.
    pub(super) body: Vec<u8>,
}

/// Whether a request is such a form.
pub(super) fn is_multipart(http: &HttpRequest) -> bool {
    let kind = http.headers().get("content-type").and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// Reads it.
///
/// # Errors
/// The status to answer with: 400 it is broken, 408 it is too slow, 413 it is too large.
pub(super) async fn read(http: &HttpRequest, body: web::Payload) -> Result<Parts, u16> {
    let began = Instant::now();
    let mut out = Parts::default();
    let mut total = 0_usize;
    // Whoever is told so while they are still sending sees a broken line instead of the words: the rest is read, and
    // thrown away.
    let mut too_large = false;
    let mut parts = Multipart::new(http.headers(), body);
    while let Some(part) = timeout(limits::BODY, parts.next()).await.map_err(|_late| 408_u16)? {
        let mut part = part.map_err(|_broken| 400_u16)?;
        if out.form.len() + out.files.len() >= limits::PARTS {
            return Err(413);
        }
        let disposition = part.content_disposition().ok_or(400_u16)?;
        let field = disposition.get_name().ok_or(400_u16)?.to_owned();
        let file = disposition.get_filename().map(str::to_owned);
        let mut bytes = Vec::new();
        if file.is_some() {
            // As much as is said to come, so that a large file does not grow through copies of itself; what is not
            // filled takes no memory.
            bytes.reserve_exact(declared(http).saturating_sub(total).min(limits::FILES));
        }
        while let Some(piece) = timeout(limits::BODY, part.next()).await.map_err(|_late| 408_u16)? {
            let piece = piece.map_err(|_broken| 400_u16)?;
            total += piece.len();
            let most = if file.is_some() { limits::FILES } else { limits::FORM };
            too_large |= total > limits::FILES || bytes.len() + piece.len() > most;
            if total > limits::THROWN_AWAY {
                return Err(413);
            }
            if too_slow(began.elapsed(), total) {
                return Err(408);
            }
            if too_large {
                bytes.clear();
            } else {
                bytes.extend_from_slice(&piece);
            }
        }
        match file {
            _ if too_large => {}
            // A browser sends an empty part for a question without a file.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => out.files.push(Sent { field, name, bytes }),
            None => out.form.push((field, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    if too_large { Err(413) } else { Ok(out) }
}

/// How many bytes a request says that it has.
fn declared(http: &HttpRequest) -> usize {
    let length = http
        .headers()
        .get("content-length")
        .and_then(|length| length.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or_default()
}

/// Whether somebody keeps the line open on purpose: slower than the slowest telephone, or for ever.
fn too_slow(elapsed: Duration, bytes: usize) -> bool {
    let seconds = usize::try_from(elapsed.as_secs()).unwrap_or(usize::MAX);
    elapsed > limits::FILES_IN || (elapsed > limits::BODY && bytes / seconds.max(1) < limits::SLOWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_is_borne_and_a_stalled_one_is_not() {
        let check = |seconds: u64, bytes: usize, slow: bool| {
            assert_eq!(too_slow(Duration::from_secs(seconds), bytes), slow, "{seconds} {bytes}");
        };
        check(10, 10, false);
        check(60, 60 * 5_000, false);
        check(60, 60, true);
        check(400, 400 * 50_000, true);
    }
}
