//! Plans the changes to a new program's environment. Pure: bytes in, a plan out.

use crate::preload_list::{self, PRELOAD};

/// The variable by which an armed Python tells its children what their descriptor 3 is.
pub(crate) const CHANNEL: &[u8] = b"CG_PLOT_CHANNEL=";
/// The variable that turns the capture off.
const CAPTURE: &[u8] = b"CG_PLOT_CAPTURE=";
/// The start of every variable of ours.
const OURS: &[u8] = b"CG_PLOT_";

/// The kind of an entry of an environment.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum EnvEntry<'a> {
    /// `LD_PRELOAD` and its list.
    Preload(&'a [u8]),
    /// `CG_PLOT_CHANNEL` and its value.
    Channel(&'a [u8]),
    /// `CG_PLOT_CAPTURE`, a setting too, and its value.
    Capture(&'a [u8]),
    /// Any other setting.
    Setting,
    /// Not a variable of ours. It may lack a `=` or not be UTF-8.
    Foreign,
}

impl<'a> EnvEntry<'a> {
    /// Classifies an entry.
    pub(crate) fn of(text: &'a [u8]) -> Self {
        if let Some(list) = text.strip_prefix(PRELOAD) {
            return Self::Preload(list);
        }
        if !text.starts_with(OURS) || !text.contains(&b'=') {
            return Self::Foreign;
        }
        if let Some(value) = text.strip_prefix(CHANNEL) {
            Self::Channel(value)
        } else if let Some(value) = text.strip_prefix(CAPTURE) {
            Self::Capture(value)
        } else {
            Self::Setting
        }
    }
}

/// Whether a value of `CG_PLOT_CAPTURE` turns the capture off.
pub(crate) fn is_off(value: &[u8]) -> bool {
    value.eq_ignore_ascii_case(b"off")
}

/// What an environment has of ours.
#[derive(Default)]
pub(crate) struct EnvSummary {
    entries: usize,
    off: bool,
    lists: usize,
    list: usize,
    holds_us: bool,
    setting: bool,
    channel: bool,
}

impl EnvSummary {
    /// Summarises all entries. `library` is our path; empty if we don't know it.
    pub(crate) fn of<'a>(entries: impl Iterator<Item = EnvEntry<'a>>, library: &[u8]) -> Self {
        let mut seen = Self::default();
        for entry in entries {
            match entry {
                EnvEntry::Preload(list) => {
                    seen.lists += 1;
                    seen.list = seen.entries;
                    seen.holds_us |= preload_list::holds(list, library);
                }
                EnvEntry::Channel(_) => seen.channel = true,
                EnvEntry::Capture(value) => {
                    seen.off |= is_off(value);
                    seen.setting = true;
                }
                EnvEntry::Setting => seen.setting = true,
                EnvEntry::Foreign => {}
            }
            seen.entries += 1;
        }
        seen
    }
}

/// What children of this process inherit.
#[derive(Clone, Copy)]
pub(crate) struct Inherit {
    /// Whether they inherit anything: this process is neither secure nor turned off.
    pub(crate) active: bool,
    /// Whether `LD_PRELOAD` loaded us, so that it must load us into children too. A system-wide
    /// `/etc/ld.so.preload` needs no help.
    pub(crate) by_variable: bool,
    pub(crate) settings: bool,
    pub(crate) channel: bool,
}

/// The plan for a new program's environment.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum EnvPlan {
    /// The call goes on unchanged.
    Pass(Bypass),
    /// The call goes on with a changed environment.
    Change(EnvChange),
}

/// Why an environment stays as it is.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Bypass {
    /// Children inherit nothing: this process is secure, was turned off, or has not started yet.
    Inactive,
    /// The capture is turned off for the new program.
    Off,
    /// Nothing is missing in the environment.
    Complete,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) struct EnvChange {
    pub(crate) preload: PreloadChange,
    pub(crate) settings: bool,
    pub(crate) channel: bool,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum PreloadChange {
    /// None.
    Keep,
    /// There is no list: a new entry is added.
    New,
    /// Our path is appended to the list in the entry with this index.
    Append(usize),
    /// Our path is removed from the list in the entry with this index.
    Remove(usize),
}

/// Plans the change to an environment. `look` summarises the environment. `usable` tells whether
/// the new program can load us, and is called only if that matters, because it makes system calls.
pub(crate) fn plan(
    inherit: Inherit,
    look: impl FnOnce() -> EnvSummary,
    usable: impl Fn() -> bool,
) -> EnvPlan {
    if !inherit.active {
        return EnvPlan::Pass(Bypass::Inactive);
    }
    let seen = look();
    if seen.off {
        return EnvPlan::Pass(Bypass::Off);
    }
    let preload = match (inherit.by_variable, seen.lists) {
        (true, 0) if usable() => PreloadChange::New,
        (true, 1) => match (seen.holds_us, usable()) {
            (false, true) => PreloadChange::Append(seen.list),
            (true, false) => PreloadChange::Remove(seen.list),
            _ => PreloadChange::Keep,
        },
        // With two lists, glibc uses the last one and musl the first, so that we change neither.
        _ => PreloadChange::Keep,
    };
    // If nothing of ours is left, the program has emptied the environment, and we add the settings
    // again. If only some settings were removed, we assume that it was deliberate.
    let scrubbed = !seen.holds_us && !seen.setting;
    let settings = inherit.settings && scrubbed;
    let channel = inherit.channel && !seen.channel;
    if preload == PreloadChange::Keep && !settings && !channel {
        return EnvPlan::Pass(Bypass::Complete);
    }
    EnvPlan::Change(EnvChange { preload, settings, channel })
}

#[cfg(test)]
mod tests {
    use crate::text_buffer::TextBuffer;

    use super::*;

    const US: &[u8] = b"/p/us.so";
    const ALL: Inherit = Inherit { active: true, by_variable: true, settings: true, channel: true };

    fn planned(entries: &[&str], inherit: Inherit, usable: bool) -> EnvPlan {
        let look =
            || EnvSummary::of(entries.iter().map(|entry| EnvEntry::of(entry.as_bytes())), US);
        plan(inherit, look, || usable)
    }

    fn change(preload: PreloadChange, settings: bool, channel: bool) -> EnvPlan {
        EnvPlan::Change(EnvChange { preload, settings, channel })
    }

    /// The child's value of `LD_PRELOAD`, and whether it gets the settings.
    fn gets(given: &[&str], inherit: Inherit, usable: bool) -> (Option<String>, bool) {
        let list = given.iter().find_map(|entry| entry.strip_prefix("LD_PRELOAD="));
        let EnvPlan::Change(change) = planned(given, inherit, usable) else {
            return (list.map(str::to_owned), false);
        };
        let mut buffer = [0; 64];
        let mut text = TextBuffer::new(&mut buffer);
        let old = list.unwrap_or_default().as_bytes();
        let written = match change.preload {
            PreloadChange::Keep => return (list.map(str::to_owned), change.settings),
            PreloadChange::New | PreloadChange::Append(_) => {
                preload_list::append(old, US, &mut text).map(|()| true)
            }
            PreloadChange::Remove(_) => preload_list::remove(old, US, &mut text),
        };
        let left = written.expect("room").then(|| text.written());
        let left = left.and_then(|entry| entry.strip_prefix(PRELOAD)?.strip_suffix(b"\0"));
        (left.map(|list| String::from_utf8(list.to_vec()).expect("UTF-8")), change.settings)
    }

    #[test]
    fn a_child_gets_the_environment_of_the_table() {
        let us = core::str::from_utf8(US).expect("UTF-8");
        let table = include_str!("../cases/environment.txt").replace("US", us);
        let rows = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for row in rows {
            let mut columns = row.split('|').map(str::split_whitespace);
            let [given, about, expected] = core::array::from_fn(|_| {
                columns.next().expect("three columns").collect::<Vec<_>>()
            });
            let settings = about.contains(&"settings");
            let inherit = Inherit { settings, channel: false, ..ALL };
            let (list, settings) = gets(&given, inherit, !about.contains(&"unfit"));
            let list = list.map_or("LD_PRELOAD".into(), |list| format!("LD_PRELOAD={list}"));
            let settings = settings.then_some("settings");
            assert_eq!([&*list].into_iter().chain(settings).collect::<Vec<_>>(), expected, "{row}");
        }
    }

    #[test]
    fn a_complete_environment_is_not_changed() {
        let whole = ["LD_PRELOAD=/other.so:/p/us.so", "CG_PLOT_CHANNEL=x", "A"];
        assert_eq!(planned(&whole, ALL, true), EnvPlan::Pass(Bypass::Complete));
        let nothing = Inherit { settings: false, channel: false, ..ALL };
        assert_eq!(planned(&["A=b"], nothing, false), EnvPlan::Pass(Bypass::Complete));
    }

    #[test]
    fn an_entry_without_a_value_is_not_a_setting() {
        assert_eq!(EnvEntry::of(b"CG_PLOT_MODE"), EnvEntry::Foreign);
    }

    #[test]
    fn a_process_that_is_off_reads_nothing() {
        let off = Inherit { active: false, ..ALL };
        let planned = plan(off, || panic!("looked"), || panic!("looked"));
        assert_eq!(planned, EnvPlan::Pass(Bypass::Inactive));
    }

    #[test]
    fn a_system_wide_preload_leaves_the_list_unchanged() {
        let system = Inherit { by_variable: false, ..ALL };
        assert_eq!(planned(&[], system, true), change(PreloadChange::Keep, true, true));
        assert_eq!(
            planned(&["LD_PRELOAD=/p/us.so", "CG_PLOT_CHANNEL=x"], system, false),
            EnvPlan::Pass(Bypass::Complete)
        );
    }

    #[test]
    fn two_lists_are_not_changed() {
        let two =
            ["LD_PRELOAD=/a.so", "LD_PRELOAD=/b.so", "CG_PLOT_CHANNEL=x", "CG_PLOT_MODE=both"];
        assert_eq!(planned(&two, ALL, true), EnvPlan::Pass(Bypass::Complete));
    }
}
