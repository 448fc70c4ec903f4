//! The checks of `doctor`. Each check starts real programs and looks at real files, instead of
//! deducing the result.

pub(crate) mod closed;
pub(crate) mod enabled;
pub(crate) mod fd3;
pub(crate) mod figure;
pub(crate) mod installed;
pub(crate) mod others;
pub(crate) mod reach;
pub(crate) mod settings;

use std::fmt;

use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Check {
    /// What was checked.
    subject: String,
    #[serde(flatten)]
    outcome: CheckOutcome,
    /// The result, in words.
    text: String,
    /// The command to type.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<String>,
    /// What the command is for, if it does not fix a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'static str>,
    /// Whether the check names something that root has left out.
    #[serde(skip)]
    is_left_out: bool,
}

/// How a check has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(crate) enum CheckOutcome {
    /// As it should be.
    Good,
    /// Not a fault, but worth knowing if plots are missing.
    Note,
    /// Plots are lost.
    Problem,
}

impl Check {
    /// A check that has passed.
    pub(crate) fn good(subject: impl Into<String>, text: impl Into<String>) -> Self {
        let (subject, text) = (subject.into(), text.into());
        let (outcome, is_left_out) = (CheckOutcome::Good, false);
        Self { subject, outcome, text, command: None, purpose: None, is_left_out }
    }

    pub(crate) fn note(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self { outcome: CheckOutcome::Note, ..Self::good(subject, text) }
    }

    /// A note on something that root has left out, and why.
    pub(crate) fn left_out(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self { is_left_out: true, ..Self::note(subject, text) }
    }

    /// The subject, if root has left it out.
    pub(crate) fn named_left_out(&self) -> Option<&str> {
        self.is_left_out.then_some(&*self.subject)
    }

    /// Adds a command that serves `purpose`.
    pub(crate) fn with(self, purpose: &'static str, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), purpose: Some(purpose), ..self }
    }

    /// A problem: plots are lost, and `command` fixes it.
    pub(crate) fn problem(
        subject: impl Into<String>,
        text: impl Into<String>,
        command: impl Into<String>,
    ) -> Self {
        let command = Some(command.into());
        Self { outcome: CheckOutcome::Problem, command, ..Self::good(subject, text) }
    }

    /// Turns a problem into a note, because the user wanted it so.
    pub(crate) fn intended(self, why: &str) -> Self {
        match self.outcome {
            CheckOutcome::Problem => {
                let text = format!("{why}: {}", self.text);
                Self { outcome: CheckOutcome::Note, text, purpose: Some("to change that"), ..self }
            }
            _ => self,
        }
    }

    /// Whether plots are lost.
    pub(crate) fn is_problem(&self) -> bool {
        self.outcome == CheckOutcome::Problem
    }

    pub(crate) fn is_good(&self) -> bool {
        self.outcome == CheckOutcome::Good
    }

    /// The problem and the command, in one line.
    pub(crate) fn problem_line(&self) -> String {
        let command = self.command.as_deref().unwrap_or_default();
        format!("{}: {}; to fix it: {command}", self.subject, self.text)
    }

    /// The problem, and the command on a line of its own.
    pub(crate) fn problem_text(&self) -> String {
        let command = self.command.as_deref().unwrap_or_default();
        format!("{}: {}\n   {command}", self.subject, self.text)
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.outcome {
            CheckOutcome::Good => "ok",
            CheckOutcome::Note => "note",
            CheckOutcome::Problem => "problem",
        };
        write!(f, "{outcome:<8} {}: {}", self.subject, self.text)?;
        match (self.purpose, &self.command) {
            (Some(purpose), Some(command)) => write!(f, " ({purpose}: {command})"),
            _ => Ok(()),
        }
    }
}
