package main

import (
	"cmp"
	"context"

	"fairshare/adapter/web"
	"fairshare/calc"
	"fairshare/mapping"
)

// jobPages are the jobs of activities, with the names of the company.
type jobPages struct{ *pages }

// Jobs lists the jobs of all activities, by id.
func (p jobPages) Jobs(ctx context.Context, ended bool) ([]web.Job, error) {
	works, err := p.desk().Works(ctx)
	if err != nil {
		return nil, err
	}
	reading, err := p.company(ctx)
	if err != nil {
		return nil, err
	}
	var jobs []web.Job
	for _, work := range works {
		if ended || !work.Ended() {
			jobs = append(jobs, namedJob(reading.Company, work))
		}
	}
	return jobs, nil
}

func namedJob(company *mapping.Company, work mapping.Work) web.Job {
	job := web.Job{Work: work}
	job.Name = cmp.Or(work.Name, "Job "+work.ID)
	for _, activity := range work.Activities {
		job.Of = append(job.Of, productOf(company, calc.ActivityID(activity)))
	}
	for _, assignment := range work.Assignments {
		job.Parties = append(job.Parties, web.JobParty{WorkAssignment: assignment, Named: partyOf(company, assignment.Party)})
	}
	return job
}

func partyOf(company *mapping.Company, id string) mapping.Party {
	party := calc.PartyID(id)
	return mapping.Party{ID: party, Name: cmp.Or(company.Parties[party].Name, id)}
}

// Apply lets a login's party apply for a job.
func (p jobPages) Apply(ctx context.Context, userLoginID, job string) error {
	return p.onJob(userLoginID, "apply for job", job, func() error {
		_, err := p.desk().Apply(ctx, userLoginID, job)
		return err
	})
}

// Accept gives a job to a party that applied.
func (p jobPages) Accept(ctx context.Context, userLoginID, job, party string) error {
	return p.onJob(userLoginID, "give job to "+party, job, func() error {
		_, err := p.desk().Accept(ctx, userLoginID, job, party)
		return err
	})
}

func (p jobPages) onJob(userLoginID, action, job string, do func() error) error {
	if err := p.mayWrite(); err != nil {
		return err
	}
	if err := do(); err != nil {
		return asPersons(err)
	}
	p.log.Info("audit", "login", userLoginID, "action", action, "job", job)
	return nil
}
