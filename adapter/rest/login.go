package rest

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// token is what OFBiz gave us to show with every call.
type token struct {
	text  string
	until time.Time // when it is renewed, before it ends
}

// loginAnswer is the data of /auth/token; the lifetime is a text.
type loginAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   string `json:"expires_in"`
}

// Login gets a token where there is none that lasts for another call.
func (c *Client) Login(ctx context.Context) error {
	_, err := c.bearer(ctx, "")
	return err
}

// bearer is a token that lasts for another call, and another one than OFBiz refused.
func (c *Client) bearer(ctx context.Context, refused string) (string, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.token.text != "" && c.token.text != refused && c.settings.Now().Before(c.token.until) {
		return c.token.text, nil
	}
	err := c.login(ctx)
	return c.token.text, err
}

func (c *Client) login(ctx context.Context) error {
	if c.refused != nil {
		return c.refused
	}
	c.token = token{}
	const op = "log in to OFBiz"
	began := c.settings.Now()
	ctx, cancel := context.WithTimeout(ctx, c.settings.Timeout)
	defer cancel()
	request := c.resty.R().SetContext(ctx).SetHeader("Authorization", basic(c.settings.User, c.settings.Password))
	response, err := request.Execute(http.MethodPost, c.settings.URL+"/auth/token")
	if err != nil {
		failed := c.notSent(op, err)
		if failed.Kind == Doubtful { // a login leaves nothing behind
			failed.Kind, failed.Hint = Unreachable, "is OFBiz running?"
		}
		return failed
	}
	var answer loginAnswer
	if err := judge(response, &answer); err != nil {
		return c.loginRefused(op, err)
	}
	lifetime, err := strconv.Atoi(answer.ExpiresIn)
	if err != nil || lifetime <= 0 || answer.AccessToken == "" || !strings.EqualFold(answer.TokenType, "Bearer") {
		return &Error{Kind: Setup, Op: op, Status: response.StatusCode(), Text: "the answer is no token", Hint: hintURL}
	}
	if SignedWithPublishedKey(answer.AccessToken) && !c.settings.AcceptPublishedKey {
		c.refused = &Error{Kind: Setup, Op: op, Text: "it signs tokens with the key that every OFBiz is shipped with, so anybody can make himself an administrator's token",
			Hint: "set security.token.key in framework/security/config/security.properties to a secret of at least 64 characters and restart OFBiz; or accept the finding " + CodeTokenKey}
		return c.refused
	}
	c.token = token{answer.AccessToken, began.Add(renewAfter(time.Duration(lifetime)*time.Second, c.settings.Timeout))}
	return nil
}

// renewAfter leaves room for the longest call, and for clocks that run apart.
func renewAfter(lifetime, longest time.Duration) time.Duration {
	return max(lifetime-longest-30*time.Second, lifetime/2)
}

// basic is done by hand: resty warns on plain HTTP, which New has looked at.
func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}

const hintURL = "is ofbiz.rest.url the address of OFBiz's REST API, such as https://ofbiz.example.com:8443/rest, and does OFBiz have the plugin rest-api?"

// loginRefused says what the answer to a login means. Nothing that could be a
// refused password is ever tried again: three lock the account.
func (c *Client) loginRefused(op string, answer *Error) error {
	answer.Op = op
	switch answer.Status {
	case http.StatusForbidden:
		answer.Hint = "check ofbiz.rest.user and the password file, and whether the account is enabled; it is not tried again, because OFBiz locks an account after three refused logins"
	case http.StatusUnauthorized:
		answer.Hint = "OFBiz did not see user and password: does something between strip the Authorization header?"
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		answer.Kind, answer.Hint = Unreachable, "is OFBiz running?"
		return answer
	case http.StatusInternalServerError:
		answer.Kind, answer.Hint = Unreachable, "look into OFBiz's log"
		return answer
	default:
		answer.Hint = hintURL
	}
	answer.Kind = Setup
	c.refused = answer
	return answer
}

// publishedKey is security.token.key as OFBiz ships it, for everybody to read.
const publishedKey = "tnz3F9XzZL3uWaQuHEvM/BSqdZudJZJJZ1kWvqkPyC6IoFD3gMMZLvp8pNzUmCZf"

// SignedWithPublishedKey says whether a token's signature can be made by anybody.
func SignedWithPublishedKey(token string) bool {
	signed, signature, found := cutLast(token, ".")
	given, err := base64.RawURLEncoding.DecodeString(signature)
	if !found || err != nil {
		return false
	}
	mac := hmac.New(sha512.New, []byte(publishedKey))
	mac.Write([]byte(signed))
	return hmac.Equal(given, mac.Sum(nil))
}

func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return text, "", false
}
