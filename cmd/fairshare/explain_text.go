package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"fairshare/calc"
	"fairshare/mapping"
)

// writeExplanation writes an explanation for people: a paragraph for every item, a
// line for every path, and behind them what brought nothing and why.
func writeExplanation(w io.Writer, d mapping.ExplainDocument) error {
	out := bufio.NewWriter(w)
	line := func(format string, args ...any) {
		out.WriteString(strings.TrimRight(printable(fmt.Sprintf(format, args...)), " ") + "\n")
	}
	for _, text := range headLines(d) {
		line("%s", text)
	}
	for _, item := range d.Items {
		line("")
		line("%s", itemLine(d, item))
		for _, text := range itemLines(item) {
			line("%s", text)
		}
	}
	if len(d.Zeros) > 0 {
		line("")
		line("Nothing came from:")
	}
	for _, zero := range d.Zeros {
		line("%s", zeroLine(zero))
	}
	return out.Flush()
}

func headLines(d mapping.ExplainDocument) []string {
	who := string(d.Party)
	if d.Name != who {
		who += " (" + d.Name + ")"
	}
	if d.Settlement == "" {
		return []string{who + ": shares as of " + d.AsOf}
	}
	return []string{
		fmt.Sprintf("%s in settlement %s (%s), until %s", who, d.Settlement, d.State, d.Until),
		fmt.Sprintf("opening %s + earned %s + adjusted %s - invoiced %s%s = closing %s %s",
			d.Opening, d.Earned, d.Adjusted, d.Invoiced, behind(" with ", d.Invoice), d.Closing, d.Currency),
	}
}

// behind is a text with what stands before it, or nothing.
func behind(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

func itemLine(d mapping.ExplainDocument, item mapping.ExplainItem) string {
	if d.Settlement == "" {
		return fmt.Sprintf("%s: %s %% of its income", item.Activity, item.Percent)
	}
	text := fmt.Sprintf("%s: %s %s", item.Activity, item.Amount, d.Currency)
	if item.Percent != "" {
		text += fmt.Sprintf(" = %s %% of %s", item.Percent, item.Pool)
	}
	return text
}

// itemLines are the parts of an item, the amounts in one column.
func itemLines(item mapping.ExplainItem) []string {
	b := block{columns: []string{"amount", "path"}}
	for _, path := range item.Paths {
		b.rows = append(b.rows, []string{amountText(path), pathText(path)})
	}
	if item.OtherPaths != "0" {
		b.rows = append(b.rows, []string{othersText(item), "others (" + counted(item.OtherPaths, "path", "paths") + ")"})
	}
	if item.Unexplained != "" {
		b.rows = append(b.rows, []string{item.Unexplained, "not explained by today's data"})
	}
	if rounding := roundingText(item); rounding != "" {
		b.rows = append(b.rows, []string{"", rounding})
	}
	var text strings.Builder
	out := bufio.NewWriter(&text)
	b.align(out, []bool{true, false})
	_ = out.Flush() // into memory
	var lines []string
	for row := range strings.Lines(text.String()) {
		lines = append(lines, "  "+row)
	}
	return lines
}

func counted(number, one, many string) string {
	if number == "1" {
		return "1 " + one
	}
	return number + " " + many
}

// othersText is what the paths that are not listed bring, in the form of the others.
func othersText(item mapping.ExplainItem) string {
	if len(item.Paths) > 0 && item.Paths[0].Documents == 0 {
		return calc.PercentText(fraction(item.Others)) + " %"
	}
	return item.Others
}

// amountText is money, or without a settlement a share in hundred.
func amountText(path mapping.ExplainPath) string {
	if path.Documents > 0 {
		return path.Amount
	}
	return calc.PercentText(fraction(path.Amount)) + " %"
}

// pathText is a path on one line.
func pathText(path mapping.ExplainPath) string {
	text := string(path.Product)
	if path.Documents > 0 {
		text += " (" + sourceText(path) + ")"
	}
	for _, step := range path.Steps {
		text += " → " + stepText(step)
	}
	return text
}

func sourceText(path mapping.ExplainPath) string {
	noun := []string{"sale", "sales"}
	if path.Cost {
		noun = []string{"cost", "costs"}
	}
	text := counted(fmt.Sprint(path.Documents), noun[0], noun[1]) + ", " + path.First
	if path.Last != path.First {
		text += " … " + path.Last
	}
	return text
}

func stepText(step mapping.ExplainStep) string {
	switch step.Kind {
	case mapping.StepFounders:
		return fmt.Sprintf("%s %% to the founders %s", step.Percent, step.Activity)
	case mapping.StepAfterFounders:
		return step.Percent + " % after the founders"
	case mapping.StepKeeps:
		return fmt.Sprintf("%s keeps %s %%", step.Activity, step.Percent)
	case mapping.StepHeldBy:
		return fmt.Sprintf("%s with %s of %s pieces (%s %%)", step.Activity, step.Part, step.Whole, step.Percent)
	case mapping.StepCredit:
		return fmt.Sprintf("%s of %s pieces (%s %%)", step.Part, step.Whole, step.Percent)
	case mapping.StepRetained:
		return "retained"
	}
	return fmt.Sprintf("%s %% %s", step.Percent, step.Activity)
}

// roundingText says what rounding to whole minor units moved between settlements.
func roundingText(item mapping.ExplainItem) string {
	if isZero(item.Brought) && isZero(item.Carried) {
		return ""
	}
	return fmt.Sprintf("(%s exactly, %s brought from before, %s carried on)", shortened(item.Exact), shortened(item.Brought), shortened(item.Carried))
}

func isZero(number string) bool { return strings.Trim(number, "-0.") == "" }

// shortened keeps six digits after the point; the rest is in the JSON.
func shortened(number string) string {
	if point := strings.IndexByte(number, '.'); point >= 0 && len(number) > point+7 {
		return number[:point+7] + "…"
	}
	return number
}

func zeroLine(zero mapping.ExplainZero) string {
	what := behind("", string(zero.Activity))
	if zero.Pieces != "" {
		what += fmt.Sprintf(" (%s pieces in facility %s)", zero.Pieces, zero.Facility)
	}
	if what != "" {
		what += ": "
	}
	return "  " + what + zero.Text + " [" + zero.Code + "]"
}
