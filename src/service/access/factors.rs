//! What people have besides their mailbox: a program that shows numbers, a password, or a printed
//! card. Wrong tries are counted and make it rest; no number and no code works twice.

use accord_store::{
    Db,
    factors::{self, FactorKind, FactorRow, SpareRow},
};
use anyhow::anyhow;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _},
};
use chrono::{DateTime, Utc};
use totp_rs::{Builder, Secret, Totp};

use super::{rules, secret};
use crate::service::{app::App, fault::Fault};

/// Memory (KiB), passes and lanes of argon2id, as OWASP advises.
const ARGON: (u32, u32, u32) = (47_104, 1, 1);

/// A way in which a person can show who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The factor.
    pub id: String,
    /// What it is.
    pub kind: FactorKind,
    /// Of a card: the number of the code that is asked for.
    pub number: i32,
}

/// A program that was begun to be set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// What is typed into the program: base 32, in groups of four.
    pub secret: String,
    /// What the program reads if it is opened here.
    pub link: String,
}

/// The ways that are set up, the program first.
///
/// # Errors
/// The database fails.
pub fn ways(app: &App, person: &str) -> Result<Vec<Way>, Fault> {
    app.store.read(|db| {
        let mut out = Vec::new();
        for row in factors::of_person(db, person)? {
            if row.confirmed_at.is_none() {
                continue;
            }
            let number = match row.kind {
                FactorKind::Card => next_number(db, &row.id)?,
                FactorKind::App | FactorKind::Password | FactorKind::Recovery => Some(0),
            };
            out.extend(number.map(|number| Way {
                id: row.id,
                kind: row.kind,
                number,
            }));
        }
        out.sort_by_key(|way| way.kind == FactorKind::Recovery);
        Ok(out)
    })
}

fn next_number(db: &mut Db, factor: &str) -> Result<Option<i32>, Fault> {
    let codes = factors::codes(db, factor)?;
    Ok(codes
        .into_iter()
        .find(|one| one.used_at.is_none())
        .map(|one| one.number))
}

/// Begins to set a program up, in place of one that was begun and not confirmed.
///
/// # Errors
/// The database fails.
pub fn begin_app(app: &App, person: &str, name: &str, issuer: &str) -> Result<Enrolment, Fault> {
    let bytes: [u8; 20] = app.rng.bytes();
    let totp = totp(&bytes, name, issuer)?;
    let link = totp.to_url().map_err(|e| anyhow!("{e}"))?;
    let plain = Secret::from(bytes).to_base32();
    let (worker, person, kept) = (app.clone(), person.to_owned(), plain.clone());
    app.store.write(move |db| {
        let now = worker.wall.now();
        for old in factors::of_person(db, &person)? {
            if old.kind == FactorKind::App && old.confirmed_at.is_none() {
                factors::end(db, &old.id, now.into())?;
            }
        }
        let id = worker.rng.id(now);
        let sealed = worker.seals.seal(&place(&id), &kept)?;
        Ok::<_, Fault>(factors::add(
            db,
            &new(id, &person, FactorKind::App, sealed, now, false),
            &[],
        )?)
    })?;
    let groups: Vec<String> = plain
        .as_bytes()
        .chunks(4)
        .map(|four| four.iter().copied().map(char::from).collect())
        .collect();
    Ok(Enrolment {
        secret: groups.join(" "),
        link,
    })
}

/// Finishes setting a program up, by a number that it shows; gives codes for the day on which it is
/// lost. They are shown once.
///
/// # Errors
/// The number is not the one that it shows now.
pub fn confirm_app(app: &App, person: &str, typed: &str) -> Result<Vec<String>, Fault> {
    let (worker, person, typed) = (app.clone(), person.to_owned(), typed.to_owned());
    app.store.write(move |db| {
        let now = worker.wall.now();
        let begun = factors::of_person(db, &person)?
            .into_iter()
            .find(|one| one.kind == FactorKind::App && one.confirmed_at.is_none());
        let Some(mut row) = begun else {
            return Err(Fault::NotFound("page"));
        };
        let Some(step) = step(&worker, &row, &typed, now)? else {
            return Err(wrong(FactorKind::App));
        };
        row.last_step = step;
        row.confirmed_at = Some(now.into());
        factors::note(db, &row)?;
        end_kind(db, &person, FactorKind::Recovery, now)?;
        spare(db, &worker, &person, FactorKind::Recovery, rules::RECOVERY_CODES)
    })
}

/// Whether something can be a password.
///
/// # Errors
/// It is too short, too long, or too plain.
pub fn fits(typed: &str) -> Result<(), Fault> {
    let length = typed.chars().count();
    if length < rules::PASSWORD_LEAST {
        let says = format!(
            "Enter {} characters or more. Four words that do not belong together are good.",
            rules::PASSWORD_LEAST
        );
        return Err(Fault::field("password", says));
    }
    if length > rules::PASSWORD_MOST {
        let says = format!("Enter {} characters or fewer.", rules::PASSWORD_MOST);
        return Err(Fault::field("password", says));
    }
    let first = typed.chars().next();
    if typed.chars().all(|c| Some(c) == first) || typed.to_lowercase().contains("password") {
        return Err(Fault::field("password", "Enter something that is harder to guess."));
    }
    Ok(())
}

/// Sets a password, in place of an older one.
///
/// # Errors
/// It is too short, too long, or too plain.
pub fn set_password(app: &App, person: &str, typed: &str) -> Result<(), Fault> {
    fits(typed)?;
    let salt: [u8; 16] = app.rng.bytes();
    let hash = argon()?
        .hash_password_with_salt(typed.as_bytes(), &salt)
        .map_err(|e| anyhow!("hashing a password: {e}"))?
        .to_string();
    let (worker, person) = (app.clone(), person.to_owned());
    app.store.write(move |db| {
        let now = worker.wall.now();
        end_kind(db, &person, FactorKind::Password, now)?;
        let row = new(worker.rng.id(now), &person, FactorKind::Password, hash, now, true);
        Ok(factors::add(db, &row, &[])?)
    })
}

/// Makes a card of numbered codes, in place of an older one; they are shown once, to be printed.
///
/// # Errors
/// The database fails.
pub fn make_card(app: &App, person: &str) -> Result<Vec<String>, Fault> {
    let (worker, person) = (app.clone(), person.to_owned());
    app.store.write(move |db| {
        end_kind(db, &person, FactorKind::Card, worker.wall.now())?;
        spare(db, &worker, &person, FactorKind::Card, rules::CARD_CODES)
    })
}

/// Whether what was typed is right, for one of the person's ways. A wrong try is counted.
///
/// # Errors
/// It is not right, or this way rests after too many tries.
pub fn check(app: &App, person: &str, way: &Way, typed: &str) -> Result<(), Fault> {
    let found = app.store.read(|db| factors::of_person(db, person))?;
    let Some(row) = found
        .into_iter()
        .find(|one| one.id == way.id && one.confirmed_at.is_some())
    else {
        return Err(Fault::NotFound("page"));
    };
    let now = app.wall.now();
    if let Some(until) = row.locked_until.filter(|until| until.utc() > now) {
        return Err(Fault::too_many(until.utc() - now));
    }
    // Hashing a password takes long: not inside the transaction, which others wait for.
    let hashed = match row.kind {
        FactorKind::Password => argon()?.verify_password(typed.as_bytes(), row.secret.as_str()).is_ok(),
        FactorKind::App | FactorKind::Card | FactorKind::Recovery => false,
    };
    let (worker, way, typed) = (app.clone(), way.clone(), typed.to_owned());
    let kind = row.kind;
    let right = app
        .store
        .write(move |db| judge(db, &worker, row, &way, &typed, hashed))?;
    if right { Ok(()) } else { Err(wrong(kind)) }
}

/// Judges what somebody shows with an act that a program sends for them: by the way that they set up
/// first. A person without any has nothing to show.
///
/// # Errors
/// It is not right, or this way rests.
pub fn prove(app: &App, person: &str, typed: &str) -> Result<(), Fault> {
    let ways = ways(app, person)?;
    let way = ways
        .first()
        .ok_or_else(|| Fault::field("factor", "Set up a second factor at /account/factor first."))?;
    check(app, person, way, typed)
}

fn judge(db: &mut Db, app: &App, mut row: FactorRow, way: &Way, typed: &str, hashed: bool) -> Result<bool, Fault> {
    let now = app.wall.now();
    let right = match row.kind {
        FactorKind::Password => hashed,
        FactorKind::App => match step(app, &row, typed, now)? {
            Some(step) => {
                row.last_step = step;
                true
            }
            None => false,
        },
        FactorKind::Card => crossed_out(db, &row.id, Some(way.number), typed, now)?,
        FactorKind::Recovery => crossed_out(db, &row.id, None, typed, now)?,
    };
    row.failures = if right { 0 } else { row.failures.saturating_add(1) };
    row.locked_until = None;
    if row.failures >= rules::FACTOR_TRIES {
        row.failures = 0;
        row.locked_until = Some((now + rules::FACTOR_RESTS).into());
    }
    factors::note(db, &row)?;
    Ok(right)
}

/// Crosses out the code that was typed: of a card, the one that was asked for.
fn crossed_out(db: &mut Db, factor: &str, number: Option<i32>, typed: &str, now: DateTime<Utc>) -> Result<bool, Fault> {
    let wanted = secret::hash_with(factor, &secret::tidy(typed));
    for code in factors::codes(db, factor)? {
        let asked = number.is_none_or(|number| number == code.number);
        if asked && code.used_at.is_none() && secret::same(&code.code, &wanted) {
            return Ok(factors::cross_out(db, factor, code.number, now.into())?);
        }
    }
    Ok(false)
}

/// The step of the program's clock whose number this is, if it is later than the last one used.
fn step(app: &App, row: &FactorRow, typed: &str, now: DateTime<Utc>) -> Result<Option<i64>, Fault> {
    let plain = app.seals.open(&place(&row.id), &row.secret)?;
    let secret = Secret::try_from_base32(&plain).map_err(|e| anyhow!("the secret of a program: {e}"))?;
    let totp = Builder::new().with_secret(secret).build().map_err(|e| anyhow!("{e}"))?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let time = u64::try_from(now.timestamp()).unwrap_or_default();
    let step = (digits.len() == 6).then(|| totp.check(&digits, time)).flatten();
    let step = step.and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > row.last_step))
}

fn totp(secret: &[u8; 20], name: &str, issuer: &str) -> Result<Totp, Fault> {
    // A colon would end the name in the address that programs read.
    let plain = |text: &str| text.replace(':', " ");
    let built = Builder::new()
        .with_secret(*secret)
        .with_account_name(plain(name))
        .with_issuer(Some(plain(issuer)))
        .build();
    Ok(built.map_err(|e| anyhow!("{e}"))?)
}

fn spare(db: &mut Db, app: &App, person: &str, kind: FactorKind, count: i32) -> Result<Vec<String>, Fault> {
    let now = app.wall.now();
    let id = app.rng.id(now);
    let plain: Vec<String> = (0..count).map(|_| secret::letters(&app.rng)).collect();
    let rows: Vec<SpareRow> = plain
        .iter()
        .zip(1..)
        .map(|(code, number)| SpareRow {
            factor_id: id.clone(),
            number,
            code: secret::hash_with(&id, &secret::tidy(code)),
            used_at: None,
        })
        .collect();
    factors::add(db, &new(id, person, kind, String::new(), now, true), &rows)?;
    Ok(plain)
}

fn end_kind(db: &mut Db, person: &str, kind: FactorKind, now: DateTime<Utc>) -> Result<(), Fault> {
    for old in factors::of_person(db, person)? {
        if old.kind == kind {
            factors::end(db, &old.id, now.into())?;
        }
    }
    Ok(())
}

fn new(id: String, person: &str, kind: FactorKind, secret: String, now: DateTime<Utc>, confirmed: bool) -> FactorRow {
    FactorRow {
        id,
        person_id: person.to_owned(),
        kind,
        secret,
        made_at: now.into(),
        confirmed_at: confirmed.then(|| now.into()),
        last_step: 0,
        failures: 0,
        locked_until: None,
        ended_at: None,
    }
}

fn argon() -> Result<Argon2<'static>, Fault> {
    let (memory, passes, lanes) = ARGON;
    let params = Params::new(memory, passes, lanes, None).map_err(|e| anyhow!("{e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn place(id: &str) -> String {
    format!("factor/{id}")
}

fn wrong(kind: FactorKind) -> Fault {
    Fault::field(
        "factor",
        match kind {
            FactorKind::App => "This is not the number that the app shows now. Wait for the next one and type that.",
            FactorKind::Password => "This is not your password.",
            FactorKind::Card => "This is not the code with this number on your card.",
            FactorKind::Recovery => "This is none of your recovery codes, or it has been used.",
        },
    )
}
