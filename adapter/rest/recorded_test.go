package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fairshare/adapter/embedded/mariadbtest"
	"fairshare/adapter/rest"
	"fairshare/adapter/rest/resttest"
)

// exchange is a request and its answer as a real OFBiz 24.09.07 gave it.
type exchange struct {
	method, path string
	request      []byte
	status       int
	kind         string
	answer       []byte
}

func readExchange(t *testing.T, path string) (x exchange) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	request, response, ok := bytes.Cut(text, []byte("\n<<<\n"))
	head, body, _ := bytes.Cut(request, []byte("\n\n"))
	line := strings.Fields(string(head))
	x.method, x.path, x.request = line[0], line[1], bytes.TrimSpace(body)
	head, x.answer, _ = bytes.Cut(response, []byte("\n\n"))
	for i, line := range strings.Split(string(head), "\n") {
		if i == 0 {
			x.status, err = strconv.Atoi(strings.Fields(line)[1])
		}
		if kind, found := strings.CutPrefix(line, "Content-Type: "); found {
			x.kind = kind
		}
	}
	if !ok || err != nil || x.status == 0 {
		t.Fatalf("%s is no recorded exchange", path)
	}
	return x
}

// understood are the recorded answers of OFBiz's own services, and what they mean
// to a write.
var understood = map[string]rest.Kind{
	"07-service-no-token": rest.Setup, "08-service-garbage-token": rest.Setup, "08b-service-wrong-signature": rest.Setup, "09-service-expired-token": rest.Setup,
	"10-service-token-no-such-user": rest.Setup, "11-service-basic-instead-of-bearer": rest.Setup, "12-unknown-service": rest.Setup,
	"13-not-exported-createInvoice": rest.Setup, "14-exported-no-action-testScv": rest.Setup, "16-wrong-method": rest.Setup,
	"17-get-missing-inParams": rest.Refused, "19-findProductById-missing": rest.Doubtful, "20-createProduct-missing-required": rest.Refused,
	"22-createProduct-ok": rest.Doubtful, "23-createProduct-bad-fk": rest.Refused, "25-createProduct-same-id-again": rest.Refused,
	"26-empty-body": rest.Refused, "27-not-json": rest.Refused, "28-wrong-content-type": rest.Setup, "29-bad-type": rest.Refused,
	"34-no-permission-createProduct": rest.Refused, "35-html-in-string": rest.Refused, "36-too-long": rest.Refused, "37-emoji": rest.Refused,
	"53-dsl-setInvoiceStatus-skip-ready": rest.Refused, "57-dsl-createInvoiceItem-after-ready": rest.Setup, "60-dsl-createInvoice-bad-party": rest.Refused,
	"61-dsl-createInvoice-no-permission": rest.Setup, "63-dsl-createInvoice-same-explicit-id": rest.Refused, "88-dsl-unknown-path": rest.Setup,
	"89-dsl-no-token": rest.Setup, "93-collision-with-guessed-id": rest.Refused, "95-explicit-id-retry": rest.Refused, "96-explicit-id-too-long": rest.Refused,
	"B9-status-no-such-invoice": rest.Refused,
}

// logins are the recorded answers to a login; Other is a token.
var logins = map[string]rest.Kind{
	"01-token-ok": rest.Other, "03-token-bad-password": rest.Setup, "04-token-no-auth": rest.Setup, "05-token-unknown-user": rest.Setup,
	"06-token-get-method": rest.Setup, "A7-token-account-disabled-after-3-bad": rest.Setup, "A8-token-basic-without-colon": rest.Unreachable,
	"AA-new-token-disabled-account": rest.Setup,
}

// TestRecordedOFBiz replays what a real OFBiz answered, byte for byte.
func TestRecordedOFBiz(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "ofbiz", "rest")
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("SKIPPED: the exchanges recorded with OFBiz's own services are not here: %v", err)
	}
	replay := func(name string) http.HandlerFunc {
		x := readExchange(t, filepath.Join(folder, name+".http"))
		return answer(x.status, x.kind, string(x.answer))
	}
	for name, want := range understood {
		err := newClient(t, settings(newStub(t, replay(name)).URL)).WriteInvoice(t.Context(), invoice(), time.UTC)
		if err == nil || kindOf(t, err) != want {
			t.Errorf("%s: kind %v, want %v: %v", name, kindOf(t, err), want, err)
		}
	}
	for name, want := range logins {
		s := newStub(t, nil)
		s.login = replay(name)
		if err := newClient(t, settings(s.URL)).Login(t.Context()); kindOf(t, err) != want || err == nil != (want == rest.Other) {
			t.Errorf("%s: kind %v, want %v: %v", name, kindOf(t, err), want, err)
		}
	}
}

// component are the exchanges recorded with the component in a real OFBiz.
func component(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*.http"))
	if err != nil || len(files) < 40 {
		t.Fatalf("%d recorded exchanges: %v", len(files), err)
	}
	return files
}

// TestRecordedComponent replays what the component answered in a real OFBiz to the
// client, and sees that the client understands it and sends what was recorded.
func TestRecordedComponent(t *testing.T) {
	kinds := map[int]rest.Kind{200: rest.Other, 400: rest.Refused, 404: rest.Setup, 405: rest.Setup, 422: rest.Refused, 500: rest.Setup}
	documents := map[string]func(context.Context, *rest.Client) error{
		"/rest/fairshare/invoices": calls["invoice"], "/rest/fairshare/versions": calls["versions"], "/rest/fairshare/cancellations": calls["cancel"],
		"/rest/fairshare/credits": calls["credit"], "/rest/fairshare/credits/decisions": calls["decision"],
	}
	for _, file := range component(t) {
		x := readExchange(t, file)
		call := documents[x.path]
		if call == nil || strings.Contains(file, "ready") || strings.Contains(file, "no-such-invoice") || strings.Contains(file, "earned-before") || strings.Contains(file, "reject") {
			continue // about other ids than the calls here
		}
		s := newStub(t, answer(x.status, x.kind, string(x.answer)))
		if err := call(t.Context(), newClient(t, settings(s.URL))); kindOf(t, err) != kinds[x.status] || err == nil != (x.status == 200) {
			t.Errorf("%s: kind %v, want %v: %v", file, kindOf(t, err), kinds[x.status], err)
		}
	}
	for file, call := range map[string]func(context.Context, *rest.Client) error{
		"02-invoice": calls["invoice"], "22-credit": calls["credit"], "34-decision-approve": calls["decision"],
	} {
		x := readExchange(t, filepath.Join("testdata", file+".http"))
		s := newStub(t, func(w http.ResponseWriter, r *http.Request) {
			var sent, recorded map[string]any
			if json.NewDecoder(r.Body).Decode(&sent) != nil || json.Unmarshal(bytes.ReplaceAll(x.request, []byte("VEMS_KFT"), []byte("Company")), &recorded) != nil || !equal(sent, recorded) {
				t.Errorf("%s: sent\n%v\nrecorded\n%v", file, sent, recorded)
			}
			answer(x.status, x.kind, string(x.answer))(w, r)
		})
		if err := call(t.Context(), newClient(t, settings(s.URL))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func equal(a, b any) bool {
	one, _ := json.Marshal(a)
	other, _ := json.Marshal(b)
	return bytes.Equal(one, other)
}

// unlike are exchanges that the OFBiz of the tests has no part in: it validates no
// services, knows one account, and posts no invoices.
var unlike = []string{"08-", "09-", "16-", "17-", "41-"}

// TestOFBizOfTheTestsIsLikeTheRealOne sends the recorded requests to the OFBiz that
// the tests use, in their order, and compares statuses, fields and values with what
// the real one answered. The tests prove as much as this holds.
func TestOFBizOfTheTestsIsLikeTheRealOne(t *testing.T) {
	db := mariadbtest.NewVEMS(t).Open(t)
	ofbiz := resttest.New(t, db, time.UTC)
	for _, file := range component(t) {
		if slices.ContainsFunc(unlike, func(prefix string) bool { return strings.HasPrefix(filepath.Base(file), prefix) }) {
			continue
		}
		x := readExchange(t, file)
		if ofbiz.Versions = nil; strings.Contains(file, "without-desk") {
			ofbiz.Versions = map[string]string{"permissions": "FAIRSHARE_VIEW FAIRSHARE_FINANCE"}
		}
		body := bytes.ReplaceAll(x.request, []byte("VEMS_KFT"), []byte("Company"))
		got := send(t, ofbiz, x.method, x.path, body)
		if got.status != x.status || got.kind != x.kind {
			t.Errorf("%s: %d %s, the real one says %d %s\n%s", file, got.status, got.kind, x.status, x.kind, got.answer)
			continue
		}
		compareAnswers(t, file, got.answer, bytes.ReplaceAll(x.answer, []byte("VEMS_KFT"), []byte("Company")))
	}
}

func send(t *testing.T, ofbiz *resttest.OFBiz, method, path string, body []byte) exchange {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, strings.TrimSuffix(ofbiz.URL, "/rest")+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+ofbiz.Token())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return exchange{status: response.StatusCode, kind: response.Header.Get("Content-Type"), answer: text.Bytes()}
}

// own are values that differ from one OFBiz to the next.
var own = []string{"database", "now", "inventoryItemDetailSeqId"}

func compareAnswers(t *testing.T, file string, got, want []byte) {
	t.Helper()
	type answered struct {
		Type string         `json:"errorType"`
		Data map[string]any `json:"data"`
	}
	var ours, theirs answered
	if err := json.Unmarshal(got, &ours); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if err := json.Unmarshal(want, &theirs); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if ours.Type != theirs.Type || !slices.Equal(slices.Sorted(maps.Keys(ours.Data)), slices.Sorted(maps.Keys(theirs.Data))) {
		t.Errorf("%s: %s\nthe real one says %s", file, got, want)
	}
	for key, value := range theirs.Data {
		if ours.Data[key] != value && !slices.Contains(own, key) {
			t.Errorf("%s: %s is %v, the real one says %v", file, key, ours.Data[key], value)
		}
	}
}
