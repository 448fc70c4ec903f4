//! A real browser with one page in it, driven over the DevTools protocol, and all that it does.

mod devtools;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::suite::tool;
use crate::wait::until;
use devtools::DevTools;

/// The browser, or what is missing.
pub fn chromium() -> Result<PathBuf, String> {
    tool("chromium")
}

/// Ends the browsers that tests have left.
pub(crate) fn end_idle() {
    devtools::end_idle();
}

/// A page that is open in a browser that no other test has meanwhile.
pub struct Page {
    /// None at the very end.
    tools: Option<RefCell<DevTools>>,
    downloads: tempfile::TempDir,
}

/// The bit of Shift among the modifiers of a key.
const SHIFT: u8 = 8;

impl Page {
    /// Opens `address` and waits until it has loaded.
    pub fn open(chromium: &Path, address: &str) -> Self {
        let tools = DevTools::new(chromium);
        let context = tools.context.clone();
        let page =
            Self { tools: Some(RefCell::new(tools)), downloads: tempfile::tempdir().unwrap() };
        for domain in ["Network", "Runtime", "Log", "Page"] {
            page.call(&format!("{domain}.enable"), json!({}));
        }
        let folder = page.downloads.path();
        let download = json!({
            "behavior": "allow", "downloadPath": folder, "browserContextId": context,
        });
        page.call("Browser.setDownloadBehavior", download);
        page.size(1280, 900);
        page.call("Page.navigate", json!({"url": address}));
        page.until(&format!(
            "location.href.startsWith({address:?}) && document.readyState === 'complete'"
        ));
        page
    }

    fn tools(&self) -> &RefCell<DevTools> {
        self.tools.as_ref().unwrap()
    }

    fn call(&self, method: &str, params: Value) -> Value {
        let answer = self.tools().borrow_mut().call(method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The value of a JavaScript expression; `None` where the page is about to be another one.
    fn try_value(&self, expression: &str) -> Option<Value> {
        let evaluate = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true,
        });
        let answer = self.tools().borrow_mut().call("Runtime.evaluate", evaluate).ok()?;
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        Some(answer["result"]["value"].clone())
    }

    /// The value of a JavaScript expression.
    pub fn value(&self, expression: &str) -> Value {
        self.try_value(expression).unwrap_or_else(|| panic!("{expression}: no answer"))
    }

    /// Waits until a JavaScript expression is true.
    pub fn until(&self, expression: &str) {
        until(expression, || self.try_value(expression) == Some(Value::Bool(true)));
    }

    /// Presses a key: one character, or a name such as `ArrowLeft`.
    pub fn press(&self, key: &str) {
        self.strike(key, 0);
    }

    /// Presses a key while Shift is down.
    pub fn press_shifted(&self, key: &str) {
        self.strike(key, SHIFT);
    }

    fn strike(&self, key: &str, modifiers: u8) {
        // The numbers of keys on Windows, which the browser acts by.
        let number = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "End" => 35,
            "Home" => 36,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            "+" => 187,
            "-" => 189,
            character => u32::from(character.as_bytes()[0]),
        };
        let mut event = json!({
            "type": "keyDown", "key": key, "windowsVirtualKeyCode": number, "modifiers": modifiers,
        });
        match key {
            "Enter" => event["text"] = json!("\r"),
            _ if key.len() == 1 => event["text"] = json!(key),
            _ => {}
        }
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = json!("keyUp");
        self.call("Input.dispatchKeyEvent", event);
    }

    /// Clicks the middle of what a CSS selector picks.
    pub fn click(&self, selector: &str) {
        let place = self.value(&format!(
            "(() => {{ const picked = document.querySelector({selector:?}); \
             picked.scrollIntoView({{block: 'nearest', behavior: 'instant'}}); \
             const box = picked.getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        let [x, y] = [0, 1].map(|axis| place[axis].as_f64().unwrap());
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.point(kind, (x, y), 0);
        }
    }

    /// An event of the mouse: `mouseWheel` by `delta`, `mousePressed`, `mouseMoved`, `mouseReleased`.
    pub fn mouse(&self, kind: &str, (x, y): (i32, i32), delta: i32) {
        self.point(kind, (x.into(), y.into()), delta);
    }

    fn point(&self, kind: &str, (x, y): (f64, f64), delta: i32) {
        let button = if kind == "mouseWheel" { "none" } else { "left" };
        let event = json!({
            "type": kind, "x": x, "y": y, "deltaX": 0, "deltaY": delta, "button": button, "clickCount": 1,
        });
        self.call("Input.dispatchMouseEvent", event);
    }

    /// Gives the window another size.
    pub fn size(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What the system's settings ask for: `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.call("Emulation.setEmulatedMedia", json!({"features": [feature]}));
    }

    /// What the window shows, as PNG.
    pub fn picture(&self) -> Vec<u8> {
        let answer = self.call("Page.captureScreenshot", json!({"format": "png"}));
        BASE64_STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    /// By how much an SVG differs from a PNG of the same figure where it differs most: 0 nowhere, 1 where
    /// one is black and the other white.
    pub fn difference(&self, svg: &[u8], png: &[u8]) -> f64 {
        let [svg, png] = [("svg+xml", svg), ("png", png)].map(|(kind, data)| {
            format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(data))
        });
        let function = include_str!("browser/difference.js");
        self.value(&format!("{function}({svg:?}, {png:?})")).as_f64().unwrap()
    }

    /// The one file that the page has handed out, once it is whole: its name and content.
    pub fn downloaded(&self) -> (String, Vec<u8>) {
        let mut name = None;
        until("a download is whole", || {
            let entries = fs_err::read_dir(self.downloads.path()).unwrap();
            // The browser fills a hidden or a `.crdownload` file first, and keeps the name by an empty one.
            let filled = entries
                .map(Result::unwrap)
                .filter(|entry| std::fs::metadata(entry.path()).is_ok_and(|data| data.len() > 0));
            name = filled
                .map(|entry| entry.file_name().into_string().unwrap())
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
        let asked = self.events(&["Network.requestWillBeSent"]).into_iter();
        let addresses = asked.map(|event| event["request"]["url"].as_str().unwrap().to_owned());
        addresses.filter(|one| !one.starts_with("data:") && !one.starts_with("blob:")).collect()
    }

    /// What the browser's console has said so far.
    pub fn complaints(&self) -> Vec<String> {
        let said = ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"];
        self.events(&said).iter().map(Value::to_string).collect()
    }

    /// What the events of these names have said so far.
    fn events(&self, names: &[&str]) -> Vec<Value> {
        // Its answer comes behind all that has happened before it.
        self.value("0");
        let tools = self.tools().borrow();
        let events = tools.events.iter().filter(|(name, _)| names.contains(&name.as_str()));
        events.map(|(_, said)| said.clone()).collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // After a failure nobody knows what state the browser is in.
        if let Some(tools) = self.tools.take().filter(|_| !std::thread::panicking()) {
            tools.into_inner().leave();
        }
    }
}
