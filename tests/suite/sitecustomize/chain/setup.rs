//! Interpreters with and without us, agents for their `PYTHONPATH`, and a `sitecustomize` of their own.

use cg_plot_capture_tests::prelude::*;
use cg_plot_capture_tests::scripts::scripts;

use super::{Layer, Observed, Own, Role};
use crate::cli::install::slots::read_only;

/// What all tests on one interpreter share.
pub(super) struct Setup {
    enabled: Installation,
    /// One that was never enabled.
    plain: Interpreter,
    /// One with the hook in its library.
    library: Interpreter,
    /// A home that has the hook of the plain one among the user's packages.
    user: Home,
}

impl Setup {
    pub(super) fn new(python: &Interpreter) -> Self {
        let enabled = Installation::enable(python, &[]);
        let [plain, library] =
            ["plain", "library"].map(|name| python.private(&enabled.home.path().join(name)));
        for python in [&plain, &library, &enabled.python] {
            // Debian's has one.
            let _ = fs_err::remove_file(python.library.join("sitecustomize.py"));
        }
        let setup = Self { enabled, plain, library, user: Home::new() };
        setup.enable_for_user();
        setup.enable_in_library();
        for python in [&setup.plain, &setup.library, &setup.enabled.python] {
            takes_its_own_from_environment(python);
        }
        setup.write_own();
        setup.write_agents();
        setup
    }

    /// Enables the interpreter that was never enabled, whose folders are read-only for that time.
    fn enable_for_user(&self) {
        let program = self.plain.program.to_str().unwrap();
        let enable = self.user.cli(&["enable", "--python", program, "--no-shell"]);
        let said = succeed(&mut read_only(&self.plain.prefix, &enable));
        assert!(said.contains("of the user's"), "{said}");
    }

    fn enable_in_library(&self) {
        let zip = self.library.hook().parent().unwrap().to_owned();
        fs_err::write(&zip, "").unwrap();
        let program = self.library.program.to_str().unwrap();
        succeed(&mut self.enabled.home.cli(&["enable", "--python", program, "--no-shell"]));
        assert!(self.library.library.join("sitecustomize.py").exists());
        fs_err::remove_file(zip).unwrap();
    }

    fn write_own(&self) {
        let own = fs_err::read_to_string(script("chain/own")).unwrap();
        for (state, end) in [
            (Own::Runs, ""),
            (Own::Raises, "raise RuntimeError('its own')\n"),
            (Own::Stops, "raise KeyboardInterrupt('its own')\n"),
        ] {
            self.write(&format!("{state:?}"), &(own.clone() + end));
        }
    }

    fn write_agents(&self) {
        for idiom in scripts("chain/idioms") {
            let name = idiom.file_stem().unwrap().to_str().unwrap();
            self.write(&format!("agents/{name}"), &fs_err::read_to_string(&idiom).unwrap());
        }
        self.write("agent", "'''It looks for no other.'''\n");
    }

    fn write(&self, folder: &str, sitecustomize: &str) {
        let folder = self.enabled.home.path().join(folder);
        fs_err::create_dir_all(&folder).unwrap();
        fs_err::write(folder.join("sitecustomize.py"), sitecustomize).unwrap();
    }

    /// Whether the interpreter has the module `imp`.
    pub(super) fn has_imp(&self) -> bool {
        self.plain.version < (3, 12)
    }

    /// What is seen where `role` looks by the way of `idiom`.
    pub(super) fn run(
        &self,
        layer: Option<Layer>,
        role: Role,
        own: Own,
        idiom: &Path,
        is_on: bool,
    ) -> Observed {
        let folder = self.enabled.home.path();
        let main = script("chain/main");
        let python = match layer {
            Some(Layer::Hook | Layer::Both) => &self.enabled.python,
            Some(Layer::Library) => &self.library,
            _ => &self.plain,
        };
        let home = if layer == Some(Layer::UserPackages) { &self.user } else { &self.enabled.home };
        let mut own = (own != Own::None).then(|| folder.join(format!("{own:?}")));
        let agent = match role {
            Role::Agent | Role::AgentBehind => {
                folder.join("agents").join(idiom.file_stem().unwrap())
            }
            Role::Program | Role::ProgramWithoutSite => main.parent().unwrap().to_owned(),
            Role::ProgramWithAgent => folder.join("agent"),
            Role::PthFile => folder.clone(),
        };
        if role == Role::AgentBehind {
            own = Some(
                std::env::join_paths([Some(agent.clone()), own].iter().flatten()).unwrap().into(),
            );
        }
        let mut command = home.command(&python.program);
        if role == Role::ProgramWithoutSite {
            command.arg("-S").envs(own.iter().map(|own| ("PYTHONPATH", own)));
        } else {
            command.envs(own.iter().map(|own| ("OWN", own)));
        }
        if matches!(role, Role::Agent | Role::ProgramWithAgent | Role::PthFile) {
            command.env("PYTHONPATH", &agent);
        }
        command.arg(&main).env("AGENT", &agent).current_dir(&folder);
        match role {
            Role::Agent | Role::AgentBehind => {}
            Role::PthFile => _ = command.env("PTH", idiom),
            _ => _ = command.arg(idiom),
        }
        command.env("CG_PLOT_CAPTURE", if is_on { "on" } else { "off" });
        if matches!(layer, Some(Layer::Preload | Layer::Both)) {
            command.env("LD_PRELOAD", self.enabled.preload());
        }
        Observed::new(&deliver(&mut command), &[&python.prefix, &home.path(), &folder])
    }
}

/// Has an interpreter take from its environment the last folders of its path, and what a `.pth` file does.
fn takes_its_own_from_environment(python: &Interpreter) {
    let code = "import site; print(site.getsitepackages()[0])";
    let packages = succeed(Command::new(&python.program).args(["-I", "-S", "-c", code]));
    let packages = Path::new(packages.trim());
    fs_err::create_dir_all(packages).unwrap();
    let lines = "import os, sys; sys.path += filter(None, os.environ.get('OWN', '').split(':'))\n\
        import os; 'PTH' in os.environ and exec(open(os.environ['PTH']).read(), {'__name__': 'pth'})\n";
    fs_err::write(packages.join("own.pth"), lines).unwrap();
}
