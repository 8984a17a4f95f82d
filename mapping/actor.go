package mapping

import (
	"fmt"
	"slices"
)

// Permission is a right in Fairshare: the id of a SecurityPermission, which OFBiz's
// security groups give to its users.
type Permission string

// The permissions. Admin includes the others.
const (
	PermissionView    Permission = "FAIRSHARE_VIEW"    // see one's own account
	PermissionFinance Permission = "FAIRSHARE_FINANCE" // see all accounts, settle, approve settlements
	PermissionCredit  Permission = "FAIRSHARE_CREDIT"  // propose credit for oneself
	PermissionAdmin   Permission = "FAIRSHARE_ADMIN"
)

// Permissions are all there are.
var Permissions = []Permission{PermissionView, PermissionFinance, PermissionCredit, PermissionAdmin}

// Actor is somebody who looks at Fairshare or changes something: a UserLogin of
// OFBiz with what it may do at one moment. Weights are assigned top-down: the
// manager of an activity decides over its shares and credits, and over those of
// the activities that it uses only by appointing their managers.
type Actor struct {
	UserLoginID string
	PartyID     string // "" for a login that is nobody's
	Enabled     bool
	Permissions []Permission
	Manages     []string // productIds whose manager the party is
	Appoints    []string // productIds that those use: whose managers the party appoints
}

// DeniedError says what an actor may not do, and who may.
type DeniedError struct {
	UserLoginID string
	What        string // "change the shares of GENBOARD"
	Needs       string // "only its manager or FAIRSHARE_ADMIN may"
}

func (e *DeniedError) Error() string {
	return fmt.Sprintf("%s may not %s: %s", e.UserLoginID, e.What, e.Needs)
}

// Has reports whether the actor has a permission.
func (a *Actor) Has(p Permission) bool {
	return a.Enabled && (slices.Contains(a.Permissions, p) || slices.Contains(a.Permissions, PermissionAdmin))
}

// IsManager reports whether the actor manages an activity.
func (a *Actor) IsManager(productID string) bool {
	return a.Enabled && slices.ContainsFunc(a.Manages, func(id string) bool { return SameID(id, productID) })
}

// IsParty reports whether the actor is this party.
func (a *Actor) IsParty(partyID string) bool {
	return a.PartyID != "" && SameID(a.PartyID, partyID)
}

// MaySeeParty is nil if the actor may see a party's account.
func (a *Actor) MaySeeParty(partyID string) error {
	own := a.IsParty(partyID) && a.Has(PermissionView)
	return a.allow(own || a.Has(PermissionFinance), "see the account of "+partyID, "it is shown to the party itself with FAIRSHARE_VIEW, and to FAIRSHARE_FINANCE")
}

// MaySeeAll is nil if the actor may see every account and every settlement.
func (a *Actor) MaySeeAll() error {
	return a.allow(a.Has(PermissionFinance), "see all accounts", "FAIRSHARE_FINANCE is needed")
}

// MaySeeActivity is nil if the actor may see who holds and earns what in an activity.
func (a *Actor) MaySeeActivity(productID string) error {
	return a.allow(a.IsManager(productID) || a.Has(PermissionFinance), "see the report of "+productID, "it is shown to the activity's manager and to FAIRSHARE_FINANCE")
}

// MaySettle is nil if the actor may start, approve and void settlements.
func (a *Actor) MaySettle() error {
	return a.allow(a.Has(PermissionFinance), "settle", "FAIRSHARE_FINANCE is needed")
}

// MayChangeShares is nil if the actor may change the weights of an activity's components.
func (a *Actor) MayChangeShares(productID string) error {
	return a.allow(a.decides(productID), "change the shares of "+productID, managerDecides)
}

// MayProposeCredit is nil if the actor may propose credit in an activity for a party.
func (a *Actor) MayProposeCredit(productID, partyID string) error {
	own := a.IsParty(partyID) && a.Has(PermissionCredit)
	return a.allow(own || a.decides(productID), fmt.Sprintf("propose credit in %s for %s", productID, partyID),
		"everyone with FAIRSHARE_CREDIT proposes for themselves, the activity's manager and FAIRSHARE_ADMIN for everyone")
}

// MayApproveCredit is nil if the actor may approve or reject credit of a party in
// an activity. Nobody may for themselves, whatever their permissions.
func (a *Actor) MayApproveCredit(productID, partyID string) error {
	what := fmt.Sprintf("approve credit of %s in %s", partyID, productID)
	if a.IsParty(partyID) {
		return a.allow(false, what, "nobody approves credit for themselves; ask another manager of the activity or FAIRSHARE_ADMIN")
	}
	return a.allow(a.decides(productID), what, managerDecides)
}

// MayAppoint is nil if the actor may appoint the manager of an activity: the
// managers of the activities that use it do.
func (a *Actor) MayAppoint(productID string) error {
	above := a.Enabled && slices.ContainsFunc(a.Appoints, func(id string) bool { return SameID(id, productID) })
	return a.allow(above || a.Has(PermissionAdmin), "appoint the manager of "+productID,
		"the managers of the activities that use it do, and FAIRSHARE_ADMIN")
}

const managerDecides = "only the activity's manager or FAIRSHARE_ADMIN may"

func (a *Actor) decides(productID string) bool {
	return a.IsManager(productID) || a.Has(PermissionAdmin)
}

func (a *Actor) allow(allowed bool, what, needs string) error {
	switch {
	case !a.Enabled:
		return &DeniedError{a.UserLoginID, what, "the login is disabled in OFBiz"}
	case !allowed:
		return &DeniedError{a.UserLoginID, what, needs}
	}
	return nil
}

// SameID reports whether two ids are one to OFBiz's database, which compares them
// without regard to case, accents and trailing blanks.
func SameID(a, b string) bool { return a == b || foldText(a) == foldText(b) }

// FoldedID is an id as OFBiz's database compares it: the same for all spellings.
func FoldedID(id string) string { return foldText(id) }
