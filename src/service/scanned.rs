//! What a scanner said of a file that somebody sent, and what follows: a file with something in it is
//! opened by nobody, its sender is told, and somebody looks.

use accord_engine::refusal::{Reason, Refusal};
use accord_store::{
    incidents::{self, IncidentRow},
    outbox::{self, NewOutbox},
    people,
    uploads::{self, Checked, UploadRow},
};
use serde_json::json;

use crate::{
    service::{
        access::post,
        app::{App, Desk},
        fault::Fault,
        history,
        outgoing::{Outgoing, Scan},
        uploads::secret,
    },
    views::contexts::access::Access,
};

/// Puts the question to the scanner, in the transaction that writes the file down.
///
/// # Errors
/// The database fails.
pub fn ask(desk: &mut Desk<'_>, file: &UploadRow) -> Result<(), Fault> {
    let scan = Outgoing::Scan(Scan {
        upload: file.id.clone(),
        stored: file.stored.clone(),
    });
    let row = NewOutbox {
        // A file that is locked before the scanner has answered is asked about again when it is opened.
        key: match secret::is_shut(file) {
            true => format!("scan/{}/{}", file.id, desk.wall().timestamp_millis()),
            false => format!("scan/{}", file.id),
        },
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        kind: scan.kind().to_owned(),
        recipient: String::new(),
        payload: serde_json::to_string(&scan)?,
        template: None,
        then_event: None,
        place: 0,
    };
    Ok(outbox::put(desk.db, &[row], desk.wall())?)
}

/// Writes down what the scanner said: nothing found, or this.
///
/// # Errors
/// There is no such file, or the database fails.
pub fn answer(app: &App, upload: &str, found: Option<String>) -> Result<(), Fault> {
    let (worker, upload) = (app.clone(), upload.to_owned());
    app.store.write(move |db| {
        let Some(file) = uploads::by_id(db, &upload)? else {
            return Err(Fault::NotFound("file"));
        };
        let Some(found) = found else {
            return Ok(uploads::judge(db, &upload, Checked::Clean, None)?);
        };
        uploads::judge(db, &upload, Checked::Found, Some(&found))?;
        let alliance = file.alliance_id.clone();
        refuse(&mut worker.desk(db, &alliance), &file, &found)
    })
}

fn refuse(desk: &mut Desk<'_>, file: &UploadRow, found: &str) -> Result<(), Fault> {
    let sender = people::load(desk.db, &file.person_id)?;
    let name = sender.as_ref().map_or("somebody", |one| one.name.as_str());
    let incident = IncidentRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        instance_id: Some(file.instance_id.clone()),
        what: format!("A file of {name} was refused: the scanner found {found}."),
        detail: match file.name.as_str() {
            "" => "It goes with something secret: what it is called is told to its sender alone.".to_owned(),
            name => format!("‘{name}’, SHA-256 {}", file.hash),
        },
        at: desk.wall().into(),
        closed_at: None,
        closed_by: None,
        outbox_key: None,
        mend: Some("They were written to, and can send another file. If a deadline is near, call them.".to_owned()),
    };
    incidents::open(desk.db, &incident)?;
    let body = json!({ "format": 1, "file": { "refused": file.id, "hash": file.hash, "found": found } });
    history::note(desk, Some(&file.instance_id), &body)?;
    let Some(sender) = sender.filter(|one| one.email.is_some()) else {
        return Ok(());
    };
    let of = accord_store::instances::load(desk.db, &desk.alliance, &file.instance_id)?;
    let record = accord_store::subjects::load(desk.db, &desk.alliance, &of.subject_id)?;
    let access = Access {
        link: format!("{}/{}/{}", desk.app.origin, record.kind, record.id),
        says: format!(
            "We check every file that is sent to us for things that do harm to computers. The check found something in \
             {}, which you sent for {}, so we have refused it.",
            match file.name.as_str() {
                // Letters are kept as they were sent, and what a file of a bid is called is nobody's to read there.
                "" => format!("a file of {} bytes", file.size),
                name => format!("‘{name}’"),
            },
            record.title
        ),
        ..Access::default()
    };
    let key = format!("file-refused/{}", file.id);
    post::put(desk, &key, ("file_refused", "you sent us a file"), &sender, access)
}

/// How many files of an alliance wait for the scanner, and how many were refused.
///
/// # Errors
/// The database fails.
pub fn counts(app: &App, alliance: &str) -> Result<(i64, i64), Fault> {
    Ok(app.store.read(|db| {
        let waiting = uploads::count(db, alliance, Checked::Checking)?;
        Ok::<_, accord_store::StoreError>((waiting, uploads::count(db, alliance, Checked::Found)?))
    })?)
}

/// Whether a file may be opened now.
///
/// # Errors
/// It waits for the scanner, or was refused: each with what to do.
pub fn readable(file: &UploadRow) -> Result<(), Fault> {
    let (code, because) = match file.checked {
        Checked::Unscanned | Checked::Clean => return Ok(()),
        Checked::Checking => (
            "being_checked",
            format!(
                "‘{}’ is being checked for things that do harm. That takes a minute, seldom more: open it again then.",
                file.name
            ),
        ),
        Checked::Found => ("file_refused", refused(&file.name)),
    };
    Err(unreadable(code, because))
}

/// That a file cannot be opened now, and why.
pub fn unreadable(code: &str, because: String) -> Fault {
    Fault::Refused(Refusal {
        code: code.to_owned(),
        reasons: vec![Reason {
            id: code.to_owned(),
            because,
            mend: None,
            found: None,
        }],
    })
}

/// What is said of a file in which something was found.
pub fn refused(name: &str) -> String {
    format!(
        "‘{name}’ was refused: our check found something in it that does harm. Take it away, and send another file."
    )
}
