//! Decides whether this process is armed. Pure: all facts are parameters.

use crate::environment::is_off;

/// The oldest minor version of CPython 3 in which the abi3 extension loads.
const FLOOR: u32 = 9;

pub(crate) struct ProcessFacts<'a> {
    /// `AT_SECURE` of getauxval(3): a setuid, setgid or capability-gaining program.
    pub(crate) secure: bool,
    /// The value of `CG_PLOT_CAPTURE`, if it is set.
    pub(crate) capture: Option<&'a [u8]>,
    /// The result of `Py_GetVersion()`, if the process has every C-API function that we call.
    pub(crate) version: Option<&'a [u8]>,
}

#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Decision {
    /// Register the built-in `sitecustomize`.
    Arm,
    /// Leave the process alone.
    Skip(Reason),
}

/// Why a process is left alone.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub(crate) enum Reason {
    /// It runs with rights of another user, where no code of ours belongs.
    Secure,
    /// `CG_PLOT_CAPTURE=off`.
    Off,
    /// It has no CPython, or one that lacks functions that we call (PyPy, Python 2).
    NotCpython,
    /// A CPython older than the abi3 floor.
    TooOld,
    /// A free-threaded build: abi3 extensions do not load there.
    FreeThreaded,
}

/// Decides. Safety comes first, then the user's setting, then what is possible.
pub(crate) fn decide(facts: &ProcessFacts<'_>) -> Decision {
    if facts.secure {
        return Decision::Skip(Reason::Secure);
    }
    if facts.capture.is_some_and(is_off) {
        return Decision::Skip(Reason::Off);
    }
    let Some(version) = facts.version else {
        return Decision::Skip(Reason::NotCpython);
    };
    match minor(version) {
        None => Decision::Skip(Reason::NotCpython),
        Some(minor) if minor < FLOOR => Decision::Skip(Reason::TooOld),
        // "3.13.0 experimental free-threading build (main, ..."; 3.14 has no "experimental".
        Some(_) if contains(version, b"free-threading build") => {
            Decision::Skip(Reason::FreeThreaded)
        }
        Some(_) => Decision::Arm,
    }
}

/// The minor version in `3.<minor>…`; `None` for any other major version.
pub(crate) fn minor(version: &[u8]) -> Option<u32> {
    let digits = version.strip_prefix(b"3.")?;
    let end = digits.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(digits.len());
    let digits = digits.get(..end)?;
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    Some(digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(version: &str) -> ProcessFacts<'_> {
        ProcessFacts { secure: false, capture: None, version: Some(version.as_bytes()) }
    }

    #[test]
    fn a_cpython_at_or_above_the_floor_is_armed() {
        for version in ["3.9.18 (main, Jan", "3.13.0 (main, Oct", "3.9", "3.14.0rc1 (main"] {
            assert_eq!(decide(&facts(version)), Decision::Arm, "{version}");
        }
    }

    #[test]
    fn an_older_python_is_left_alone() {
        assert_eq!(decide(&facts("3.8.18 (default")), Decision::Skip(Reason::TooOld));
        assert_eq!(decide(&facts("2.7.18 (default")), Decision::Skip(Reason::NotCpython));
        assert_eq!(decide(&facts("3.x")), Decision::Skip(Reason::NotCpython));
    }

    #[test]
    fn a_free_threaded_build_is_left_alone() {
        for version in
            ["3.13.0 experimental free-threading build (main", "3.14.0 free-threading build (main"]
        {
            assert_eq!(decide(&facts(version)), Decision::Skip(Reason::FreeThreaded));
        }
    }

    #[test]
    fn a_process_without_python_is_left_alone() {
        let none = ProcessFacts { secure: false, capture: None, version: None };
        assert_eq!(decide(&none), Decision::Skip(Reason::NotCpython));
    }

    #[test]
    fn off_is_read_in_any_case_and_before_the_version() {
        for off in [b"off".as_slice(), b"OFF", b"Off"] {
            let facts = ProcessFacts { secure: false, capture: Some(off), version: Some(b"3.8") };
            assert_eq!(decide(&facts), Decision::Skip(Reason::Off));
        }
        for on in [b"on".as_slice(), b"", b"offf"] {
            let facts = ProcessFacts { secure: false, capture: Some(on), version: Some(b"3.12.1") };
            assert_eq!(decide(&facts), Decision::Arm);
        }
    }

    #[test]
    fn secure_execution_comes_before_everything() {
        let facts = ProcessFacts { secure: true, capture: Some(b"on"), version: Some(b"3.12.1") };
        assert_eq!(decide(&facts), Decision::Skip(Reason::Secure));
    }
}
