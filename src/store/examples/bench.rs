//! Measures SQLite alone, for a profiler: `bench FOLDER SECONDS ROUNDS CLIENTS…`.

use std::{path::PathBuf, time::Duration};

use accord_store::bench::{BenchOptions, on_sqlite};

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().ok_or("a folder")?);
    let time = Duration::from_millis(words.next().ok_or("milliseconds")?.parse()?);
    let rounds = words.next().ok_or("rounds")?.parse()?;
    let clients = words.map(|word| word.parse()).collect::<Result<Vec<usize>, _>>()?;
    let options = BenchOptions {
        time,
        rounds,
        ..BenchOptions::default()
    };
    for line in on_sqlite(&folder, &clients, options)? {
        println!("{line:?}");
    }
    Ok(())
}
