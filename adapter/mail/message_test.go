package mail

import (
	"bytes"
	"fmt"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"fairshare/mapping"
	"fairshare/testdata/hostile"
)

func testServer(t testing.TB) *Server {
	t.Helper()
	from, err := Parse("Ágnes Őry <pay@example.com>")
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Settings{Address: "mail.example.com:587", Encryption: StartTLS, From: from})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// headers are the names of a message's header fields, which no text may add to.
func headers(t testing.TB, content []byte) string {
	t.Helper()
	message, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%v in\n%.500s", err, content)
	}
	for _, name := range []string{"From", "To", "Subject", "Message-Id", "Date", "Content-Type", "Mime-Version", "Auto-Submitted"} {
		if message.Header.Get(name) == "" || len(message.Header[name]) != 1 {
			t.Errorf("%s is there %d times", name, len(message.Header[name]))
		}
	}
	return fmt.Sprint(len(message.Header))
}

// TestHostileTextAddsNoHeader: whatever the subject, the body and the file's name are,
// the message has the same header fields, and its lines are short ASCII.
func TestHostileTextAddsNoHeader(t *testing.T) {
	s := testServer(t)
	compose := func(text string) []byte {
		t.Helper()
		content, err := s.compose(Message{ID: strings.Repeat("0", 32), To: "anna@example.com", Date: time.Unix(0, 0),
			Letter: mapping.Letter{Subject: text, Text: text, HTML: "<p>" + text}, Files: []mapping.Document{{Name: "a.pdf", MimeType: "application/pdf", Content: []byte(text)}}})
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	want := headers(t, compose("harmless"))
	for i, text := range append(hostile.Texts(), "a\r\nBcc: all@example.com", "a\nX-Evil: 1\n\n.\r\nMAIL FROM:<x>", "\r\n.\r\n", ".") {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			content := compose(text)
			if got := headers(t, content); got != want {
				t.Errorf("%s header fields, want %s:\n%.800s", got, want, content)
			}
			for line := range bytes.Lines(content) {
				if len(line) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r > 0x7e }) || !bytes.HasSuffix(line, []byte("\r\n")) && bytes.HasSuffix(line, []byte("\n")) {
					t.Errorf("the line %.200q", line)
				}
			}
		})
	}
}

// TestHostileAddress: nothing but one plain address is ever one.
func TestHostileAddress(t *testing.T) {
	for _, text := range append(hostile.Texts(), "", "anna", "@example.com", "anna@", "a@b@c", "anna@example.com, eve@example.com", "anna@example.com\r\nRCPT TO:<eve@example.com>",
		"<anna@example.com> SIZE=1", `"a b"@example.com`, "anna@example.com>", "ánna@example.com", strings.Repeat("a", 250)+"@example.com") {
		if address, err := Parse(text); err == nil {
			t.Errorf("%q is read as %v", text, address)
		}
		if _, err := testServer(t).compose(Message{To: text}); err == nil {
			t.Errorf("%q gets a mail", text)
		}
	}
	for text, want := range map[string]string{"anna@example.com": "anna@example.com", " Anna <anna+pay@example.com> ": "anna+pay@example.com", "O'Hara@example.com": "O'Hara@example.com"} {
		if address, err := Parse(text); err != nil || address.Address != want {
			t.Errorf("%q: %v, %v", text, address, err)
		}
	}
}

func TestNew(t *testing.T) {
	from := netmail.Address{Address: "pay@example.com"}
	for name, s := range map[string]Settings{
		"no port":            {Address: "mail.example.com", Encryption: StartTLS, From: from},
		"no encryption":      {Address: "mail.example.com:25", Encryption: None, From: from},
		"login in the open":  {Address: "127.0.0.1:25", Encryption: None, User: "x", From: from},
		"unknown encryption": {Address: "mail.example.com:25", Encryption: "ssl", From: from},
		"no sender":          {Address: "mail.example.com:25", Encryption: StartTLS},
		"two senders":        {Address: "mail.example.com:25", Encryption: StartTLS, From: netmail.Address{Address: "a@b.c>\r\nx"}},
	} {
		if _, err := New(s); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if s, err := New(Settings{Address: "[::1]:25", Encryption: None, From: from, Hello: "evil\r\nMAIL"}); err != nil || s.settings.Hello != "localhost" {
		t.Errorf("%v", err)
	}
}
