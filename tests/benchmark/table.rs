//! Tables as `docs/BENCHMARKS.md` holds them: to bring it up to date is to copy.

/// Prints the name of a table and its head; all columns but the first are numbers.
pub(crate) fn head(columns: &[&str]) {
    println!("\n| {} |", columns.join(" | "));
    println!("| --- |{}", " ---: |".repeat(columns.len() - 1));
}

/// Prints a row as soon as it is known: some take a minute.
pub(crate) fn row<T: AsRef<str>>(cells: &[T]) {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    println!("| {} |", cells.join(" | "));
}
