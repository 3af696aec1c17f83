//! What the demonstration can do beside showing the product: letters, the clock, proofs.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use accord_log::verify;
use accord_store::{audit, clocks as stored};
use anyhow::Context as _;
use chrono::{DateTime, TimeDelta, Utc};

use super::{cards::Card, letters, plays::Group};
use crate::{
    clock::{Clock as _, ShiftedClock},
    effects::worker::Worker,
    service::{app::App, checkpoints, clocks},
    web::site::{Checked, Demo, Inbox, Letter, TourStep, Verified},
};

/// The clock, the letters, and what there is to see.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) app: App,
    pub(super) clock: ShiftedClock,
    pub(super) worker: Arc<Worker>,
    /// Held by whoever moves the clock.
    pub(super) moving: Mutex<()>,
    pub(super) letters: PathBuf,
    pub(super) groups: Vec<Group>,
    pub(super) tour: Vec<TourStep>,
    pub(super) cards: Vec<Card>,
}

impl Stage {
    /// Moves business time to an instant, now and for the next start.
    fn move_to(&self, at: DateTime<Utc>) -> anyhow::Result<()> {
        let by = self.clock.move_to(at);
        self.app.store.write(move |db| stored::advance(db, by))?;
        Ok(())
    }

    /// Lets everything happen that is due now.
    fn settle(&self) -> anyhow::Result<()> {
        loop {
            let fired = clocks::fire_due(&self.app)?;
            let drained = self.worker.drain(self.app.wall.now())?;
            if fired + drained.done + drained.fed + drained.dead == 0 {
                return Ok(());
            }
        }
    }

    /// The journal of the first alliance, as everybody may have it.
    fn journal(&self) -> anyhow::Result<Vec<u8>> {
        checkpoints::sign_all(&self.app)?;
        let alliances = self.app.store.read(accord_store::alliances::all)?;
        let alliance = alliances.into_iter().next().context("there is no alliance")?.id;
        let public = self.app.signer.public();
        let mut lines = Vec::new();
        self.app.reading(&alliance, |desk| {
            let origin = checkpoints::origin(desk)?;
            audit::export(desk.db, &alliance, &origin, &public, &mut lines)?;
            Ok::<_, anyhow::Error>(())
        })?;
        Ok(lines)
    }
}

impl Demo for Stage {
    fn letters(&self, to: Option<&str>, skip: usize, most: usize) -> Inbox {
        letters::page(&self.letters, to, skip, most)
    }

    fn letter(&self, number: usize) -> Option<Letter> {
        letters::one(&self.letters, number)
    }

    fn groups(&self) -> Vec<(String, Vec<String>)> {
        let groups = self.groups.iter();
        groups.map(|group| (group.title.clone(), group.roles.clone())).collect()
    }

    fn tour(&self) -> Vec<TourStep> {
        self.tour.clone()
    }

    fn card(&self, round: &str, person: &str) -> Option<String> {
        let mut own = self.cards.iter();
        let found = own.find(|one| one.round == round && one.person == person);
        found.map(|one| one.words.clone())
    }

    fn pass(&self, days: u32) -> anyhow::Result<()> {
        // Two who move the clock at once would each let the other's time pass twice.
        let _moving = self.moving.lock().unwrap_or_else(PoisonError::into_inner);
        let target = self.clock.now() + TimeDelta::days(i64::from(days));
        self.settle()?;
        while let Some(next) = clocks::next(&self.app)?.filter(|next| *next <= target) {
            let before = self.clock.now();
            self.move_to(next)?;
            self.settle()?;
            // A clock that cannot run out is put off and tried again; time goes on without it.
            if clocks::next(&self.app)? == Some(next) && self.clock.now() >= next && before >= next {
                break;
            }
        }
        self.move_to(target)?;
        self.settle()
    }

    fn check(&self, file: &str, without: &str) -> anyhow::Result<Checked> {
        let known = self.app.library.files.get(file).context("there is no such workflow")?;
        let line = known.text.lines().position(|line| line.contains(without));
        let line = line.with_context(|| format!("{} has no line with `{without}`", known.path))?;
        let kept: Vec<&str> = known
            .text
            .lines()
            .enumerate()
            .filter_map(|(number, text)| (number != line).then_some(text))
            .collect();
        let judged = self.app.library.judge(&known.path, &kept.join("\n"));
        Ok(Checked {
            path: known.path.clone(),
            line: line + 1,
            left_out: known.text.lines().nth(line).unwrap_or_default().trim().to_owned(),
            found: judged.found,
        })
    }

    fn verify(&self) -> anyhow::Result<Verified> {
        let mut lines = self.journal()?;
        let key = self.app.signer.public();
        let whole = verify::verify(lines.as_slice(), Some(&key)).map_err(|fault| fault.to_string());
        // A letter of a word in the middle, so that it is still a line of the same length.
        let middle = lines.len() / 2;
        let place = lines.iter().skip(middle).position(u8::is_ascii_lowercase);
        let place = place.map_or(middle, |found| middle + found);
        let mut changed = (' ', ' ');
        if let Some(byte) = lines.get_mut(place) {
            let other = if *byte == b'a' { b'b' } else { b'a' };
            changed = (char::from(*byte), char::from(other));
            *byte = other;
        }
        let altered = verify::verify(lines.as_slice(), Some(&key)).map_err(|fault| fault.to_string());
        Ok(Verified {
            whole: whole.map(|verdict| (verdict.size, verdict.root.to_string(), verdict.checkpoints)),
            place,
            changed,
            found: altered.err(),
        })
    }
}
