package web

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"strings"
	"testing"
)

// derived is a password as OFBiz stores it: the salt is text, its base64 in lines.
func derived(salt string) string {
	hash, err := pbkdf2.Key(sha256.New, "ofbiz", []byte(salt), 1000, 32)
	if err != nil {
		panic(err)
	}
	code := base64.StdEncoding.EncodeToString([]byte("[12, -7, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9, -10, 11, 12, 13]"))
	return "{PBKDF2-SHA256}1000$" + code[:76] + "\r\n" + code[76:] + "$" + base64.StdEncoding.EncodeToString(hash)
}

const derivedSalt = "[12, -7, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9, -10, 11, 12, 13]"

func TestMatches(t *testing.T) {
	salted := sha512.Sum512([]byte("sAlt" + "ofbiz"))
	for _, try := range []struct {
		name, stored, password string
		right, fails           bool
	}{
		{"SHA", "{SHA}47b56994cbc2b6d10aa1be30f70165adb305a41a", "ofbiz", true, false},
		{"SHAWrong", "{SHA}47b56994cbc2b6d10aa1be30f70165adb305a41a", "Ofbiz", false, false},
		{"SaltedSHA1", "$SHA$abc$QNOS_2W2aaB1zqbjvGq7hDPjjuo", "no", false, false},
		{"SaltedSHA512", "$SHA-512$sAlt$" + base64.RawURLEncoding.EncodeToString(salted[:]), "ofbiz", true, false},
		{"SaltedWrong", "$SHA-512$salt$" + base64.RawURLEncoding.EncodeToString(salted[:]), "ofbiz", false, false},
		{"PBKDF2", derived(derivedSalt), "ofbiz", true, false},
		{"PBKDF2AsOFBizCompares", derived(string(javaList([]byte(derivedSalt)))), "ofbiz", true, false},
		{"PBKDF2Wrong", derived(derivedSalt), "ofbi", false, false},
		{"Plain", "ofbiz", "ofbiz", false, true},
		{"Empty", "", "", false, true},
		{"UnknownDigest", "{MD2}00", "ofbiz", false, true},
		{"NoEnd", "{SHA", "", false, true},
		{"NoSalt", "$SHA$", "", false, true},
		{"TooMuchWork", "{PBKDF2-SHA256}2000000000$YQ==$YQ==", "ofbiz", false, true},
		{"NoWork", "{PBKDF2-SHA256}0$YQ==$YQ==", "ofbiz", false, true},
		{"NoDigest", "{PBKDF2-SHA256}1$YQ==$", "ofbiz", false, true},
	} {
		t.Run(try.name, func(t *testing.T) {
			if right, err := matches(try.stored, try.password); right != try.right || (err != nil) != try.fails {
				t.Errorf("%v, %v", right, err)
			}
		})
	}
}

// Whatever stands in the column: no panic, and nothing but the password gets in.
func FuzzMatches(f *testing.F) {
	for _, stored := range []string{"{SHA}00", "$SHA$a$b", derived("x"), "{PBKDF2-SHA1}1$$", "{", "$", "$$$"} {
		f.Add(stored)
	}
	f.Fuzz(func(t *testing.T, stored string) {
		if strings.HasPrefix(stored, "{PBKDF2") && len(stored) > 200 {
			return // only work
		}
		if right, _ := matches(stored, "\x00 no password of anybody's"); right {
			t.Errorf("%q lets everybody in", stored)
		}
	})
}
