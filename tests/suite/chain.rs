//! Agents and programs that look for the next `sitecustomize`: they find, run and see what they find, run
//! and see without us, and what they show arrives.

use std::sync::{Arc, OnceLock};

use cg_plot_capture_tests::interpreter::Interpreter;
use cg_plot_capture_tests::scripts::scripts;
use cg_plot_capture_tests::suite::{Suite, tests_all};

use ground::Ground;
use seen::{Allowed, Seen};

mod ground;
mod seen;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    let minors: &[u32] = if tests_all() { &[9, 10, 11, 12, 13] } else { &[9, 13] };
    let named = |minor: &u32| (format!("CPython 3.{minor}"), Interpreter::cpython(3, *minor));
    let mut pythons: Vec<_> = minors.iter().map(named).collect();
    let roles = if tests_all() {
        pythons.push(("Debian's python3".into(), Interpreter::debian()));
        Role::ALL
    } else {
        &Role::ALL[..2]
    };
    for (label, python) in pythons {
        let ground = Arc::new(OnceLock::new());
        for &role in roles {
            let name = format!("{} sees what it sees without us ({label})", role.label());
            let ground = ground.clone();
            suite.needing(&name, python.clone(), move |python| {
                compare(ground.get_or_init(|| Ground::new(&python)), role);
            });
        }
    }
}

/// Who looks for the next `sitecustomize`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A `sitecustomize` on `PYTHONPATH`, when `site` imports it.
    Agent,
    /// The program.
    Program,
    /// The program, where there is a `sitecustomize` on `PYTHONPATH` that has not looked.
    ProgramWithAgent,
}

impl Role {
    const ALL: &[Self] = &[Self::Agent, Self::Program, Self::ProgramWithAgent];

    const fn label(self) -> &'static str {
        match self {
            Self::Agent => "an agent that looks for the next sitecustomize",
            Self::Program => "a program that looks for the next sitecustomize",
            Self::ProgramWithAgent => "a program that looks behind an agent's sitecustomize",
        }
    }
}

/// The `sitecustomize` that the interpreter has of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    None,
    Runs,
    /// Raises what `site` reports.
    Raises,
    /// Raises what ends the interpreter.
    Stops,
}

impl Own {
    const ALL: [Self; 4] = [Self::None, Self::Runs, Self::Raises, Self::Stops];
}

/// What of us there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    Preload,
    Hook,
    Both,
    /// A hook among the user's packages.
    UserPackages,
}

impl Layer {
    fn some(role: Role) -> &'static [Self] {
        match role {
            _ if tests_all() => &[Self::Hook, Self::Both, Self::Preload, Self::UserPackages],
            Role::Agent => &[Self::Hook, Self::Both],
            _ => &[Self::Hook],
        }
    }

    /// Whether there is a hook's file on the path.
    const fn has_file(self) -> bool {
        matches!(self, Self::Hook | Self::Both)
    }
}

/// Imports, which find the next one exactly as without us.
const IMPORTS: [&str; 5] =
    ["plain_import", "import_and_restore", "import_behind", "import_and_fail", "reload"];

/// What importlib runs by a loader, and not a program by `exec`: no frame of ours is on the stack.
const LOADED: [&str; 4] = ["load_module", "source_loader", "get_loader", "imp_module"];

/// What looks into the folders of the path itself, and so finds a hook that importlib no longer does.
const WALKS: [&str; 2] = ["walk", "imp_module"];

/// What a program may see that it does not see without us, since it has found the hook's file.
fn allowed(role: Role, own: Own, layer: Layer, idiom: &str) -> Allowed {
    let finds = layer.has_file() && (role != Role::Program || WALKS.contains(&idiom));
    Allowed {
        file: finds && own == Own::None && !IMPORTS.contains(&idiom),
        frame: finds && !IMPORTS.contains(&idiom) && !LOADED.contains(&idiom),
        importlib: finds && role != Role::Agent,
        loader: finds && idiom == "imp_module",
    }
}

/// How many messages arrive from a program that has come to its end.
fn messages(role: Role, layer: Layer, capture: &str, idiom: &str) -> usize {
    // A sitecustomize on PYTHONPATH shadows the hook, unless it looks for it at the start.
    let is_armed = match (layer, role) {
        (Layer::Hook, Role::Agent) => idiom != "plain_import",
        (Layer::Hook, Role::ProgramWithAgent) => false,
        _ => true,
    };
    usize::from(capture == "on" && is_armed)
}

fn compare(ground: &Ground, role: Role) {
    let mut different = vec![];
    let mut compared = 0;
    for script in scripts("chain/idioms") {
        let idiom = script.file_stem().unwrap().to_str().unwrap();
        for own in Own::ALL {
            let without = ground.run(None, role, own, &script, "on");
            for &layer in Layer::some(role) {
                for capture in if tests_all() { &["on", "off"][..] } else { &["on"] } {
                    let with = ground.run(Some(layer), role, own, &script, capture);
                    let allowed = allowed(role, own, layer, idiom);
                    let wanted =
                        if with.has_ended() { messages(role, layer, capture, idiom) } else { 0 };
                    let arrived = with.messages;
                    let mut found = with.differences(without.clone(), &allowed);
                    if arrived != wanted {
                        found.push(format!("{arrived} messages, not {wanted}"));
                    }
                    let what = format!("{idiom}, {own:?}, {layer:?}, {capture}");
                    different
                        .extend(found.iter().map(|difference| format!("{what}: {difference}")));
                    compared += 1;
                }
            }
        }
    }
    println!("{compared} compared");
    assert!(different.is_empty(), "{} of {compared}:\n{}", different.len(), different.join("\n"));
}
