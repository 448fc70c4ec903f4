//! What `doctor` looks into: each check is done for real, here and now.

pub(crate) mod channel;
pub(crate) mod closed;
pub(crate) mod enabled;
pub(crate) mod figure;
pub(crate) mod installed;
pub(crate) mod others;
pub(crate) mod reach;
pub(crate) mod settings;

use std::fmt;

use serde::Serialize;

/// One check and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Check {
    /// What was looked into.
    subject: String,
    #[serde(flatten)]
    outcome: Outcome,
    /// What came of it, in words.
    text: String,
    /// What to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    /// What for, where it is not to mend a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    /// Whether it names what root has left out.
    #[serde(skip)]
    is_left_out: bool,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// As it should be.
    Good,
    /// As somebody may want it, and good to know where plots are missing.
    Note,
    /// Plots are lost.
    Problem,
}

impl Check {
    /// As it should be.
    pub(crate) fn good(subject: impl Into<String>, text: impl Into<String>) -> Self {
        let (subject, text) = (subject.into(), text.into());
        let (outcome, is_left_out) = (Outcome::Good, false);
        Self { subject, outcome, text, command: None, purpose: None, is_left_out }
    }

    /// Good to know.
    pub(crate) fn note(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self { outcome: Outcome::Note, ..Self::good(subject, text) }
    }

    /// What root has left out, and why.
    pub(crate) fn left_out(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self { is_left_out: true, ..Self::note(subject, text) }
    }

    /// What it is about, if that is what root has left out.
    pub(crate) fn named_left_out(&self) -> Option<&str> {
        self.is_left_out.then_some(&*self.subject)
    }

    /// The same with what to type for some purpose.
    pub(crate) fn with(self, purpose: &'static str, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), purpose: Some(purpose), ..self }
    }

    /// Plots are lost; `command` mends it.
    pub(crate) fn problem(
        subject: impl Into<String>,
        text: impl Into<String>,
        command: impl Into<String>,
    ) -> Self {
        let command = Some(command.into());
        Self { outcome: Outcome::Problem, command, ..Self::good(subject, text) }
    }

    /// The same where that is meant to be so: no problem, but good to know.
    pub(crate) fn meant(self, why: &str) -> Self {
        match self.outcome {
            Outcome::Problem => {
                let text = format!("{why}: {}", self.text);
                Self { outcome: Outcome::Note, text, purpose: Some("to change that"), ..self }
            }
            _ => self,
        }
    }

    /// Whether plots are lost.
    pub(crate) fn is_problem(&self) -> bool {
        self.outcome == Outcome::Problem
    }

    /// Whether it is as it should be.
    pub(crate) fn is_good(&self) -> bool {
        self.outcome == Outcome::Good
    }

    /// What is wrong and what to type, in one line.
    pub(crate) fn in_a_line(&self) -> String {
        let command = self.command.as_deref().unwrap_or_default();
        format!("{}: {}; to mend it: {command}", self.subject, self.text)
    }

    /// What is wrong, and on a line of its own what to type.
    pub(crate) fn complaint(&self) -> String {
        let command = self.command.as_deref().unwrap_or_default();
        format!("{}: {}\n   {command}", self.subject, self.text)
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            Outcome::Good => "ok",
            Outcome::Note => "note",
            Outcome::Problem => "problem",
        };
        write!(f, "{outcome:<8} {}: {}", self.subject, self.text)?;
        match (self.purpose, &self.command) {
            (Some(purpose), Some(command)) => write!(f, " ({purpose}: {command})"),
            _ => Ok(()),
        }
    }
}
