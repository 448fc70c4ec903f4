//! Hooks that run more than once in a process.

use serde_json::Value;

use cg_plot_capture_tests::prelude::*;

/// Adds the tests.
pub(super) fn add(suite: &mut Suite) {
    let name = "a hook that runs again does not arm again, though its module was taken away";
    suite.on_newest(name, |python| {

    let installation = Installation::enable(python, &[]);
    // `invalidate_caches` has the import system look for the hook's folder again.
    let code = "import importlib, site, sys\n\
        for name in list(sys.modules):\n    if name.startswith('cg_plot'): del sys.modules[name]\n\
        importlib.invalidate_caches()\n\
        found = importlib.machinery.PathFinder.find_spec('sitecustomize')\n\
        site.execsitecustomize()\n\
        names = [getattr(finder, '__name__', None) for finder in sys.meta_path]\n\
        print(found is not None, names.count('cg_plot_capture._start'), 'sitecustomize' in sys.modules)";
    for mut command in [
        installation.home.command(&installation.python.program),
        installation.preloaded(&installation.python.program),
    ] {
        let delivery = deliver(command.args(["-c", code])).success();
        assert_eq!((&*delivery.stdout(), &*delivery.stderr()), ("True 1 False\n", ""));
    }
});
    let name = "two hooks run the next sitecustomize once, by whatever way they were found";
    suite.on_newest(name, |python| {
        let installation = Installation::enable(python, &[]);
        let library = installation.python.library.join("sitecustomize.py");
        fs_err::copy(installation.python.hook(), library).unwrap();
        let folder = installation.home.path();
        let packages = installation.python.library.join("site-packages");
        fs_err::copy(script("chain/own"), packages.join("sitecustomize.py")).unwrap();
        for idiom in ["import_and_restore", "load_module", "exec_module", "run_path", "walk"] {
            let agent = folder.join(idiom);
            fs_err::create_dir(&agent).unwrap();
            let text = script(&format!("chain/idioms/{idiom}"));
            fs_err::copy(text, agent.join("sitecustomize.py")).unwrap();
            let mut command = installation.home.command(&installation.python.program);
            command.arg(script("chain/main")).env("PYTHONPATH", &agent).env("AGENT", &agent);
            let delivery = deliver(&mut command).success();
            let facts: Value = serde_json::from_str(&delivery.stdout()).unwrap();
            assert_eq!(facts["ran"].as_array().map(Vec::len), Some(1), "{idiom}: {}", facts["ran"]);
            assert_eq!(facts["got"]["mine"], "the interpreter's own", "{idiom}");
            assert_eq!((delivery.messages().len(), &*delivery.stderr()), (1, ""), "{idiom}");
        }
    });
}
