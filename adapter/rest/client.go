package rest

import (
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"
)

// Settings say where OFBiz's REST API is and who we are there.
type Settings struct {
	URL      string // https://host:8443/rest
	User     string // userLoginId
	Password string
	CA       *x509.CertPool // authorities of the server's certificate; nil: the system's
	Timeout  time.Duration  // of one call; longer than OFBiz's own 60 seconds

	// AcceptPublishedKey goes on although OFBiz signs tokens with the key that it is
	// shipped with, by which anybody can make himself an administrator's token.
	AcceptPublishedKey bool

	Now func() time.Time // nil: the clock
}

// Client calls OFBiz. Several goroutines may use it at once.
type Client struct {
	settings Settings
	resty    *resty.Client

	mutex   sync.Mutex // of what is below
	token   token
	refused error // of a login; it is not tried again
}

const (
	// answerLimit is far above any answer of the services and far below any harm.
	answerLimit = 1 << 20

	// dialTimeout is for making a connection; nothing was sent yet then.
	dialTimeout = 10 * time.Second
)

// New makes a client. It refuses settings under which the password or the token
// could be read on their way, or are known to everybody.
func New(s Settings) (*Client, error) {
	if err := s.check(); err != nil {
		return nil, &Error{Kind: Setup, Op: "use OFBiz's REST API", Err: err}
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	s.URL = strings.TrimRight(s.URL, "/")
	client := resty.New().
		SetTransport(s.transport()).
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })).
		SetRetryCount(0). // a repeated POST is for those who have looked first
		SetResponseBodyLimit(answerLimit).
		SetDisableWarn(true).
		SetLogger(silent{}).
		SetHeader("Accept", "application/json").
		SetHeader("User-Agent", "fairshare")
	client.JSONMarshal = marshal
	return &Client{settings: s, resty: client}, nil
}

func (s Settings) transport() *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSClientConfig:     secured(s.CA),
		TLSHandshakeTimeout: dialTimeout,
		MaxIdleConnsPerHost: 1,
		IdleConnTimeout:     20 * time.Second,
	}
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return errText("it is no address such as https://ofbiz.example.com:8443/rest")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errText("the address must have neither a user nor a ? or #: user and password_file say who logs in")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return errText("%s is not encrypted, so password and token could be read on their way: use https, or http on 127.0.0.1 only", u.Host)
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (s Settings) check() error {
	if err := checkURL(s.URL); err != nil {
		return err
	}
	switch {
	case s.User == "" || s.Password == "":
		return errText("user and password are needed")
	case strings.Contains(s.User, ":") || strings.Contains(s.Password, ":"):
		return errText("OFBiz cuts what it is given at the first colon, so a user or password with one can never log in: choose another password")
	case s.User == "admin" && s.Password == "ofbiz":
		return errText("admin with the password ofbiz is known to everybody: change it in OFBiz, and let Fairshare log in as a user of its own with FAIRSHARE_FINANCE only")
	case s.Timeout <= 0:
		return errText("a timeout is needed")
	}
	return nil
}

// Close ends idle connections.
func (c *Client) Close() { c.resty.GetClient().CloseIdleConnections() }

// silent keeps resty from logging: only cmd logs.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
