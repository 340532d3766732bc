-- Columns to match posts to renders, the sound according to exports, and the share of comments that count.
ALTER TABLE render ADD COLUMN post_key TEXT;
ALTER TABLE render ADD COLUMN caption_print TEXT;
ALTER TABLE post ADD COLUMN sound_uses REAL;
ALTER TABLE post ADD COLUMN sound_original BOOLEAN;
ALTER TABLE post ADD COLUMN comments_read INTEGER;
ALTER TABLE post ADD COLUMN comments_clean REAL;
CREATE INDEX post_brand ON post (brand);
CREATE INDEX post_source ON post (source_file);
