package main

import (
	"fairshare/adapter/database/ofbiz"
	"fairshare/cmd/internal/people"
)

// desk is where people change something in OFBiz.
func (s *session) desk() *people.Desk {
	return &people.Desk{
		DB:      s.db,
		Journal: s.job.Journal,
		People:  ofbiz.People{Zone: s.zone, ManagerRole: s.config.People.ManagerRole},
		Zone:    s.zone,
		Rules:   s.job.Rules,
	}
}
