//! What many verdicts come to.

use std::fmt::{self, Display, Formatter};

use crate::others::ground::Way;
use crate::others::outcome::Outcome;
use crate::others::verdict::{Difference, Verdict};

/// The verdicts, in order.
pub struct Report(pub Vec<Verdict>);

impl Report {
    fn differences(&self) -> impl Iterator<Item = (&Verdict, &Difference)> {
        self.0.iter().flat_map(|verdict| verdict.differences.iter().map(move |one| (verdict, one)))
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<20}{:>9}{:>9}{:>9}{:>11}{:>9}{:>9}{:>10}{:>10}",
            "", "modules", "tests", "skipped", "differing", "flaky", "known", "plain s", "captured"
        )?;
        for way in Way::ALL {
            let of = || self.0.iter().filter(|verdict| verdict.way == way.name());
            let differing = |which: fn(&Difference) -> bool| {
                of().flat_map(|verdict| &verdict.differences).filter(|one| which(one)).count()
            };
            writeln!(
                f,
                "{:<20}{:>9}{:>9}{:>9}{:>11}{:>9}{:>9}{:>10.0}{:>10.0}",
                way.name(),
                of().count(),
                of().map(|verdict| verdict.tests.0).sum::<usize>(),
                of().map(|verdict| verdict.tests.1).sum::<usize>(),
                differing(Difference::ours),
                differing(|one| one.reason.is_none() && one.flaky()),
                differing(|one| one.reason.is_some()),
                of().map(|verdict| verdict.seconds.0).sum::<f64>(),
                of().map(|verdict| verdict.seconds.1).sum::<f64>(),
            )?;
        }
        let known = |one: &Difference| one.reason.is_some();
        let flaky = |one: &Difference| one.reason.is_none() && one.flaky();
        list(f, "differing", self.differences().filter(|(_, one)| one.ours()))?;
        list(f, "flaky without us too", self.differences().filter(|(_, one)| flaky(one)))?;
        list(f, "known", self.differences().filter(|(_, one)| known(one)))?;
        let mut failing =
            self.0.iter().filter(|verdict| verdict.ended != Outcome::Exit(0)).peekable();
        if failing.peek().is_some() {
            writeln!(f, "\nfail without us too, and the same with us where nothing else is said:")?;
        }
        failing.try_for_each(|verdict| {
            let tests = verdict.tests.0;
            writeln!(
                f,
                "  {}: {}: {tests} tests, {:?}",
                verdict.way, verdict.subject, verdict.ended
            )
        })
    }
}

fn list<'a>(
    f: &mut Formatter<'_>,
    title: &str,
    differences: impl Iterator<Item = (&'a Verdict, &'a Difference)>,
) -> fmt::Result {
    let mut differences = differences.peekable();
    if differences.peek().is_none() {
        return Ok(());
    }
    writeln!(f, "\n{title}:")?;
    for (verdict, one) in differences {
        let reason = one.reason.as_deref().unwrap_or_default();
        writeln!(f, "  {}: {}: {} {reason}", verdict.way, verdict.subject, one.test)?;
        writeln!(f, "    plain {:?}, captured {:?}", one.plain, one.captured)?;
    }
    Ok(())
}
