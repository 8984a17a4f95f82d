-- A row says that a settlement took an adjustment. The primary key is what makes
-- taking it twice impossible: REVISION counts the settlements that took it before
-- and were voided.
CREATE TABLE IF NOT EXISTS FAIRSHARE_ADJUSTMENT_TAKEN (
  ADJUSTMENT_ID VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  REVISION      INT         NOT NULL,
  SETTLEMENT_ID VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (ADJUSTMENT_ID, REVISION),
  UNIQUE KEY ADJUSTMENT_SETTLEMENT (SETTLEMENT_ID, ADJUSTMENT_ID)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
