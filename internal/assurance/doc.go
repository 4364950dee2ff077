// Package assurance writes down what a deployment is answerable for, from what it really is.
//
// What it is for: a data protection officer gets one folder: an impact assessment, the record of processing, an outline of
// the appropriate policy document and of an agreement to share, the notice for young people, data flows, the security
// sheet, the dangers, the list of every part the program is made of, the accessibility statement. What the deployment
// says of itself is filled in; what only people can judge stands as a question. All of it is a draft, and says so.
//
// Words it owns: deployment (what was found), draft (one document), folder, bill of materials.
//
// Tables it owns: none. It reads organisations and their settings through account, and which tables there are through db.
//
// What it relies on: access (the door), account, db (names of tables), framework (the notice in each language), i18n,
// nation (retention and duties with their sources), permit, print (Word documents), problem.
//
// What it never does: it reads no record, names no young person and counts nobody; it writes over no file, since a draft
// may have been worked on; what it writes loads nothing from elsewhere and leads nowhere else.
package assurance
