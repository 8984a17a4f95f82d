package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// The formats of --output.
const (
	outputTable = "table"
	outputJSON  = "json"
	outputCSV   = "csv"
	outputXML   = "xml"
)

var outputFormats = []string{outputTable, outputJSON, outputCSV, outputXML}

// print writes a command's data to stdout in the chosen format. A command builds
// its data once, as a struct or a slice of structs with json tags (strings,
// typed strings, integers, booleans, times, and slices of such structs); all
// four formats are made of it:
//
//	json   the struct as it is, every list at least []
//	xml    the same tree: an element per field, <entry> for each member of a list;
//	       name is the root element
//	csv    a block with a header line for every list, separated by an empty line
//	table  the same blocks aligned for people, single values above them
func (a *app) print(name string, document any) error {
	return write(a.stdout, a.output, name, document)
}

func write(w io.Writer, format, name string, document any) error {
	if err := checkOutput(format); err != nil {
		return err
	}
	root, err := treeOf(document)
	if err != nil {
		return fmt.Errorf("print %s: %w", name, err)
	}
	switch format {
	case outputJSON:
		err = writeJSON(w, root)
	case outputXML:
		err = writeXML(w, name, root)
	case outputCSV:
		err = writeCSV(w, blocksOf(root))
	default:
		err = writeTables(w, root)
	}
	if err != nil {
		return fmt.Errorf("print %s: %w", name, err)
	}
	return nil
}

// checkOutput refuses a format that does not exist; the root command calls it
// before any work is done.
func checkOutput(format string) error {
	if format == "" || slices.Contains(outputFormats, format) {
		return nil
	}
	return usageError("--output %q does not exist; choose one of %s", format, strings.Join(outputFormats, ", "))
}
