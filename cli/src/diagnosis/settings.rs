//! Checks the settings that a program of this shell has: bad values, and good values with which
//! plots go elsewhere than expected.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use cg_plot_capture::os_text;
use cg_plot_capture::settings::{DEFAULTS, Mode, Settings, check as check_one};

use serde::Serialize;

use crate::diagnosis::Check;
use crate::diagnosis::enabled::Enabled;
use crate::file::folder_writable;
use crate::install::settings_file::SettingsFile;
use crate::install::suggest;
use crate::quote::quote;

/// The sources of the settings: the environment and the stored files.
pub(crate) struct SettingSources {
    environment: Vec<(&'static str, String)>,
    /// The settings that the user's own installation stores.
    own: SettingsFile,
    /// The settings that the machine's installation stores.
    machine: Option<SettingsFile>,
    /// Whether the user's own installation is enabled.
    enabled: bool,
}

/// Where the value of a setting comes from.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ValueSource {
    /// The environment of this command.
    Environment,
    /// The file that the user's `enable` stored.
    Stored,
    /// The file that the machine's `enable` stored.
    System,
    /// Nobody set it.
    Default,
}

impl SettingSources {
    /// The sources that apply here.
    pub(crate) fn here(own: Option<&Enabled>, machine: Option<&Enabled>) -> Self {
        let value = |name| Some(os_text::from_bytes(std::env::var_os(name)?.as_bytes()));
        let environment = DEFAULTS.iter().filter_map(|(name, _)| Some((*name, value(name)?)));
        Self {
            environment: environment.collect(),
            own: own.map(|own| own.settings.clone()).unwrap_or_default(),
            machine: machine.map(|machine| machine.settings.clone()),
            enabled: own.is_some(),
        }
    }

    fn in_environment(&self, name: &str) -> Option<String> {
        let found = self.environment.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.clone())
    }

    /// The value of `name` as a Python process started from here has it; `None` if there is no such
    /// setting.
    pub(crate) fn value(&self, name: &str) -> Option<(String, ValueSource)> {
        let default = DEFAULTS.into_iter().find(|(known, _)| *known == name)?.1;
        let kept = |file: Option<&SettingsFile>| Some(file?.get(name)?.to_owned());
        let sources = [
            (self.in_environment(name), ValueSource::Environment),
            (kept(Some(&self.own)), ValueSource::Stored),
            (kept(self.machine.as_ref()), ValueSource::System),
        ];
        let good = |value: &String| !value.is_empty() && check_one(name, value).is_ok();
        let mut given = sources.into_iter().filter_map(|(value, source)| Some((value?, source)));
        let found = given.find(|(value, _)| good(value));
        let (value, source) = found.unwrap_or_else(|| (default.to_owned(), ValueSource::Default));
        Some((os_text::lossy(&value), source))
    }

    pub(crate) fn settings(&self) -> Settings {
        let own = |name: &str| self.own.get(name).map(str::to_owned);
        let machine = |name: &str| self.machine.as_ref()?.get(name).map(str::to_owned);
        Settings::load(&[&|name| self.in_environment(name), &own, &machine]).0
    }

    /// The command that sets `name` to `value`.
    fn set(&self, name: &str, value: &str) -> String {
        let machine = self.machine.as_ref().filter(|_| !self.enabled);
        // The environment wins over the stored files, and the machine's file is every user's.
        match (self.in_environment(name), machine) {
            (None, None) => suggest::enable_with(false, name, value),
            _ => format!("export {name}={}", quote(value)),
        }
    }
}

/// The suffix of saved files; `None` if nothing is saved or the template has no suffix.
pub(crate) fn suffix(settings: &Settings) -> Option<String> {
    let saves = settings.mode != Mode::Display;
    let suffix = Path::new(settings.filename.text()).extension()?.to_str()?.to_lowercase();
    saves.then_some(suffix).filter(|suffix| !suffix.contains('}'))
}

/// Checks all settings.
pub(crate) fn check(sources: &SettingSources, folder: &Path) -> Vec<Check> {
    let mut checks: Vec<Check> = bad_values(sources).collect();
    let settings = sources.settings();
    let capture = sources.in_environment("CG_PLOT_CAPTURE").unwrap_or_default();
    if capture.eq_ignore_ascii_case("off") {
        let text = "nothing is captured in programs of this shell";
        checks.push(Check::problem("CG_PLOT_CAPTURE=off", text, "unset CG_PLOT_CAPTURE"));
    }
    let both = sources.set("CG_PLOT_MODE", "both");
    match settings.mode {
        Mode::Display => {
            let text = "figures go to the harness, and no file is saved";
            checks.push(Check::note("CG_PLOT_MODE=display", text).with("to have both", both));
        }
        Mode::Save => {
            let text = "figures are saved, and the harness gets none";
            checks.push(Check::note("CG_PLOT_MODE=save", text).with("to have both", both));
        }
        Mode::Both => checks.push(Check::good("CG_PLOT_MODE=both", "to the harness and to disk")),
    }
    if settings.mode != Mode::Display {
        checks.push(check_saving(
            sources,
            settings.filename.text(),
            settings.filename.counts(),
            folder,
        ));
    }
    if !settings.unshown {
        let text = "figures that a program never shows (plt.show()) are not delivered";
        let capture = sources.set("CG_PLOT_UNSHOWN", "capture");
        checks.push(Check::note("CG_PLOT_UNSHOWN=ignore", text).with("to have them", capture));
    }
    checks
}

/// The values that are not allowed, and what is used instead.
pub(crate) fn bad_values(sources: &SettingSources) -> impl Iterator<Item = Check> {
    let environment = sources.environment.iter().map(|(name, value)| (*name, value.as_str(), None));
    let files = [(Some(&sources.own), false), (sources.machine.as_ref(), true)].into_iter();
    let stored = files.flat_map(|(file, system)| {
        let pairs = file.into_iter().flat_map(|file| &file.0);
        pairs.map(move |(name, value)| (name.as_str(), value.as_str(), Some(system)))
    });
    environment.chain(stored).filter(|(_, value, _)| !value.is_empty()).filter_map(
        |(name, value, stored)| {
            let mut problem = check_one(name, value).err()?;
            if let Some((used, _)) = sources.value(name) {
                problem += &format!("; using {used}");
            }
            let command = match stored {
                None => format!("unset {name}"),
                // `enable` drops a bad stored value.
                Some(system) => suggest::enable(system),
            };
            Some(Check::problem(format!("{name}={}", os_text::lossy(value)), problem, command))
        },
    )
}

/// Checks that files are saved in folders that can be made and written to, under names that differ.
fn check_saving(sources: &SettingSources, template: &str, counts: bool, folder: &Path) -> Check {
    let subject = format!("CG_PLOT_FILENAME={}", os_text::lossy(template));
    let target = folder.join(fixed_folder(template));
    let there = target.ancestors().find(|one| one.exists()).unwrap_or(Path::new("/"));
    if !there.is_dir() || !folder_writable(there) {
        let text = format!("nothing can be saved in {}", target.display());
        let home = etcetera::home_dir().unwrap_or_default().join("plots/plot_{i}.png");
        let command = sources.set("CG_PLOT_FILENAME", &home.to_string_lossy());
        return Check::problem(subject, text, command);
    }
    if !counts {
        let text = "without {i} each figure of a program overwrites the one before";
        return Check::problem(subject, text, sources.set("CG_PLOT_FILENAME", "plot_{i}.png"));
    }
    if ["{script", "{pid"].iter().any(|field| template.contains(field)) {
        return Check::good(subject, format!("saved in {}", target.display()));
    }
    let text =
        "{i} begins at 1 in each script: the next one in the same folder overwrites its files";
    let command = sources.set("CG_PLOT_FILENAME", "{script}_{i}.png");
    Check::note(subject, text).with("to keep them apart", command)
}

/// The folder of a template, up to its first field.
fn fixed_folder(template: &str) -> PathBuf {
    let fixed = template.split('{').next().unwrap_or_default();
    fixed.rfind('/').map_or_else(PathBuf::new, |at| PathBuf::from(&fixed[..=at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(
        environment: Vec<(&'static str, String)>,
        stored: Vec<(String, String)>,
    ) -> SettingSources {
        SettingSources { environment, own: SettingsFile(stored), machine: None, enabled: true }
    }

    fn said(environment: &[(&'static str, &str)], stored: &[(&str, &str)]) -> Vec<String> {
        let environment = environment.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let stored = stored.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let sources = sources(environment.collect(), stored.collect());
        check(&sources, Path::new("/tmp")).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_bad_value_is_a_problem_and_its_command_fits_its_source() {
        let said = said(&[("CG_PLOT_MODE", "dispaly")], &[("CG_PLOT_FRAMES", "0")]);
        assert!(said[0].starts_with("problem  CG_PLOT_MODE=dispaly: not one of"), "{said:?}");
        assert!(said[1].starts_with("problem  CG_PLOT_FRAMES=0: "), "{said:?}");
        let environment = vec![("CG_PLOT_LOG", "warn".to_owned())];
        let mut sources = sources(environment, vec![("CG_PLOT_MODE".into(), "save".into())]);
        assert_eq!(sources.set("CG_PLOT_LOG", "debug"), "export CG_PLOT_LOG=debug");
        let command = sources.set("CG_PLOT_UNSHOWN", "capture");
        assert!(command.ends_with(" --unshown capture"), "{command}");
        let stored = vec![("CG_PLOT_FILENAME".into(), "{script}_{i}.pdf".into())];
        sources.machine = Some(SettingsFile(stored));
        assert_eq!(sources.settings().filename.text(), "{script}_{i}.pdf");
        sources.enabled = false;
        let command = "export CG_PLOT_FILENAME='{i}.png'";
        assert_eq!(sources.set("CG_PLOT_FILENAME", "{i}.png"), command);
    }

    #[test]
    fn problems_of_saving_are_reported() {
        let file = |template| {
            let template = ("CG_PLOT_FILENAME", template);
            said(&[("CG_PLOT_MODE", "save"), template], &[]).remove(1)
        };
        assert!(file("plot_{i}.png").starts_with("note"));
        assert!(file("{script}/{i}.png").starts_with("ok"));
        assert!(file("plot.png").starts_with("problem"));
        assert!(
            file("/dev/null/plots/{i}.png").contains("nothing can be saved in /dev/null/plots")
        );
        assert!(said(&[], &[])[0].contains("no file is saved"));
    }

    #[test]
    fn a_template_s_folder_ends_before_its_first_field() {
        assert_eq!(fixed_folder("a/b/plot_{i}.png"), PathBuf::from("a/b/"));
        assert_eq!(fixed_folder("plot_{i}/c.png"), PathBuf::new());
    }
}
