//! A real browser with one page in it, driven over the DevTools protocol, and all that it does.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use headless_chrome::browser::tab::{ModifierKey, Tab};
use headless_chrome::protocol::cdp::types::{Event, Method};
use headless_chrome::protocol::cdp::{Network, Page as Protocol};
use headless_chrome::{Browser, LaunchOptions};
use serde_json::{Value, json};

use crate::suite::tool;

/// How long anything on a page may take, on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(60);

/// The browser, or what is missing.
pub fn chromium() -> Result<PathBuf, String> {
    tool("chromium")
}

/// A page that is open in a browser of its own.
pub struct Page {
    tab: Arc<Tab>,
    seen: Arc<Mutex<Seen>>,
    downloads: tempfile::TempDir,
    _browser: Browser,
}

/// What the browser has reported.
#[derive(Default)]
struct Seen {
    requests: Vec<String>,
    complaints: Vec<String>,
}

/// A command of the protocol by its name.
macro_rules! command {
    ($type:ident, $name:literal) => {
        #[derive(Debug, serde::Serialize)]
        struct $type(Value);

        impl Method for $type {
            const NAME: &'static str = $name;
            type ReturnObject = Value;
        }
    };
}

command!(Download, "Browser.setDownloadBehavior");
command!(Evaluate, "Runtime.evaluate");
command!(Media, "Emulation.setEmulatedMedia");
command!(Metrics, "Emulation.setDeviceMetricsOverride");
command!(Mouse, "Input.dispatchMouseEvent");

impl Page {
    /// Opens `address` and waits until it has loaded.
    pub fn open(chromium: &Path, address: &str) -> Self {
        let options = LaunchOptions {
            path: Some(chromium.to_owned()),
            // Its sandbox refuses root, which tests in containers are.
            sandbox: !nix::unistd::geteuid().is_root(),
            args: vec![OsStr::new("--hide-scrollbars")],
            idle_browser_timeout: Duration::from_secs(600),
            ..LaunchOptions::default()
        };
        let browser = Browser::new(options).unwrap();
        let tab = browser.new_tab().unwrap();
        let seen = Arc::<Mutex<Seen>>::default();
        let to = Arc::clone(&seen);
        tab.add_event_listener(Arc::new(move |event: &Event| note(event, &to))).unwrap();
        tab.call_method(Network::Enable {
            max_total_buffer_size: None,
            max_resource_buffer_size: None,
            max_post_data_size: None,
            report_direct_socket_traffic: None,
            enable_durable_messages: None,
        })
        .unwrap();
        tab.enable_runtime().unwrap();
        tab.enable_log().unwrap();
        let page = Self { tab, seen, downloads: tempfile::tempdir().unwrap(), _browser: browser };
        let folder = page.downloads.path();
        page.call(Download(json!({"behavior": "allow", "downloadPath": folder})));
        page.size(1280, 900);
        page.tab.navigate_to(address).unwrap();
        page.until(&format!(
            "location.href.startsWith({address:?}) && document.readyState === 'complete'"
        ));
        page
    }

    fn call<C: Method<ReturnObject = Value> + serde::Serialize + std::fmt::Debug>(
        &self,
        command: C,
    ) -> Value {
        self.tab.call_method(command).unwrap()
    }

    /// The value of a JavaScript expression; `None` where the page is about to be another one.
    fn try_value(&self, expression: &str) -> Option<Value> {
        let answer = self.tab.call_method(Evaluate(json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true,
        })));
        let answer = answer.ok()?;
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        Some(answer["result"]["value"].clone())
    }

    /// The value of a JavaScript expression.
    pub fn value(&self, expression: &str) -> Value {
        self.try_value(expression).unwrap_or_else(|| panic!("{expression}: no answer"))
    }

    /// Waits until a JavaScript expression is true.
    pub fn until(&self, expression: &str) {
        wait(expression, || self.try_value(expression) == Some(Value::Bool(true)));
    }

    /// Presses a key.
    pub fn press(&self, key: &str) {
        self.tab.press_key(key).unwrap();
    }

    /// Presses a key while Shift is down.
    pub fn press_shifted(&self, key: &str) {
        self.tab.press_key_with_modifiers(key, Some(&[ModifierKey::Shift])).unwrap();
    }

    /// Clicks what a CSS selector picks.
    pub fn click(&self, selector: &str) {
        self.tab.find_element(selector).unwrap().click().unwrap();
    }

    /// An event of the mouse: `mouseWheel` by `delta`, `mousePressed`, `mouseMoved`, `mouseReleased`.
    pub fn mouse(&self, kind: &str, (x, y): (i32, i32), delta: i32) {
        let button = if kind == "mouseWheel" { "none" } else { "left" };
        self.call(Mouse(json!({
            "type": kind, "x": x, "y": y, "deltaX": 0, "deltaY": delta, "button": button, "clickCount": 1,
        })));
    }

    /// Gives the window another size.
    pub fn size(&self, width: u32, height: u32) {
        self.call(Metrics(json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        })));
    }

    /// What the system's settings ask for: `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.call(Media(json!({"features": [feature]})));
    }

    /// What the window shows, as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let format = Protocol::CaptureScreenshotFormatOption::Png;
        self.tab.capture_screenshot(format, None, None, true).unwrap()
    }

    /// The one file that the page has handed out, once it is whole: its name and content.
    pub fn downloaded(&self) -> (String, Vec<u8>) {
        let mut name = None;
        wait("a download", || {
            let entries = fs_err::read_dir(self.downloads.path()).unwrap();
            let names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            // The browser fills a hidden or a `.crdownload` file first.
            name = names
                .into_iter()
                .find(|name| !name.starts_with('.') && !name.ends_with(".crdownload"));
            name.is_some()
        });
        let name = name.unwrap();
        let path = self.downloads.path().join(&name);
        let content = fs_err::read(&path).unwrap();
        fs_err::remove_file(path).unwrap();
        (name, content)
    }

    /// The addresses that were asked for so far, but for those that hold their content themselves.
    pub fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// What the browser's console has said so far.
    pub fn complaints(&self) -> Vec<String> {
        self.seen.lock().unwrap().complaints.clone()
    }
}

fn note(event: &Event, seen: &Mutex<Seen>) {
    let mut seen = seen.lock().unwrap();
    match event {
        Event::NetworkRequestWillBeSent(event) => {
            let address = &event.params.request.url;
            if !address.starts_with("data:") && !address.starts_with("blob:") {
                seen.requests.push(address.clone());
            }
        }
        Event::RuntimeConsoleAPICalled(event) => {
            seen.complaints.push(format!("{:?}", event.params))
        }
        Event::RuntimeExceptionThrown(event) => seen.complaints.push(format!("{:?}", event.params)),
        Event::LogEntryAdded(event) => seen.complaints.push(format!("{:?}", event.params.entry)),
        _ => {}
    }
}

/// Asks until it is so.
#[track_caller]
fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + LONGEST;
    while !is_so() {
        assert!(Instant::now() < end, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
