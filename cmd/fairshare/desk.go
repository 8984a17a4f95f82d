package main

import (
	"context"
	"fmt"

	"fairshare/adapter/database/ofbiz"
	"fairshare/cmd/internal/nightly"
	"fairshare/cmd/internal/people"
)

// writingDesk is desk for what changes OFBiz's rows in the database and nowhere else.
func (s *session) writingDesk() (*people.Desk, error) {
	if way := s.config.OFBiz.WriteWith; way != "database" {
		return nil, withExit(exitConfig, fmt.Errorf("ofbiz.write_with is %s: this is only done through the database yet; do it in OFBiz's own screens", way))
	}
	return s.desk(), nil
}

// creditDesk is desk for credits, which OFBiz itself can write as well.
func (s *session) creditDesk(ctx context.Context) (*people.Desk, error) {
	writer, through := s.job.Writer.(nightly.RESTWriter)
	if !through {
		return s.writingDesk()
	}
	if err := writer.ReadyForPeople(ctx); err != nil {
		return nil, err
	}
	desk := s.desk()
	desk.OFBiz = writer.Client
	return desk, nil
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
