//! The flags of `enable` that store a setting: one for each setting except `CG_PLOT_CAPTURE`, which
//! is read before the settings file.

use clap::ValueHint;

use crate::commands::suggested_values::{MODES, SuggestedValues};
use crate::install::settings_file::SettingsFile;

const AFTER_SHOW: SuggestedValues = SuggestedValues(&["auto", "close", "keep"]);
const UNSHOWN: SuggestedValues = SuggestedValues(&["ignore", "capture"]);
const RASTERIZE: SuggestedValues = SuggestedValues(&["auto", "never"]);
const FRAMES: SuggestedValues = SuggestedValues(&["last", "all"]);
const MAX_FIGURES: SuggestedValues = SuggestedValues(&["none"]);
const PICTURES: SuggestedValues = SuggestedValues(&["on", "off"]);
const DESCRIBE: SuggestedValues = SuggestedValues(&["off", "on", "test"]);
const LOG: SuggestedValues = SuggestedValues(&["warn", "debug"]);

/// The values of these flags.
#[derive(clap::Args)]
#[command(
    next_help_heading = "Settings, stored for every process (a variable of the environment wins)"
)]
pub(super) struct Flags {
    /// Where figures go: display, save or both [default: display]
    #[arg(long, value_parser = MODES, hide_possible_values = true)]
    mode: Option<String>,
    /// Where to save a figure, under which name; {i}, {pid}, {script} and {host} are filled in, and
    /// the suffix sets the format [default: plot_{i}.png]
    #[arg(long, value_name = "TEMPLATE", value_hint = ValueHint::AnyPath)]
    filename: Option<String>,
    /// Which figures stay open after a blocking show: close (none), keep (all), auto (all if a test
    /// runner runs, or if the program chose a backend without windows; otherwise none) [default:
    /// auto]
    #[arg(long, value_name = "WHAT", value_parser = AFTER_SHOW, hide_possible_values = true)]
    after_show: Option<String>,
    /// Figures that were never shown: ignore, or capture at exit [default: ignore]
    #[arg(long, value_name = "WHAT", value_parser = UNSHOWN, hide_possible_values = true)]
    unshown: Option<String>,
    /// The number of elements above which a part of a displayed figure is sent as pixels: auto
    /// (10000), never or a number [default: auto]
    #[arg(long, value_name = "N", value_parser = RASTERIZE, hide_possible_values = true)]
    rasterize: Option<String>,
    /// The largest SVG in bytes; a larger figure is sent as pixels [default: 4000000]
    #[arg(long, value_name = "N", value_hint = ValueHint::Other)]
    max_bytes: Option<String>,
    /// Which states a loop of plt.pause() delivers: last, all or a number [default: last]
    #[arg(long, value_name = "N", value_parser = FRAMES, hide_possible_values = true)]
    frames: Option<String>,
    /// The most figures that a process delivers: a number or none [default: 1000]
    #[arg(long, value_name = "N", value_parser = MAX_FIGURES, hide_possible_values = true)]
    max_figures: Option<String>,
    /// What Pillow, OpenCV, Plotly and Altair show: on (captured) or off [default: on]
    #[arg(long, value_name = "WHETHER", value_parser = PICTURES, hide_possible_values = true)]
    pictures: Option<String>,
    /// Descriptions of what is in each figure: off, on, or test (on, and they name the test that
    /// runs) [default: off]
    #[arg(long, value_name = "WHAT", value_parser = DESCRIBE, hide_possible_values = true)]
    describe: Option<String>,
    /// Which lines are written to stderr: warn or debug [default: warn]
    #[arg(long, value_name = "LEVEL", value_parser = LOG, hide_possible_values = true)]
    log: Option<String>,
}

impl Flags {
    /// The settings to store; `Err` names a bad value and the allowed ones.
    pub(super) fn given(&self) -> Result<SettingsFile, String> {
        SettingsFile::given(&[
            ("CG_PLOT_MODE", self.mode.as_deref()),
            ("CG_PLOT_FILENAME", self.filename.as_deref()),
            ("CG_PLOT_AFTER_SHOW", self.after_show.as_deref()),
            ("CG_PLOT_UNSHOWN", self.unshown.as_deref()),
            ("CG_PLOT_RASTERIZE", self.rasterize.as_deref()),
            ("CG_PLOT_MAX_BYTES", self.max_bytes.as_deref()),
            ("CG_PLOT_FRAMES", self.frames.as_deref()),
            ("CG_PLOT_MAX_FIGURES", self.max_figures.as_deref()),
            ("CG_PLOT_PICTURES", self.pictures.as_deref()),
            ("CG_PLOT_DESCRIBE", self.describe.as_deref()),
            ("CG_PLOT_LOG", self.log.as_deref()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use cg_plot_capture::settings::{DEFAULTS, check};
    use clap::{Args as _, Command};

    use super::*;
    use crate::install::suggest::flag;

    #[test]
    fn each_suggested_value_is_accepted() {
        let command = Flags::augment_args(Command::new("enable"));
        let mut words = 0;
        for argument in command.get_arguments() {
            let long = format!("--{}", argument.get_long().unwrap_or_default());
            let (name, default) =
                *DEFAULTS.iter().find(|(name, _)| flag(name) == long).expect(&long);
            let offered = argument.get_possible_values();
            let offered: Vec<&str> = offered.iter().map(|value| value.get_name()).collect();
            offered.iter().for_each(|word| assert_eq!(check(name, word), Ok(()), "{long}"));
            let is_word = default.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(offered.contains(&default) || !is_word, "{long}");
            words += offered.len();
        }
        assert_eq!(words, 20);
    }
}
