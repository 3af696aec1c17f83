//! Takes one step over and over, for a profiler: `pace act 100000`.

use accord_engine::pace::Pace;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let (name, times) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let pace = Pace::new()?;
    let courses = pace.courses().map_err(|refusal| refusal.to_string())?;
    let course = courses.iter().find(|one| one.name == name).ok_or("no such step")?;
    pace.run(course, times.parse()?)
        .map_err(|refusal| refusal.to_string())?;
    Ok(())
}
