package config

import "strings"

// suggest says which key a person may have meant by one that does not exist. The
// whole paths are compared, so that a key in the wrong group is found too.
func suggest(path string) string {
	last := path[strings.LastIndex(path, ".")+1:]
	if strings.Contains(last, "password") || strings.Contains(last, "secret") {
		return `; a secret is only read from a file: set ofbiz.database.password_file`
	}
	best, distance := "", len(path)/2+1
	for _, k := range keys {
		if k.path[strings.LastIndex(k.path, ".")+1:] == last && distance > 1 {
			best, distance = k.path, 1
		}
		if d := editDistance(path, k.path); d < distance {
			best, distance = k.path, d
		}
	}
	if best == "" {
		return `; "fairshare config show" lists the keys`
	}
	return "; did you mean " + best + "?"
}

// editDistance is how many letters must be put in, taken out or changed to make
// one text of the other (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
