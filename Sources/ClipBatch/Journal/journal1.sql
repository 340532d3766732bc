-- Paths are bytes. `failed` numbers failures in order, and the following columns describe the last one.
-- An output without size was begun only. `file` holds the state of each file when it was about to be
-- named, including companion files and, until an output is finished again, earlier versions.
CREATE TABLE batch (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE source (
    place BLOB PRIMARY KEY, tries INTEGER NOT NULL, lease INTEGER,
    failed INTEGER, failed_by INTEGER, failed_ask TEXT, failure TEXT
) WITHOUT ROWID;
CREATE TABLE output (
    place BLOB PRIMARY KEY, source BLOB NOT NULL, key TEXT NOT NULL, attempt INTEGER NOT NULL,
    size INTEGER, modified INTEGER
) WITHOUT ROWID;
