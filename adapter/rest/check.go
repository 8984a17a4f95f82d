package rest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairshare/mapping"
)

// The codes of Check's findings. They never change their meaning.
const (
	CodeTokenKey   = "REST_TOKEN_KEY"  // tokens are signed with the published key
	CodeVersion    = "REST_VERSION"    // an OFBiz with known holes
	CodeComponent  = "REST_COMPONENT"  // another version of the component
	CodePermission = "REST_PERMISSION" // the user lacks FAIRSHARE_FINANCE, or has too much
	CodeZone       = "REST_ZONE"       // the JVM's zone is not ofbiz.timezone
	CodeClock      = "REST_CLOCK"      // OFBiz's clock is not the database's
	CodeDatabase   = "REST_DATABASE"   // OFBiz works on another database than the one that is read
	CodeTimeout    = "REST_TIMEOUT"    // shorter than OFBiz's own
	CodeDesk       = "REST_DESK"       // the user may act for nobody but itself
	CodeManager    = "REST_MANAGER"    // OFBiz takes others for managers than Fairshare
)

// Expected is what OFBiz should be like.
type Expected struct {
	Zone     *time.Location
	Database string    // its name
	Now      time.Time // by the database's clock

	ManagerRole string // people.manager_role
	Desk        bool   // people record credits: the user must be one that acts for others
}

const (
	// clockTolerance is how far the clocks of two machines may be apart.
	clockTolerance = 5 * time.Minute

	// ofbizTimeout is how long OFBiz works on a service of the component.
	ofbizTimeout = 60 * time.Second
)

// Check logs in and looks whether OFBiz is as it should be. It writes nothing. Its
// error says that OFBiz could not be asked.
func (c *Client) Check(ctx context.Context, want Expected) ([]mapping.Finding, error) {
	v, err := c.Versions(ctx)
	if err != nil {
		return nil, err
	}
	findings := v.findings(c.settings, want)
	bearer, err := c.bearer(ctx, "")
	if err != nil {
		return nil, err
	}
	if SignedWithPublishedKey(bearer) {
		findings = append(findings, blocking(CodeTokenKey, c.settings.URL,
			"OFBiz signs tokens with the key that it is shipped with, so anybody can make himself an administrator's token: set security.token.key in framework/security/config/security.properties"))
	}
	if c.settings.Timeout <= ofbizTimeout {
		findings = append(findings, warning(CodeTimeout, c.settings.URL,
			"ofbiz.rest.timeout_seconds is not above OFBiz's own 60 seconds: a call that is given up may still happen, and is looked for too early"))
	}
	return mapping.SortFindings(findings), nil
}

func (v Versions) findings(s Settings, want Expected) []mapping.Finding {
	var findings []mapping.Finding
	add := func(wrong bool, f mapping.Finding) {
		if wrong {
			findings = append(findings, f)
		}
	}
	add(v.Component != componentVersion, blocking(CodeComponent, v.Component,
		"the component fairshare in OFBiz is of version %s, this Fairshare calls version %s: install the one that came with it", v.Component, componentVersion))
	add(older(v.OFBiz, oldestRelease), warning(CodeVersion, v.OFBiz,
		"OFBiz before %s has holes that are known to everybody: update it", oldestRelease))
	held := strings.Fields(v.Permissions)
	add(!slices.Contains(held, "FAIRSHARE_FINANCE"), blocking(CodePermission, s.User,
		"the user lacks FAIRSHARE_FINANCE: give it the security group FAIRSHARE_FINANCE (Party Manager, user login, security groups)"))
	add(slices.Contains(held, "FAIRSHARE_ADMIN"), warning(CodePermission, s.User,
		"the user is FAIRSHARE_ADMIN or a full administrator: FAIRSHARE_FINANCE is all that Fairshare needs"))
	desk := slices.Contains(held, "FAIRSHARE_DESK")
	add(want.Desk && !desk, blocking(CodeDesk, s.User,
		"the user may record credits in nobody's name but its own: give it the security group FAIRSHARE_DESK too, or have credits recorded in OFBiz's own screens"))
	add(desk && want.ManagerRole != "" && v.ManagerRole != want.ManagerRole, warning(CodeManager, v.ManagerRole,
		"for OFBiz the managers of an activity have the role %s, people.manager_role is %s: set the SystemProperty people.manager_role of the resource fairshare in OFBiz", v.ManagerRole, want.ManagerRole))
	name, _, _ := strings.Cut(v.Database, " ")
	add(want.Database != "" && name != "" && !strings.EqualFold(name, want.Database), blocking(CodeDatabase, v.Database,
		"OFBiz works on the database %s, ofbiz.database.name is %s: invoices would be written to one and looked for in the other", name, want.Database))
	apart := v.Now.Sub(want.Now).Abs()
	add(!want.Now.IsZero() && apart > clockTolerance, blocking(CodeClock, v.Now.Format(time.RFC3339),
		"OFBiz's clock and the database's are %s apart: set both by NTP", apart.Round(time.Second)))
	return append(findings, v.zoneFindings(want.Zone)...)
}

// zoneFindings compares what the zones mean, for the names of one zone are many.
func (v Versions) zoneFindings(want *time.Location) []mapping.Finding {
	if want == nil {
		return nil
	}
	zone, err := time.LoadLocation(v.Zone)
	if err != nil || v.Zone == "" {
		return []mapping.Finding{warning(CodeZone, v.Zone, "OFBiz's JVM runs in a zone that is not known here: make sure that it is %s", want)}
	}
	for day := range 366 {
		at := v.Now.AddDate(0, 0, -day)
		_, theirs := at.In(zone).Zone()
		_, ours := at.In(want).Zone()
		if theirs != ours {
			return []mapping.Finding{blocking(CodeZone, v.Zone,
				"OFBiz's JVM runs in zone %s, ofbiz.timezone is %s, and the two differ on %s: times in OFBiz's tables would be misread; set ofbiz.timezone", v.Zone, want, at.Format(time.DateOnly))}
		}
	}
	return nil
}

func blocking(code, key, format string, args ...any) mapping.Finding {
	return mapping.Finding{Code: code, Severity: mapping.Blocking, Entity: "OFBiz", Key: key, Text: fmt.Sprintf(format, args...)}
}

func warning(code, key, format string, args ...any) mapping.Finding {
	return mapping.Finding{Code: code, Severity: mapping.Warning, Entity: "OFBiz", Key: key, Text: fmt.Sprintf(format, args...)}
}
