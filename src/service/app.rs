//! What every use case needs: the store, the library, the clock, chance, and our own address.

use std::sync::Arc;

use accord_store::{Db, Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    clock::Clock,
    domain::words,
    rng::Rng,
    service::{
        checkpoints::Signer,
        fault::Fault,
        fork::Fork,
        homes::Homes,
        library::Library,
        sealing::{Seals, spilt::Spilt},
        witness::{Judgement, Witness},
    },
};

/// The running product. Cheap to clone; clones share everything.
#[derive(Debug, Clone)]
pub struct App {
    /// Where everything is kept.
    pub store: Store,
    /// Workflows, roles, catalogue, calendars.
    pub library: Arc<Library>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// The time on the wall, for leases and back-off; the same as business time in a rehearsal.
    pub wall: Arc<dyn Clock>,
    /// Ids and salts.
    pub rng: Rng,
    /// The key to sealed forms.
    pub seals: Seals,
    /// The key that signs checkpoints of the journal.
    pub signer: Signer,
    /// Files that people send wait for a scanner's word.
    pub scans: bool,
    /// Where answers to letters arrive: `replies@accord.example`; nothing where letters cannot be answered.
    pub replies: Option<Arc<str>>,
    /// Our address for links in letters, without a `/` at the end.
    pub origin: Arc<str>,
    /// Who sees each event as it is judged; nobody, outside rehearsals.
    pub witness: Option<Arc<dyn Witness>>,
    /// What a look ahead has moved; nothing, unless one is under way.
    pub fork: Option<Fork>,
    /// Keys were destroyed that the log of the database still holds.
    pub spilt: Spilt,
    /// The alliance that is served here, and no other; nothing where one process works for all.
    pub home: Option<Arc<str>>,
    /// What each alliance has of its own.
    pub homes: Homes,
}

impl App {
    /// Puts the parts together. Seals and checkpoints are of keys that end with the process; see
    /// [`App::keeping`] and [`App::signing`].
    pub fn new(store: Store, library: Arc<Library>, clock: Arc<dyn Clock>, rng: Rng, origin: &str) -> Self {
        Self {
            wall: clock.clone(),
            store,
            library,
            clock,
            rng,
            seals: Seals::for_this_process(),
            signer: Signer::for_this_process(),
            scans: false,
            replies: None,
            origin: origin.trim_end_matches('/').into(),
            witness: None,
            fork: None,
            spilt: Spilt::default(),
            home: None,
            homes: Homes::default(),
        }
    }

    /// What alliances were given before has another make: it is looked at anew.
    fn alone(mut self) -> Self {
        self.homes = Homes::default();
        self
    }

    /// The same, where files that people send wait for a scanner's word.
    #[must_use]
    pub fn scanning(mut self, scans: bool) -> Self {
        self.scans = scans;
        self.alone()
    }

    /// The same, where letters about texts can be answered to this address.
    #[must_use]
    pub fn answered_at(mut self, replies: Option<&str>) -> Self {
        self.replies = replies.map(Into::into);
        self.alone()
    }

    /// The same, with somebody who sees each event as it is judged.
    #[must_use]
    pub fn watched(mut self, witness: Arc<dyn Witness>) -> Self {
        self.witness = Some(witness);
        self.alone()
    }

    /// The same for a look ahead: instances are read with what it moves laid over them, and nobody
    /// watches.
    #[must_use]
    pub fn forked(&self, fork: Fork) -> Self {
        Self {
            witness: None,
            fork: Some(fork),
            homes: Homes::default(),
            ..self.clone()
        }
    }

    /// Tells the witness, if there is one.
    pub fn show(&self, one: &Judgement<'_>) {
        if let Some(witness) = &self.witness {
            witness.saw(one);
        }
    }

    /// A desk at this moment, inside a transaction that is open.
    pub fn desk<'a>(&'a self, db: &'a mut Db, alliance: &str) -> Desk<'a> {
        self.desk_at(db, alliance, self.clock.now())
    }

    /// The same at a moment that was read before.
    pub fn desk_at<'a>(&'a self, db: &'a mut Db, alliance: &str, now: DateTime<Utc>) -> Desk<'a> {
        Desk {
            db,
            app: self.of(alliance),
            alliance: alliance.to_owned(),
            now,
        }
    }

    /// The product as it serves an alliance: with its address and its files.
    pub fn of(&self, alliance: &str) -> &Self {
        self.homes.of(alliance).unwrap_or(self)
    }

    /// Whether this alliance is served here.
    pub fn serves(&self, alliance: &str) -> bool {
        self.home.as_deref().is_none_or(|home| home == alliance)
    }

    /// The alliance of whoever is not signed in: the one that is served here; where all are, the first by name.
    ///
    /// # Errors
    /// There is none, or the store fails.
    pub fn first(&self, db: &mut Db) -> Result<String, Fault> {
        match &self.home {
            Some(home) => Ok(home.to_string()),
            None => {
                let first = accord_store::alliances::all(db)?.into_iter().next();
                first.map(|one| one.id).ok_or(Fault::NotFound("page"))
            }
        }
    }

    /// Looks at what an alliance has, at this moment, in one transaction that changes nothing.
    ///
    /// # Errors
    /// As `f`, or the store fails.
    pub fn reading<T, E: From<StoreError>>(
        &self,
        alliance: &str,
        f: impl FnOnce(&mut Desk<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.store.read(|db| f(&mut self.desk(db, alliance)))
    }

    /// Does something for an alliance in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// As `f`, or the store fails.
    pub fn writing<T, E>(
        &self,
        alliance: &str,
        f: impl FnOnce(&mut Desk<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (app, alliance) = (self.clone(), alliance.to_owned());
        self.store.write(move |db| f(&mut app.desk(db, &alliance)))
    }

    /// The same with a key for checkpoints that outlives the process.
    #[must_use]
    pub fn signing(mut self, signer: Signer) -> Self {
        self.signer = signer;
        self.alone()
    }

    /// The same with a key for seals that outlives the process.
    #[must_use]
    pub fn keeping(mut self, seals: Seals) -> Self {
        self.seals = seals;
        self.alone()
    }
}

/// One piece of work inside one transaction, at one moment.
#[derive(Debug)]
pub struct Desk<'a> {
    /// The connection, inside the transaction.
    pub db: &'a mut Db,
    /// Library, chance, address.
    pub app: &'a App,
    /// The alliance that the work is for.
    pub alliance: String,
    /// Business time; the same for everything that is done here.
    pub now: DateTime<Utc>,
}

impl Desk<'_> {
    /// The time on the wall.
    pub fn wall(&self) -> DateTime<Utc> {
        self.app.wall.now()
    }

    /// The day, where people live.
    pub fn today(&self) -> NaiveDate {
        words::local_day(self.now)
    }

    /// A new id.
    pub fn id(&self) -> String {
        self.app.rng.id(self.now)
    }
}
