//! What a second `enable` is not told again.

use cg_plot_capture::settings::DEFAULTS;

use crate::install::Installation;
use crate::install::remedy;
use crate::install::stored::Stored;

/// The settings that an earlier `enable` stored and this one does not, with what keeps them.
pub(super) fn settings(installation: &Installation, stored: &Stored) -> Vec<String> {
    let read =
        |one: &Installation| Stored::read(&one.settings()).unwrap_or_else(|garbled| garbled.rest);
    let old = read(installation);
    let machine = match installation.is_system() {
        true => Stored::default(),
        false => read(&Installation::system()),
    };
    let lost = old.0.iter().filter(|(name, _)| stored.get(name).is_none());
    let lines = lost.filter_map(|(name, was)| {
        let (_, default) = DEFAULTS.iter().find(|(known, _)| known == name)?;
        let is = machine.get(name).unwrap_or(default);
        let again = format!("{} {}", remedy::flag(name), remedy::quote(was));
        (is != was).then(|| format!("{name} was {was} and is {is} again; to keep it: {again}"))
    });
    lines.collect()
}
