//! The program as people start it.

mod ahead;
mod backups;
mod belongings;
mod bench;
mod check;
mod founding;
mod nonsense;
mod operations;
mod settings;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// What a run of the program came to.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// A folder to run the program in; nothing of the environment's settings gets in.
struct Here(tempfile::TempDir);

impl Here {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn accord(&self, arguments: &[&str]) -> Run {
        run_in(self.0.path(), arguments, &[])
    }
}

fn run_in(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.current_dir(folder).args(arguments);
    command.env_clear().env("USER", "jo").env("HOME", folder);
    command.envs(settings.iter().copied());
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Waits until nobody has a database any more: a child that another test starts may hold its lock for a moment.
fn let_go(folder: &Path) {
    let lock = std::fs::File::options().write(true).open(folder.join("test.db.lock"));
    lock.unwrap().lock().unwrap();
}

impl Run {
    #[track_caller]
    fn done(self, says: &str) -> Self {
        assert!(self.code == 0 && self.out.contains(says), "{self:#?}");
        self
    }

    #[track_caller]
    fn refused(self, says: &str) -> Self {
        assert!(self.code != 0 && self.err.contains(says), "{self:#?}");
        self
    }
}
