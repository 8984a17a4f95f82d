-- The database servers from which mail may be sent, by their own names: on a copy of
-- the database, which has another one, nobody gets any.
CREATE TABLE IF NOT EXISTS FAIRSHARE_MAIL_HOME (
  ORGANIZATION VARCHAR(20)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  SERVER       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  SINCE        DATETIME(3)  NOT NULL,
  PRIMARY KEY (ORGANIZATION, SERVER)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
