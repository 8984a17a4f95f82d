package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"fairshare/adapter/git"
	"fairshare/cmd/internal/people"
	"fairshare/mapping"
)

func newCreditImportCommand(a *app) *cobra.Command {
	var folder, since string
	var how people.Import
	c := &cobra.Command{
		Use:   "import --git DIR --as LOGIN",
		Short: "Propose the credits that commits ask for in their trailers",
		Long: `Import reads the commits of a git working copy and proposes what their trailers
ask for, such as

  Credit: FIRMWARE 2.5

for the party that has the author's e-mail address in OFBiz or in the configuration
(credits.git_authors). A commit asks once for credit in an activity: importing it
again changes nothing. What an author's name is worth is for who approves to judge:
git lets everyone write any. Look with --dry-run first.`,
		Args: func(c *cobra.Command, args []string) error {
			if err := noArguments(c, args); err != nil {
				return err
			}
			if folder == "" {
				return usageError("--git is needed: the folder of a git working copy, such as --git .")
			}
			return checkAs(how.Login)
		},
		RunE: func(c *cobra.Command, _ []string) error { return a.importCredits(c.Context(), folder, since, how) },
	}
	addAs(c, &how.Login)
	c.Flags().StringVar(&folder, "git", "", "the folder of the git working copy")
	c.Flags().StringVar(&since, "since", "", "only commits that this revision doesn't have (default: all that lead to HEAD)")
	c.Flags().BoolVar(&how.DryRun, "dry-run", false, "only show what would be proposed")
	return c
}

func (a *app) importCredits(ctx context.Context, folder, since string, how people.Import) error {
	commits, err := git.Credits(ctx, folder, since)
	if err != nil {
		return withExit(exitUsage, err)
	}
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	desk, err := s.creditDesk(ctx)
	if err != nil {
		return err
	}
	how.Authors = s.config.Credits.GitAuthors
	imported, err := desk.ImportCredits(ctx, commits, how)
	if shown := a.print("imported", imported); err == nil {
		err = shown
	}
	if err == nil && slices.ContainsFunc(imported, func(row mapping.ImportedCredit) bool { return row.Outcome == mapping.ImportRefused }) {
		err = withExit(exitAttention, errors.New("credit import: not everything could be proposed: the rows say why; mend it and import again"))
	}
	return err
}
