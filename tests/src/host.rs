//! A static web host for one folder, which knows what it was asked for.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// It serves until the test program ends.
pub struct Host {
    /// Where it is, with the slash at the end.
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    /// Serves the files of `folder`, on this machine only.
    pub fn new(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (folder, to) = (folder.to_owned(), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (folder, to) = (folder.clone(), Arc::clone(&to));
                // A browser opens connections that it never uses.
                std::thread::spawn(move || answer(stream.unwrap(), &folder, &to));
            }
        });
        Self { address, asked }
    }

    /// The paths that it was asked for so far, but for the icon that browsers look for on any host.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|path| *path != "favicon.ico").cloned().collect()
    }
}

/// Answers one request. A browser that goes away is none of our business.
fn answer(stream: TcpStream, folder: &Path, asked: &Mutex<Vec<String>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let request = lines.next()?.ok()?;
    lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).for_each(drop);
    let path = request.split(' ').nth(1)?.trim_start_matches('/').to_owned();
    let name = percent_encoding::percent_decode_str(path.split('?').next()?);
    let name = name.decode_utf8().ok()?.into_owned();
    asked.lock().unwrap().push(path);
    let file: PathBuf = folder.join(if name.is_empty() { "index.html" } else { &name });
    let (status, content) = match fs_err::read(&file) {
        Ok(content) => ("200 OK", content),
        Err(_) => ("404 Not Found", vec![]),
    };
    let kind = match file.extension().and_then(|suffix| suffix.to_str()) {
        Some("html") => "text/html",
        Some("svg") => "image/svg+xml",
        _ => "text/plain",
    };
    let length = content.len();
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n").ok()?;
    stream.write_all(&content).ok()
}
