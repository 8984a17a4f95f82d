package database

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// WeakKeyError says that a certificate of the server's chain has a key that can be
// broken.
type WeakKeyError struct {
	Subject string
	Bits    int
}

func (e *WeakKeyError) Error() string {
	return fmt.Sprintf("the RSA key of %q has %d bits, fewer than %d", e.Subject, e.Bits, leastBits)
}

// isTLS recognizes that the server did not prove who it is, or that no encryption
// was agreed on. Nothing that matters was sent then, and no retry makes it better.
func isTLS(err error) bool {
	var weak *WeakKeyError
	var unproven *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	return errors.Is(err, mysql.ErrNoTLS) || errors.As(err, &weak) || errors.As(err, &unproven) || errors.As(err, &plain) ||
		alertOf(err) != "" || err != nil && strings.HasPrefix(err.Error(), "tls: ")
}

// alertOf is what the server said when it broke the handshake off. The type of an
// alert is not exported.
func alertOf(err error) string {
	var remote *net.OpError
	if errors.As(err, &remote) && remote.Op == "remote error" {
		return remote.Err.Error()
	}
	return ""
}

func hintForTLS(err error) string {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var weak *WeakKeyError
	switch {
	case errors.Is(err, mysql.ErrNoTLS):
		return "nothing was sent; the server does not offer TLS, or somebody in between hides that it does: switch it on there (ssl_cert, ssl_key), or use a socket"
	case errors.As(err, &weak):
		return "issue the certificate anew with a longer key"
	case errors.As(err, &name):
		return fmt.Sprintf("the server's certificate is for %s: if that is the server you mean, set ofbiz.database.tls.server_name to that name, else issue one for %s", namesOf(name.Certificate), name.Host)
	case errors.As(err, &unknown):
		return hintForAuthority(unknown, err.Error())
	case errors.As(err, &invalid):
		return hintForCertificate(invalid)
	}
	return hintForHandshake(err)
}

func namesOf(c *x509.Certificate) string {
	names := c.DNSNames
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "nobody (it has no subject alternative name)"
	}
	return strings.Join(names, ", ")
}

// hintForAuthority finds out why nobody vouches for a certificate. Package x509 only
// tells in words which of the authorities it tried and why that one did not do.
func hintForAuthority(e x509.UnknownAuthorityError, text string) string {
	switch {
	case strings.Contains(text, x509.ConstraintViolationError{}.Error()):
		return fmt.Sprintf("%q in ofbiz.database.tls.ca_file is no authority: make its certificate anew, with CA:TRUE", e.Cert.Issuer)
	case strings.Contains(text, x509.InsecureAlgorithmError(e.Cert.SignatureAlgorithm).Error()):
		return fmt.Sprintf("the certificate %q is signed with %s, which can be forged: issue it anew with SHA-256", e.Cert.Subject, e.Cert.SignatureAlgorithm)
	case e.Cert.Issuer.String() == e.Cert.Subject.String():
		return fmt.Sprintf("the server's certificate %q is signed by itself: put the certificate of its real authority into ofbiz.database.tls.ca_file, and give the server one that this authority signed", e.Cert.Subject)
	}
	return fmt.Sprintf("%q, which signed the certificate, is not in ofbiz.database.tls.ca_file: if you trust it add its certificate there; if it is an intermediate authority let the server send it along (append it to ssl_cert)", e.Cert.Issuer)
}

func hintForCertificate(e x509.CertificateInvalidError) string {
	switch e.Reason {
	case x509.Expired:
		if time.Now().Before(e.Cert.NotBefore) {
			return fmt.Sprintf("the certificate %q is not valid before %s: is the clock of this machine right?", e.Cert.Subject, e.Cert.NotBefore.UTC().Format(time.RFC3339))
		}
		return fmt.Sprintf("the certificate %q expired on %s: renew it on the server and run FLUSH SSL there", e.Cert.Subject, e.Cert.NotAfter.UTC().Format(time.RFC3339))
	case x509.NotAuthorizedToSign, x509.TooManyIntermediates:
		return fmt.Sprintf("%q may not sign certificates: make the authority's certificate anew, with CA:TRUE", e.Cert.Subject)
	case x509.IncompatibleUsage:
		return "the certificate is not made for a server: issue one whose extended key usage is serverAuth"
	case x509.CANotAuthorizedForThisName:
		return fmt.Sprintf("the authority %q may not vouch for this name (name constraints): use another authority, or issue one for a name it may vouch for", e.Cert.Subject)
	}
	return "issue a new certificate"
}

func hintForHandshake(err error) string {
	alert := alertOf(err)
	switch {
	case strings.Contains(err.Error(), "protocol version"):
		return "the server offers nothing newer than TLS 1.1: allow TLSv1.2 and TLSv1.3 there (tls_version)"
	case strings.Contains(alert, "certificate"):
		return "the server refuses our own certificate: check ofbiz.database.tls.cert_file and key_file, and the server's ssl_ca"
	case alert != "":
		return "the server broke the TLS handshake off: look into its error log"
	}
	return "what answers there does not speak TLS as it should: check ofbiz.database.address and the server's TLS settings"
}
