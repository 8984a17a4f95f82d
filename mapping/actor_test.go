package mapping_test

import (
	"strings"
	"testing"

	"fairshare/mapping"
)

func TestActor(t *testing.T) {
	manager := &mapping.Actor{UserLoginID: "mik", PartyID: "MIK", Enabled: true,
		Permissions: []mapping.Permission{mapping.PermissionView, mapping.PermissionCredit}, Manages: []string{"GENBOARD"}, Appoints: []string{"FIRMWARE"}}
	worker := &mapping.Actor{UserLoginID: "dave", PartyID: "DAVE", Enabled: true, Permissions: []mapping.Permission{mapping.PermissionView}}
	finance := &mapping.Actor{UserLoginID: "eva", Enabled: true, Permissions: []mapping.Permission{mapping.PermissionFinance}}
	admin := &mapping.Actor{UserLoginID: "root", PartyID: "ROOT", Enabled: true, Permissions: []mapping.Permission{mapping.PermissionAdmin}}
	gone := &mapping.Actor{UserLoginID: "gone", PartyID: "MIK", Permissions: manager.Permissions, Manages: manager.Manages}
	all := []*mapping.Actor{manager, worker, finance, admin, gone}
	cases := []struct {
		name string
		ask  func(*mapping.Actor) error
		may  string // the logins that may
	}{
		{"OwnAccount", func(a *mapping.Actor) error { return a.MaySeeParty("mik ") }, "mik eva root"},
		{"AnotherAccount", func(a *mapping.Actor) error { return a.MaySeeParty("DAVE") }, "dave eva root"},
		{"AllAccounts", (*mapping.Actor).MaySeeAll, "eva root"},
		{"Activity", func(a *mapping.Actor) error { return a.MaySeeActivity("GENBOARD") }, "mik eva root"},
		{"ActivityBelow", func(a *mapping.Actor) error { return a.MaySeeActivity("FIRMWARE") }, "eva root"},
		{"Settle", (*mapping.Actor).MaySettle, "eva root"},
		{"Shares", func(a *mapping.Actor) error { return a.MayChangeShares("GENBOARD") }, "mik root"},
		{"SharesBelow", func(a *mapping.Actor) error { return a.MayChangeShares("FIRMWARE") }, "root"},
		{"Appoint", func(a *mapping.Actor) error { return a.MayAppoint("FIRMWARE") }, "mik root"},
		{"AppointOneself", func(a *mapping.Actor) error { return a.MayAppoint("GENBOARD") }, "root"},
		{"ProposeForMik", func(a *mapping.Actor) error { return a.MayProposeCredit("FIRMWARE", "MIK") }, "mik root"},
		{"ProposeForDave", func(a *mapping.Actor) error { return a.MayProposeCredit("GENBOARD", "DAVE") }, "mik root"},
		{"ApproveDave", func(a *mapping.Actor) error { return a.MayApproveCredit("GENBOARD", "DAVE") }, "mik root"},
		{"ApproveOneself", func(a *mapping.Actor) error { return a.MayApproveCredit("GENBOARD", "MIK") }, "root"},
		{"ApproveOneselfAsAdmin", func(a *mapping.Actor) error { return a.MayApproveCredit("GENBOARD", "root") }, "mik"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var may []string
			for _, actor := range all {
				if err := c.ask(actor); err == nil {
					may = append(may, actor.UserLoginID)
				} else if !strings.HasPrefix(err.Error(), actor.UserLoginID+" may not ") {
					t.Errorf("%s is told %q", actor.UserLoginID, err)
				}
			}
			if got := strings.Join(may, " "); got != c.may {
				t.Errorf("allowed: %s, want %s", got, c.may)
			}
		})
	}
}
