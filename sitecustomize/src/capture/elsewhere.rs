//! Figures of another process, which an engine (Dask, Ray) runs for this program on any machine.

use crate::name::FigureName;
use crate::os_text;
use crate::settings::{self, DEFAULTS, Settings};
use crate::template::Fields;

use super::process_settings::ProcessSettings;

/// The process that showed a figure.
pub(super) struct Elsewhere {
    pub(super) host: String,
    pub(super) pid: u32,
    /// The figure's number in that process.
    pub(super) number: u64,
}

impl Elsewhere {
    /// The name of the figure, by the settings of this process.
    pub(super) fn name(&self, settings: &Settings, script: &str) -> FigureName {
        let host = os_text::from_bytes(self.host.as_bytes());
        let fields = Fields { i: self.number, pid: self.pid, script, host: &host };
        settings.filename.name(&fields)
    }
}

/// The settings that another process needs to make figures for this program: the names and values
/// of those that are set and valid.
pub(super) fn settings_to_give(own: &ProcessSettings) -> Vec<(&'static str, String)> {
    let set = DEFAULTS.iter().filter_map(|(name, default)| {
        let value = own.value(name)?;
        (value != *default && settings::check(name, &value).is_ok()).then_some((*name, value))
    });
    // These two concern this process alone.
    set.filter(|(name, _)| !matches!(*name, "CG_PLOT_CAPTURE" | "CG_PLOT_LOG")).collect()
}
