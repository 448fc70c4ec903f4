//! Whether a subject goes captured as it goes plain.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::command::target;
use crate::others::ground::{Ground, Way};
use crate::others::known;
use crate::others::outcome::{Outcome, Outcomes};
use crate::others::side::{PROCESS, run};
use crate::others::subject::Subject;

/// How often both sides are run again where they differ.
const AGAIN: usize = 3;

/// What is known of one subject under one way.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// The subject's name.
    pub subject: String,
    /// The way's.
    pub way: String,
    /// How many tests there are plain, and how many of them are skipped.
    pub tests: (usize, usize),
    /// How long the first run took, plain and captured.
    pub seconds: (f64, f64),
    /// How the plain runner ended: what fails without us too proves less.
    pub ended: Outcome,
    /// Tests with another outcome.
    pub differences: Vec<Difference>,
}

/// A test with another outcome, as often as it was run. `None` is a test that was not there.
#[derive(Debug, Serialize, Deserialize)]
pub struct Difference {
    /// Its name.
    pub test: String,
    /// Plain.
    pub plain: Vec<Option<Outcome>>,
    /// Captured.
    pub captured: Vec<Option<Outcome>>,
    /// Why that is as it should be.
    pub reason: Option<String>,
}

impl Difference {
    /// Whether it goes one way and another without us too.
    pub fn flaky(&self) -> bool {
        self.plain.iter().any(|outcome| *outcome != self.plain[0])
    }

    /// Whether it is a bug of ours.
    pub fn ours(&self) -> bool {
        !self.flaky() && self.reason.is_none()
    }
}

impl Verdict {
    /// Runs `subject` on both sides, the one after the other, and again where they differ.
    pub fn of(ground: &Ground, subject: &Subject, way: Way) -> Self {
        let channel = way != Way::Alone;
        let name = subject.name();
        let kept = kept().join(format!("{}: {name}", way.name()).replace('/', "-"));
        let _ = fs_err::remove_dir_all(&kept);
        fs_err::create_dir_all(&kept).unwrap();
        let plain = |n| run(ground, subject, None, channel, &kept.join(format!("plain-{n}.log")));
        let captured =
            |n| run(ground, subject, Some(way), channel, &kept.join(format!("captured-{n}.log")));
        let (first, other) = (plain(0), captured(0));
        let seconds = (first.seconds, other.seconds);
        let tests = first.outcomes.len() - 1;
        let skipped = first.outcomes.values().filter(|test| **test == Outcome::Skipped).count();
        let (mut plains, mut others) = (vec![first.outcomes], vec![other.outcomes]);
        let differing = differing(&plains[0], &others[0]);
        if differing.iter().any(|test| known::reason(&name, test, way).is_none()) {
            for again in 1..=AGAIN {
                plains.push(plain(again).outcomes);
                others.push(captured(again).outcomes);
            }
        }
        let each = |runs: &[Outcomes], test: &str| {
            runs.iter().map(|outcomes| outcomes.get(test).cloned()).collect()
        };
        let difference = |test: String| Difference {
            plain: each(&plains, &test),
            captured: each(&others, &test),
            reason: known::reason(&name, &test, way).map(str::to_owned),
            test,
        };
        let differences = differing.into_iter().map(difference).collect();
        let verdict = Self {
            subject: name,
            way: way.name().into(),
            tests: (tests, skipped),
            seconds,
            ended: plains[0][PROCESS].clone(),
            differences,
        };
        fs_err::write(kept.join("verdict.json"), serde_json::to_string(&verdict).unwrap()).unwrap();
        verdict
    }
}

/// The tests whose outcome is not the same on both sides. Which status a runner exits with follows
/// from its tests, and counts only where they are the same, or where it did not end by itself.
pub fn differing(plain: &Outcomes, captured: &Outcomes) -> Vec<String> {
    let all: BTreeSet<&String> = plain.keys().chain(captured.keys()).collect();
    let mut differing: Vec<String> =
        all.into_iter().filter(|test| plain.get(*test) != captured.get(*test)).cloned().collect();
    let exited = |side: &Outcomes| matches!(side.get(PROCESS), Some(Outcome::Exit(0..)));
    if differing.len() > 1 && exited(plain) && exited(captured) {
        differing.retain(|test| test != PROCESS);
    }
    differing
}

/// Where logs and verdicts are kept for a look.
pub fn kept() -> PathBuf {
    target().join("test-others")
}

/// The verdicts of this and of earlier runs, in the order of their names.
pub fn all_kept(folder: &Path) -> Vec<Verdict> {
    let entries = fs_err::read_dir(folder).into_iter().flatten();
    let files = entries.filter_map(|entry| Some(entry.ok()?.path().join("verdict.json")));
    let texts = files.filter_map(|file| fs_err::read_to_string(file).ok());
    let mut verdicts: Vec<Verdict> =
        // An earlier version of this program may have written something else.
        texts.filter_map(|text| serde_json::from_str(&text).ok()).collect();
    verdicts.sort_by(|a, b| (&a.way, &a.subject).cmp(&(&b.way, &b.subject)));
    verdicts
}
