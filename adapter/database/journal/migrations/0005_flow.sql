-- One activity as cost and profit centre in a settlement:
-- income + received = delegated + kept, where fine units are 10^-18 of a minor one.
CREATE TABLE IF NOT EXISTS FAIRSHARE_FLOW (
  SETTLEMENT_ID  VARCHAR(60)    CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  ACTIVITY       VARCHAR(20)    CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  INCOME_MINOR   BIGINT         NOT NULL,
  RECEIVED_FINE  DECIMAL(38, 0) NOT NULL,
  DELEGATED_FINE DECIMAL(38, 0) NOT NULL,
  KEPT_FINE      DECIMAL(38, 0) NOT NULL,
  PRIMARY KEY (SETTLEMENT_ID, ACTIVITY)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
