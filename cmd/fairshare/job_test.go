package main

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"fairshare/mapping"
)

// assignments are who applied for the sample company's open job, or has it.
const assignments = `SELECT PARTY_ID, ROLE_TYPE_ID, STATUS_ID, COALESCE(ASSIGNED_BY_USER_LOGIN_ID, ''), THRU_DATE, STATUS_DATE_TIME IS NOT NULL, CREATED_TX_STAMP IS NOT NULL
	FROM WORK_EFFORT_PARTY_ASSIGNMENT WHERE WORK_EFFORT_ID = '10001' ORDER BY 1`

const audits = `SELECT USER_LOGIN_ID, WHAT, ENTITY, ENTITY_KEY, BEFORE_TEXT, AFTER_TEXT FROM FAIRSHARE_AUDIT ORDER BY AUDIT_ID`

func TestJob(t *testing.T) {
	s := newVEMS(t)
	for _, step := range []struct {
		name    string
		command []string
		code    exitCode
		stderr  string
		want    []string // the assignments then
	}{
		{"ErrNoLogin", []string{"apply", "10001"}, exitUsage, "--as is needed", nil},
		{"ErrUnknownLogin", []string{"apply", "10001", "--as", "nobody"}, exitUsage, `no login "nobody"`, nil},
		{"ErrDisabled", []string{"apply", "10001", "--as", "fero"}, exitFailed, "disabled", nil},
		{"ErrNoCreditRight", []string{"apply", "10001", "--as", "eva"}, exitFailed, "FAIRSHARE_CREDIT", nil},
		{"ErrUnknownJob", []string{"apply", "77", "--as", "cell"}, exitUsage, "77", nil},
		{"ErrNoMember", []string{"apply", "10001", "--as", "boss"}, exitRefused, "no member of the party group VEMS_PARTNERS", nil},
		{"ErrEnded", []string{"apply", "10000", "--as", "cell"}, exitRefused, "has ended (CAL_COMPLETED)", nil},
		{"ErrNotApplied", []string{"accept", "10001", "--party", "CELL", "--as", "marcell"}, exitRefused, "has not applied", nil},
		{"Applied", []string{"apply", "10001", "--as", "cell"}, exitDone, "", []string{"CELL | PARTNER | PRTYASGN_OFFERED |  | NULL | 1 | 1"}},
		{"Again", []string{"apply", "10001", "--as", "cell"}, exitDone, "", []string{"CELL | PARTNER | PRTYASGN_OFFERED |  | NULL | 1 | 1"}},
		{"ErrNotTheManager", []string{"accept", "10001", "--party", "CELL", "--as", "mik"}, exitFailed, "only the activity's manager", []string{"CELL | PARTNER | PRTYASGN_OFFERED |  | NULL | 1 | 1"}},
		{"Accepted", []string{"accept", "10001", "--party", "cell", "--as", "marcell"}, exitDone, "", []string{"CELL | PARTNER | PRTYASGN_ASSIGNED | marcell | NULL | 1 | 1"}},
		{"AcceptedAgain", []string{"accept", "10001", "--party", "CELL", "--as", "boss"}, exitDone, "", []string{"CELL | PARTNER | PRTYASGN_ASSIGNED | marcell | NULL | 1 | 1"}},
	} {
		t.Run(step.name, func(t *testing.T) {
			code, _, stderr := s.run(append([]string{"job"}, step.command...)...)
			if code != int(step.code) || !strings.Contains(stderr, step.stderr) {
				t.Errorf("exit %d, want %d: %s", code, step.code, stderr)
			}
			if got := s.rows(assignments); !slices.Equal(got, step.want) {
				t.Errorf("assignments: %q\nwant %q", got, step.want)
			}
		})
	}
	noted := []string{"cell | apply for job | WorkEffort | 10001 |  | CELL applied", "marcell | accept for job | WorkEffort | 10001 | CELL applied | CELL is assigned"}
	if got := s.rows(audits); !slices.Equal(got, noted) {
		t.Errorf("noted: %q\nwant %q", got, noted)
	}
}

func TestJobList(t *testing.T) {
	s := newVEMS(t)
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"Open", nil, "10001 DOCUMENTATION"},
		{"Ended", []string{"--ended"}, "10000 FIRMWARE MIK assigned, 10001 DOCUMENTATION"},
		{"OfActivity", []string{"--ended", "--activity", "firmware"}, "10000 FIRMWARE MIK assigned"},
		{"OfParty", []string{"--ended", "--party", "MIK"}, "10000 FIRMWARE MIK assigned"},
		{"OfNobody", []string{"--party", "MIK"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var jobs []mapping.WorkEntry
			s.mustJSON(&jobs, append([]string{"job", "list"}, c.args...)...)
			var lines []string
			for _, job := range jobs {
				line := job.Job + " " + job.Activity
				for _, party := range job.Parties {
					line += " " + party.Party + " " + party.Status
				}
				lines = append(lines, line)
			}
			if got := strings.Join(lines, ", "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestJobAtTheSameTime lets one party apply eight times at once: one application,
// one line of the audit.
func TestJobAtTheSameTime(t *testing.T) {
	s := newVEMS(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if code, _, stderr := s.run("job", "apply", "10001", "--as", "dave"); code != 0 {
				t.Errorf("exit %d: %s", code, stderr)
			}
		})
	}
	all.Wait()
	if got := s.rows(assignments); len(got) != 1 {
		t.Errorf("%d applications: %q", len(got), got)
	}
	if got := s.rows(audits); len(got) != 1 {
		t.Errorf("%d lines of the audit: %q", len(got), got)
	}
}
