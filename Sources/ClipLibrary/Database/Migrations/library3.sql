-- Which render accepted a suggestion; and what was learnt from posts. Any change to posts invalidates
-- that: `model` then has no row. Deleting a post deletes what was learnt from it.
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
