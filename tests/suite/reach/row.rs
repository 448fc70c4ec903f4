//! One way of starting a Python process, and what it must deliver.

use super::layer::MATPLOTLIB;

/// A row of the matrix.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// What is written in the table: a line for `sh`, or statements for `start.py`.
    pub(super) text: &'static str,
    way: Way,
    /// How many figures it shows.
    pub(super) figures: usize,
    /// The first minor version of CPython 3 that knows this way.
    pub(super) since: u32,
    /// A program besides `sh` that it takes.
    pub(super) tool: Option<&'static str>,
    /// The packages that it takes.
    pub(super) packages: &'static [&'static str],
    /// Whether the program itself talks on stderr.
    pub(super) talks: bool,
    /// Whether each figure is followed by `done` on stdout, and nothing else is said there.
    pub(super) done: bool,
    /// Whether Matplotlib draws its figures by default, too, and it is not `plain/figure.py` that sends one.
    pub(super) draws: bool,
    /// Whether each interpreter runs it, also where not all is asked for.
    pub(super) everywhere: bool,
    /// Whether it is run only where all is asked for, because another row is of its kind.
    pub(super) seldom: bool,
}

#[derive(Clone, Copy)]
enum Way {
    Line,
    Statements,
}

/// A line for `sh`, run where `figure.py` and its neighbours are. `python` is the interpreter, so
/// is `$PYTHON` where there is no `PATH`; `$PACKAGES` is where its Matplotlib is.
pub(super) const fn line(text: &'static str) -> Row {
    Row {
        text,
        way: Way::Line,
        figures: 1,
        since: 0,
        tool: None,
        packages: MATPLOTLIB,
        talks: false,
        done: true,
        draws: false,
        everywhere: false,
        seldom: false,
    }
}

/// The same where it is about how Python itself is started, which Matplotlib may feel.
pub(super) const fn python(text: &'static str) -> Row {
    Row { draws: true, ..line(text) }
}

/// Statements of Python, run by `start.py`, whose names they may use.
pub(super) const fn start(text: &'static str) -> Row {
    Row { way: Way::Statements, ..line(text) }
}

impl Row {
    pub(super) const fn figures(self, figures: usize) -> Self {
        Self { figures, ..self }
    }

    pub(super) const fn since(self, since: u32) -> Self {
        Self { since, ..self }
    }

    pub(super) const fn with(self, tool: &'static str) -> Self {
        Self { tool: Some(tool), ..self }
    }

    pub(super) const fn packages(self, packages: &'static [&'static str]) -> Self {
        Self { packages, ..self }
    }

    pub(super) const fn talks(self) -> Self {
        Self { talks: true, ..self }
    }

    pub(super) const fn silent(self) -> Self {
        Self { done: false, ..self }
    }

    pub(super) const fn everywhere(self) -> Self {
        Self { everywhere: true, ..self }
    }

    pub(super) const fn seldom(self) -> Self {
        Self { seldom: true, ..self }
    }

    /// The command, as words.
    pub(super) fn words(&self) -> Vec<&'static str> {
        match self.way {
            Way::Line => vec!["sh", "-c", self.text],
            Way::Statements => vec!["python", "start.py", self.text],
        }
    }
}
