//! Ways that take turns, and how they compare: within a round, and of all rounds the median.

use crate::process::Cost;

/// Runs each of so many ways once in each round, and once before that for the sake of caches,
/// unless there is but one round. No way is always the first.
pub(crate) fn take_turns<T>(
    rounds: u32,
    ways: usize,
    mut run: impl FnMut(usize) -> T,
) -> Vec<Vec<T>> {
    let mut taken: Vec<Vec<T>> = (0..ways).map(|_| vec![]).collect();
    if rounds > 1 {
        (0..ways).for_each(|way| drop(run(way)));
    }
    for round in 0..rounds as usize {
        for turn in 0..ways {
            let way = (round + turn) % ways;
            taken[way].push(run(way));
        }
    }
    taken
}

/// Of values the one in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The median of one thing about all runs of a way.
pub(crate) fn middle<T>(runs: &[T], of: impl Fn(&T) -> f64) -> f64 {
    median(runs.iter().map(of).collect())
}

/// The median of the ratios of the rounds.
pub(crate) fn ratio<T>(ours: &[T], other: &[T], of: impl Fn(&T) -> f64) -> f64 {
    median(ours.iter().zip(other).map(|(ours, other)| of(ours) / of(other)).collect())
}

/// Seconds, seconds of processors, how both compare with `other`, and how many microseconds of
/// processors more than that one it took, as cells of a table; `unit` is what a second is in it.
pub(crate) fn cells(runs: &[Cost], other: &[Cost], unit: f64) -> [String; 5] {
    let seconds = |cost: &Cost| cost.seconds;
    let cpu = |cost: &Cost| cost.cpu;
    let more = runs.iter().zip(other).map(|(ours, other)| (ours.cpu - other.cpu) * 1e6);
    [
        format!("{:.2}", middle(runs, seconds) * unit),
        format!("{:.2}", middle(runs, cpu) * unit),
        format!("{:.3}", ratio(runs, other, seconds)),
        format!("{:.3}", ratio(runs, other, cpu)),
        format!("{:+.0}", median(more.collect())),
    ]
}
