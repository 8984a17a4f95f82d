package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// chromium is a real browser without a window, driven over WebDriver's JSON.
type chromium struct {
	t        *testing.T
	driver   string // chromedriver's address
	session  string
	download string // folder
}

// newChromium starts chromedriver and one browser with a profile of its own.
func newChromium(t *testing.T) *chromium {
	t.Helper()
	program, err := exec.LookPath("chromedriver")
	binary, missing := exec.LookPath("chromium")
	if err != nil || missing != nil {
		t.Skip("SKIPPED: no test in a real browser: install chromium and chromium-driver (make deps does, as root)")
	}
	address := freeAddress(t)
	ctx, stop := context.WithCancel(context.Background())
	driver := exec.CommandContext(ctx, program, "--port="+address[len("127.0.0.1:"):])
	if err := driver.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = driver.Wait() })
	c := &chromium{t: t, driver: "http://" + address, download: t.TempDir()}
	page(t, c.driver+"/status", http.StatusOK, "ready")
	profile, err := os.MkdirTemp("", "fairshare-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	c.begin(binary, profile)
	return c
}

func (c *chromium) begin(binary, profile string) {
	c.t.Helper()
	var begun struct{ SessionID string }
	c.send("POST", "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"browserName": "chrome",
		"goog:chromeOptions": map[string]any{
			"binary": binary,
			"args": []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
				"--disable-component-update", "--disable-sync", "--user-data-dir=" + profile},
			"prefs": map[string]any{"download.default_directory": c.download},
		},
	}}}, &begun)
	c.session = "/session/" + begun.SessionID
	c.t.Cleanup(func() { c.send("DELETE", c.session, nil, nil) })
}

// send asks the driver for something; a browser that can't do it fails the test.
func (c *chromium) send(method, path string, body, into any) {
	c.t.Helper()
	if body == nil {
		body = struct{}{}
	}
	content, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, c.driver+path, bytes.NewReader(content))
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatalf("chromedriver: %s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
		c.t.Fatalf("chromedriver: %s %s: %s %.400s %v", method, path, response.Status, answer.Value, err)
	}
	if into != nil {
		if err := json.Unmarshal(answer.Value, into); err != nil {
			c.t.Fatal(err)
		}
	}
}

func (c *chromium) open(url string) {
	c.t.Helper()
	c.send("POST", c.session+"/url", map[string]any{"url": url}, nil)
}

// find gives the path of the one element that a CSS selector names.
func (c *chromium) find(selector string) string {
	c.t.Helper()
	var found map[string]string
	c.send("POST", c.session+"/element", map[string]any{"using": "css selector", "value": selector}, &found)
	for _, id := range found {
		return c.session + "/element/" + id
	}
	c.t.Fatalf("no %s", selector)
	return ""
}

// click clicks; a page that this leads to is loaded before it returns.
func (c *chromium) click(selector string) {
	c.t.Helper()
	c.send("POST", c.find(selector)+"/click", map[string]any{}, nil)
}

func (c *chromium) fill(selector, text string) {
	c.t.Helper()
	element := c.find(selector)
	c.send("POST", element+"/clear", map[string]any{}, nil)
	c.send("POST", element+"/value", map[string]any{"text": text}, nil)
}

// script runs a function's body in the page.
func (c *chromium) script(into any, body string, args ...any) {
	c.t.Helper()
	c.send("POST", c.session+"/execute/sync", map[string]any{"script": body, "args": append([]any{}, args...)}, into)
}

// text is what a person can read on the page.
func (c *chromium) text() (text string) {
	c.t.Helper()
	c.script(&text, "return document.body.innerText")
	return text
}

// resize makes the window so wide, as on a phone or a desk.
func (c *chromium) resize(width, height int) {
	c.t.Helper()
	c.send("POST", c.session+"/goog/cdp/execute", map[string]any{"cmd": "Emulation.setDeviceMetricsOverride",
		"params": map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}}, nil)
}

// dark asks for the colours of the night, or of the day.
func (c *chromium) dark(yes bool) {
	c.t.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[yes]
	c.send("POST", c.session+"/goog/cdp/execute", map[string]any{"cmd": "Emulation.setEmulatedMedia",
		"params": map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}}, nil)
}

// picture keeps what the whole page looks like, if somebody named a folder to look at.
func (c *chromium) picture(name string) {
	c.t.Helper()
	folder := os.Getenv("FAIRSHARE_PICTURES")
	if folder == "" {
		return
	}
	var shot struct{ Data string }
	c.send("POST", c.session+"/goog/cdp/execute", map[string]any{"cmd": "Page.captureScreenshot",
		"params": map[string]any{"captureBeyondViewport": true}}, &shot)
	content, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s.png", name)), content, 0o600)
	}
	if err != nil {
		c.t.Fatal(err)
	}
}
