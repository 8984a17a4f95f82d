package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
)

// envelope is what OFBiz puts around everything it answers.
type envelope struct {
	StatusCode       int             `json:"statusCode"`
	ErrorType        string          `json:"errorType"`
	ErrorMessage     string          `json:"errorMessage"`
	ErrorDescription string          `json:"errorDescription"`
	Data             json.RawMessage `json:"data"`
}

// errAnswer says that an answer is not what OFBiz says when it has done a thing.
var errAnswer = errors.New("the answer is not OFBiz's")

// judge reads the data of an answer, or says what it means that there is none. A
// status alone proves nothing: a login page is 200 too.
func judge(response *resty.Response, into any) *Error {
	status, body := response.StatusCode(), response.Body()
	if status != http.StatusOK {
		return judgeStatus(response, wordsOf(response))
	}
	var e envelope
	if !isJSON(response) || decode(body, &e) != nil || e.StatusCode != http.StatusOK || len(e.Data) == 0 || e.Data[0] != '{' {
		return &Error{Kind: Doubtful, Status: status, Text: kindOfBody(response), Err: errAnswer}
	}
	if err := decode(e.Data, into); err != nil {
		return &Error{Kind: Doubtful, Status: status, Text: oneLine(err.Error()), Err: errAnswer}
	}
	return nil
}

func isJSON(response *resty.Response) bool {
	kind, _, err := mime.ParseMediaType(response.Header().Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// decode wants one value and nothing behind it. Fields that we do not know may come.
func decode(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the answer")
	}
	return nil
}

// judgeStatus sorts every status but 200.
func judgeStatus(response *resty.Response, e envelope) *Error {
	status := response.StatusCode()
	text := oneLine(strings.Join(nonEmpty(e.ErrorMessage, e.ErrorDescription), ": "))
	failed := &Error{Kind: Doubtful, Status: status, Text: text}
	switch status {
	case http.StatusUnauthorized, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusUnsupportedMediaType:
		failed.Kind = Setup
	case http.StatusForbidden:
		failed.Kind, failed.Hint = Setup, hintRight
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		failed.Kind = Refused
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		failed.Kind, failed.Wait = Busy, retryAfter(response)
	case http.StatusInternalServerError:
		if e.ErrorType == "ServiceAuthException" { // said before the service runs
			failed.Kind, failed.Hint = Setup, hintRight
		}
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		failed.Text, failed.Hint = "it leads elsewhere, where the token is not for", hintURL
	}
	return failed
}

const hintRight = "the user in ofbiz.rest.user needs the security group FAIRSHARE_FINANCE in OFBiz, and must be enabled"

// wordsOf are OFBiz's own words where they are JSON, and none otherwise: a page of
// a proxy says nothing to a person.
func wordsOf(response *resty.Response) (e envelope) {
	if !isJSON(response) || decode(response.Body(), &e) != nil {
		e = envelope{ErrorMessage: kindOfBody(response)}
	}
	return e
}

func kindOfBody(response *resty.Response) string {
	switch kind := response.Header().Get("Content-Type"); {
	case len(response.Body()) == 0:
		return "without a body"
	case kind == "":
		return "without a type"
	default:
		return strconv.Itoa(len(response.Body())) + " bytes of " + oneLine(kind)
	}
}

func nonEmpty(texts ...string) (found []string) {
	for _, text := range texts {
		if text != "" {
			found = append(found, text)
		}
	}
	return found
}

// retryAfter is what the server asks for; a date or nonsense is nothing.
func retryAfter(response *resty.Response) time.Duration {
	seconds, err := strconv.Atoi(response.Header().Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, 3600)) * time.Second
}

// marshal leaves <, > and & as they are; json.Marshal would escape them, which is
// the same to OFBiz and harder to read in its log.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return b.Bytes(), err
}
