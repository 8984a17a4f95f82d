package people

import (
	"context"
	"errors"
	"strings"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// Import is how commits become proposals.
type Import struct {
	Login   string
	Authors map[string]string // e-mail address in capitals → partyId, before OFBiz's own
	DryRun  bool              // only look
}

// ImportCredits proposes what the trailers of commits ask for, each once, and tells of
// every trailer what became of it. One that can't be proposed stops no other.
func (d *Desk) ImportCredits(ctx context.Context, commits []mapping.CreditCommit, how Import) ([]mapping.ImportedCredit, error) {
	imported := []mapping.ImportedCredit{}
	for _, commit := range commits {
		seen := map[string]bool{}
		for _, trailer := range commit.Trailers {
			row := mapping.ImportedCredit{Commit: commit.Hash, Author: commit.Email}
			proposal, err := commit.Proposal(trailer)
			if err == nil && seen[proposal.Key] {
				err = &commitError{proposal.Activity + " is there twice in one commit: only the first counts"}
			}
			if err == nil {
				seen[proposal.Key] = true
				row.Activity, row.Quantity = proposal.Activity, proposal.Quantity.String()
				err = d.importOne(ctx, proposal, how, &row)
			}
			if err != nil {
				row.Outcome, row.Text = mapping.ImportRefused, err.Error()
				if !isRefusal(err) && row.Activity != "" {
					return imported, err
				}
			}
			imported = append(imported, row)
		}
	}
	return imported, nil
}

func (d *Desk) importOne(ctx context.Context, p mapping.CreditProposal, how Import, row *mapping.ImportedCredit) (err error) {
	if p.Party, err = d.author(ctx, row.Author, how.Authors); err != nil {
		return err
	}
	row.Party = p.Party
	known, err := ofbiz.CreditByKey(ctx, d.DB, p.Key, d.crediting())
	switch {
	case err != nil:
		return err
	case known != nil:
		row.Outcome, row.Credit = mapping.ImportKnown, known.ID
		return nil
	case how.DryRun:
		row.Outcome = mapping.ImportNew
		return nil
	}
	credit, _, err := d.ProposeCredit(ctx, how.Login, p)
	row.Outcome, row.Credit = mapping.ImportMade, credit.ID
	return err
}

// commitError says what is wrong with a commit.
type commitError struct{ text string }

func (e *commitError) Error() string { return e.text }

func (d *Desk) author(ctx context.Context, email string, authors map[string]string) (string, error) {
	if party := authors[strings.ToUpper(email)]; party != "" {
		return party, nil
	}
	parties, err := ofbiz.PartiesByEmail(ctx, d.DB, email, d.Writing())
	switch {
	case err != nil:
		return "", err
	case len(parties) == 0:
		return "", &commitError{"nobody has this e-mail address: enter it on the party's profile in OFBiz, or under credits.git_authors"}
	case len(parties) > 1:
		return "", &commitError{"several parties have this e-mail address (" + strings.Join(parties, ", ") + "): name the right one under credits.git_authors"}
	}
	return parties[0], nil
}

// isRefusal tells a fault of one commit from one that meets all.
func isRefusal(err error) bool {
	var credit *mapping.CreditError
	var author *commitError
	var denied *mapping.DeniedError
	return errors.As(err, &credit) || errors.As(err, &author) || errors.As(err, &denied)
}
