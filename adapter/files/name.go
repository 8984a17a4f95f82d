package files

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"fairshare/calc"
	"fairshare/mapping"
)

// longestName leaves room for the temporary name within the 255 bytes that file
// systems allow.
const longestName = 240

// fileName is a document's name, made of nothing but ids and the extension:
// "SETTLEMENT.PARTY.html", or "SETTLEMENT.html" for the finance report. Different
// ids give different names, and no id can leave the folder or hide the file.
func fileName(settlement string, party calc.PartyID, extension string) string {
	name := safe(settlement)
	if party != "" {
		name += "." + safe(string(party))
	}
	if len(name)+1+len(extension) > longestName {
		sum := sha256.Sum256([]byte(name))
		name = fmt.Sprintf("%s~~%x", name[:longestName-60], sum[:16])
	}
	return name + "." + extension
}

// safe keeps letters, digits, - and _ of an id and writes every other byte as ~
// and two hexadecimal digits.
func safe(id string) string {
	var b strings.Builder
	for i := 0; i < len(id); i++ {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-' && i > 0, c == '_':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "~%02x", c)
		}
	}
	return b.String()
}

// organization is the party whose page shows the finance report.
func organization(r mapping.Finance) calc.PartyID {
	return calc.PartyID(r.Settlement.Organization)
}
