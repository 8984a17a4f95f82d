package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"fairshare/mapping"
)

//go:embed pages
var sources embed.FS

var templates = parsePages("login", "message", "account", "statement", "explain", "activities", "activity", "preview", "sales", "managers", "jobs", "credits", "propose", "settlements", "settlement", "dryrun")

func parsePages(names ...string) map[string]*template.Template {
	parsed := map[string]*template.Template{}
	for _, name := range names {
		functions := template.FuncMap{
			"shown": func(text any) string { return mapping.Shown(asText(text)) },
			"path":  func(text any) string { return url.PathEscape(asText(text)) },
			"query": func(text any) string { return url.QueryEscape(asText(text)) },
			"day":   func(at time.Time) string { return at.Format(time.DateOnly) },
			"words": func(text any) string { return strings.ReplaceAll(asText(text), "_", " ") },
		}
		parsed[name] = template.Must(template.New("page.html").Funcs(functions).ParseFS(sources, "pages/page.html", "pages/parts.html", "pages/"+name+".html"))
	}
	return parsed
}

// asText is the text of a string, or of an id, which is one.
func asText(value any) string { return fmt.Sprint(value) }

// page is what every page has; Data is its own.
type page struct {
	Title string
	Actor *mapping.Actor // nil before somebody has logged in
	CSRF  string
	At    string // the path, to mark the page one is on
	Data  any
}

// Own is the path of one's own account, "" for who has none or may not see it.
func (p page) Own() string {
	if p.Actor == nil || p.Actor.PartyID == "" || p.Actor.MaySeeParty(p.Actor.PartyID) != nil {
		return ""
	}
	return partyPath(p.Actor.PartyID)
}

// Finance says whether the pages of finance are shown.
func (p page) Finance() bool { return p.Actor != nil && p.Actor.MaySeeAll() == nil }

// Appoints says whether the visitor appoints the managers of an activity.
func (p page) Appoints(activity string) bool {
	return p.Actor != nil && p.Actor.MayAppoint(activity) == nil
}

// Jobs says whether the list of jobs is shown.
func (p page) Jobs() bool { return p.Actor != nil && p.Actor.MaySeeJobs() == nil }

// Here is "page" in front of the link that one is on.
func (p page) Here(path string) bool { return p.At == path || strings.HasPrefix(p.At, path+"/") }

func partyPath(party string) string { return "/parties/" + pathOf(party) }

// pathOf is an id as part of a path.
func pathOf(id string) string { return url.PathEscape(id) }

// show writes a whole page, or none.
func (p *Pages) show(v *visit, status int, title, name string, data any) {
	var out bytes.Buffer
	err := templates[name].Execute(&out, page{title, v.actor, v.csrf, v.r.URL.EscapedPath(), data})
	if err != nil {
		p.Log.Error("make a page", "page", name, "error", err)
		http.Error(v.w, "the page could not be made", http.StatusInternalServerError)
		return
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(out.Bytes()) // whoever asked has gone
}

func showStyle(w http.ResponseWriter, _ *http.Request) {
	content, err := sources.ReadFile("pages/style.css")
	if err != nil {
		panic(err) // embedded, so it can't be missing
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=300")
	_, _ = w.Write(content)
}

// sendFile gives a finished document to be kept.
func sendFile(v *visit, d mapping.Document) error {
	v.w.Header().Set("Content-Type", d.MimeType)
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+strings.Map(plainName, d.Name)+`"`)
	_, _ = v.w.Write(d.Content) // whoever asked has gone
	return nil
}

func plainName(r rune) rune {
	if r < ' ' || r > '~' || strings.ContainsRune(`"\/;%`, r) {
		return '_'
	}
	return r
}
