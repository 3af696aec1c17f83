//! What is done again and again, whoever works.

use std::path::Path;

use super::answers;
use crate::{
    effects::worker::Job,
    service::{
        app::App,
        bodies::{reminding, reviews},
        checkpoints, due,
        erasure::kept,
        homes, money,
        opening::rechecking,
        own::digest,
        payments::asking,
        retention, running_out,
        support::{breaks, waiting},
    },
};

/// Takes what people wrote in answer to letters, where letters can be answered.
pub(super) fn taking(app: &App, folder: &Path) -> anyhow::Result<Option<Job>> {
    if app.replies.is_none() {
        return Ok(None);
    }
    let folder = answers::open(folder)?;
    let app = app.clone();
    let job = Job::new("answers.take", "*/30 * * * * *", move |_now| {
        let taken = answers::take_all(&app, &folder)?;
        tracing::debug!(taken, "answers to letters were looked at");
        Ok(())
    })?;
    Ok(Some(job))
}

/// Every piece of regular work. Times are UTC.
pub(super) fn jobs(app: &App) -> anyhow::Result<Vec<Job>> {
    let (signer, sender) = (app.clone(), app.clone());
    let sign = Job::new("journal.checkpoint", "0 30 2 * * *", move |_now| {
        let signed = checkpoints::sign_all(&signer)?;
        tracing::info!(signed, "journals were signed");
        Ok(())
    })?;
    // When each person's time has come stands with their letters.
    let together = Job::new("letters.together", "0 */10 * * * *", move |_now| {
        let sent = digest::send_due(&sender)?;
        tracing::info!(sent, "news was put together");
        Ok(())
    })?;
    let keeper = app.clone();
    let forget = Job::new("old.forget", "0 10 3 * * *", move |_now| {
        let forgotten = retention::forget(&keeper)?;
        let keys = kept::destroy_due(&keeper)?;
        tracing::info!(?forgotten, keys, "what was kept long enough is forgotten");
        Ok(())
    })?;
    let reminder = app.clone();
    let remind = Job::new("bodies.remind", "0 0 6 * * *", move |_now| {
        let sent = reminding::send_due(&reminder)?;
        let begun = reviews::start_due(&reminder)?;
        let ends = money::warn_due(&reminder)? + running_out::send_due(&reminder)?;
        tracing::info!(
            sent,
            begun,
            ends,
            "terms, reviews and ends of contracts that come near were told of"
        );
        Ok(())
    })?;
    let follower = app.clone();
    let follow = Job::new("days.tell", "0 30 6 * * *", move |_now| {
        let sent = due::send_due(&follower)?;
        tracing::info!(sent, "what is due soon, and what is late, was told");
        Ok(())
    })?;
    let asker = app.clone();
    let ask = Job::new("payments.ask", "0 15 8 * * *", move |_now| {
        let sent = asking::send_due(&asker)?;
        tracing::info!(sent, "people were asked which account to pay into");
        Ok(())
    })?;
    let holder = app.clone();
    let hold = Job::new("breaks.give_time", "0 20 * * * *", move |_now| {
        let away = breaks::give_time_to_all(&holder)?;
        tracing::debug!(away, "whoever takes a break was given time");
        Ok(())
    })?;
    let waker = app.clone();
    let wake = Job::new("concerns.remind", "0 30 7 * * *", move |_now| {
        let sent = waiting::remind(&waker)?;
        tracing::info!(sent, "whoever reads concerns was reminded");
        Ok(())
    })?;
    let checker = app.clone();
    let check = Job::new("cards.check", "0 */10 * * * *", move |_now| {
        let heard = rechecking::tell_due(&checker)?;
        tracing::debug!(heard, "opening cards that are to be checked were looked at");
        Ok(())
    })?;
    let wiper = app.clone();
    let wipe = Job::new("seals.wipe", "*/15 * * * * *", move |_now| {
        let wiped = wiper.spilt.wipe(&wiper.store)?;
        tracing::debug!(wiped, "the log of the database was looked at");
        Ok(())
    })?;
    let looker = app.clone();
    let look = Job::new("alliances.look", "*/30 * * * * *", move |_now| {
        let news = homes::look(&looker)?;
        tracing::debug!(news, "the alliances of this installation were looked at");
        Ok(())
    })?;
    Ok(vec![
        look, sign, together, forget, remind, follow, ask, hold, wake, check, wipe,
    ])
}
