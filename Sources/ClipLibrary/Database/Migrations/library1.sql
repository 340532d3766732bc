-- Lists are comma-separated words; series of numbers are JSON, read only when needed.
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

-- Items, charts, and daily observations, each stored once; `trend_obs` joins them.
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
