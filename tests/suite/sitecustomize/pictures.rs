//! Pictures of Pillow, OpenCV, Plotly and Altair are delivered like Matplotlib's figures. Nothing else changes.

mod alike;
mod charts;
mod described;
mod failing;
mod opencv;
mod pillow;
mod tutorials;

use cg_plot_capture_tests::prelude::*;

/// A library that shows pictures.
#[derive(Clone, Copy)]
struct Library {
    /// The folder of its scripts.
    name: &'static str,
    packages: &'static [&'static str],
    /// Python code that defines `show(number)`, with a different picture for each number.
    show: &'static str,
}

const PILLOW: Library = Library {
    name: "pillow",
    packages: &["pillow"],
    show: "from PIL import Image
def show(number): Image.new('L', (8, 8), number).show()",
};

const OPENCV: Library = Library {
    name: "opencv",
    packages: &["opencv-python-headless"],
    show: "import cv2, numpy
def show(number):
    cv2.imshow(str(number), numpy.full((8, 8), number, 'uint8'))
    cv2.waitKey(0)",
};

/// The package that draws its figures is in the folder of each program.
const PLOTLY: Library = Library {
    name: "plotly",
    packages: &["plotly", "pandas"],
    show: "import plotly.graph_objects as go
def show(number): go.Figure(go.Bar(y=[1, number])).show()",
};

const ALTAIR: Library = Library {
    name: "altair",
    packages: &["altair", "vl-convert-python", "pandas"],
    show: "import altair
def show(number):
    data = altair.Data(values=[{'a': number}])
    altair.Chart(data).mark_bar().encode(y='a:Q').show()",
};

const LIBRARIES: [Library; 4] = [PILLOW, OPENCV, PLOTLY, ALTAIR];

/// Adds the tests.
pub(crate) fn add(suite: &mut Suite) {
    alike::add(suite);
    charts::add(suite);
    described::add(suite);
    failing::add(suite);
    opencv::add(suite);
    pillow::add(suite);
    tutorials::add(suite);
}

/// An installation, a Python that has a library, and a folder to work in.
struct World {
    installation: Installation,
    python: PathBuf,
    folder: tempfile::TempDir,
}

impl World {
    fn new(python: &Interpreter, packages: &[&str]) -> Self {
        let installation = Installation::shared(python, &[]);
        let python = match packages {
            [] => python.program.clone(),
            _ => venv_with(python, packages),
        };
        let world = Self { installation, python, folder: tempfile::tempdir().unwrap() };
        if packages == PLOTLY.packages {
            let drawer = world.folder.path().join("plotly_print.py");
            fs_err::copy(script("pictures/drawer"), drawer).unwrap();
        }
        world
    }

    /// A Python with the preload and without a display.
    fn command(&self) -> Command {
        let mut command = self.installation.preloaded(&self.python);
        command.current_dir(self.folder.path()).env_remove("DISPLAY");
        command.env("PYTHONPATH", self.folder.path());
        command
    }

    /// Runs a program with some settings.
    fn run(&self, code: &str, settings: &[(&str, &str)]) -> Delivery {
        let mut command = self.command();
        deliver(command.args(["-c", code]).envs(settings.iter().copied()))
    }

    /// The files in the folder, without programs.
    fn files(&self) -> Vec<String> {
        let entries = fs_err::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.ends_with(".py") && name != "__pycache__");
        names.sort();
        names
    }
}

/// The names of `count` messages.
fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("plot_{i}.svg")).collect()
}
