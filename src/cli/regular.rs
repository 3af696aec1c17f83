//! What is done again and again, whoever works.

use crate::{
    effects::worker::Job,
    service::{app::App, checkpoints},
};

/// Every piece of regular work. Times are UTC.
pub(super) fn jobs(app: &App) -> anyhow::Result<Vec<Job>> {
    let app = app.clone();
    Ok(vec![Job::new("journal.checkpoint", "0 30 2 * * *", move |_now| {
        let signed = checkpoints::sign_all(&app)?;
        tracing::info!(signed, "journals were signed");
        Ok(())
    })?])
}
