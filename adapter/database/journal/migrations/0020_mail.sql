-- A message by mail, to one address. STATE: planned, waiting (it is tried again at
-- NEXT_AT), sending and handed (by HOLDER, until NEXT_AT), sent, failed, uncertain
-- (whether the server took it is not known), dropped (nobody needs it any more).
-- Of handed ones the last line may have left: they are never sent again by themselves.
CREATE TABLE IF NOT EXISTS FAIRSHARE_MAIL (
  MAIL_ID      CHAR(32)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ORGANIZATION VARCHAR(20)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  KIND         VARCHAR(10)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ABOUT        VARCHAR(60)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PARTY_ID     VARCHAR(20)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  ADDRESS      VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  DETAIL       MEDIUMTEXT   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  STATE        VARCHAR(10)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  HOLDER       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  ATTEMPTS     INT          NOT NULL,
  PLANNED_AT   DATETIME(3)  NOT NULL,
  NEXT_AT      DATETIME(3)  NOT NULL,
  ENDED_AT     DATETIME(3)  NULL,
  MESSAGE      TEXT         CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (MAIL_ID),
  KEY MAIL_DUE (ORGANIZATION, STATE, NEXT_AT),
  KEY MAIL_PLANNED (ORGANIZATION, PLANNED_AT)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
