// Package account knows the people who work here: organisations, teams, accounts and their way in.
//
// What it is for: an administrator invites people and gives them roles and teams; a person signs in with a password
// and a second factor; every request learns afresh who is asking. Nobody who was tired, or robbed of a password, is
// locked out by somebody else's hammering, and nobody comes back in without two other people knowing.
//
// Words it owns: organisation, team, account (person), role held, membership, invitation (a one-time code), factor
// (passkey or one-time password), recovery code, session, device (a browser seen before), reset, service settings
// (trial mode, safety contact), single sign-on (identity, link, visit), passkeys only.
//
// Tables it owns: account_*. Names, e-mail addresses, password hashes and factors are sealed; see 0002_account.sql.
//
// What it relies on: access (the door), db, permit, problem, seal; argon2, go-webauthn, pquerna/otp.
//
// What it never does: it never sends anything anywhere, never stores a name, an address, a password or a code that
// could be read from the database alone, never says whether an address has an account, and opens no young person's
// record. An address alone never leads into an account that is in use, whoever vouches for it. Sessions are read outside
// the door, because they are what tells who stands before it; nothing else is.
package account
