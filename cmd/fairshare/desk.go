package main

import (
	"fmt"

	"fairshare/adapter/database/ofbiz"
	"fairshare/cmd/internal/people"
)

// writingDesk is desk for what changes OFBiz's rows, which is done in the database.
func (s *session) writingDesk() (*people.Desk, error) {
	if way := s.config.OFBiz.WriteWith; way != "database" {
		return nil, withExit(exitConfig, fmt.Errorf("ofbiz.write_with is %s: this is only done through the database yet; do it in OFBiz's own screens", way))
	}
	return s.desk(), nil
}

// desk is where people look, and change something in OFBiz.
func (s *session) desk() *people.Desk {
	return &people.Desk{
		DB:      s.db,
		Journal: s.job.Journal,
		People:  ofbiz.People{Zone: s.zone, ManagerRole: s.config.People.ManagerRole},
		Zone:    s.zone,
		Rules:   s.job.Rules,
	}
}
