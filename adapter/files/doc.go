// Package files turns report models into files for people and puts them safely
// into a folder.
//
// Every format is made from the same model, so no two can tell different figures:
//
//	html  to read, on a screen, a phone or paper: one file, no script, nothing loaded
//	pdf   to print and to keep: A4, its fonts in it, every figure marked as what it is
//	xlsx  for spreadsheets: real numbers, sums as formulas
//	csv   for machines: RFC 4180, UTF-8, a header row, one record a line
//	xml   for machines: elements named as in the JSON contract
//
// The first three are for people, in English or Hungarian (see Language).
//
// The same model gives the same bytes, today and on another machine, so a file
// can be made again and compared.
//
// What people typed into OFBiz (names, findings) is hostile until proven
// otherwise. It is escaped in HTML, is never a formula in CSV or XLSX, and
// characters that can't be seen, or that turn the text around them, are made
// visible everywhere (see shown).
package files
