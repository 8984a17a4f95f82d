-- The digest of the stored input; empty for settlements from before it was stored.
ALTER TABLE FAIRSHARE_SETTLEMENT
  ADD COLUMN STORED_DIGEST VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''
