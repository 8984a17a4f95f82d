package mapping

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// validator is a program that knows XML Schema.
type validator struct {
	name     string
	validate func(t *testing.T, schema string, files []string) []bool
}

// validators are those of this machine. Where Java is missing the test says so.
func validators(t *testing.T) []validator {
	t.Helper()
	var all []validator
	if _, err := exec.LookPath("java"); err == nil {
		all = append(all, validator{"java", validateWithJava})
	} else {
		t.Log("SKIPPED Java's validator: no java in PATH (apt-get install default-jdk-headless)")
	}
	if _, err := exec.LookPath("xmllint"); err == nil {
		all = append(all, validator{"xmllint", validateWithXmllint})
	} else {
		t.Log("SKIPPED xmllint: not in PATH (apt-get install libxml2-utils)")
	}
	if len(all) == 0 {
		t.Skip("SKIPPED: there is no validator on this machine")
	}
	return all
}

func validateWithJava(t *testing.T, schema string, files []string) []bool {
	t.Helper()
	command := exec.Command("java", "-XX:TieredStopAtLevel=1", "testdata/Validate.java", schema)
	command.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	output, err := command.Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) && bytes.Contains(failed.Stderr, []byte("jdk.compiler")) {
			t.Skip("SKIPPED: this java can't compile (apt-get install default-jdk-headless)")
		}
		t.Fatalf("java: %v", err)
	}
	lines := strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
	if len(lines) != len(files) {
		t.Fatalf("java: %d verdicts on %d files", len(lines), len(files))
	}
	verdicts := make([]bool, len(files))
	for i, line := range lines {
		verdicts[i] = line == "valid"
	}
	return verdicts
}

func validateWithXmllint(t *testing.T, schema string, files []string) []bool {
	t.Helper()
	output, err := exec.Command("xmllint", append([]string{"--noout", "--schema", schema}, files...)...).CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatalf("xmllint: %v", err)
	}
	valid := map[string]bool{}
	for line := range strings.Lines(string(output)) {
		if name, is := strings.CutSuffix(line, " validates\n"); is {
			valid[name] = true
		}
	}
	verdicts := make([]bool, len(files))
	for i, name := range files {
		verdicts[i] = valid[name]
	}
	return verdicts
}

// asFiles writes the schema and some files.
func asFiles(t *testing.T, texts []string) (schema string, names []string) {
	t.Helper()
	folder := t.TempDir()
	schema = filepath.Join(folder, "exchange.xsd")
	if err := os.WriteFile(schema, []byte(ExchangeSchema), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		names = append(names, filepath.Join(folder, fmt.Sprintf("%05d.xml", i)))
		if err := os.WriteFile(names[i], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return schema, names
}

// ValidExchange has every validator of this machine say of files that they are valid.
func ValidExchange(t *testing.T, texts []string) {
	t.Helper()
	schema, names := asFiles(t, texts)
	for _, v := range validators(t) {
		for i, passed := range v.validate(t, schema, names) {
			if !passed {
				t.Errorf("%s does not pass\n%s", v.name, texts[i])
			}
		}
		t.Logf("%s passes %d files", v.name, len(names))
	}
}

// TestExchangeAgreesWithTheSchema changes the example files in every small way and
// asks programs that know XML Schema: what they pass is read, but for what no schema
// can say, and what they refuse is refused.
func TestExchangeAgreesWithTheSchema(t *testing.T) {
	var texts []string
	examples := ""
	for _, example := range []string{"company.xml", "settlement.xml"} {
		content := exampleFile(t, example)
		examples += content
		for i, text := range mutants(content) {
			if i < 20 || i%mutantStride == 0 || os.Getenv("FAIRSHARE_MUTANTS") == "all" {
				texts = append(texts, text)
			}
		}
	}
	schema, names := asFiles(t, texts)
	for _, v := range validators(t) {
		t.Run(v.name, func(t *testing.T) {
			valid, differences := 0, 0
			for i, passed := range v.validate(t, schema, names) {
				_, err := ReadExchange(strings.NewReader(texts[i]))
				var refused *ExchangeError
				if err != nil && !errors.As(err, &refused) {
					t.Fatalf("%v is no *ExchangeError", err)
				}
				if passed {
					valid++
				}
				if read := err == nil || refused.Beyond; read != passed && !otherwise(v.name, texts[i]) {
					if differences++; differences <= 20 {
						t.Errorf("%s says valid: %v, here it is %v:\n%s", v.name, passed, err, changedLines(examples, texts[i]))
					}
				}
			}
			t.Logf("%d files, %d of them valid, %d judged otherwise", len(texts), valid, differences)
			if valid < 100 || len(texts)-valid < 500 {
				t.Errorf("%d of %d files are valid: too few of one kind to compare", valid, len(texts))
			}
		})
	}
}

// otherwise are files that are judged on purpose, or by xmllint, otherwise than the
// standards say: XML 1.1 is not read; libxml2 takes no CDATA between elements, and
// no space before a declaration's standalone.
func otherwise(validator, text string) bool {
	declaration, _, _ := strings.Cut(text, "?>")
	return strings.Contains(declaration, "1.1") || validator == "xmllint" && (strings.Contains(text, "<![CDATA[ ]]>") || regexp.MustCompile(`["']standalone`).MatchString(declaration))
}

// mutantStride is how many changes are passed over between two that are tried;
// FAIRSHARE_MUTANTS=all tries all.
const mutantStride = 13

var (
	anAttribute = regexp.MustCompile(` [a-zA-Z:-]+=("[^"]*"|'[^']*')`)
	aTag        = regexp.MustCompile(`</?[a-z][^>]*>`)
)

// oddValues are put in place of every attribute's value.
var oddValues = []string{
	"", " ", "0", "0.0", "-0", "-1", "1", "1.0000001", "1.000000", "007", "+5", ".5", "5.", "1e3", "NaN", "INF", " 5 ", "&#10;5", "\n5\t", "5 5", "1,5", "٣",
	"100", "100.000001", "999", "1000", "999999999999.999999", "1000000000000", "9223372036854.775807", "9223372036854.775808", "-9223372036854.775808", "99999999999999999999",
	"2026-01-01", "2026-01-01T00:00:00", "2026-02-28T23:59:59Z", "2026-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "2026-02-28T24:00:00Z", "2026-02-28T23:59:60Z", "2026-13-01T00:00:00Z",
	"0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "2026-02-28T23:59:59.1234Z", "2026-02-28T23:59:59.Z",
	"2026-02-28T23:59:59+14:00", "2026-02-28T23:59:59+14:01", "2026-02-28T23:59:59-00:00", "2026-02-28T23:59:59+01:60", "2026-02-28t23:59:59z", " 2026-02-28T23:59:59Z ", "2026-02-28T23:59:59,5Z",
	"true", "TRUE", "true ", "false", "recursive", "direct", "solve", "all", "PERCENT", "percent", "accepted", "held", "refused",
	"CELL", "cell", "FIRMWARE", "FAC_CELL", "LAB", "Europe/Budapest", "Mars/Olympus", "UTC", "FS1",
	strings.Repeat("x", 60), strings.Repeat("x", 61), strings.Repeat("🙂", 60), strings.Repeat("🙂", 61), "a&#9;b", "a\tb", "a&#x85;b", "a&#127;b", "a&#160;b", "a&lt;b", "a<b", "a&b", "a&amp;b", "&#0;", "&#xFFFE;", "&nbsp;", "a]]>b",
	"=", "= 1", " = 1", "= 1 +", "1", "=" + strings.Repeat("1", 254), "=" + strings.Repeat("1", 255),
}

// mutants are files that differ from one in one place each, and the file itself.
func mutants(text string) []string {
	all := []string{text, "\ufeff" + text, text + "\n<!-- end -->\n<?php end?>", text + text, "x" + text, text + "x", " " + text, text[:len(text)/2], "",
		strings.Replace(text, ":exchange:1", ":exchange:2", 1), strings.Replace(text, "1.0", "1.1", 1), strings.Replace(text, "<?xml ", "<?XML ", 1),
		strings.Replace(text, "?>", " standalone='yes'?>", 1), strings.Replace(text, "?>", "standalone='yes'?>", 1), strings.Replace(text, "?>", " encoding='utf-8' ?>", 1)}
	for _, at := range anAttribute.FindAllStringIndex(text, -1) {
		attribute := text[at[0]:at[1]]
		if strings.HasPrefix(attribute, " version") || strings.HasPrefix(attribute, " encoding") || strings.HasPrefix(attribute, " xmlns") {
			continue
		}
		name, value, _ := strings.Cut(attribute, "=")
		put := func(other string) { all = append(all, text[:at[0]]+other+text[at[1]:]) }
		put("")
		put(attribute + attribute)
		put(attribute + `x="1"`)
		put(attribute + ` x="1"`)
		put(attribute + ` y:x="1"`)
		put(attribute + ` xmlns:y="urn:y" y:x="1"`)
		put(attribute + ` xml:lang="en"`)
		put(attribute + ` xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:a b"`)
		put(" \n " + attribute[1:] + "\n")
		put(attribute[1:])
		put(" " + strings.ToUpper(name[1:]) + "=" + value)
		put(name + " = " + value)
		put(name + "=" + strings.Trim(value, `"'`))
		for _, odd := range oddValues {
			put(name + `="` + odd + `"`)
		}
	}
	tags := aTag.FindAllStringIndex(text, -1)
	for i, at := range tags {
		put := func(other string) { all = append(all, text[:at[0]]+other+text[at[1]:]) }
		tag := text[at[0]:at[1]]
		put("")
		put(tag + tag)
		put(tag + "text")
		put(tag + "<![CDATA[ ]]>")
		put(tag + "<![CDATA[x]]>")
		put(tag + "<!-- a comment --><?target of nobody?>&#32;")
		put(tag + "<!-- a -- b -->")
		put(tag + "<other/>")
		put(tag + `<other xmlns="urn:other"/>`)
		put(tag + "<?xml version='1.0'?>")
		put(strings.Replace(tag, "<", "< ", 1))
		put(strings.Replace(tag, "/>", "></x>", 1))
		put(strings.Replace(tag, "/>", "/ >", 1))
		put(strings.Replace(tag, ">", " >", 1))
		put(strings.ToUpper(tag))
		if i+1 < len(tags) {
			next := tags[i+1]
			all = append(all, text[:at[0]]+text[next[0]:next[1]]+tag+text[next[1]:])
		}
		for _, other := range tags[max(0, i-12):i] { // elements that are empty, elsewhere
			if moved := text[other[0]:other[1]]; strings.HasSuffix(moved, "/>") {
				put(tag + moved)
			}
		}
	}
	return all
}

// changedLines shows where a text differs from another.
func changedLines(base, text string) string {
	known := strings.Split(base, "\n")
	var changed []string
	for _, line := range strings.Split(text, "\n") {
		if !slices.Contains(known, line) {
			changed = append(changed, line)
		}
	}
	return strings.Join(changed[:min(len(changed), 4)], "\n")
}
