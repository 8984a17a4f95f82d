package main

import (
	"github.com/spf13/cobra"

	"fairshare/config"
)

func newConfigCommand(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Show the configuration",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		&cobra.Command{
			Use:   "show",
			Short: "Print the effective configuration as YAML, secrets hidden",
			Long: `Show prints what the defaults, the file and the environment come to. The output
is a configuration file itself.`,
			Args: noArguments,
			RunE: func(*cobra.Command, []string) error { return a.showConfig() },
		},
		&cobra.Command{
			Use:   "default",
			Short: "Print the default configuration with an explanation of every key",
			Args:  noArguments,
			RunE: func(*cobra.Command, []string) error {
				_, err := a.stdout.Write(config.Commented)
				return err
			},
		},
	)
	return c
}

// showConfig always prints YAML, whatever --output says: that is what a
// configuration is written in.
func (a *app) showConfig() error {
	c, err := config.Load(a.configPath, a.environ)
	if err != nil {
		return withExit(exitConfig, err)
	}
	return c.Print(a.stdout)
}
