//! Whatever the variables hold, there are settings, and each bad value is named once, in its order.

#![no_main]

use cg_plot_capture::settings::{DEFAULTS, Settings, check};
use libfuzzer_sys::fuzz_target;

// Lines as in the file of settings: those of the environment, an empty one, those that are stored.
fuzz_target!(|data: &str| {
    let (environment, stored) = data.split_once("\n\n").unwrap_or((data, ""));
    let sources = [environment, stored]
        .map(|text| text.lines().filter_map(|line| line.split_once('=')).collect::<Vec<_>>());
    let find = |source: usize, name: &str| {
        let pair = sources[source].iter().find(|(key, _)| *key == name);
        pair.map(|(_, value)| (*value).to_owned())
    };
    let (settings, complaints) = Settings::load(&[&|name| find(0, name), &|name| find(1, name)]);
    let complaints: Vec<String> = complaints.iter().map(ToString::to_string).collect();

    // What `enable` would refuse is what is passed over here.
    let mut expected = vec![];
    let mut used = vec![];
    for (name, default) in DEFAULTS {
        let given: Vec<String> = [0, 1].iter().filter_map(|source| find(*source, name)).collect();
        let given: Vec<String> = given.into_iter().filter(|value| !value.is_empty()).collect();
        let good = given.iter().position(|value| check(name, value).is_ok());
        let value = good.map_or(default, |at| &given[at]).to_owned();
        for bad in &given[..good.unwrap_or(given.len())] {
            let problem = check(name, bad).expect_err("it is bad");
            expected.push(format!("{name}={bad}: {problem}; using {value}"));
        }
        used.push((name, value));
    }
    assert_eq!(complaints, expected);

    // The values that are used, given alone, mean the same and are all good.
    let find = |name: &str| used.iter().find(|(key, _)| *key == name).map(|(_, one)| one.clone());
    let (again, complaints) = Settings::load(&[&find]);
    assert_eq!((again, complaints), (settings, vec![]));
});
