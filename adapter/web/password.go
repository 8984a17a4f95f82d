package web

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/sha1" // #nosec G505 -- OFBiz's own digests, which its users have
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
)

// maxIterations bounds the work that a row of the database can ask for.
const maxIterations = 2_000_000

// maxDigestBytes bounds how much is derived: OFBiz makes 32 bytes.
const maxDigestBytes = 128

// digests are the algorithms of Java's that OFBiz can name in front of a password.
var digests = map[string]func() hash.Hash{
	"SHA": sha1.New, "SHA-1": sha1.New, "SHA-256": sha256.New, "SHA-384": sha512.New384, "SHA-512": sha512.New,
}

var pbkdf2Digests = map[string]func() hash.Hash{
	"PBKDF2-SHA1": sha1.New, "PBKDF2-SHA256": sha256.New, "PBKDF2-SHA384": sha512.New384, "PBKDF2-SHA512": sha512.New,
}

var errDigest = errors.New("compare a password: USER_LOGIN.CURRENT_PASSWORD has a form that is not known here; let the user set the password anew in OFBiz")

// matches reports whether a password is the one whose digest OFBiz has stored, as
// HashCrypt.comparePassword does, in constant time.
func matches(stored, password string) (bool, error) {
	switch {
	case strings.HasPrefix(stored, "{PBKDF2"):
		return matchesPBKDF2(stored, password)
	case strings.HasPrefix(stored, "{"):
		kind, text, found := strings.Cut(stored[1:], "}")
		digest, err := digestOf(kind, "", password)
		if !found || err != nil {
			return false, errDigest
		}
		return same([]byte(text), []byte(hex.EncodeToString(digest))), nil
	case strings.HasPrefix(stored, "$"):
		parts := strings.SplitN(stored[1:], "$", 3) // type, salt, digest
		if len(parts) != 3 {
			return false, errDigest
		}
		digest, err := digestOf(parts[0], parts[1], password)
		return err == nil && same([]byte(parts[2]), []byte(base64.RawURLEncoding.EncodeToString(digest))), err
	}
	return false, errDigest
}

func digestOf(kind, salt, password string) ([]byte, error) {
	algorithm, known := digests[kind]
	if !known {
		return nil, errDigest
	}
	h := algorithm()
	_, _ = h.Write([]byte(salt + password)) // a hash takes everything
	return h.Sum(nil), nil
}

// matchesPBKDF2 reads {PBKDF2-SHA256}iterations$salt$hash. OFBiz stores base64 of
// the salt it used, and when it compares takes the list of those bytes in Java's
// spelling for the salt; rows made either way are good.
func matchesPBKDF2(stored, password string) (bool, error) {
	kind, rest, _ := strings.Cut(stored[1:], "}")
	algorithm, known := pbkdf2Digests[kind]
	parts := strings.Split(rest, "$")
	if !known || len(parts) != 3 {
		return false, errDigest
	}
	iterations, err := strconv.Atoi(parts[0])
	salt, saltErr := base64.StdEncoding.DecodeString(parts[1]) // skips the line breaks of MIME
	want, hashErr := base64.StdEncoding.DecodeString(parts[2])
	if errors.Join(err, saltErr, hashErr) != nil || iterations < 1 || iterations > maxIterations || len(want) == 0 || len(want) > maxDigestBytes {
		return false, errDigest
	}
	found := false
	for _, salt := range [][]byte{salt, javaList(salt)} {
		digest, err := pbkdf2.Key(algorithm, password, salt, iterations, len(want))
		if err != nil {
			return false, fmt.Errorf("compare a password: %w", err)
		}
		found = same(digest, want) || found
	}
	return found, nil
}

// javaList writes bytes as Java's Arrays.toString does: "[91, -52]".
func javaList(content []byte) []byte {
	var list bytes.Buffer
	for i, b := range content {
		if i > 0 {
			list.WriteString(", ")
		}
		list.WriteString(strconv.Itoa(int(int8(b)))) // #nosec G115 -- Java's bytes are signed
	}
	return []byte("[" + list.String() + "]")
}

func same(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

// waste takes about as long as a good digest, so that the time of an answer does not
// tell which logins there are.
func waste(password string) {
	_, _ = pbkdf2.Key(sha256.New, password, []byte("0123456789abcdef"), 20_000, 32)
}
