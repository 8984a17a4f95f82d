package mapping

import (
	"fmt"
	"slices"
)

// MaySeeJobs is nil if the actor may see what there is to do: everyone who takes part
// in Fairshare, and no customer who has a login.
func (a *Actor) MaySeeJobs() error {
	takesPart := a.Has(PermissionView) || a.Has(PermissionCredit) || a.Has(PermissionFinance) || len(a.Manages) > 0
	return a.allow(takesPart, "see the jobs", "they are shown to everyone with FAIRSHARE_VIEW, FAIRSHARE_CREDIT or FAIRSHARE_FINANCE, and to managers")
}

// MayApply is nil if the actor may apply for jobs: for itself, as a party that may
// earn credit.
func (a *Actor) MayApply(workEffortID string) error {
	return a.allow(a.PartyID != "" && a.Has(PermissionCredit), "apply for job "+workEffortID,
		"a login of a party with FAIRSHARE_CREDIT applies, for itself")
}

// MayAccept is nil if the actor may give a job to a party that applied: the manager
// of an activity that the job is of. The manager may take a job as well: credit for
// it is approved by somebody else.
func (a *Actor) MayAccept(workEffortID, partyID string, activities []string) error {
	decides := slices.ContainsFunc(activities, a.decides) || a.Has(PermissionAdmin)
	return a.allow(decides, fmt.Sprintf("give job %s to %s", workEffortID, partyID), managerDecides)
}

// MayClone is nil if the actor may make a new activity after an existing one.
func (a *Actor) MayClone(productID string) error {
	return a.allow(a.decides(productID), "clone "+productID, managerDecides)
}
