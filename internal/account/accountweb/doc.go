// Package accountweb is the pages of the account room: the way in, one's own account, and an administrator's work.
//
// Every page works without script; only a passkey needs one, and says so. Titles are neutral, codes are shown once and
// never stand in an address. Password fields take what a password manager or the clipboard brings (WCAG 3.3.8).
package accountweb
