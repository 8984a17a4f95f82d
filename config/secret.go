package config

import (
	"fmt"
	"io"
	"log/slog"
)

const hidden = "***"

// Secret is a text that prints as ***, whatever prints it. Only Reveal gives it away.
type Secret struct{ text string }

// NewSecret hides a text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal is the text itself, for the one who logs in with it.
func (s Secret) Reveal() string { return s.text }

// IsSet says whether there is a secret at all.
func (s Secret) IsSet() bool { return s.text != "" }

// String is ***.
func (s Secret) String() string { return hidden }

// GoString is ***, for %#v.
func (s Secret) GoString() string { return hidden }

// Format writes *** for every verb of package fmt.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalText writes ***.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON writes "***".
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalYAML writes ***.
func (s Secret) MarshalYAML() (any, error) { return hidden, nil }

// LogValue is ***, for package slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
