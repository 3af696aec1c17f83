//! In-memory steps a second, for each of the steps that [`accord_engine::pace`] lays out.

use accord_engine::pace::Pace;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn steps(criterion: &mut Criterion) {
    let Ok(pace) = Pace::new() else { return };
    let mut group = criterion.benchmark_group("step");
    group.throughput(Throughput::Elements(1));
    for course in pace.courses().into_iter().flatten() {
        group.bench_function(course.name, |bencher| bencher.iter(|| pace.run(&course, 1)));
    }
    group.finish();
}

criterion_group!(benches, steps);
criterion_main!(benches);
