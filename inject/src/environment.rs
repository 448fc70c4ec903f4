//! What changes in the environment that a new program gets. Pure: bytes in, a plan out.

use crate::preload_list::{self, PRELOAD};

/// The variable by which an armed Python tells its children what stands at their descriptor 3.
pub(crate) const CHANNEL: &[u8] = b"CG_PLOT_CHANNEL=";
/// The switch.
const CAPTURE: &[u8] = b"CG_PLOT_CAPTURE=";
/// How every variable of ours begins.
const OURS: &[u8] = b"CG_PLOT_";

/// One entry of an environment, in our eyes.
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
    /// None of ours; it need not be UTF-8, nor have a `=`.
    Foreign,
}

impl<'a> EnvEntry<'a> {
    /// What an entry is.
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

/// Whether a value of `CG_PLOT_CAPTURE` switches us off.
pub(crate) fn is_off(value: &[u8]) -> bool {
    value.eq_ignore_ascii_case(b"off")
}

/// What an environment holds of ours.
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
    /// Looks through all entries for us, who are at the path `library` (empty: we don't know).
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

/// What this process has to pass on.
#[derive(Clone, Copy)]
pub(crate) struct Inherit {
    /// Anything at all: the process is neither secure nor switched off.
    pub(crate) active: bool,
    /// `LD_PRELOAD` got us here, so that it is to get us into children too. A system-wide
    /// `/etc/ld.so.preload` does that by itself.
    pub(crate) by_variable: bool,
    /// There are settings.
    pub(crate) settings: bool,
    /// There is a `CG_PLOT_CHANNEL`.
    pub(crate) channel: bool,
}

/// What becomes of a new program's environment.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum EnvPlan {
    /// The call goes on as it came.
    Pass(Bypass),
    /// It goes on with another environment.
    Amend(EnvChange),
}

/// Why an environment stays as it is.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Bypass {
    /// This process passes nothing on: it is secure, was switched off, or has not started yet.
    Inactive,
    /// The new program is switched off.
    Off,
    /// It has what it is to have.
    Complete,
}

/// The changes.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) struct EnvChange {
    /// To `LD_PRELOAD`.
    pub(crate) preload: PreloadChange,
    /// Our settings are put in.
    pub(crate) settings: bool,
    /// `CG_PLOT_CHANNEL` is put in.
    pub(crate) channel: bool,
}

/// The change to `LD_PRELOAD`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum PreloadChange {
    /// None.
    Keep,
    /// There is none: a new entry.
    New,
    /// We go to the end of the list in the entry with this index.
    Append(usize),
    /// We leave that list.
    Remove(usize),
}

/// Plans the change to an environment. `look` looks at it; `usable` says whether the new program can
/// load us, and is asked only where it matters, because it costs system calls.
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
        // Of two lists glibc takes the last and musl the first: nobody means that.
        _ => PreloadChange::Keep,
    };
    // A program that scrubs the environment of its children leaves nothing of ours there. One that
    // takes out a single setting means it.
    let scrubbed = !seen.holds_us && !seen.setting;
    let settings = inherit.settings && scrubbed;
    let channel = inherit.channel && !seen.channel;
    if preload == PreloadChange::Keep && !settings && !channel {
        return EnvPlan::Pass(Bypass::Complete);
    }
    EnvPlan::Amend(EnvChange { preload, settings, channel })
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

    fn amend(preload: PreloadChange, settings: bool, channel: bool) -> EnvPlan {
        EnvPlan::Amend(EnvChange { preload, settings, channel })
    }

    /// What a child gets in `LD_PRELOAD`, and whether it gets the settings.
    fn gets(given: &[&str], inherit: Inherit, usable: bool) -> (Option<String>, bool) {
        let list = given.iter().find_map(|entry| entry.strip_prefix("LD_PRELOAD="));
        let EnvPlan::Amend(change) = planned(given, inherit, usable) else {
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
    fn a_child_gets_what_the_table_says() {
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
    fn a_whole_environment_stays_as_it_is() {
        let whole = ["LD_PRELOAD=/other.so:/p/us.so", "CG_PLOT_CHANNEL=x", "A"];
        assert_eq!(planned(&whole, ALL, true), EnvPlan::Pass(Bypass::Complete));
        let nothing = Inherit { settings: false, channel: false, ..ALL };
        assert_eq!(planned(&["A=b"], nothing, false), EnvPlan::Pass(Bypass::Complete));
    }

    #[test]
    fn an_entry_without_a_value_is_no_setting() {
        assert_eq!(EnvEntry::of(b"CG_PLOT_MODE"), EnvEntry::Foreign);
    }

    #[test]
    fn a_process_that_is_off_looks_at_nothing() {
        let off = Inherit { active: false, ..ALL };
        let planned = plan(off, || panic!("looked"), || panic!("looked"));
        assert_eq!(planned, EnvPlan::Pass(Bypass::Inactive));
    }

    #[test]
    fn under_a_system_wide_preload_the_list_is_not_ours_to_change() {
        let system = Inherit { by_variable: false, ..ALL };
        assert_eq!(planned(&[], system, true), amend(PreloadChange::Keep, true, true));
        assert_eq!(
            planned(&["LD_PRELOAD=/p/us.so", "CG_PLOT_CHANNEL=x"], system, false),
            EnvPlan::Pass(Bypass::Complete)
        );
    }

    #[test]
    fn two_lists_are_left_alone() {
        let two =
            ["LD_PRELOAD=/a.so", "LD_PRELOAD=/b.so", "CG_PLOT_CHANNEL=x", "CG_PLOT_MODE=both"];
        assert_eq!(planned(&two, ALL, true), EnvPlan::Pass(Bypass::Complete));
    }
}
