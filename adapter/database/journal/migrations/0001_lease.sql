-- One row per thing that only one process may do at a time. TERM grows with every
-- acquisition, so that a former holder can never be mistaken for the present one;
-- UNTIL is in the database's clock (UTC). RENEWALS makes every renewal a change.
CREATE TABLE IF NOT EXISTS FAIRSHARE_LEASE (
  NAME        VARCHAR(60)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  HOLDER      VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  TERM        BIGINT       NOT NULL,
  RENEWALS    BIGINT       NOT NULL,
  ACQUIRED_AT DATETIME(3)  NOT NULL,
  UNTIL       DATETIME(3)  NOT NULL,
  PRIMARY KEY (NAME)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
