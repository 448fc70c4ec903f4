//! A receipt that is no receipt any more.

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use cg_plot_capture_tests::prelude::*;

use super::super::machine::{Machine, enabled};
use super::{RECEIPT, SETTINGS, furnish, same_but_for_times};

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    for (number, (name, damage)) in DAMAGES.iter().enumerate() {
        let name = format!("{name} is taken back by disable, and by enable first");
        // The last can be parsed as little as garbage, or is read as little as a pipe.
        suite.seldom_if(number > 2).on_newest(&name, move |python| {
            damaged(&Machine::new(python), *damage);
        });
    }
    let name = "a folder with files of others in the receipt's place is named, and left";
    Machine::test(suite, name, |machine| {
        let before = furnish(machine);
        machine.enable(&[]);
        let place = machine.path(RECEIPT);
        fs_err::remove_file(&place).unwrap();
        fs_err::create_dir(&place).unwrap();
        fs_err::write(place.join("theirs"), "").unwrap();
        for _ in 0..2 {
            let (code, _, text) = told(&run(&mut machine.finding(&["disable"])));
            let why = format!("error: {} is a folder with files of others\n", place.display());
            assert!(code == Some(1) && text.contains(&why), "{text}");
            assert!(text.contains("hint: fix the errors above, then run disable again"), "{text}");
        }
        fs_err::remove_file(place.join("theirs")).unwrap();
        // A program that runs on with the preload has a receipt of it kept.
        let preload = machine.preload();
        succeed(machine.finding(&["disable"]).env("LD_PRELOAD", preload));
        assert!(place.is_file());
        succeed(&mut machine.finding(&["disable"]));
        same_but_for_times(machine, &before);
    });
}

/// What may have become of a receipt: puts it to its path.
type Damage = fn(&Path, String);

const DAMAGES: &[(&str, Damage)] = &[
    ("a receipt that is garbage", |path, _| fs_err::write(path, b"\0\xff\0\xff").unwrap()),
    ("a receipt that is a pipe", |path, _| mkfifo(path, Mode::S_IRWXU).unwrap()),
    ("a receipt that has a user's file for ours", |path, text| {
        let mut receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
        let home = receipt["folder"].as_str().unwrap().split_once("/.local").unwrap().0.to_owned();
        let record = serde_json::json!({"edit": "file", "path": home + "/.profile", "hashes": []});
        receipt["records"].as_array_mut().unwrap().push(record);
        fs_err::write(path, serde_json::to_vec(&receipt).unwrap()).unwrap();
    }),
    ("an empty receipt", |path, _| fs_err::write(path, "").unwrap()),
    ("a receipt that is a folder", |path, _| fs_err::create_dir(path).unwrap()),
    ("a receipt that breaks off", |path, text| {
        fs_err::write(path, &text[..text.len() - 3]).unwrap();
    }),
    ("a receipt of no known form", |path, text| {
        fs_err::write(path, text.replacen("\"form\": 2", "\"form\": 99", 1)).unwrap();
    }),
];

fn damaged(machine: &Machine, damage: Damage) {
    let before = furnish(machine);
    let ruin = || {
        machine.enable(&["--mode", "both"]);
        let path = machine.path(RECEIPT);
        let text = fs_err::read_to_string(&path).unwrap();
        fs_err::remove_file(&path).unwrap();
        damage(&path, text);
    };
    ruin();
    let (code, _, text) = told(&run(&mut machine.home.cli(&["status"])));
    let hint = "hint: cg-plot-capture enable fixes it; cg-plot-capture disable takes back";
    assert!(code == Some(1) && text.contains(hint), "{text}");
    let output = run(&mut machine.finding(&["disable"]));
    let text = said(&output);
    assert!(output.status.success() && text.contains("receipt.json is damaged ("), "{text}");
    same_but_for_times(machine, &before);
    ruin();
    let output = run(&mut machine.enabling(&["--mode", "save"]));
    enabled(&output);
    assert!(said(&output).contains("receipt.json is damaged ("), "{}", said(&output));
    assert_eq!(machine.read(SETTINGS), "CG_PLOT_MODE=save\n");
    machine.disable();
    same_but_for_times(machine, &before);
}
