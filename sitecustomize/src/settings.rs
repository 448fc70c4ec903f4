//! The settings: the allowed values of each variable, and which of its sources wins.
//!
//! A bad value never costs a figure: the next source is used, and a [`BadValue`] reports it.

mod layers;
mod source;
mod value;

use crate::template::{self, Template};

pub use layers::{SHARED, SYSTEM, layered, own_folders};
use source::SettingsReader;
pub use source::{BadValue, SettingsSource, stored};
pub use value::{AfterShow, Describe, Frames, Mode};

/// The value of every setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `CG_PLOT_MODE`.
    pub mode: Mode,
    /// `CG_PLOT_FILENAME`.
    pub filename: Template,
    /// `CG_PLOT_AFTER_SHOW`.
    pub after_show: AfterShow,
    /// `CG_PLOT_UNSHOWN=capture`: figures that were never shown are delivered at exit.
    pub unshown: bool,
    /// `CG_PLOT_RASTERIZE`: an artist with more elements becomes pixels; `None` for no limit.
    pub rasterize: Option<u64>,
    /// `CG_PLOT_MAX_BYTES`: a larger SVG becomes pixels as a whole.
    pub max_bytes: u64,
    /// `CG_PLOT_FRAMES`.
    pub frames: Frames,
    /// `CG_PLOT_MAX_FIGURES`: the most figures that a process delivers; `None` for no limit.
    pub max_figures: Option<u64>,
    /// `CG_PLOT_PICTURES`: what other libraries than Matplotlib show is captured too.
    pub pictures: bool,
    /// `CG_PLOT_DESCRIBE`: whether a description of what is in each figure goes with it.
    pub describe: Describe,
    /// `CG_PLOT_LOG=debug`.
    pub debug: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self::load(&[]).0
    }
}

/// Every variable that may be set or stored, and what holds where it is neither.
pub const DEFAULTS: [(&str, &str); 12] = [
    ("CG_PLOT_CAPTURE", "on"),
    ("CG_PLOT_MODE", "display"),
    ("CG_PLOT_FILENAME", template::DEFAULT),
    ("CG_PLOT_AFTER_SHOW", "auto"),
    ("CG_PLOT_UNSHOWN", "ignore"),
    ("CG_PLOT_RASTERIZE", "auto"),
    ("CG_PLOT_MAX_BYTES", "4000000"),
    ("CG_PLOT_FRAMES", "last"),
    ("CG_PLOT_MAX_FIGURES", "1000"),
    ("CG_PLOT_PICTURES", "on"),
    ("CG_PLOT_DESCRIBE", "off"),
    ("CG_PLOT_LOG", "warn"),
];

impl Settings {
    /// Reads every variable from `sources`, the strongest first. Each source maps a name to its
    /// value. Returns the bad values too.
    pub fn load(sources: &[&SettingsSource<'_>]) -> (Self, Vec<BadValue>) {
        let mut reader = SettingsReader { sources, bad_values: Vec::new() };
        // This variable was read long before; here we only report a bad value.
        reader.read("CG_PLOT_CAPTURE", value::capture);
        let settings = Self {
            mode: reader.read("CG_PLOT_MODE", value::mode),
            filename: reader.read("CG_PLOT_FILENAME", value::filename),
            after_show: reader.read("CG_PLOT_AFTER_SHOW", value::after_show),
            unshown: reader.read("CG_PLOT_UNSHOWN", value::unshown),
            rasterize: reader.read("CG_PLOT_RASTERIZE", value::rasterize),
            max_bytes: reader.read("CG_PLOT_MAX_BYTES", value::max_bytes),
            frames: reader.read("CG_PLOT_FRAMES", value::frames),
            max_figures: reader.read("CG_PLOT_MAX_FIGURES", value::max_figures),
            pictures: reader.read("CG_PLOT_PICTURES", value::pictures),
            describe: reader.read("CG_PLOT_DESCRIBE", value::describe),
            debug: reader.read("CG_PLOT_LOG", value::log),
        };
        (settings, reader.bad_values)
    }
}

/// The value of `CG_PLOT_DESCRIBE` alone, from such sources.
pub fn describe(sources: &[&SettingsSource<'_>]) -> Describe {
    SettingsReader { sources, bad_values: Vec::new() }.read("CG_PLOT_DESCRIBE", value::describe)
}

/// Checks one value as `enable` does before it stores it.
///
/// # Errors
///
/// The allowed values.
pub fn check(variable: &str, value: &str) -> Result<(), String> {
    if !DEFAULTS.iter().any(|(name, _)| *name == variable) {
        return Err("there is no such setting".into());
    }
    // In the environment an empty value means "unset", but here the user has given a value.
    if value.is_empty() {
        return Err("it is empty".into());
    }
    let given = |name: &str| (name == variable).then(|| value.to_owned());
    let bad_value = Settings::load(&[&given]).1.into_iter().next();
    bad_value.map_or(Ok(()), |bad_value| Err(bad_value.problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(env: &[(&str, &str)], stored: &[(&str, &str)]) -> (Settings, Vec<String>) {
        let find = |pairs: &[(&str, &str)], name: &str| {
            pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        let (settings, bad_values) =
            Settings::load(&[&|name| find(env, name), &|name| find(stored, name)]);
        (settings, bad_values.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn no_setting_means_the_defaults_and_no_message() {
        let default = Settings {
            mode: Mode::Display,
            filename: Template::default(),
            after_show: AfterShow::Auto,
            unshown: false,
            rasterize: Some(10_000),
            max_bytes: 4_000_000,
            frames: Frames::Last,
            max_figures: Some(1000),
            pictures: true,
            describe: Describe::Off,
            debug: false,
        };
        assert_eq!(load(&[], &[]), (default.clone(), vec![]));
        assert_eq!(load(&DEFAULTS, &[]), (default.clone(), vec![]));
        assert_eq!(load(&DEFAULTS.map(|(name, _)| (name, "")), &[]), (default, vec![]));
    }

    #[test]
    fn the_environment_wins_over_stored_settings() {
        let (settings, bad_values) = load(
            &[("CG_PLOT_MODE", "Both")],
            &[("CG_PLOT_MODE", "save"), ("CG_PLOT_FILENAME", "a{i}.pdf")],
        );
        assert_eq!((settings.mode, settings.filename.text()), (Mode::Both, "a{i}.pdf"));
        assert!(bad_values.is_empty());
    }

    #[test]
    fn a_bad_value_is_reported_with_the_value_used_instead() {
        let (settings, bad_values) =
            load(&[("CG_PLOT_MODE", "dispaly")], &[("CG_PLOT_MODE", "save")]);
        assert_eq!(settings.mode, Mode::Save);
        assert_eq!(
            bad_values,
            ["CG_PLOT_MODE=dispaly: not one of display, save, both; using save"]
        );
    }

    #[test]
    fn every_variable_has_a_good_and_a_bad_value() {
        let bad = [
            ("CG_PLOT_CAPTURE", "of"),
            ("CG_PLOT_MODE", "x"),
            ("CG_PLOT_FILENAME", "{j}.png"),
            ("CG_PLOT_AFTER_SHOW", "open"),
            ("CG_PLOT_UNSHOWN", "show"),
            ("CG_PLOT_RASTERIZE", "0"),
            ("CG_PLOT_MAX_BYTES", "4MB"),
            ("CG_PLOT_FRAMES", "first"),
            ("CG_PLOT_MAX_FIGURES", "-1"),
            ("CG_PLOT_PICTURES", "none"),
            ("CG_PLOT_DESCRIBE", "yes"),
            ("CG_PLOT_LOG", "loud"),
        ];
        assert_eq!(bad.map(|(name, _)| name), DEFAULTS.map(|(name, _)| name));
        let (settings, bad_values) = load(&bad, &[]);
        assert_eq!(settings, Settings::default());
        assert_eq!(bad_values.len(), bad.len());
        for ((name, value), (_, default)) in bad.into_iter().zip(DEFAULTS) {
            assert!(check(name, value).is_err() && check(name, "").is_err(), "{name}");
            assert_eq!(check(name, default), Ok(()), "{name}");
        }
        assert!(check("CG_PLOT_MODUS", "save").is_err());
    }
}
