//! A local HTTP server that serves what Microsoft's servers do, or what a broken one would.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use anyhow::Result;

/// What the server answers at one path.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    /// The length in the header, which a truncated answer does not reach.
    pub(super) declared_bytes: usize,
}

impl Answer {
    pub(super) fn whole(body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self { declared_bytes: body.len(), body }
    }

    pub(super) fn cut_in_half(mut self) -> Self {
        self.body.truncate(self.declared_bytes / 2);
        self
    }
}

/// A server that ends with the value.
pub(super) struct Server {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    requests: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server; `answers` is told the server's own URL and gives each path its answer.
    pub(super) fn start(answers: impl FnOnce(&str) -> HashMap<String, Answer>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let answers = answers(&format!("http://{address}"));
        let stopping = Arc::new(AtomicBool::new(false));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let thread = {
            let (stopping, requests) = (Arc::clone(&stopping), Arc::clone(&requests));
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    if stopping.load(Ordering::SeqCst) {
                        return;
                    }
                    // A client that goes away is the client's affair.
                    let _ = answer(stream, &answers, &requests);
                }
            })
        };
        Ok(Self { address, stopping, requests, thread: Some(thread) })
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Wakes the thread up so that it sees the flag.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(mut stream: TcpStream, answers: &HashMap<String, Answer>, requests: &Mutex<Vec<String>>) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    requests.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
    let missing = Answer::whole("not here");
    let (status, answer) = answers.get(&path).map_or(("404 Not Found", &missing), |answer| ("200 OK", answer));
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", answer.declared_bytes)?;
    stream.write_all(&answer.body)?;
    Ok(())
}
