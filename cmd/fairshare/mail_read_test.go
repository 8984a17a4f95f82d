package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"unicode/utf8"

	"fairshare/adapter/mail/mailtest"
)

// readMail is a mail as its reader has it.
type readMail struct {
	header     netmail.Header
	subject    string
	text, html string
	files      map[string][]byte // by name
	types      []string          // of the leaves, in order
	mailtest.Message
}

// read takes a mail apart, by the standard library and not by what made it.
func read(t testing.TB, m mailtest.Message) readMail {
	t.Helper()
	message, err := netmail.ReadMessage(bytes.NewReader(m.Content))
	if err != nil {
		t.Fatalf("%v in\n%.2000s", err, m.Content)
	}
	r := readMail{header: message.Header, files: map[string][]byte{}, Message: m}
	if r.subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	r.part(t, message.Header.Get("Content-Type"), "", message.Header.Get("Content-Transfer-Encoding"), message.Body)
	return r
}

func (r *readMail) part(t testing.TB, contentType, disposition, encoding string, body io.Reader) {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("%q: %v", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			r.part(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Disposition"), part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
	r.types = append(r.types, kind)
	content := decoded(t, encoding, body)
	switch {
	case disposition != "":
		_, names, err := mime.ParseMediaType(disposition)
		if err != nil {
			t.Fatalf("%q: %v", disposition, err)
		}
		r.files[names["filename"]] = content
		return
	case !strings.EqualFold(parameters["charset"], "utf-8") || !utf8.Valid(content):
		t.Errorf("%s is not in UTF-8", contentType)
	}
	if text := strings.ReplaceAll(string(content), "\r\n", "\n"); kind == "text/html" {
		r.html = text
	} else {
		r.text = text
	}
}

func decoded(t testing.TB, encoding string, body io.Reader) []byte {
	t.Helper()
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	default:
		t.Errorf("the transfer encoding is %q", encoding)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
