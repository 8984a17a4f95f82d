package rest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Versions are what fairshareVersions tells.
type Versions struct {
	Component    string `json:"component"`
	OFBiz        string `json:"ofbiz"` // release, such as 24.09.07
	EntityEngine string `json:"entityEngine"`
	Database     string `json:"database"` // name, product, version
	Zone         string `json:"zone"`     // of the JVM
	NowText      string `json:"now"`      // RFC 3339, UTC
	Permissions  string `json:"permissions"`
	ManagerRole  string `json:"managerRole"` // of a ProductRole, whose party is the activity's manager

	Now time.Time `json:"-"`
}

// componentVersion is that of the component that this package calls.
const componentVersion = "2"

// oldestRelease is the first one without the known holes.
const oldestRelease = "24.09.07"

// Versions asks OFBiz what it is. It writes nothing.
func (c *Client) Versions(ctx context.Context) (Versions, error) {
	k := call{op: "ask OFBiz for its versions", service: "fairshareVersions", method: http.MethodGet, path: "/versions"}
	var v Versions
	if err := c.do(ctx, k, &v); err != nil {
		return v, err
	}
	now, err := time.Parse(time.RFC3339Nano, v.NowText)
	if err != nil || v.Component == "" {
		return v, &Error{Kind: Setup, Op: k.op, Text: "the answer lacks the component's version or the time", Hint: "install the component that came with this Fairshare"}
	}
	v.Now = now
	return v, nil
}

// older compares releases such as 24.09.07 number by number. What is no release at
// all, as a trunk's name, is not older.
func older(release, than string) bool {
	numbers := func(text string) (found []int) {
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
			n, _ := strconv.Atoi(part)
			found = append(found, n)
		}
		return found
	}
	release = strings.TrimSpace(release)
	given := numbers(release)
	if len(given) < 2 || release[0] < '0' || release[0] > '9' {
		return false
	}
	return slices.CompareFunc(given, numbers(than), cmp.Compare[int]) < 0
}
