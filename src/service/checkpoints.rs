//! Signed checkpoints of each alliance's journal: nightly, and where a workflow asks for one.
//!
//! The newest goes into every document and letter, so that everybody who keeps one can show later
//! whether what stood in the journal before it was changed.

use std::{fs, path::Path, sync::Arc};

use accord_log::{Checkpoint, PublicKey, SigningKey};
use accord_store::{
    alliances,
    checkpoints::{self, CheckpointRow},
    incidents::{self, IncidentRow},
    journal,
};
use anyhow::Context as _;

use crate::{
    rng::Rng,
    service::{
        app::{App, Desk},
        fault::Fault,
        sealing,
    },
};

/// The rule by which a workflow asks for a checkpoint that covers its own step; a word of the
/// catalogue.
pub const RULE: &str = "sign_journal";

/// What names the file of the key.
const SETTING: &str = "ACCORD_SIGNING_KEY";

/// How much of the root is shown: nobody finds another journal that has these digits too.
const SHOWN: usize = 16;

/// The key that signs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Signer(Arc<SigningKey>);

impl From<SigningKey> for Signer {
    fn from(key: SigningKey) -> Self {
        Self(Arc::new(key))
    }
}

impl Signer {
    /// A key that ends with the process: for tests.
    pub fn for_this_process() -> Self {
        SigningKey::from_seed("accord", &Rng::from_system().bytes()).into()
    }

    /// The key in a file; made there if there is none, readable for nobody else, with what others
    /// verify with beside it (`.pub`). `name` is the installation's, for a new key.
    ///
    /// # Errors
    /// The file cannot be read or made, or holds something else.
    pub fn kept_in(path: &Path, name: &str) -> anyhow::Result<Self> {
        if let Some(found) = Self::found_in(path)? {
            return Ok(found);
        }
        let key = SigningKey::from_seed(name, &Rng::from_system().bytes());
        sealing::write_new(path, &key.secret()).with_context(|| sealing::cannot_make(SETTING, path))?;
        let mut beside = path.as_os_str().to_owned();
        beside.push(".pub");
        fs::write(&beside, format!("{}\n", key.public()))
            .with_context(|| sealing::cannot_make(SETTING, Path::new(&beside)))?;
        Ok(key.into())
    }

    /// The key in a file; nothing if there is no such file.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn found_in(path: &Path) -> anyhow::Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| sealing::cannot_read(SETTING, path)),
        };
        let key: SigningKey = text.trim().parse().with_context(|| {
            format!(
                "{SETTING} names `{}`, which holds no signing key; put the file back from a copy",
                path.display()
            )
        })?;
        Ok(Some(key.into()))
    }

    /// Whether it has signed this note.
    pub fn has_signed(&self, note: &str) -> bool {
        Checkpoint::open(note, &self.public()).is_ok()
    }

    /// What others verify with.
    pub fn public(&self) -> PublicKey {
        self.0.public()
    }
}

/// Signs the journal of the desk's alliance as it is now, in its transaction. With another key than
/// the last checkpoint's nothing is signed, and somebody must look: no single key could verify such a
/// journal. What asked for the checkpoint goes on.
///
/// # Errors
/// The store fails.
pub fn sign(desk: &mut Desk<'_>) -> Result<Option<CheckpointRow>, Fault> {
    let key = desk.app.signer.clone();
    if let Some(last) = checkpoints::latest(desk.db, &desk.alliance)?
        && let Err(why) = Checkpoint::open(&last.note, &key.public())
    {
        other_key(desk, &why.to_string())?;
        return Ok(None);
    }
    let origin = origin(desk)?;
    Ok(Some(checkpoints::make(
        desk.db,
        &desk.alliance,
        &origin,
        &key.0,
        desk.now,
    )?))
}

fn other_key(desk: &mut Desk<'_>, why: &str) -> Result<(), Fault> {
    let row = IncidentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        what: "The journal is not signed: its last checkpoint was signed with another key.".to_owned(),
        detail: why.to_owned(),
        at: desk.now.into(),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: Some(
            "Put the file that ACCORD_SIGNING_KEY names back from a copy, the same on every machine, and start \
             again. Then close this."
                .to_owned(),
        ),
    };
    if incidents::open_once(desk.db, &row)? {
        tracing::error!(alliance.id = desk.alliance, why, "the journal is not signed");
    }
    Ok(())
}

/// Signs every alliance's journal that has grown since its last checkpoint; gives how many.
///
/// # Errors
/// The store fails.
pub fn sign_all(app: &App) -> Result<usize, Fault> {
    let mut signed = 0;
    for alliance in app.store.read(alliances::all)? {
        let worker = app.clone();
        signed += app.store.write(move |db| {
            let mut desk = worker.desk(db, &alliance.id);
            let size = journal::head(desk.db, &desk.alliance)?.frontier.size();
            let last = checkpoints::latest(desk.db, &desk.alliance)?;
            if last.map_or(0, |last| last.size.unsigned_abs()) >= size {
                return Ok::<_, Fault>(0);
            }
            Ok(usize::from(sign(&mut desk)?.is_some()))
        })?;
    }
    Ok(signed)
}

/// Which log a checkpoint is of: the installation, and the alliance.
///
/// # Errors
/// The store fails.
pub fn origin(desk: &mut Desk<'_>) -> Result<String, Fault> {
    let alliance = alliances::load(desk.db, &desk.alliance)?.short_name;
    let key = desk.app.signer.public().to_string();
    let name = key.split('+').next().unwrap_or_default();
    Ok(format!("{name}/{alliance}"))
}

/// The newest checkpoint as documents and letters show it: how many entries, and the beginning of
/// the root over them. Empty before the first.
///
/// # Errors
/// The store fails.
pub fn shown(desk: &mut Desk<'_>) -> Result<String, Fault> {
    let last = checkpoints::latest(desk.db, &desk.alliance)?;
    Ok(last.map_or_else(String::new, |row| {
        format!("{} · {}", row.size, row.root.get(..SHOWN).unwrap_or(&row.root))
    }))
}
