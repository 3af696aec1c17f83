//! The stage: the running product, the clock that we move, and the names that the play uses.

use std::{collections::BTreeMap, path::PathBuf};

use accord_engine::{
    calendar::Calendar,
    definition::scalar::{Amount, Unit},
    forms::read_datetime,
};
use accord_store::{instances, organisations, people, subjects};
use anyhow::{Context as _, anyhow, bail};
use chrono::{DateTime, Months, TimeDelta, Utc};
use indexmap::IndexMap;

use super::{company::Hands, post::Post, scenario::Machine, shown::Shown};
use crate::{
    clock::{Clock as _, VirtualClock},
    service::{
        app::{App, Desk},
        authority::{Caller, members},
        clocks, outages,
        subjects::{About, kinds},
    },
};

/// Something that the play gave a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The instance, if it is one.
    pub(super) instance: Option<String>,
    /// The record, or whatever the step made.
    pub(super) id: String,
}

/// Everything that steps work on.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) app: App,
    pub(super) clock: VirtualClock,
    pub(super) calendar: Calendar,
    pub(super) alliance: String,
    pub(super) began: DateTime<Utc>,
    pub(super) folder: PathBuf,
    pub(super) names: BTreeMap<String, Named>,
    /// Versions that people saw, by the name that the play gave them.
    pub(super) seen: BTreeMap<String, u64>,
    /// The words of opening cards, by round and person: what they have on paper.
    pub(super) cards: BTreeMap<(String, String), String>,
    /// Sentences that the play uses more than once.
    pub(super) texts: IndexMap<String, String>,
    /// What the play did, in sentences, for the summary.
    pub(super) told: Vec<String>,
    pub(super) post: Post,
    pub(super) played: usize,
    /// What the play shows of the workflows.
    pub(super) shown: Shown,
    /// What stands still, and until when.
    pub(super) outages: Vec<(Machine, DateTime<Utc>)>,
    /// Who does what steps say, if it is not asked of the service.
    pub(super) hands: Option<Box<dyn Hands>>,
}

impl Stage {
    pub(super) fn new(
        app: App,
        clock: VirtualClock,
        calendar: Calendar,
        folder: PathBuf,
        post: Post,
        shown: Shown,
    ) -> Self {
        Self {
            app,
            began: clock.now(),
            clock,
            calendar,
            alliance: String::new(),
            folder,
            names: BTreeMap::new(),
            seen: BTreeMap::new(),
            cards: BTreeMap::new(),
            texts: IndexMap::new(),
            told: Vec::new(),
            post,
            played: 0,
            shown,
            outages: Vec::new(),
            hands: None,
        }
    }

    /// Something of the house stands still until then.
    pub(super) fn outage(&mut self, of: Machine, until: DateTime<Utc>) -> anyhow::Result<()> {
        self.outages.push((of, until));
        let said = match of {
            Machine::Post => "nothing leaves the house",
            Machine::Clocks => "no clock runs out",
            Machine::Pages | Machine::Service => {
                // Until this moment it was there.
                let now = self.clock.now();
                self.app
                    .store
                    .write(move |db| accord_store::outages::beat(db, now.into()))?;
                match of {
                    Machine::Pages => "nobody reaches a page",
                    _ => "the system is away",
                }
            }
        };
        let (now, until) = (self.local(self.clock.now()), self.local(until));
        self.told.push(format!("- {now} until {until} {said}"));
        Ok(())
    }

    /// What was away comes back, and notices.
    fn come_back(&mut self) -> anyhow::Result<()> {
        let now = self.clock.now();
        let over =
            |(of, until): &(Machine, DateTime<Utc>)| [Machine::Pages, Machine::Service].contains(of) && *until <= now;
        if let Some(place) = self.outages.iter().position(over) {
            self.outages.remove(place);
            outages::beat(&self.app)?;
        }
        Ok(())
    }

    fn works(&self, machine: Machine) -> bool {
        let now = self.clock.now();
        let stops = |of: Machine| of == machine || of == Machine::Service;
        !self.outages.iter().any(|(of, until)| stops(*of) && now < *until)
    }

    /// The next moment at which something happens by itself: a clock runs out, or something that
    /// stood still works again.
    fn next(&self) -> anyhow::Result<Option<DateTime<Utc>>> {
        let now = self.clock.now();
        let again = self
            .outages
            .iter()
            .map(|(_, until)| *until)
            .filter(|until| now < *until);
        let clock = clocks::next(&self.app)?.filter(|_| self.works(Machine::Clocks));
        Ok(again.chain(clock).min())
    }

    /// Lets everything happen that is to happen now: clocks, effects, and what they lead to.
    pub(super) fn settle(&mut self) -> anyhow::Result<()> {
        self.come_back()?;
        loop {
            let fired = match self.works(Machine::Clocks) {
                true => clocks::fire_due(&self.app)?,
                false => 0,
            };
            let sent = match self.works(Machine::Post) {
                true => self.post.collect(&self.app)?,
                false => 0,
            };
            if fired + sent == 0 {
                return Ok(());
            }
        }
    }

    /// Lets time pass; every clock on the way runs out at its own moment.
    pub(super) fn pass_until(&mut self, target: DateTime<Utc>) -> anyhow::Result<()> {
        if target < self.clock.now() {
            bail!("that is in the past; it is {} now", self.local(self.clock.now()));
        }
        self.settle()?;
        while let Some(next) = self.next()?.filter(|next| *next <= target) {
            let before = self.clock.now();
            self.clock.move_to(next.max(before));
            self.settle()?;
            if self.next()? == Some(next) && next <= before {
                bail!("a clock that is due at {} cannot run out", self.local(next));
            }
        }
        self.clock.move_to(target);
        self.settle()
    }

    /// `15 working_days` from now: the same time of day so many units later.
    pub(super) fn later(&self, words: &str) -> anyhow::Result<DateTime<Utc>> {
        let Amount::Of(count, unit) = words.parse::<Amount>().map_err(|e| anyhow!(e))? else {
            bail!("say how long, such as `15 working_days`");
        };
        let now = self.clock.now();
        let local = self.calendar.local(now)?;
        let date = match unit {
            Unit::Minutes => return Ok(now + TimeDelta::minutes(i64::from(count))),
            Unit::Hours => return Ok(now + TimeDelta::hours(i64::from(count))),
            Unit::Days => local.date() + TimeDelta::days(i64::from(count)),
            Unit::Weeks => local.date() + TimeDelta::weeks(i64::from(count)),
            Unit::Months => local
                .date()
                .checked_add_months(Months::new(count))
                .context("that is too far ahead")?,
            Unit::WorkingDays => self.calendar.add_working_days(local.date(), count)?,
        };
        Ok(self.calendar.moment(date.and_time(local.time()))?.at)
    }

    pub(super) fn moment(&self, words: &str) -> anyhow::Result<DateTime<Utc>> {
        read_datetime(words, &self.calendar).map_err(|expected| anyhow!("`{words}` should be {expected}"))
    }

    pub(super) fn local(&self, at: DateTime<Utc>) -> String {
        self.calendar
            .local(at)
            .map_or_else(|_| at.to_rfc3339(), |local| local.format("%Y-%m-%d %H:%M").to_string())
    }

    /// A person's id by handle, or by what they are where: `host@contract`.
    pub(super) fn person(&self, handle: &str) -> anyhow::Result<String> {
        if let Some((role, path)) = handle.split_once('@') {
            return self.holder(role, path);
        }
        self.app
            .store
            .read(|db| people::by_handle(db, handle))?
            .map(|row| row.id)
            .with_context(|| format!("there is nobody called `{handle}` in the demonstration data"))
    }

    /// The handle of somebody who is named by it, or by what they are where.
    pub(super) fn handle(&self, named: &str) -> anyhow::Result<String> {
        if !named.contains('@') {
            return Ok(named.to_owned());
        }
        let id = self.person(named)?;
        let found = self.app.store.read(|db| people::load(db, &id))?;
        Ok(found.map(|row| row.handle).unwrap_or_default())
    }

    /// The first who holds a role at a record.
    fn holder(&self, role: &str, path: &str) -> anyhow::Result<String> {
        let id = self.find(path)?.id;
        let found = self.app.store.read(|db| {
            let row = subjects::load(db, &self.alliance, &id)?;
            let mut desk = Desk {
                db,
                app: &self.app,
                alliance: self.alliance.clone(),
                now: self.clock.now(),
            };
            let about = About {
                row: &row,
                snapshot: None,
            };
            members(&mut desk, about, &[role.to_owned()])
        })?;
        let first = found.into_iter().map(|one| one.person).min();
        first.with_context(|| format!("nobody is {role} at `{path}`"))
    }

    pub(super) fn organisation(&self, handle: &str) -> anyhow::Result<String> {
        self.app
            .store
            .read(|db| organisations::by_handle(db, &self.alliance, handle))?
            .map(|row| row.id)
            .with_context(|| format!("there is no organisation `{handle}` in the demonstration data"))
    }

    pub(super) fn caller(&self, handle: &str, principal: Option<&str>) -> anyhow::Result<Caller> {
        Ok(Caller {
            person: self.person(handle)?,
            acting_for: principal.map(|other| self.person(other)).transpose()?,
            code_alone: false,
        })
    }

    /// The instance and record that a name or a path means.
    pub(super) fn find(&self, path: &str) -> anyhow::Result<Named> {
        let mut parts = path.split('/');
        let first = parts.next().unwrap_or_default();
        let mut found = self
            .names
            .get(first)
            .cloned()
            .with_context(|| format!("nothing has been given the name `{first}`"))?;
        while let Some(brood) = parts.next() {
            let key = parts
                .next()
                .with_context(|| format!("`{path}` names children; say which: `{path}/…`"))?;
            found = self.child(&found, brood, key)?;
        }
        Ok(found)
    }

    fn child(&self, parent: &Named, brood: &str, key: &str) -> anyhow::Result<Named> {
        // `womens-space|young-and-well`: whichever of them there is, where a draw decided.
        if let Some((first, others)) = key.split_once('|') {
            return self
                .child(parent, brood, first)
                .or_else(|_none| self.child(parent, brood, others));
        }
        if kinds().any(|kind| kind == brood) {
            return self.below(parent, brood, key);
        }
        let id = parent.instance.clone().context("only a process has children")?;
        let rows = self
            .app
            .store
            .read(|db| instances::children(db, &self.alliance, &id, Some(brood)))?;
        let wanted = [
            Some(key.to_owned()),
            self.person(key).ok(),
            self.organisation(key).ok(),
            self.names.get(key).map(|named| named.id.clone()),
        ];
        let nth = key
            .parse::<usize>()
            .ok()
            .and_then(|n| rows.get(n.checked_sub(1)?))
            .cloned();
        let by_key = rows
            .iter()
            .find(|row| row.child_key.is_some() && wanted.contains(&row.child_key));
        let row = match by_key.cloned().or(nth) {
            Some(row) => row,
            None => {
                let keys: Vec<&str> = rows.iter().filter_map(|row| row.child_key.as_deref()).collect();
                bail!("`{brood}` has no child `{key}`; there are: {}", keys.join(", "))
            }
        };
        Ok(Named {
            instance: Some(row.id),
            id: row.subject_id,
        })
    }

    /// A record of a kind below another: `spec/involvement_claim/grace`, or by number.
    fn below(&self, parent: &Named, kind: &str, key: &str) -> anyhow::Result<Named> {
        let (person, organisation) = (self.person(key).ok(), self.organisation(key).ok());
        let nth = key.parse::<usize>().ok();
        let found = self.app.store.read(|db| {
            let rows = subjects::children(db, &self.alliance, &parent.id, kind)?;
            let row = rows.into_iter().enumerate().find(|(place, row)| {
                nth == Some(place + 1)
                    || (person.is_some() && row.person_id == person)
                    || (organisation.is_some() && row.organisation_id == organisation)
            });
            let Some((_, row)) = row else { return Ok(None) };
            let instance = instances::of_subject(db, &self.alliance, &row.id)?.into_iter().next();
            Ok::<_, accord_store::StoreError>(Some(Named {
                instance: instance.map(|one| one.id),
                id: row.id,
            }))
        })?;
        found.with_context(|| format!("no `{kind}` of `{key}` belongs there"))
    }
}
