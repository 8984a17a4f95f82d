package rest

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
)

// leastBits is the shortest RSA key that is trusted; Go itself goes down to 1024.
const leastBits = 2048

// secured is TLS as every connection has it: 1.2 or newer, and keys that last.
func secured(authorities *x509.CertPool) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: authorities, VerifyConnection: verifyKeys}
}

// weakKeyError says that a certificate of the server's chain has a key that can be
// broken.
type weakKeyError struct {
	subject string
	bits    int
}

func (e *weakKeyError) Error() string {
	return fmt.Sprintf("the RSA key of %q has %d bits, fewer than %d", e.subject, e.bits, leastBits)
}

// verifyKeys runs after the chain was verified, on resumed sessions too.
func verifyKeys(state tls.ConnectionState) error {
	for _, chain := range state.VerifiedChains {
		for _, certificate := range chain {
			if key, ok := certificate.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() < leastBits {
				return &weakKeyError{certificate.Subject.String(), key.N.BitLen()}
			}
		}
	}
	return nil
}

// isTLS recognizes that the server did not prove who it is, or that no encryption was
// agreed on: nothing was sent then.
func isTLS(err error) bool {
	var weak *weakKeyError
	var unproven *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	var remote *net.OpError
	refused := errors.As(err, &remote) && remote.Op == "remote error" // the server broke the handshake off
	return refused || errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &weak) || errors.As(err, &unproven) || errors.As(err, &plain)
}

func hintForTLS(err error) string {
	var weak *weakKeyError
	var plain tls.RecordHeaderError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	const shipped = "; the one that OFBiz is shipped with never is"
	switch {
	case errors.As(err, &weak):
		return "issue OFBiz's certificate anew with a longer key"
	case errors.As(err, &plain), errors.Is(err, http.ErrSchemeMismatch):
		return "what answers there does not speak TLS: is the port in ofbiz.rest.url right?"
	case errors.As(err, &name):
		return "OFBiz's certificate is for another host than the one in ofbiz.rest.url" + shipped
	case errors.As(err, &unknown):
		return "OFBiz's certificate is signed by nobody in ofbiz.rest.ca_file, or is not sent with the authorities in between" + shipped
	}
	return "OFBiz's certificate is not accepted: issue a new one for the host in ofbiz.rest.url, by an authority in ofbiz.rest.ca_file" + shipped
}
