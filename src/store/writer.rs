//! The one thread that writes an SQLite file.
//!
//! Several connections that write starve one another (stack.md section 4); one thread does not,
//! and can put many actions into one commit: up to [`GROUP`] jobs share a transaction, each in a
//! savepoint, and nobody is answered before the commit.

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use diesel::connection::{Connection, TransactionManager};

use crate::{
    db::{Db, Intent},
    error::StoreError,
};

/// Most jobs in one commit.
const GROUP: usize = 64;
/// Most jobs that wait; the next caller waits for room.
const QUEUE: usize = 1024;
/// After so long without a job the log is moved into the file, so that a busy hour seldom has to.
const IDLE: Duration = Duration::from_millis(250);

/// How long the writer waits for the callers of the last group to come back. About what a commit costs
/// on a quick disk.
const LINGER: Duration = Duration::from_micros(300);

thread_local! {
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as inside a write for as long as it lives, so that a write inside a write is
/// an error and not a deadlock.
pub(crate) struct Inside(());

impl Inside {
    pub(crate) fn enter() -> Result<Self, StoreError> {
        if WRITING.replace(true) {
            return Err(StoreError::Nested);
        }
        Ok(Self(()))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        WRITING.set(false);
    }
}

/// Whether this thread is inside a write.
pub(crate) fn is_inside() -> bool {
    WRITING.get()
}

/// One action on its way to the writer.
trait Job: Send {
    /// Does it; whether its changes are to stay.
    fn run(&mut self, db: &mut Db) -> Keep;
    /// Tells the caller, once the fate of the commit is known.
    fn answer(self: Box<Self>, fate: Result<(), StoreError>);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

struct Action<F, T, E> {
    todo: Option<F>,
    result: Option<Result<T, E>>,
    reply: SyncSender<Result<T, E>>,
}

impl<F, T, E> Job for Action<F, T, E>
where
    F: FnOnce(&mut Db) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, db: &mut Db) -> Keep {
        let result = match self.todo.take() {
            Some(todo) => guarded(db, todo),
            None => Err(StoreError::Panicked("the job was run twice".to_owned()).into()),
        };
        let keep = if result.is_ok() { Keep::Yes } else { Keep::No };
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, fate: Result<(), StoreError>) {
        let answer = match (fate, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(StoreError::Busy("the action was not begun".to_owned()).into()),
            (Err(fault), _) => Err(fault.into()),
        };
        // A caller that is gone needs no answer.
        let _ = self.reply.send(answer);
    }
}

/// Runs a job; a panic becomes an error.
pub(crate) fn guarded<T, E: From<StoreError>>(db: &mut Db, todo: impl FnOnce(&mut Db) -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(|| todo(db))).unwrap_or_else(|payload| {
        let why = said(payload.as_ref());
        tracing::error!(panic = why, "a write panicked; its changes are undone");
        Err(StoreError::Panicked(why.to_owned()).into())
    })
}

fn said(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Where the answer to a checkpoint goes.
type Reply = SyncSender<Result<(), StoreError>>;

/// What the thread is asked.
enum Order {
    Do(Box<dyn Job>),
    Checkpoint(Reply),
    /// The same, and leaves the log empty.
    Empty(Reply),
}

/// The writer's handle: dropping it ends the thread after the jobs that wait.
pub(crate) struct Writer {
    jobs: Option<SyncSender<Order>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `open` is used again if the connection ever breaks.
    pub(crate) fn start(
        db: Db,
        open: impl Fn() -> Result<Db, StoreError> + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (jobs, queue) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("accord-writer".to_owned())
            .spawn(move || serve(db, &open, &queue))
            .map_err(|error| StoreError::Open(format!("the writer thread cannot start: {error}")))?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    /// Hands a job over and waits until it is on the disk, or refused.
    pub(crate) fn write<T, E, F>(&self, todo: F) -> Result<T, E>
    where
        F: FnOnce(&mut Db) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if is_inside() {
            return Err(StoreError::Nested.into());
        }
        let (reply, answer) = sync_channel(1);
        let job = Action {
            todo: Some(todo),
            result: None,
            reply,
        };
        let gone = || StoreError::Open("the writer has stopped".to_owned());
        let jobs = self.jobs.as_ref().ok_or_else(gone)?;
        if jobs.send(Order::Do(Box::new(job))).is_err() {
            return Err(gone().into());
        }
        match answer.recv() {
            Ok(result) => result,
            Err(_) => Err(gone().into()),
        }
    }
}

impl Writer {
    /// Moves the log into the file, after the jobs that wait.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        self.ask(Order::Checkpoint)
    }

    /// The same, and leaves nothing in the log.
    pub(crate) fn empty_log(&self) -> Result<(), StoreError> {
        self.ask(Order::Empty)
    }

    fn ask(&self, order: fn(Reply) -> Order) -> Result<(), StoreError> {
        let gone = || StoreError::Open("the writer has stopped".to_owned());
        let (reply, answer) = sync_channel(1);
        let jobs = self.jobs.as_ref().ok_or_else(gone)?;
        if jobs.send(order(reply)).is_err() {
            return Err(gone());
        }
        answer.recv().unwrap_or_else(|_| Err(gone()))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // The thread catches its jobs' panics, so there is nothing to hear of here.
            let _ = thread.join();
        }
    }
}

fn serve(mut db: Db, open: &dyn Fn() -> Result<Db, StoreError>, queue: &Receiver<Order>) {
    let Ok(_inside) = Inside::enter() else { return };
    let mut jobs = Vec::with_capacity(GROUP);
    let mut settled = true;
    let mut before = 0;
    loop {
        let first = if settled {
            queue.recv().map_err(|_gone| RecvTimeoutError::Disconnected)
        } else {
            queue.recv_timeout(IDLE)
        };
        let mut asked = None;
        match first {
            Ok(Order::Do(job)) => jobs.push(job),
            Ok(order @ (Order::Checkpoint(_) | Order::Empty(_))) => asked = Some(order),
            Err(RecvTimeoutError::Timeout) => {
                settled = true;
                let _ = checkpoint(&mut db);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if asked.is_none() {
            asked = gather(queue, &mut jobs, before);
        }
        if !jobs.is_empty() {
            settled = false;
            before = jobs.len();
            db = serve_group(db, open, &mut jobs);
        }
        match asked {
            Some(Order::Checkpoint(reply)) => drop(reply.send(checkpoint(&mut db))),
            Some(Order::Empty(reply)) => drop(reply.send(empty_log(&mut db))),
            Some(Order::Do(_)) | None => {}
        }
    }
}

/// Takes the jobs that wait. Those who were answered together come back one after another, so it
/// waits a little for as many as last time: a commit costs more.
fn gather(queue: &Receiver<Order>, jobs: &mut Vec<Box<dyn Job>>, before: usize) -> Option<Order> {
    let began = Instant::now();
    while jobs.len() < GROUP {
        match queue.try_recv() {
            Ok(Order::Do(job)) => jobs.push(job),
            Ok(order @ (Order::Checkpoint(_) | Order::Empty(_))) => return Some(order),
            Err(TryRecvError::Empty) if jobs.len() < before && began.elapsed() < LINGER => thread::yield_now(),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
        }
    }
    None
}

fn serve_group(mut db: Db, open: &dyn Fn() -> Result<Db, StoreError>, jobs: &mut Vec<Box<dyn Job>>) -> Db {
    let fate = commit_group(&mut db, jobs);
    if let Err(fault) = &fate {
        tracing::error!(jobs = jobs.len(), error = %fault, "a group of writes was not committed");
        // A connection that may be broken is not used again.
        match open() {
            Ok(fresh) => db = fresh,
            Err(error) => tracing::error!(%error, "the database cannot be opened again"),
        }
    }
    for job in jobs.drain(..) {
        job.answer(fate.as_ref().copied().map_err(StoreError::again));
    }
    db
}

/// Moves the log into the file, as far as readers let it.
fn checkpoint(db: &mut Db) -> Result<(), StoreError> {
    db.run("PRAGMA wal_checkpoint(PASSIVE)")
}

/// Moves all of the log into the file and cuts it off: what was erased stands in it until then.
fn empty_log(db: &mut Db) -> Result<(), StoreError> {
    #[derive(diesel::QueryableByName)]
    struct Said {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        busy: i32,
    }
    use diesel::RunQueryDsl as _;
    let said: Said = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(db)?;
    match said.busy {
        0 => Ok(()),
        _ => Err(StoreError::Busy(
            "somebody reads what the log of the database holds".to_owned(),
        )),
    }
}

/// One transaction for all jobs.
fn commit_group(db: &mut Db, jobs: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    db.begin(Intent::Write)?;
    if let [only] = jobs {
        return match only.run(db) {
            Keep::Yes => finish(db),
            Keep::No => undo(db, 0),
        };
    }
    for job in jobs {
        db.mark()?;
        match job.run(db) {
            Keep::Yes => db.keep()?,
            Keep::No => {
                undo(db, 1)?;
                db.back_to_mark()?;
            }
        }
    }
    finish(db)
}

/// Commits. An error leaves the fate open: the frames may be in the log already.
pub(crate) fn finish(db: &mut Db) -> Result<(), StoreError> {
    db.commit().map_err(|error| StoreError::Ambiguous(error.to_string()))
}

/// Rolls back until `depth` transactions are open: a panic may have left savepoints behind.
pub(crate) fn undo(db: &mut Db, depth: u32) -> Result<(), StoreError> {
    loop {
        let open = open_transactions(db)?;
        if open == depth {
            return Ok(());
        }
        // SQLite ends the whole transaction by itself on a full disk: then the group is lost.
        if open < depth {
            return Err(StoreError::Busy("the database gave up the transaction".to_owned()));
        }
        if let Err(error) = db.rollback()
            && open_transactions(db)? == open
        {
            return Err(error);
        }
    }
}

fn open_transactions(db: &mut Db) -> Result<u32, StoreError> {
    let status = <Db as Connection>::TransactionManager::transaction_manager_status_mut(db);
    Ok(status
        .transaction_depth()
        .map_err(StoreError::from)?
        .map_or(0, std::num::NonZeroU32::get))
}
