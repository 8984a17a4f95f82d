package web

import (
	"context"
	"strings"
	"time"

	"fairshare/mapping"
)

// Jobs are what there is to do for activities.
type Jobs interface {
	// Jobs are the open ones, or the ended ones too.
	Jobs(ctx context.Context, ended bool) ([]Job, error)
	// Apply and Accept act for a login, whose right is looked at in the same transaction.
	Apply(ctx context.Context, userLoginID, job string) error
	Accept(ctx context.Context, userLoginID, job, party string) error
}

// Job is a job with the names of what it is of and of who wants it.
type Job struct {
	mapping.Work
	Of      []mapping.Product
	Parties []JobParty
}

// JobParty is somebody who applied for a job, or has it.
type JobParty struct {
	mapping.WorkAssignment
	Named mapping.Party
}

// Applied says that the party waits to be accepted.
func (p JobParty) Applied() bool { return p.Status == mapping.AssignmentOffered }

// jobView is a job as the visitor may see it.
type jobView struct {
	Job
	Own       string // the visitor's own state: applied, assigned, or ""
	MayApply  bool
	MayAccept bool
	Manages   bool // sees who applied
	When      string
	StatusIs  string
}

// jobsView are the jobs and what is shown above them.
type jobsView struct {
	Jobs  []jobView
	Ended bool
	Done  string
}

// jobsDone are the notes that the page shows after a change, by the query's "done".
var jobsDone = map[string]string{
	"applied":  "You applied. A manager of the activity accepts it, or talks to you.",
	"accepted": "The job is given. OFBiz has it as assigned.",
}

func (p *Pages) jobs(v *visit) error {
	if err := v.actor.MaySeeJobs(); err != nil {
		return err
	}
	query := v.r.URL.Query()
	view := jobsView{Ended: query.Has("ended"), Done: jobsDone[query.Get("done")]}
	jobs, err := p.Jobs.Jobs(v.r.Context(), view.Ended)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		view.Jobs = append(view.Jobs, jobFor(v.actor, job))
	}
	p.show(v, 200, "Jobs", "jobs", view)
	return nil
}

// jobFor leaves out who else applied, but for those who decide, and for finance.
func jobFor(actor *mapping.Actor, job Job) jobView {
	view := jobView{Job: job, When: period(job.Start, job.End), StatusIs: statusWords(job.Status)}
	if own := job.Work.Of(actor.PartyID); own != nil && actor.PartyID != "" {
		view.Own = own.State()
	}
	open := job.Open() == nil
	view.MayApply = open && view.Own == "" && actor.MayApply(job.ID) == nil
	view.MayAccept = open && actor.MayAccept(job.ID, "", job.Activities) == nil
	for _, activity := range job.Activities {
		view.Manages = view.Manages || actor.MaySeeActivity(activity) == nil
	}
	return view
}

func period(from, thru time.Time) string {
	switch {
	case from.IsZero() && thru.IsZero():
		return ""
	case thru.IsZero():
		return "from " + from.Format(time.DateOnly)
	case from.IsZero():
		return "until " + thru.Format(time.DateOnly)
	}
	return from.Format(time.DateOnly) + " to " + thru.Format(time.DateOnly)
}

// statusWords are the words of a statusId: CAL_NEEDS_ACTION is "needs action".
func statusWords(id string) string {
	if _, words, found := strings.Cut(id, "_"); found {
		id = words
	}
	return strings.ToLower(strings.ReplaceAll(id, "_", " "))
}

func (p *Pages) applyForJob(v *visit) error {
	id := v.r.PathValue("job")
	if err := v.actor.MayApply(id); err != nil {
		return err
	}
	if err := p.Jobs.Apply(v.r.Context(), v.actor.UserLoginID, id); err != nil {
		return asPersons(err)
	}
	v.redirect("/jobs?done=applied")
	return nil
}

// acceptForJob gives a job away. Whose it is to give, the job itself says, once it is
// locked.
func (p *Pages) acceptForJob(v *visit) error {
	if err := v.actor.MaySeeJobs(); err != nil {
		return err
	}
	if err := p.Jobs.Accept(v.r.Context(), v.actor.UserLoginID, v.r.PathValue("job"), v.r.PathValue("party")); err != nil {
		return asPersons(err)
	}
	v.redirect("/jobs?done=accepted")
	return nil
}
