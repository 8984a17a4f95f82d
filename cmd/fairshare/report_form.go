package main

import (
	"github.com/spf13/cobra"

	"fairshare/adapter/files"
	"fairshare/mapping"
)

// form is how a report is printed: in which format and language.
type form struct {
	format, language string
}

func (f *form) flags(c *cobra.Command, format string) {
	c.Flags().StringVar(&f.format, "format", format, "print the report itself: html, pdf, xlsx, csv, xml or json")
	c.Flags().StringVar(&f.language, "language", "", "of html, pdf and xlsx: en or hu (default: reports.language)")
}

// print writes a report to stdout as the file it is.
func (f form) print(a *app, s *session, render func(files.Language) (mapping.Document, error)) error {
	language, err := files.ParseLanguage(f.language, s.config.Reports.Language)
	if err != nil {
		return usageError("--language: %w", err)
	}
	document, err := render(language)
	if err != nil {
		return usageError("--format: %w", err)
	}
	_, err = a.stdout.Write(document.Content)
	return err
}
