//! Agents and programs that look for the next `sitecustomize`: they find, run and see what they find, run
//! and see without us, and what they show arrives.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::scripts;

use observed::{Allowed, Observed};
use setup::Setup;

mod again;
mod observed;
mod setup;

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    again::add(suite);
    let minors: &[u32] = if tests_all() { &[9, 11, 13] } else { &[9, 13] };
    let named = |minor: &u32| (format!("CPython 3.{minor}"), Interpreter::cpython(3, *minor));
    let mut pythons: Vec<_> = minors.iter().map(named).collect();
    if tests_all() {
        pythons.push(("Debian's python3".into(), Interpreter::debian()));
    }
    for (number, (label, python)) in pythons.into_iter().enumerate() {
        let setup = Shared::on(python, Setup::new);
        // By default one has an agent, and the other a program that looks.
        let roles = if tests_all() { Role::ALL } else { &Role::ALL[number..=number] };
        for &role in roles {
            let name = format!("{} sees what it sees without us ({label})", role.label());
            setup.test(suite, &name, move |setup| compare(setup, role));
        }
    }
}

/// Who looks for the next `sitecustomize`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A `sitecustomize` on `PYTHONPATH`, when `site` imports it.
    Agent,
    /// The interpreter's own `sitecustomize`, which comes after the hook and looks on the whole path.
    AgentBehind,
    /// The program.
    Program,
    /// The program, where there is a `sitecustomize` on `PYTHONPATH` that has not looked.
    ProgramWithAgent,
    /// The program, under `-S`.
    ProgramWithoutSite,
    /// A `.pth` file, which `site` runs before it imports `sitecustomize`.
    PthFile,
}

impl Role {
    const ALL: &[Self] = &[
        Self::Agent,
        Self::Program,
        Self::AgentBehind,
        Self::ProgramWithAgent,
        Self::ProgramWithoutSite,
        Self::PthFile,
    ];

    const fn label(self) -> &'static str {
        match self {
            Self::Agent => "an agent that looks for the next sitecustomize",
            Self::AgentBehind => "an agent behind the hook that looks for another sitecustomize",
            Self::Program => "a program that looks for the next sitecustomize",
            Self::ProgramWithAgent => "a program that looks behind an agent's sitecustomize",
            Self::ProgramWithoutSite => "a program that looks for a sitecustomize under -S",
            Self::PthFile => "a .pth file that looks for the sitecustomize to come",
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
    /// A hook in the standard library.
    Library,
    /// A hook among the user's packages.
    UserPackages,
}

impl Layer {
    const ALL: &[Self] =
        &[Self::Hook, Self::Both, Self::Preload, Self::Library, Self::UserPackages];

    fn some(role: Role) -> &'static [Self] {
        match role {
            _ if tests_all() => Self::ALL,
            Role::Agent => &[Self::Hook, Self::Both],
            _ => &[Self::Hook],
        }
    }

    /// Whether the interpreter has a hook's file on its path.
    const fn has_file(self) -> bool {
        matches!(self, Self::Hook | Self::Both | Self::Library)
    }
}

/// Imports, which find the next one exactly as without us.
const IMPORTS: [&str; 5] =
    ["plain_import", "import_and_restore", "import_behind", "import_and_fail", "reload"];

/// What importlib runs by a loader, and not a program by `exec`: no frame of ours is on the stack.
const LOADED: [&str; 4] = ["load_module", "source_loader", "get_loader", "imp_module"];

/// What looks into the folders of the path itself, and so finds a hook that importlib no longer does.
const WALKS: [&str; 2] = ["walk", "imp_module"];

/// What a program may see that it does not see without us, since it finds the hook's file.
fn allowed(case: &Case<'_>) -> Allowed {
    let &Case { role, own, layer, is_on, idiom } = case;
    // site has imported ours, or the preload knows that nobody needs to, and nobody finds it again.
    let is_early = matches!(role, Role::ProgramWithoutSite | Role::PthFile);
    let is_hidden = match layer {
        Layer::Library => false,
        _ if matches!(role, Role::Program | Role::AgentBehind) => true,
        layer => layer == Layer::Both && is_on && !is_early,
    };
    let finds = layer.has_file() && (!is_hidden || WALKS.contains(&idiom));
    Allowed {
        file: (finds || is_early) && own == Own::None && !IMPORTS.contains(&idiom),
        frame: finds && !IMPORTS.contains(&idiom) && !LOADED.contains(&idiom),
        importlib: (finds && !matches!(role, Role::Agent | Role::AgentBehind)) || is_early,
        builtin: is_early && is_on,
        loader: finds && idiom == "imp_module",
    }
}

/// How many messages arrive from a program that has come to its end, where that is known.
fn messages(case: &Case<'_>) -> Option<usize> {
    // A sitecustomize on PYTHONPATH shadows the hook, unless it looks for it at the start.
    let is_armed = match (case.layer, case.role) {
        (Layer::Hook | Layer::Library, Role::Agent) => case.idiom != "plain_import",
        (Layer::Hook | Layer::Library, Role::ProgramWithAgent) => false,
        (_, Role::ProgramWithoutSite | Role::PthFile) => return None,
        _ => true,
    };
    Some(usize::from(case.is_on && is_armed))
}

/// One comparison.
struct Case<'a> {
    role: Role,
    own: Own,
    layer: Layer,
    is_on: bool,
    idiom: &'a str,
}

fn compare(setup: &Setup, role: Role) {
    let mut different = vec![];
    let mut compared = 0;
    for (index, script) in scripts("chain/idioms").into_iter().enumerate() {
        let idiom = script.file_stem().unwrap().to_str().unwrap();
        let is_missing = idiom == "imp_module" && !setup.has_imp();
        // A built-in module has no code for runpy.
        let is_limit =
            idiom == "run_module" && matches!(role, Role::ProgramWithoutSite | Role::PthFile);
        if is_missing || is_limit {
            continue;
        }
        // By default each idiom meets one of them.
        let owns = Own::ALL.into_iter().enumerate();
        let owns = owns.filter(|(number, _)| tests_all() || *number == index % Own::ALL.len());
        for (_, own) in owns {
            let without = setup.run(None, role, own, &script, true);
            for &layer in Layer::some(role) {
                for is_on in if tests_all() { &[true, false][..] } else { &[true] } {
                    let case = Case { role, own, layer, is_on: *is_on, idiom };
                    let with = setup.run(Some(layer), role, own, &script, *is_on);
                    for difference in differences(&case, with, without.clone()) {
                        different
                            .push(format!("{idiom}, {own:?}, {layer:?}, {is_on}: {difference}"));
                    }
                    compared += 1;
                }
            }
        }
    }
    println!("{}: {compared} compared", role.label());
    assert!(different.is_empty(), "{} of {compared}:\n{}", different.len(), different.join("\n"));
}

fn differences(case: &Case<'_>, with: Observed, without: Observed) -> Vec<String> {
    let arrived = with.messages;
    let wanted = if with.has_ended() { messages(case) } else { Some(0) };
    let mut found = with.differences(without, &allowed(case));
    if wanted.is_some_and(|wanted| wanted != arrived) {
        found.push(format!("{arrived} messages, not {wanted:?}"));
    }
    found
}
