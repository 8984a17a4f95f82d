-- One row per night that the daemon worked or tried to: what is due is computed
-- from here, never from how long the process has been up. Times are UTC, NIGHT is
-- the date in the company's zone. Empty times are NULL.
CREATE TABLE IF NOT EXISTS FAIRSHARE_NIGHT (
  ORGANIZATION VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  NIGHT        DATE        NOT NULL,
  PLANNED_AT   DATETIME(3) NOT NULL,
  ATTEMPTS     INT         NOT NULL,
  STARTED_AT   DATETIME(3) NULL,
  DONE_AT      DATETIME(3) NULL,
  FAILED_AT    DATETIME(3) NULL,
  MESSAGE      TEXT        CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (ORGANIZATION, NIGHT)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
