package mail

import (
	"bytes"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"fairshare/mapping"
)

// subjectLength is what a subject has at most, in characters: lines of a header are
// limited, and nobody reads more.
const subjectLength = 150

// Message is what goes to one address.
type Message struct {
	ID     string // of what it tells, and to whom: it is the Message-ID's first half
	To     string
	Date   time.Time
	Letter mapping.Letter
	Files  []mapping.Document
}

// compose makes the message as it goes over the line.
func (s *Server) compose(m Message) ([]byte, error) {
	to, err := Parse(m.To)
	if err != nil {
		return nil, &Error{Kind: Refused, Op: "write the mail", Err: err, Final: true, Hint: "correct it where it was entered: mail.finance, or the party's e-mail address in OFBiz"}
	}
	message := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	message.FromMailAddress(&s.settings.From)
	message.ToMailAddress(&netmail.Address{Address: to.Address})
	message.SetMessageIDWithValue(m.ID + "@" + s.domain())
	message.SetDateWithValue(m.Date)
	message.Subject(mapping.ColumnText(oneLine(m.Letter.Subject), subjectLength))
	message.SetGenHeader("Auto-Submitted", "auto-generated") // so that nobody's absence answers
	message.SetBodyString(gomail.TypeTextPlain, m.Letter.Text)
	message.AddAlternativeString(gomail.TypeTextHTML, m.Letter.HTML)
	for _, file := range m.Files {
		if err := message.AttachReader(file.Name, bytes.NewReader(file.Content), gomail.WithFileContentType(gomail.ContentType(file.MimeType))); err != nil {
			return nil, fmt.Errorf("attach %s: %w", file.Name, err)
		}
	}
	return written(message)
}

func written(message io.WriterTo) ([]byte, error) {
	var out bytes.Buffer
	if _, err := message.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write the mail: %w", err)
	}
	return out.Bytes(), nil
}

// domain is the sender's: a Message-ID belongs to whoever made it.
func (s *Server) domain() string {
	from := s.settings.From.Address
	return from[strings.LastIndexByte(from, '@')+1:]
}

// oneLine keeps what somebody typed into OFBiz from being a header of its own.
func oneLine(text string) string {
	return strings.Join(strings.Fields(mapping.Shown(text)), " ")
}
