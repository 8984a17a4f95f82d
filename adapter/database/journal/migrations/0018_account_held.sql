-- HELD is 1 where settlement.hold named the party: its balance was not invoiced.
ALTER TABLE FAIRSHARE_ACCOUNT ADD COLUMN HELD TINYINT NOT NULL DEFAULT 0
