//! What `doctor` looks into: each check is done for real, here and now.

pub(crate) mod channel;
pub(crate) mod figure;
pub(crate) mod installed;
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
        Self { subject, outcome: Outcome::Good, text, command: None }
    }

    /// Good to know; `command` changes it.
    pub(crate) fn note(
        subject: impl Into<String>,
        text: impl Into<String>,
        command: Option<String>,
    ) -> Self {
        let (subject, text) = (subject.into(), text.into());
        Self { subject, outcome: Outcome::Note, text, command }
    }

    /// Plots are lost; `command` mends it.
    pub(crate) fn problem(
        subject: impl Into<String>,
        text: impl Into<String>,
        command: impl Into<String>,
    ) -> Self {
        let (subject, text) = (subject.into(), text.into());
        Self { subject, outcome: Outcome::Problem, text, command: Some(command.into()) }
    }

    /// The same where that is meant to be so: no problem, but good to know.
    pub(crate) fn meant(self, why: &str) -> Self {
        match self.outcome {
            Outcome::Problem => {
                Self { outcome: Outcome::Note, text: format!("{why}: {}", self.text), ..self }
            }
            _ => self,
        }
    }

    /// Whether plots are lost.
    pub(crate) fn is_problem(&self) -> bool {
        self.outcome == Outcome::Problem
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
        match (&self.command, self.outcome) {
            (Some(command), Outcome::Note) => write!(f, " ({command})"),
            _ => Ok(()),
        }
    }
}
