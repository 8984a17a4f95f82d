// Package config is Fairshare's configuration: one struct, its defaults, loading,
// validation, and printing with secrets hidden. Nothing else reads files or the
// environment for settings.
//
// Settings come from, the later winning: the defaults (fairshare.yaml in this
// package shows them all), one YAML file, and the environment, where a key is
// written in capitals with _ between its parts: settlement.minimum_payout is
// FAIRSHARE_SETTLEMENT_MINIMUM_PAYOUT. Lists are separated by commas there; an
// entry of a map has its own variable, as FAIRSHARE_INCOME_ADJUSTMENTS_VAT_TAX=false;
// accepted findings are "CODE" or "CODE: key", separated by semicolons.
//
// YAML's own idea of what a value is plays no part: the text that stands in the
// file is read by what the key wants. So a party called 0123 or NO keeps its name.
//
// A secret never stands in the configuration: it names the file that holds it.
package config
