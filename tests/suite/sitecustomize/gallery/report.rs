//! What the run of a gallery comes to.

use std::fmt::{self, Display, Formatter};

use super::side::{Picture, Run};

/// A script, and how it went on each side.
pub(super) struct Case {
    /// Its path below the gallery.
    pub(super) script: String,
    /// What a window would have shown.
    pub(super) desktop: Run,
    /// The plain exit status.
    pub(super) agg: Run,
    /// What was delivered.
    pub(super) captured: Run,
    /// What differs.
    pub(super) differences: Vec<String>,
}

impl Case {
    /// Why the script ends early without us too, in its own words.
    fn refusal(&self) -> Option<&str> {
        (self.agg.status != 0).then(|| self.agg.stderr.lines().last().unwrap_or("no word"))
    }

    fn has(&self, kind: &Picture) -> bool {
        self.desktop.pictures.contains(kind)
    }
}

/// All scripts of a run, in order, with the excuses for those that have one.
pub(super) struct Report<'a> {
    /// The scripts.
    pub(super) cases: Vec<Case>,
    /// Scripts that are another one each time they run, and why.
    pub(super) excuses: &'a [(&'a str, &'a str)],
}

impl Report<'_> {
    /// The scripts that differ; with or without an excuse.
    pub(super) fn differing(&self, excused: bool) -> Vec<&Case> {
        let all = self.cases.iter().filter(|case| !case.differences.is_empty());
        all.filter(|case| self.excuse(case).is_some() == excused).collect()
    }

    fn excuse(&self, case: &Case) -> Option<&str> {
        let known = self.excuses.iter().find(|(script, _)| *script == case.script);
        known.map(|(_, reason)| *reason)
    }

    fn count(
        &self,
        f: &mut Formatter<'_>,
        words: &str,
        which: impl Fn(&Case) -> bool,
    ) -> fmt::Result {
        let count = self.cases.iter().filter(|case| which(case)).count();
        writeln!(f, "{count:7} {words}")
    }
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.count(f, "scripts", |_| true)?;
        self.count(f, "the same as on a desktop", |case| case.differences.is_empty())?;
        self.count(f, "end early without the capture too", |case| case.refusal().is_some())?;
        self.count(f, "with heavy figures", |case| case.has(&Picture::Heavy))?;
        self.count(f, "with figures that savefig can't write as SVG", |case| {
            case.has(&Picture::Failed)
        })?;
        writeln!(
            f,
            "{:7} differ, {} more with an excuse",
            self.differing(false).len(),
            self.differing(true).len()
        )?;
        for (side, run) in [
            ("desktop", (|case| &case.desktop) as fn(&Case) -> &Run),
            ("capture", |case| &case.captured),
        ] {
            let runs = || self.cases.iter().map(run);
            writeln!(
                f,
                "{side}: {} figures, {} bytes, {:.0} s, peak memory {} MiB",
                runs().map(|run| run.pictures.len()).sum::<usize>(),
                runs().map(|run| run.bytes).sum::<usize>(),
                runs().map(|run| run.seconds).sum::<f64>(),
                runs().map(|run| run.peak).max().unwrap_or(0) / 1024,
            )?;
        }
        for case in self.cases.iter().filter(|case| case.refusal().is_some()) {
            writeln!(f, "ends early: {}: {:.100}", case.script, case.refusal().unwrap_or(""))?;
        }
        for case in self.differing(true) {
            let (excuse, words) = (self.excuse(case).unwrap_or(""), case.differences.join("; "));
            writeln!(f, "differs, {excuse}: {}: {words}", case.script)?;
        }
        for case in self.differing(false) {
            writeln!(f, "differs: {}: {}", case.script, case.differences.join("; "))?;
        }
        Ok(())
    }
}
