//! Asks a scanner whether a file holds something that does harm: a program of the operator's choice,
//! or ClamAV's daemon. It is given the bytes and nothing else: no name, no person.

use std::{
    io::{Read, Write as _},
    net::{TcpStream, ToSocketAddrs as _},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

/// How long a scanner may take. Shorter than a worker's lease.
const PATIENCE: Duration = Duration::from_secs(25);
/// How often a program is looked at.
const LOOK: Duration = Duration::from_millis(20);
/// Bytes that the daemon is sent at a time.
const PIECE: usize = 64 * 1024;
/// The most that is read of an answer.
const MOST_SAID: u64 = 4 * 1024;

/// A scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    /// A program and what it is given: it reads the file from its input, and ends with 0 if it is
    /// clean, with 1 if not (as `clamscan -` does); the first line that it says names what it found.
    Program(Vec<String>),
    /// ClamAV's daemon at a socket of this machine.
    Socket(String),
    /// The same at `host:port`.
    Address(String),
}

/// What a scanner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It found nothing.
    Clean,
    /// It found this.
    Found(String),
}

impl Scanner {
    /// A setting: `clamd:/run/clamav/clamd.ctl`, `clamd:127.0.0.1:3310`, or a program with its words.
    ///
    /// # Errors
    /// It names nothing.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        if let Some(place) = text.trim().strip_prefix("clamd:") {
            let named = place.rsplit_once(':');
            let is_address = named.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
            return match place.starts_with('/') {
                true => Ok(Self::Socket(place.to_owned())),
                false if is_address => Ok(Self::Address(place.to_owned())),
                false => {
                    bail!("ACCORD_SCANNER: `{text}` names no scanner: write clamd:/path/of/socket, or clamd:host:port")
                }
            };
        }
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            bail!("ACCORD_SCANNER names no scanner: write clamd:/path/of/socket, clamd:host:port, or a program");
        }
        Ok(Self::Program(words))
    }

    /// The same, if a program that it names is there to be started. A daemon may come up later.
    ///
    /// # Errors
    /// There is no such program.
    pub fn if_there(self) -> anyhow::Result<Self> {
        if let Self::Program(words) = &self
            && let Some(name) = words.first()
        {
            let path = std::env::var_os("PATH").unwrap_or_default();
            // A name with a slash in it is a place by itself.
            let is_there = match name.contains(std::path::MAIN_SEPARATOR) {
                true => Path::new(name).is_file(),
                false => std::env::split_paths(&path).any(|folder| {
                    let endings = ["", std::env::consts::EXE_SUFFIX];
                    endings
                        .iter()
                        .any(|ending| folder.join(format!("{name}{ending}")).is_file())
                }),
            };
            if !is_there {
                bail!("ACCORD_SCANNER names `{name}`, and there is no such program here; install it, or name another");
            }
        }
        Ok(self)
    }

    /// Asks about one file.
    ///
    /// # Errors
    /// It cannot be asked, takes too long, or gives no answer: the file stays as it is.
    pub fn ask(&self, bytes: &[u8]) -> anyhow::Result<Verdict> {
        match self {
            Self::Program(words) => program(words, bytes),
            Self::Socket(path) => socket(path, bytes),
            Self::Address(place) => {
                let address = place
                    .to_socket_addrs()
                    .with_context(|| format!("`{place}` is no address of a scanner"))?
                    .next()
                    .with_context(|| format!("`{place}` is nowhere"))?;
                let line = TcpStream::connect_timeout(&address, PATIENCE)
                    .with_context(|| format!("no scanner answers at {place}"))?;
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                daemon(line, bytes)
            }
        }
    }
}

#[cfg(unix)]
fn socket(path: &str, bytes: &[u8]) -> anyhow::Result<Verdict> {
    let line =
        std::os::unix::net::UnixStream::connect(path).with_context(|| format!("no scanner answers at {path}"))?;
    line.set_read_timeout(Some(PATIENCE))?;
    line.set_write_timeout(Some(PATIENCE))?;
    daemon(line, bytes)
}

#[cfg(not(unix))]
fn socket(path: &str, _bytes: &[u8]) -> anyhow::Result<Verdict> {
    bail!("{path}: this system has no such sockets; write clamd:host:port")
}

fn program(words: &[String], bytes: &[u8]) -> anyhow::Result<Verdict> {
    let Some((name, rest)) = words.split_first() else {
        bail!("no scanner is named");
    };
    let mut child = Command::new(name)
        .args(rest)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("the scanner `{name}` cannot be started"))?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let bytes = bytes.to_vec();
    // Fed and heard from the side: a program that reads nothing, or says much, stops nobody.
    let feeder = thread::spawn(move || {
        if let Some(mut input) = input {
            // A program that has seen enough may close its ears.
            let _ = input.write_all(&bytes);
        }
    });
    let hearer = thread::spawn(move || {
        let mut said = String::new();
        if let Some(output) = output {
            // What is no text names nothing.
            let _ = output.take(MOST_SAID).read_to_string(&mut said);
        }
        said
    });
    let status = wait(&mut child).with_context(|| format!("the scanner `{name}`"))?;
    let said = hearer.join().unwrap_or_default();
    // The pipe is closed by now.
    let _ = feeder.join();
    match status {
        Some(0) => Ok(Verdict::Clean),
        Some(1) => Ok(Verdict::Found(named(said.lines().next().unwrap_or_default()))),
        Some(other) => bail!("the scanner `{name}` ended with {other}, which is no answer"),
        None => bail!("the scanner `{name}` was stopped"),
    }
}

fn wait(child: &mut Child) -> anyhow::Result<Option<i32>> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code());
        }
        if began.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            bail!("did not answer within {} seconds", PATIENCE.as_secs());
        }
        thread::sleep(LOOK);
    }
}

/// One file over ClamAV's own line.
fn daemon(mut line: impl Read + std::io::Write, bytes: &[u8]) -> anyhow::Result<Verdict> {
    line.write_all(b"zINSTREAM\0")?;
    for piece in bytes.chunks(PIECE) {
        line.write_all(&u32::try_from(piece.len())?.to_be_bytes())?;
        line.write_all(piece)?;
    }
    line.write_all(&0_u32.to_be_bytes())?;
    line.flush()?;
    let mut said = String::new();
    line.take(MOST_SAID).read_to_string(&mut said)?;
    let said = said.trim_matches(['\0', '\n', ' ']).trim_start_matches("stream: ");
    match said.strip_suffix(" FOUND") {
        Some(found) => Ok(Verdict::Found(named(found))),
        None if said == "OK" => Ok(Verdict::Clean),
        None => bail!("the scanner said `{said}`, which is no answer"),
    }
}

/// The name of what was found, fit for a page.
fn named(said: &str) -> String {
    let clean: String = said.chars().filter(|c| !c.is_control()).take(120).collect();
    match clean.trim() {
        "" => "something harmful".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_names_a_daemon_or_a_program() {
        let check = |text: &str, scanner: Scanner| assert_eq!(Scanner::parse(text).unwrap(), scanner);
        check("clamd:/run/clamd.ctl", Scanner::Socket("/run/clamd.ctl".into()));
        check("clamd:127.0.0.1:3310", Scanner::Address("127.0.0.1:3310".into()));
        check(
            "clamscan --no-summary -",
            Scanner::Program(vec!["clamscan".into(), "--no-summary".into(), "-".into()]),
        );
        for nothing in [" ", "clamd:", "clamd:localhost", "clamd:localhost:x", "clamd::3310"] {
            let says = Scanner::parse(nothing).unwrap_err().to_string();
            assert!(says.contains("ACCORD_SCANNER"), "{says}");
        }
        let there = |text: &str| Scanner::parse(text).unwrap().if_there().is_ok();
        assert!(there("sh -c true") && there("/bin/sh") && there("clamd:/no/socket/yet"));
        assert!(!there("no-such-scanner -") && !there("/no/such/scanner"));
    }

    #[test]
    fn a_program_answers_by_how_it_ends() {
        let ask = |text: &str| Scanner::Program(vec!["sh".into(), "-c".into(), text.into()]).ask(b"content");
        assert_eq!(ask("cat >/dev/null; exit 0").unwrap(), Verdict::Clean);
        assert_eq!(
            ask("cat >/dev/null; echo Eicar; exit 1").unwrap(),
            Verdict::Found("Eicar".into())
        );
        // One that reads nothing at all.
        assert_eq!(ask("exit 1").unwrap(), Verdict::Found("something harmful".into()));
        assert!(ask("exit 2").unwrap_err().to_string().contains("no answer"));
        assert!(Scanner::Program(vec!["no-such-scanner".into()]).ask(b"").is_err());
    }

    #[test]
    fn the_daemon_is_spoken_to_in_its_own_words() {
        use std::net::TcpListener;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let place = listener.local_addr().unwrap().to_string();
        let daemon = thread::spawn(move || {
            for _ in 0..2 {
                let (mut line, _) = listener.accept().unwrap();
                let mut heard = [0; 10];
                line.read_exact(&mut heard).unwrap();
                assert_eq!(&heard, b"zINSTREAM\0");
                let mut file = Vec::new();
                loop {
                    let mut length = [0; 4];
                    line.read_exact(&mut length).unwrap();
                    let mut piece = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
                    if piece.is_empty() {
                        break;
                    }
                    line.read_exact(&mut piece).unwrap();
                    file.extend(piece);
                }
                let answer: &[u8] = match file.starts_with(b"bad") {
                    true => b"stream: Eicar-Test-Signature FOUND\0",
                    false => b"stream: OK\0",
                };
                line.write_all(answer).unwrap();
            }
        });
        let scanner = Scanner::Address(place);
        assert_eq!(scanner.ask(&vec![b'x'; 200_000]).unwrap(), Verdict::Clean);
        assert_eq!(
            scanner.ask(b"bad").unwrap(),
            Verdict::Found("Eicar-Test-Signature".into())
        );
        daemon.join().unwrap();
    }
}
