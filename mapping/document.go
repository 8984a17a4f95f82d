package mapping

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"unicode/utf8"

	"fairshare/calc"
)

// DocumentID is the id under which a report of a settlement is attached to a
// party where Fairshare chooses the id itself: FS and 80 bits of a hash of all
// three. A report that is made again has the id that it had.
func DocumentID(settlement string, party calc.PartyID, name string) string {
	sum := sha256.Sum256([]byte("document\x00" + settlement + "\x00" + string(party) + "\x00" + name))
	return payoutPrefix + base32.HexEncoding.EncodeToString(sum[:10])
}

// IsText says whether OFBiz can keep a document as text, which is what people can
// search for and OFBiz can show. A column of utf8mb3 refuses characters of four
// bytes, and what is no UTF-8 would not come out as it went in.
func (d Document) IsText() bool {
	wide := func(r rune) bool { return r > 0xffff }
	isText := d.Format == "html" || d.Format == "csv" || d.Format == "xml"
	return isText && utf8.Valid(d.Content) && !slices.ContainsFunc([]rune(string(d.Content)), wide)
}
