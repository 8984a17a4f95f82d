package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newManualCommand is for whoever makes a package, so it is not listed.
func newManualCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "manual",
		Short:  "Print the manual page: what every --help says",
		Hidden: true,
		Args:   noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			m := manual{out: a.stdout}
			m.page(c.Root())
			return m.err
		},
	}
}

// manual writes a page for man; the first error is kept.
type manual struct {
	out io.Writer
	err error
}

func (m *manual) page(root *cobra.Command) {
	m.macro("TH", "FAIRSHARE", "1", "", "Fairshare "+version)
	m.macro("SH", "NAME")
	m.text("fairshare - " + root.Short)
	m.macro("SH", "OPTIONS OF ALL COMMANDS")
	root.PersistentFlags().VisitAll(m.flag)
	m.macro("SH", "COMMANDS")
	m.commands(root)
	m.macro("SH", "EXIT STATUS")
	m.text("0 done or nothing to do, 1 failed, 2 wrong arguments, 3 configuration, rights or tables, 4 database or OFBiz out of reach, 5 blocking findings, 6 another one is at work or the pause file is there, 7 a person must look")
	m.macro("SH", "FILES")
	m.text("/etc/fairshare/config.yaml, else ./fairshare.yaml. `fairshare config default` prints every key with its default.")
}

func (m *manual) commands(of *cobra.Command) {
	for _, c := range of.Commands() {
		if !c.IsAvailableCommand() || c.Name() == "completion" {
			continue
		}
		if c.Runnable() {
			m.macro("SS", strings.TrimSuffix(c.UseLine(), " [flags]"))
			m.text(cmp.Or(c.Long, c.Short))
			c.NonInheritedFlags().VisitAll(m.flag)
		}
		m.commands(c)
	}
}

func (m *manual) flag(f *pflag.Flag) {
	name, usage := pflag.UnquoteUsage(f)
	if f.Hidden || f.Name == "help" {
		return
	}
	short := ""
	if f.Shorthand != "" {
		short = "-" + f.Shorthand + ", "
	}
	m.macro("TP")
	m.text(strings.TrimSpace(short + "--" + f.Name + " " + name))
	m.text(usage)
}

// macro writes a line that troff acts on.
func (m *manual) macro(name string, arguments ...string) {
	line := "." + name
	for _, argument := range arguments {
		line += ` "` + strings.ReplaceAll(escaped(argument), `"`, `\(dq`) + `"`
	}
	m.line(line)
}

// text writes lines that troff only fills; an empty one begins a paragraph.
func (m *manual) text(text string) {
	for _, line := range strings.Split(text, "\n") {
		line = escaped(strings.TrimSpace(line))
		if line == "" {
			line = ".PP"
		} else if line[0] == '.' || line[0] == '\'' {
			line = `\&` + line
		}
		m.line(line)
	}
}

var escaped = strings.NewReplacer(`\`, `\e`, "-", `\-`, "…", "...").Replace

func (m *manual) line(line string) {
	if m.err == nil {
		_, m.err = fmt.Fprintln(m.out, line)
	}
}
