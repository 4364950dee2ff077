// Package custody keeps the law of the record: why it is held, how long, what happens when its time ends, and how
// somebody who asks is given what is held about them.
//
// What it is for: a record outlives workers, programs and rules. Its time is reckoned from the nation's rule, nothing is
// destroyed by one person or under a legal hold, what was destroyed can be proved without keeping it, and whoever asks
// gets everything, kindly explained, with nothing hidden in secret.
//
// Words it owns: keeping, care status, basis (for holding: never consent), clock, due, legal hold, certificate (of
// destruction), policy (what an organisation keeps that no law fixes), request (for access), passage, bundle.
//
// Tables it owns: custody_entries, custody_clocks (derived), custody_policies, custody_certificates, custody_requests,
// custody_steps, custody_bundles.
//
// What it relies on: access, account (names), conversation, framework, i18n (the bundle's texts), nation (the rules), permit,
// print, problem, promise, record, seal.
//
// What it never does: it destroys nothing by itself, it takes no doubt about an age as a reason to keep for less time, it
// calls no agreement consent, it hides no passage without saying that it did and why, and it leaves no hidden word in
// any form in what it gives out.
package custody
