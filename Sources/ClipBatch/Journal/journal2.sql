ALTER TABLE output ADD COLUMN settings TEXT;
ALTER TABLE output ADD COLUMN identity TEXT;
ALTER TABLE output ADD COLUMN content TEXT;
ALTER TABLE output ADD COLUMN begun INTEGER;
CREATE TABLE file (
    place BLOB NOT NULL, output BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, content TEXT,
    PRIMARY KEY (place, size, modified)
) WITHOUT ROWID;
CREATE INDEX file_output ON file (output);
