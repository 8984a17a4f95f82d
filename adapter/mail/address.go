package mail

import (
	"fmt"
	netmail "net/mail"
	"strings"
)

// Parse reads an address as people write it, anna@example.com or Anna
// <anna@example.com>. Nothing is taken that could be two addresses, or a line of its
// own in the conversation with the server.
func Parse(text string) (netmail.Address, error) {
	address, err := netmail.ParseAddress(text)
	if err != nil || !isPlain(address.Address) {
		return netmail.Address{}, fmt.Errorf("%q is no e-mail address such as anna@example.com", text)
	}
	return *address, nil
}

// isPlain holds for name@host of visible ASCII without quotes and brackets. Quoted
// names ("a b"@host) exist, and no mail provider has them.
func isPlain(address string) bool {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || at == len(address)-1 || len(address) > 254 {
		return false
	}
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"<>()[]\,;:`, c) >= 0 || c == '@' && i != at {
			return false
		}
	}
	return true
}
