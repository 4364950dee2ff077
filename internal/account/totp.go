package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// One-time passwords as every authenticator app makes them (RFC 6238): SHA-1, six digits, a new one every 30 seconds.
const (
	totpSeconds = 30
	totpDrift   = 1 // steps that a phone's clock may be off, either way
	totpBytes   = 20
)

var totpText = base32.StdEncoding.WithPadding(base32.NoPadding)

func newTOTPSecret() string {
	b := make([]byte, totpBytes)
	rand.Read(b)
	return totpText.EncodeToString(b)
}

func totpStep(at time.Time) int64 { return at.Unix() / totpSeconds }

// totpAt gives the code of a step.
func totpAt(secret string, step int64) (string, error) {
	code, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("make one-time password: %w", err)
	}
	return code, nil
}

// matchTOTP gives the step whose code was typed, among those near the moment; 0 when none. Every step is compared, in
// constant time, so that the answer's time tells nothing.
func matchTOTP(secret, typed string, at time.Time) (int64, error) {
	code := readDigits(typed)
	found := int64(0)
	for step := totpStep(at) - totpDrift; step <= totpStep(at)+totpDrift; step++ {
		want, err := totpAt(secret, step)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = step
		}
	}
	return found, nil
}

// readDigits keeps the digits of what was typed, however grouped and in whichever script's figures a phone sends; other
// letters make it no code at all.
func readDigits(typed string) string {
	if len(typed) > 64 {
		return ""
	}
	var b strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '٠' && r <= '٩':
			b.WriteRune('0' + r - '٠')
		case r >= '۰' && r <= '۹':
			b.WriteRune('0' + r - '۰')
		case r == ' ' || r == '-' || r == '\u00a0':
		default:
			return ""
		}
	}
	return b.String()
}

// totpURI is what the square code holds: an authenticator app reads name, address and secret from it.
func totpURI(issuer, email, secret string) string {
	q := url.Values{"secret": {secret}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+email) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}
