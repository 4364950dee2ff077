// Package recordweb shows young people's records: the caseload and its search, who somebody is, sealed details, files,
// who may see, who looked, and the end of a record.
//
// Every page works without script. Titles and addresses are neutral: no name stands in either, so a search is sent, not
// put into an address.
package recordweb
