//! Opens the file: made private, refused where it is not ours, its form brought up to date.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::JournalError;
use crate::path;

/// `RUjl` in the header of the file says that it is a journal of ours.
const APPLICATION_ID: i64 = 0x5255_6a6c;
/// The form of the tables.
const FORM: i64 = 3;
/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// How long a session waits for another one on the same machine that is writing.
const BUSY_MILLISECONDS: u64 = 5000;

const TABLES: &str = "
    CREATE TABLE run (
        id TEXT PRIMARY KEY NOT NULL,
        cluster TEXT NOT NULL,
        purpose TEXT NOT NULL,
        state TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        who TEXT NOT NULL,
        host TEXT NOT NULL,
        versions TEXT NOT NULL,
        options TEXT NOT NULL,
        plan TEXT NOT NULL
    ) STRICT;
    CREATE TABLE transition (
        run_id TEXT NOT NULL REFERENCES run (id),
        sequence INTEGER NOT NULL,
        state TEXT NOT NULL,
        event TEXT NOT NULL,
        lines TEXT NOT NULL,
        action TEXT,
        PRIMARY KEY (run_id, sequence)
    ) STRICT;
";

/// What the second form has beside the first.
const CONTROL_TABLES: &str = "
    CREATE TABLE driver (
        run_id TEXT PRIMARY KEY NOT NULL REFERENCES run (id),
        process INTEGER NOT NULL,
        began TEXT NOT NULL
    ) STRICT;
    CREATE TABLE stop_request (
        run_id TEXT PRIMARY KEY NOT NULL REFERENCES run (id),
        now INTEGER NOT NULL,
        who TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
";

/// What the third form has beside the second: where each run stands, apart from its plan, which every change of the row
/// would read and write again. A run without a row here stands as its own row says.
const STANDING_TABLE: &str = "
    CREATE TABLE standing (
        run_id TEXT PRIMARY KEY NOT NULL REFERENCES run (id),
        state TEXT NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT;
";

/// Opens a journal, or makes one where there is none.
pub(crate) fn open(path: &Path) -> Result<Connection, JournalError> {
    if path::is_on_network(path) {
        return Err(JournalError::PathRefused { path: path.to_owned() });
    }
    let file = |source| JournalError::File { path: path.to_owned(), source };
    make_private(path).map_err(|source| made(path, source))?;
    if fs::metadata(path).map_err(file)?.permissions().readonly() {
        return Err(JournalError::ReadOnly { path: path.to_owned() });
    }
    if !looks_like_a_database(path).map_err(file)? {
        return Err(JournalError::Invalid { path: path.to_owned(), reason: "it is no SQLite database".to_owned() });
    }
    let database = |source| JournalError::database(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(database)?;
    connection.busy_timeout(std::time::Duration::from_millis(BUSY_MILLISECONDS)).map_err(database)?;
    check_form(&connection, path)?;
    Ok(connection)
}

/// Why a file can't be made: some reasons have names of their own.
fn made(path: &Path, source: io::Error) -> JournalError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => JournalError::ReadOnly { path },
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => JournalError::DiskFull { path },
        _ => JournalError::File { path, source },
    }
}

/// Makes the file, if there is none, so that only its owner reads it; takes the rights of others from one that exists.
fn make_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => tighten(path),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn tighten(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if looks_like_a_database(path)? && mode & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(mode & !0o077))?;
    }
    Ok(())
}

/// The user's own folder is private on Windows, and so is what is made in it.
#[cfg(not(unix))]
fn tighten(_: &Path) -> io::Result<()> {
    Ok(())
}

/// An empty file becomes a journal; anything else has to begin as SQLite's files do.
fn looks_like_a_database(path: &Path) -> io::Result<bool> {
    let mut start = Vec::with_capacity(MAGIC.len());
    fs::File::open(path)?.take(MAGIC.len() as u64).read_to_end(&mut start)?;
    Ok(start.is_empty() || start == MAGIC)
}

/// Reads who wrote the file before anything in it is touched; a new one gets its tables.
fn check_form(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    let database = |source| JournalError::database(path, source);
    let number = |name: &str| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0));
    let (application, form) = (number("application_id").map_err(database)?, number("user_version").map_err(database)?);
    let pages = number("page_count").map_err(database)?;
    if application != APPLICATION_ID && !(application == 0 && form == 0 && pages == 0) {
        let reason = "another program wrote it".to_owned();
        return Err(JournalError::Invalid { path: path.to_owned(), reason });
    }
    if form > FORM {
        return Err(JournalError::Newer { path: path.to_owned(), found: form, newest: FORM });
    }
    if pages > 0 {
        let health: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(database)?;
        if health != "ok" {
            return Err(JournalError::Damaged { path: path.to_owned(), reason: health });
        }
    }
    // In write-ahead mode a commit is durable with `FULL`, which flushes the log each time, and not with `NORMAL`.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
        .map_err(database)?;
    if form < FORM {
        make_tables(connection).map_err(database)?;
    }
    Ok(())
}

/// All in one transaction, so that a process that is killed here leaves an empty file and not half a journal. A second
/// session that comes here at the same time waits and then finds the tables made.
fn make_tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let made = connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).and_then(|form| {
        if form < FORM {
            let first = if form < 1 { TABLES } else { "" };
            let second = if form < 2 { CONTROL_TABLES } else { "" };
            connection.execute_batch(&format!(
                "{first} {second} {STANDING_TABLE} PRAGMA application_id = {APPLICATION_ID}; \
                 PRAGMA user_version = {FORM};"
            ))?;
        }
        Ok(())
    });
    connection.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made
}
