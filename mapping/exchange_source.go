package mapping

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// exchangeSource gives a file to the decoder byte by byte and keeps those of the
// token at hand, because encoding/xml does not look at all that makes XML well-formed,
// and leaves line breaks in attributes, which other readers see as spaces.
type exchangeSource struct {
	in     *bufio.Reader
	most   int64 // bytes that are read
	read   int64
	lines  int // line breaks so far
	token  []byte
	began  int64 // where the token begins
	marked bool  // the file begins with a byte-order mark
}

// maxToken is how long a tag, a comment or a text between tags may be.
const maxToken = 1 << 20

func newExchangeSource(file io.Reader, most int64) *exchangeSource {
	s := &exchangeSource{in: bufio.NewReaderSize(file, 1<<16), most: most}
	if mark, err := s.in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = s.in.Discard(len(mark)) // it was seen
		s.marked = true
	}
	return s
}

// ReadByte lets the decoder read no further than the token needs.
func (s *exchangeSource) ReadByte() (byte, error) {
	switch {
	case s.read >= s.most:
		return 0, fmt.Errorf("the file is larger than %d MiB, the most that is read", s.most>>20)
	case len(s.token) >= maxToken:
		return 0, fmt.Errorf("a tag, comment or text is larger than %d MiB", maxToken>>20)
	}
	b, err := s.in.ReadByte()
	if err != nil {
		return 0, err
	}
	s.read++
	if b == '\n' {
		s.lines++
	}
	s.token = append(s.token, b)
	return b, nil
}

// Read is there for the decoder's type only: it reads by bytes.
func (s *exchangeSource) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := s.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// forget is called before each token.
func (s *exchangeSource) forget() { s.token, s.began = s.token[:0], s.read }

func (s *exchangeSource) line() int { return s.lines + 1 }

// startLine is the line on which the token begins.
func (s *exchangeSource) startLine() int { return s.line() - bytes.Count(s.token, []byte{'\n'}) }

// atStart reports whether nothing stands before the token.
func (s *exchangeSource) atStart() bool { return s.began == 0 }

// written reports whether the text at hand is more than plain space: outside of the
// root not even a reference to one may stand.
func (s *exchangeSource) written() bool {
	return len(bytes.Trim(bytes.TrimSuffix(s.token, []byte("<")), xmlSpace)) > 0
}

var xmlDeclaration = regexp.MustCompile(`^version\s*=\s*("1\.0"|'1\.0')(\s+encoding\s*=\s*("[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(\s+standalone\s*=\s*("(yes|no)"|'(yes|no)'))?\s*$`)

// checkTag looks at the raw start tag at hand: a space parts attributes, and a line
// break or tab in a value is a space, as XML wants it.
func (s *exchangeSource) checkTag(given []xml.Attr) error {
	quote, from, nth := byte(0), 0, 0
	for i, b := range s.token {
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote, from = b, i+1
		case quote != 0 && b == quote:
			quote = 0
			if nth < len(given) {
				if err := flatten(&given[nth], s.token[from:i]); err != nil {
					return err
				}
			}
			nth++
			if i+1 < len(s.token) && !strings.ContainsRune(xmlSpace+"/>", rune(s.token[i+1])) {
				return errors.New("a space must part two attributes")
			}
		}
	}
	return nil
}

func flatten(a *xml.Attr, raw []byte) error {
	if !bytes.ContainsAny(raw, "\t\r\n") {
		return nil
	}
	if bytes.Contains(raw, []byte("&#")) {
		return fmt.Errorf("attribute %s has a line break beside a character reference: write it without one of them", a.Name.Local)
	}
	a.Value = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\r' || r == '\n' {
			return ' '
		}
		return r
	}, a.Value)
	return nil
}
