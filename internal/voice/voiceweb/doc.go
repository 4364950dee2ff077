// Package voiceweb shows a young person their own place, and those who work with them what young people said.
//
// What it is for: pages in the young person's language, calm and short, on their worker's device, on paper, and on a
// device of their own where the service allows it; and the staff's list of what waits for an answer.
//
// Words it owns: none of its own.
//
// Tables it owns: none.
//
// What it relies on: voice, framework (the texts), translation (recorded voices), page, kit.
//
// What it never does: it puts no name and no word about anybody in a title or an address, and takes nobody from a young
// person's page to a staff's page without a press.
package voiceweb
