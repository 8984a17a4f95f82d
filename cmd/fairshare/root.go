package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fairshare/cmd/internal/nightly"
	"fairshare/mapping"
)

// run executes one command line and gives its exit code. Data went to stdout; an
// error goes to stderr, its last words saying what to do.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	err := nightly.Guarded(func() error { return root.ExecuteContext(ctx) })
	if err != nil {
		a.complain(err)
		fmt.Fprint(a.stderr, nightly.StackOf(err))
	}
	return int(codeOf(err))
}

// complain tells an error. What came from outside in it can neither steer a terminal
// nor begin a line that looks like another message or a line of the log.
func (a *app) complain(err error) {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		line = mapping.Shown(line)
		if i > 0 && !strings.HasPrefix(line, "  ") {
			line = "  " + line
		}
		lines[i] = line
	}
	fmt.Fprintln(a.stderr, "fairshare:", strings.Join(lines, "\n"))
}

// codeOf is the exit code of an error: the one it carries, else that of its kind.
func codeOf(err error) exitCode {
	var known *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &known):
		return known.code
	default:
		return kindOf(err)
	}
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "fairshare",
		Short:         "Pay everyone who helped their fair share of what OFBiz's orders earned",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError("there is no command %q; `fairshare help` lists them", args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return checkOutput(a.output)
		},
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError("%w; see `%s --help`", err, c.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.configPath, "config", "", "configuration file (default /etc/fairshare/config.yaml, then ./fairshare.yaml)")
	flags.StringVarP(&a.output, "output", "o", outputTable, "how data is printed: table, json, csv or xml")
	root.AddCommand(
		newSharesCommand(a), newSettleCommand(a), newSettlementsCommand(a), newStatementCommand(a), newReportCommand(a),
		newExplainCommand(a), newProjectCommand(a), newAdjustCommand(a), newCreditCommand(a), newJobCommand(a), newActivityCommand(a),
		newRunCommand(a), newServeCommand(a), newMailCommand(a), newAliveCommand(a), newCheckCommand(a), newMigrateCommand(a),
		newExportCommand(a), newImportCommand(a), newImportEntitiesCommand(a), newDemoCommand(a), newConfigCommand(a), newSchemaCommand(a), newVersionCommand(a), newManualCommand(a),
	)
	return root
}

// noArguments refuses arguments with the exit code of wrong usage.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError("`%s` takes no argument, got %q", c.CommandPath(), args)
	}
	return nil
}

// oneArgument wants exactly one argument, called by its name in the message.
func oneArgument(name string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError("`%s` takes one argument: %s", c.CommandPath(), name)
		}
		return nil
	}
}
