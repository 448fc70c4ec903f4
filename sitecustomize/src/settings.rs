//! The settings: what each variable allows, and which of its sources wins.
//!
//! A bad value never costs a plot: the next source is asked, and a [`Complaint`] says what happened.

use std::fmt;
use std::path::Path;

use crate::template::{self, Template};

/// `CG_PLOT_MODE`: where figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// To the harness on the channel.
    #[default]
    Display,
    /// To disk.
    Save,
    /// To both.
    Both,
}

impl Mode {
    /// Whether figures go to the channel.
    pub fn displays(self) -> bool {
        self != Self::Save
    }

    /// Whether figures go to disk.
    pub fn saves(self) -> bool {
        self != Self::Display
    }
}

/// `CG_PLOT_AFTER_SHOW`: what a blocking show leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterShow {
    /// `Keep` under a test runner, else `Close`.
    #[default]
    Auto,
    /// Nothing, as when the windows are closed.
    Close,
    /// Every figure.
    Keep,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `CG_PLOT_MODE`.
    pub mode: Mode,
    /// `CG_PLOT_FILENAME`.
    pub filename: Template,
    /// `CG_PLOT_AFTER_SHOW`.
    pub after_show: AfterShow,
    /// `CG_PLOT_MAX_FIGURES`: how many figures a process may deliver; `None`: as many as it likes.
    pub max_figures: Option<u64>,
    /// `CG_PLOT_LOG=debug`.
    pub debug: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            filename: Template::default(),
            after_show: AfterShow::default(),
            max_figures: Some(1000),
            debug: false,
        }
    }
}

/// Where values come from: maps a variable's name to its value, if it has one there.
pub type Source<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Every variable that may be set or stored, and what holds where it is neither.
pub const DEFAULTS: [(&str, &str); 6] = [
    ("CG_PLOT_CAPTURE", "on"),
    ("CG_PLOT_MODE", "display"),
    ("CG_PLOT_FILENAME", template::DEFAULT),
    ("CG_PLOT_AFTER_SHOW", "auto"),
    ("CG_PLOT_MAX_FIGURES", "1000"),
    ("CG_PLOT_LOG", "warn"),
];

/// Names and values in the file that `enable` writes: `NAME=value`, a line each. No file, none.
pub fn stored(path: &Path) -> Vec<(String, String)> {
    // What is no file, nobody has stored.
    let is_file = std::fs::metadata(path).is_ok_and(|data| data.is_file());
    let text = is_file.then(|| std::fs::read_to_string(path).ok()).flatten().unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// What is wrong with one value of one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    variable: &'static str,
    value: String,
    problem: String,
    used: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, value, problem, used } = self;
        write!(f, "{variable}={value}: {problem}; using {used}")
    }
}

impl Settings {
    /// Reads every variable from `sources`, the strongest first; each maps a name to its value.
    pub fn load(sources: &[&Source<'_>]) -> (Self, Vec<Complaint>) {
        let mut complaints = Vec::new();
        let mut read = Reader { sources, complaints: &mut complaints };
        let settings = Self {
            mode: read.choice("CG_PLOT_MODE", &MODES),
            filename: read.one("CG_PLOT_FILENAME", template::DEFAULT, filename),
            after_show: read.choice("CG_PLOT_AFTER_SHOW", &AFTER_SHOWS),
            max_figures: read.one("CG_PLOT_MAX_FIGURES", "1000", max_figures),
            debug: read.choice("CG_PLOT_LOG", &LOGS),
        };
        // Acted on long before this; here only a typo in it is found.
        read.choice("CG_PLOT_CAPTURE", &CAPTURES);
        (settings, complaints)
    }
}

type Choices<T, const N: usize> = [(&'static str, T); N];

const MODES: Choices<Mode, 3> =
    [("display", Mode::Display), ("save", Mode::Save), ("both", Mode::Both)];
const AFTER_SHOWS: Choices<AfterShow, 3> =
    [("auto", AfterShow::Auto), ("close", AfterShow::Close), ("keep", AfterShow::Keep)];
const LOGS: Choices<bool, 2> = [("warn", false), ("debug", true)];
const CAPTURES: Choices<bool, 2> = [("on", true), ("off", false)];

/// Checks one value as `enable` does before it stores it.
///
/// # Errors
///
/// What is allowed instead.
pub fn check(variable: &str, value: &str) -> Result<(), String> {
    match variable {
        "CG_PLOT_MODE" => pick(&MODES, value).map(drop),
        "CG_PLOT_AFTER_SHOW" => pick(&AFTER_SHOWS, value).map(drop),
        "CG_PLOT_LOG" => pick(&LOGS, value).map(drop),
        "CG_PLOT_CAPTURE" => pick(&CAPTURES, value).map(drop),
        "CG_PLOT_FILENAME" => filename(value).map(drop),
        "CG_PLOT_MAX_FIGURES" => max_figures(value).map(drop),
        _ => Err("there is no such setting".into()),
    }
}

/// Walks the sources of each variable and notes what it had to pass over.
struct Reader<'a> {
    sources: &'a [&'a Source<'a>],
    complaints: &'a mut Vec<Complaint>,
}

impl Reader<'_> {
    /// The first good value among the sources; the default, which is always good, comes last.
    fn one<T>(
        &mut self,
        variable: &'static str,
        default: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> T {
        let given = self.sources.iter().filter_map(|source| source(variable));
        // Set but empty is how a shell says "unset".
        let given: Vec<String> = given.filter(|value| !value.is_empty()).collect();
        let used = given.iter().find(|value| parse(value).is_ok()).map_or(default, String::as_str);
        for value in given.iter().take_while(|value| parse(value).is_err()) {
            let problem = parse(value).err().unwrap_or_default();
            let (value, used) = (value.clone(), used.to_owned());
            self.complaints.push(Complaint { variable, value, problem, used });
        }
        match parse(used) {
            Ok(value) => value,
            Err(problem) => unreachable!("{variable}: the default {used} is bad: {problem}"),
        }
    }

    fn choice<T: Copy, const N: usize>(
        &mut self,
        variable: &'static str,
        choices: &Choices<T, N>,
    ) -> T {
        self.one(variable, choices[0].0, |value| pick(choices, value))
    }
}

fn pick<T: Copy, const N: usize>(choices: &Choices<T, N>, value: &str) -> Result<T, String> {
    let found = choices.iter().find(|(name, _)| value.eq_ignore_ascii_case(name));
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        format!("not one of {}", names.join(", "))
    })
}

fn filename(value: &str) -> Result<Template, String> {
    Template::parse(value).map_err(|error| error.to_string())
}

fn max_figures(value: &str) -> Result<Option<u64>, String> {
    match value {
        none if none.eq_ignore_ascii_case("none") => Ok(None),
        number => number.parse().map(Some).map_err(|_| "not a whole number or none".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(env: &[(&str, &str)], stored: &[(&str, &str)]) -> (Settings, Vec<String>) {
        let find = |pairs: &[(&str, &str)], name: &str| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        let (settings, complaints) =
            Settings::load(&[&|name| find(env, name), &|name| find(stored, name)]);
        (settings, complaints.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn nothing_set_is_the_default_without_a_word() {
        assert_eq!(load(&[], &[]), (Settings::default(), vec![]));
        assert_eq!(load(&[("CG_PLOT_MODE", "")], &[]), (Settings::default(), vec![]));
    }

    #[test]
    fn the_environment_wins_over_what_was_stored() {
        let (settings, complaints) = load(
            &[("CG_PLOT_MODE", "Both")],
            &[("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", "a{i}.pdf")],
        );
        assert_eq!((settings.mode, settings.filename.text()), (Mode::Both, "a{i}.pdf"));
        assert!(complaints.is_empty());
    }

    #[test]
    fn a_bad_value_names_itself_and_what_is_used_instead() {
        let (settings, complaints) =
            load(&[("CG_PLOT_MODE", "dispaly")], &[("CG_PLOT_MODE", "save")]);
        assert_eq!(settings.mode, Mode::Save);
        assert_eq!(
            complaints,
            ["CG_PLOT_MODE=dispaly: not one of display, save, both; using save"]
        );
    }

    #[test]
    fn the_defaults_are_what_their_texts_say() {
        assert_eq!(load(&DEFAULTS, &[]), (Settings::default(), vec![]));
    }

    #[test]
    fn every_variable_has_a_good_and_a_bad_value() {
        let bad = [
            ("CG_PLOT_CAPTURE", "of"),
            ("CG_PLOT_MODE", "x"),
            ("CG_PLOT_FILENAME", "{j}.png"),
            ("CG_PLOT_AFTER_SHOW", "open"),
            ("CG_PLOT_MAX_FIGURES", "-1"),
            ("CG_PLOT_LOG", "loud"),
        ];
        assert_eq!(bad.map(|(name, _)| name), DEFAULTS.map(|(name, _)| name));
        let (settings, complaints) = load(&bad, &[]);
        assert_eq!(settings, Settings::default());
        assert_eq!(complaints.len(), bad.len());
        for (name, value) in bad {
            assert!(check(name, value).is_err(), "{name}");
        }
    }
}
