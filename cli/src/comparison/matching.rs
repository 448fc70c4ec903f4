//! Finds which thing of a figure is which of the reference: the pairs that differ least.

/// The largest number of things for which every pair is tried.
const MOST: usize = 64;

/// For each of `count.0` things the one of `count.1` others that belongs to it. `cost` says how much two differ;
/// `None` if they can't be a pair. Of more than [`MOST`] things, those at the same place are a pair.
pub(super) fn pairs(
    count: (usize, usize),
    cost: impl Fn(usize, usize) -> Option<f64>,
) -> Vec<Option<usize>> {
    let mut found = vec![None; count.0];
    if count.0.max(count.1) > MOST {
        for (at, pair) in found.iter_mut().enumerate().take(count.1) {
            *pair = cost(at, at).map(|_| at);
        }
        return found;
    }
    let mut all = vec![];
    for one in 0..count.0 {
        for other in 0..count.1 {
            all.extend(
                cost(one, other).map(|cost| (cost, one.abs_diff(other), one + other, one, other)),
            );
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = vec![false; count.1];
    for (.., one, other) in all {
        if found[one].is_none() && !taken[other] {
            found[one] = Some(other);
            taken[other] = true;
        }
    }
    found
}
