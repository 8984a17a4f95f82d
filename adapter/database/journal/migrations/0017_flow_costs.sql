-- Direct costs and founders' parts: income + costs + received = founders +
-- delegated + kept. Settlements from before had neither.
ALTER TABLE FAIRSHARE_FLOW
  ADD COLUMN COSTS_MINOR   BIGINT         NOT NULL DEFAULT 0,
  ADD COLUMN FOUNDERS_FINE DECIMAL(38, 0) NOT NULL DEFAULT 0
