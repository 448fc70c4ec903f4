//! All libraries behave alike: modes, names, children, settings.

use cg_plot_capture_tests::prelude::*;

use super::{LIBRARIES, Library, OPENCV, PILLOW, World, numbered};

/// Makes a program believe that it runs in a kernel.
const KERNEL: &str = "import sys, types
kernelapp = sys.modules['ipykernel.kernelapp'] = types.ModuleType('ipykernel.kernelapp')
kernelapp.IPKernelApp = type('IPKernelApp', (), {'initialized': staticmethod(lambda: True)})";

pub(super) fn add(suite: &mut Suite) {
    for library in LIBRARIES {
        let name = library.name;
        // One that consists of pixels, and one that a child process draws.
        suite.seldom_if(!["pillow", "plotly"].contains(&name)).on_newest(
            &format!("pictures: {name} in each mode, and not where it is off"),
            move |python| modes(python, library),
        );
        suite
            .seldom_if(name != "pillow")
            .on_newest(&format!("pictures: {name} in children and workers"), move |python| {
                children(python, library)
            });
        suite
            .seldom_if(name != "pillow")
            .on_newest(&format!("pictures: the hook and run capture {name}"), move |python| {
                layers(python, library)
            });
    }
    suite.on_newest("pictures: those that a notebook's kernel shows are left alone", |python| {
        for library in LIBRARIES {
            let world = World::new(python, library.packages);
            let code = format!("{KERNEL}\n{}\ntry: show(1)\nexcept Exception: pass", library.show);
            assert_eq!(world.run(&code, &[]).names(), numbered(0), "{}", library.name);
        }
    });
    suite.on_newest("pictures: one counter for all of a process, Matplotlib's figures too", |python| {
        let world = World::new(python, &["matplotlib"]);
        let code = format!(
            "{}\nshow(1)\nimport matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()\nshow(2)\nplt.plot([2])\nplt.show()",
            PILLOW.show
        );
        let delivery = world.run(&code, &[]).success();
        assert_eq!((delivery.names(), delivery.stderr().as_str()), (numbered(4), ""));
        let images = delivery.messages().iter().map(|figure| is_image(&figure.svg)).collect::<Vec<_>>();
        assert_eq!(images, [true, false, true, false]);
        let delivery = world.run(&code, &[("CG_PLOT_MAX_FIGURES", "3")]).success();
        assert_eq!(delivery.names(), numbered(3));
    });
    let versions = [9, 11, 13];
    suite.on_newest_or_all("pictures: each Python, and none imports Matplotlib", &versions, |python| {
        for library in [PILLOW, OPENCV] {
            let world = World::new(python, library.packages);
            let code = format!(
                "{}\nshow(1)\nimport sys, threading\nprint('matplotlib' in sys.modules, threading.active_count())",
                library.show
            );
            let delivery = world.run(&code, &[]).success();
            assert_eq!(delivery.names(), numbered(1), "{}", delivery.stderr());
            assert_eq!((delivery.stdout().as_str(), delivery.stderr().as_str()), ("False 1\n", ""));
        }
    });
}

fn modes(python: &Interpreter, library: Library) {
    let code = format!("{}\nshow(1)\nshow(2)", library.show);
    for (mode, displayed, saved) in [
        ("display", 2, &[][..]),
        ("save", 0, &["a_1.png", "a_2.png"]),
        ("both", 2, &["a_1.png", "a_2.png"]),
    ] {
        if mode == "save" && !tests_all() {
            continue;
        }
        let world = World::new(python, library.packages);
        let settings = [("CG_PLOT_MODE", mode), ("CG_PLOT_FILENAME", "a_{i}.png")];
        let delivery = world.run(&code, &settings).success();
        assert_eq!((delivery.names().len(), delivery.stderr().as_str()), (displayed, ""), "{mode}");
        assert_eq!(world.files(), saved, "{mode}");
        for name in saved {
            let content = fs_err::read(world.folder.path().join(name)).unwrap();
            assert!(content.starts_with(b"\x89PNG"), "{mode} {name}");
        }
    }
    // The program runs as without us, except that the display is missing.
    let world = World::new(python, library.packages);
    let plain = run(world.installation.home.command(&world.python).args(["-c", &code]));
    for off in ["CG_PLOT_PICTURES", "CG_PLOT_CAPTURE"] {
        let delivery = world.run(&code, &[(off, "off")]);
        assert_eq!(delivery.names(), numbered(0), "{off}");
        assert_eq!(delivery.output.status, plain.status, "{off}");
    }
}

/// Each process has its own counter, and children are captured too.
fn children(python: &Interpreter, library: Library) {
    let world = World::new(python, library.packages);
    let file = world.folder.path().join("program.py");
    let code = format!(
        "import multiprocessing, os, subprocess, sys\n{}\n\
        if __name__ == '__main__':\n    \
            show(1)\n    \
            if sys.argv[1:] == ['child']: sys.exit()\n    \
            subprocess.run([sys.executable, __file__, 'child'], env={{}}, check=True)\n    \
            for kind in ('fork', 'spawn'):\n        \
                worker = multiprocessing.get_context(kind).Process(target=show, args=(2,))\n        \
                worker.start()\n        \
                worker.join()\n        \
                assert worker.exitcode == 0\n    \
            show(3)\n",
        library.show
    );
    fs_err::write(&file, code).unwrap();
    let mut command = world.command();
    command.arg(&file).env("CG_PLOT_FILENAME", "{script}_{i}.png");
    let delivery = deliver(&mut command).success();
    let names =
        ["program_1.svg", "program_1.svg", "program_1.svg", "program_1.svg", "program_2.svg"];
    // A forked worker delivers only its own pictures, not an unchanged window or chart of its parent.
    assert_eq!(delivery.names(), names, "{}", delivery.stderr());
    assert_eq!(delivery.stderr(), "");
}

fn layers(python: &Interpreter, library: Library) {
    let world = World::new(python, library.packages);
    let code = format!("{}\nshow(1)", library.show);
    let hooked = world.installation.venv_with("hooked", library.packages);
    let mut command = world.installation.home.command(&hooked);
    command.args(["-c", &code]).env("PYTHONPATH", world.folder.path());
    assert_eq!(deliver(&mut command).success().names(), numbered(1));
    let mut run = world.installation.home.cli(&["run", "-o", "out", "--"]);
    run.arg(&world.python).args(["-c", &code]).env("PYTHONPATH", world.folder.path());
    succeed(run.current_dir(world.folder.path()));
    let page = fs_err::read_to_string(world.folder.path().join("out/index.html")).unwrap();
    assert!(page.contains("python-"), "{page}");
}

/// Whether an SVG consists of one image.
pub(super) fn is_image(svg: &[u8]) -> bool {
    let text = String::from_utf8_lossy(svg);
    text.contains("<image ") && !text.contains("<path")
}
