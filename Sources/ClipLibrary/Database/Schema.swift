internal import ClipCore
internal import GRDB
internal import SystemPackage

/// The library's tables and their migrations.
enum Schema {
    /// Checks that the file is a library of a supported version, and migrates it.
    ///
    /// - Parameter checks: scan the whole file for damage (`PRAGMA quick_check`).
    static func prepare(_ queue: DatabaseQueue, at path: FilePath, checks: Bool) throws {
        if checks, let wrong = try damage(queue) {
            throw Failure.damaged(path, "it is damaged: \(wrong)")
        }
        let (isNewer, isCurrent, isForeign) = try queue.read { database in
            let isLibrary = try database.tableExists("grdb_migrations")
            return (
                isLibrary ? try migrator.hasBeenSuperseded(database) : false,
                isLibrary ? try migrator.hasCompletedMigrations(database) : false,
                try !isLibrary && Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") != 0
            )
        }
        if isNewer {
            throw Failure(
                .libraryNewer, path, "a newer version of clipfit made it",
                hint: "use that version; this one leaves the library as it is")
        }
        if isForeign { throw Failure.damaged(path, "it is a database of another program") }
        guard !isCurrent else { return }
        // Persistent: readers and one writer do not block each other.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        do {
            try migrator.migrate(queue)
        } catch {
            // Another process may have migrated it in the meantime.
            guard try queue.read(migrator.hasCompletedMigrations) else { throw error }
        }
    }

    private static func damage(_ queue: DatabaseQueue) throws -> String? {
        let answer = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        return answer == "ok" ? nil : answer?.split(separator: "\n").last.map(String.init) ?? "no answer"
    }

    /// Published migrations never change; add new ones instead.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            for statements in [music, trends, renders, posts] { try database.execute(sql: statements) }
        }
        migrator.registerMigration("2") { try $0.execute(sql: joins) }
        migrator.registerMigration("3") { database in try database.execute(sql: models) }
        // Content of a music file, by which its copies are recognised.
        migrator.registerMigration("4") { try $0.execute(sql: "ALTER TABLE track ADD COLUMN content TEXT") }
        return migrator
    }

    /// Lists are comma-separated words; series of numbers are JSON, read only when needed.
    private static let music = """
        CREATE TABLE track (
            id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, identity TEXT NOT NULL,
            title TEXT NOT NULL, artist TEXT NOT NULL, moods TEXT NOT NULL, sound_ids TEXT NOT NULL,
            explicit BOOLEAN NOT NULL, added TEXT NOT NULL, duration REAL NOT NULL, tempo REAL,
            tempo_confidence REAL NOT NULL, metre INTEGER, downbeat_confidence REAL NOT NULL, energy REAL NOT NULL, brightness REAL NOT NULL,
            loudness REAL, loudness_range REAL, true_peak REAL,
            leading_silence REAL NOT NULL, trailing_silence REAL NOT NULL, series TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE licence (
            track_id TEXT PRIMARY KEY REFERENCES track(id) ON DELETE CASCADE, kind TEXT NOT NULL,
            territories TEXT NOT NULL, platforms TEXT NOT NULL, valid_from TEXT, valid_to TEXT,
            proof TEXT, attribution TEXT, url TEXT
        ) WITHOUT ROWID;
        """

    /// Items, charts, and daily observations, each stored once; `trend_obs` joins them.
    private static let trends = """
        CREATE TABLE trend_item (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, item TEXT NOT NULL, name TEXT NOT NULL,
            author TEXT NOT NULL, cleared BOOLEAN, UNIQUE (kind, item)
        );
        CREATE TABLE trend_board (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, region TEXT NOT NULL, category TEXT NOT NULL,
            source TEXT NOT NULL, UNIQUE (kind, region, category, source)
        );
        CREATE TABLE trend_day (
            board_id INTEGER NOT NULL REFERENCES trend_board(id), item_id INTEGER NOT NULL REFERENCES trend_item(id),
            day INTEGER NOT NULL, rank INTEGER, count REAL, PRIMARY KEY (board_id, item_id, day)
        ) WITHOUT ROWID;
        CREATE VIEW trend_obs AS
            SELECT i.kind, i.item AS item_id, i.name, i.author, b.region, b.category, b.source,
                date(d.day * 86400, 'unixepoch') AS date, d.rank, d.count, i.cleared
            FROM trend_day d JOIN trend_board b ON b.id = d.board_id JOIN trend_item i ON i.id = d.item_id;
        """

    private static let renders = """
        CREATE TABLE suggestion (
            id INTEGER PRIMARY KEY, brand TEXT NOT NULL, clip TEXT NOT NULL, made TEXT NOT NULL, kind TEXT NOT NULL,
            item_id TEXT NOT NULL, rank INTEGER NOT NULL, score REAL NOT NULL, sd REAL, probability REAL,
            seed INTEGER NOT NULL, policy TEXT NOT NULL, why TEXT NOT NULL, accepted BOOLEAN
        );
        CREATE TABLE render (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL, identity TEXT NOT NULL, output TEXT NOT NULL,
            made TEXT NOT NULL, brand TEXT NOT NULL, platforms TEXT NOT NULL, music_id TEXT, look TEXT,
            tags TEXT NOT NULL, start REAL NOT NULL, length REAL NOT NULL, seed INTEGER
        );
        CREATE INDEX render_brand ON render (brand, id);
        """

    private static let posts = """
        CREATE TABLE post (
            id TEXT PRIMARY KEY, brand TEXT NOT NULL, platform TEXT NOT NULL, posted TEXT, url TEXT, title TEXT,
            category TEXT, duration REAL, sound_id TEXT, look TEXT, source_file TEXT, render_id INTEGER
                REFERENCES render(id) ON DELETE SET NULL
        ) WITHOUT ROWID;
        CREATE TABLE post_tag (
            post_id TEXT NOT NULL REFERENCES post(id) ON DELETE CASCADE, tag TEXT NOT NULL, PRIMARY KEY (post_id, tag)
        ) WITHOUT ROWID;
        CREATE TABLE metric (
            post_id TEXT NOT NULL REFERENCES post(id) ON DELETE CASCADE, measured TEXT NOT NULL, views REAL, reach REAL,
            likes REAL, comments REAL, shares REAL, saves REAL, follows REAL, impressions REAL, watch_average REAL,
            completion REAL, followers REAL, PRIMARY KEY (post_id, measured)
        ) WITHOUT ROWID;
        """

    /// Columns to match posts to renders, the sound according to exports, and the share of comments that count.
    private static let joins = """
        ALTER TABLE render ADD COLUMN post_key TEXT;
        ALTER TABLE render ADD COLUMN caption_print TEXT;
        ALTER TABLE post ADD COLUMN sound_uses REAL;
        ALTER TABLE post ADD COLUMN sound_original BOOLEAN;
        ALTER TABLE post ADD COLUMN comments_read INTEGER;
        ALTER TABLE post ADD COLUMN comments_clean REAL;
        CREATE INDEX post_brand ON post (brand);
        CREATE INDEX post_source ON post (source_file);
        """

    /// Which render accepted a suggestion; and what was learnt from posts. Any change to posts invalidates
    /// that: `model` then has no row. Deleting a post deletes what was learnt from it.
    private static let models = """
        ALTER TABLE suggestion ADD COLUMN render_id INTEGER REFERENCES render(id) ON DELETE SET NULL;
        ALTER TABLE suggestion ADD COLUMN options TEXT;
        CREATE INDEX suggestion_clip ON suggestion (clip, kind, item_id);
        CREATE TABLE model (id INTEGER PRIMARY KEY CHECK (id = 1), made TEXT NOT NULL, facts TEXT NOT NULL);
        CREATE TABLE model_effect (
            kind TEXT NOT NULL, name TEXT NOT NULL, value REAL NOT NULL, posts INTEGER NOT NULL,
            PRIMARY KEY (kind, name)
        ) WITHOUT ROWID;
        CREATE TABLE companion (
            clue TEXT NOT NULL, tag TEXT NOT NULL, posts INTEGER NOT NULL, PRIMARY KEY (clue, tag)
        ) WITHOUT ROWID;
        CREATE TRIGGER post_added AFTER INSERT ON post BEGIN DELETE FROM model; END;
        CREATE TRIGGER post_changed AFTER UPDATE ON post BEGIN DELETE FROM model; END;
        CREATE TRIGGER post_removed AFTER DELETE ON post BEGIN
            DELETE FROM model; DELETE FROM model_effect; DELETE FROM companion;
        END;
        CREATE TRIGGER tag_added AFTER INSERT ON post_tag BEGIN DELETE FROM model; END;
        CREATE TRIGGER tag_removed AFTER DELETE ON post_tag BEGIN DELETE FROM model; END;
        CREATE INDEX post_render ON post (render_id);
        CREATE INDEX post_url ON post (url);
        CREATE TRIGGER metric_added AFTER INSERT ON metric BEGIN DELETE FROM model; END;
        CREATE TRIGGER metric_changed AFTER UPDATE ON metric BEGIN DELETE FROM model; END;
        CREATE TRIGGER metric_removed AFTER DELETE ON metric BEGIN DELETE FROM model; END;
        """
}
