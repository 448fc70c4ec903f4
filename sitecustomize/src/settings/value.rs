//! The allowed values of the variables, and how each text is parsed.

use crate::template::Template;

/// `CG_PLOT_MODE`: where figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To the harness on the channel.
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

/// `CG_PLOT_AFTER_SHOW`: which figures stay open after a blocking show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterShow {
    /// `Keep` under a test runner, or if the program chose a backend without windows; otherwise
    /// `Close`.
    Auto,
    /// No figure, as if the user had closed the windows.
    Close,
    /// Every figure.
    Keep,
}

/// `CG_PLOT_FRAMES`: the states of a loop of `plt.pause()` that are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frames {
    /// The first and the last state.
    Last,
    /// Every state.
    All,
    /// At most this many states, evenly spread.
    Most(u64),
}

/// `CG_PLOT_DESCRIBE`: whether figures are described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Describe {
    /// They are not.
    Off,
    /// Each has a description.
    On,
    /// Each has a description that also names the test that showed it.
    Test,
}

/// The limit of elements with `CG_PLOT_RASTERIZE=auto`: an artist with more becomes pixels.
const MANY_ELEMENTS: u64 = 10_000;

/// A parsed value, or the allowed ones.
type Parsed<T> = Result<T, String>;

pub(super) fn capture(text: &str) -> Parsed<bool> {
    pick(&[("on", true), ("off", false)], text)
}

pub(super) fn mode(text: &str) -> Parsed<Mode> {
    pick(&[("display", Mode::Display), ("save", Mode::Save), ("both", Mode::Both)], text)
}

pub(super) fn filename(text: &str) -> Parsed<Template> {
    Template::parse(text).map_err(|error| error.to_string())
}

pub(super) fn after_show(text: &str) -> Parsed<AfterShow> {
    use AfterShow::{Auto, Close, Keep};
    pick(&[("auto", Auto), ("close", Close), ("keep", Keep)], text)
}

pub(super) fn unshown(text: &str) -> Parsed<bool> {
    pick(&[("ignore", false), ("capture", true)], text)
}

pub(super) fn rasterize(text: &str) -> Parsed<Option<u64>> {
    let choices = [("auto", Some(MANY_ELEMENTS)), ("never", None)];
    pick(&choices, text).or_else(|_| match whole(text) {
        Some(number @ 1..) => Ok(Some(number)),
        _ => Err("not auto, never or a whole number from 1".into()),
    })
}

pub(super) fn max_bytes(text: &str) -> Parsed<u64> {
    whole(text).filter(|number| *number > 0).ok_or_else(|| "not a whole number from 1".into())
}

pub(super) fn frames(text: &str) -> Parsed<Frames> {
    pick(&[("last", Frames::Last), ("all", Frames::All)], text).or_else(|_| match whole(text) {
        Some(number @ 1..) => Ok(Frames::Most(number)),
        _ => Err("not last, all or a whole number from 1".into()),
    })
}

pub(super) fn max_figures(text: &str) -> Parsed<Option<u64>> {
    let number = |_| whole(text).map(Some).ok_or_else(|| "not a whole number or none".to_owned());
    pick(&[("none", None)], text).or_else(number)
}

pub(super) fn pictures(text: &str) -> Parsed<bool> {
    pick(&[("on", true), ("off", false)], text)
}

pub(super) fn describe(text: &str) -> Parsed<Describe> {
    pick(&[("off", Describe::Off), ("on", Describe::On), ("test", Describe::Test)], text)
}

pub(super) fn log(text: &str) -> Parsed<bool> {
    pick(&[("warn", false), ("debug", true)], text)
}

/// The choice of that name, in any case.
fn pick<T: Copy>(choices: &[(&str, T)], text: &str) -> Parsed<T> {
    let found = choices.iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    found.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        format!("not one of {}", names.join(", "))
    })
}

/// Parses digits only; a number that is too large to count means no limit.
fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_digits_only() {
        assert_eq!((whole("0"), whole("007")), (Some(0), Some(7)));
        assert_eq!(whole("99999999999999999999"), Some(u64::MAX));
        for bad in ["", "-1", "+1", "1e6", "1_000", " 1", "1.0", "٣"] {
            assert_eq!(whole(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_number_may_replace_a_word() {
        assert_eq!([rasterize("Auto"), rasterize("NEVER")], [Ok(Some(10_000)), Ok(None)]);
        assert_eq!([rasterize("1"), rasterize("20000")], [Ok(Some(1)), Ok(Some(20_000))]);
        assert_eq!([frames("LAST"), frames("all")], [Ok(Frames::Last), Ok(Frames::All)]);
        assert_eq!(frames("24"), Ok(Frames::Most(24)));
        assert_eq!([max_figures("None"), max_figures("0")], [Ok(None), Ok(Some(0))]);
        assert_eq!(max_bytes("1"), Ok(1));
        for zero in [rasterize("0").err(), max_bytes("0").err(), frames("0").err()] {
            assert!(zero.is_some_and(|problem| problem.ends_with("a whole number from 1")));
        }
    }
}
