package assurance

import (
	"strings"

	"stablefutures/internal/db"
	"stablefutures/internal/print"
)

// rooms say what the tables of each room are for. A test holds them against the tables there are.
var rooms = map[string]string{
	"access":       "who may open what: grants, and each record's wrapped keys",
	"account":      "organisations, teams, staff and how they sign in",
	"caseaudit":    "audits of cases by people who read what they were given",
	"community":    "public pages and what people send in",
	"conversation": "what young people said, views and findings, permission for words, what came in from devices and paper",
	"custody":      "how long records are kept, holds, destruction, requests to see",
	"framework":    "editions of outcomes and cards, and what young people were shown; no young person's words",
	"insight":      "facts without names",
	"inspection":   "evidence for an inspection and its visits",
	"ledger":       "the log of every act, reading included",
	"loading":      "drafts of editions that a steward loads; no young person's words",
	"policy":       "initiatives, appraisals, plans; no young person's words",
	"promise":      "what was promised, by whom, and what became of it",
	"record":       "the young person: names, languages, what they need, sealed details, files",
	"release":      "what left as figures or publication, and who decided it",
	"sharing":      "decisions to share or not, with their ground, meetings, packages between deployments",
	"together":     "rounds of feedback, the advisory group, what young people publish",
	"training":     "modules and learning events; no young person's words",
	"translation":  "translations and recordings of texts; no young person's words",
	"voice":        "a young person's own place: how it opens, corrections, questions",
	"watch":        "reviews of access, and looks that somebody should ask about",
}

// inClear are columns of bytes that hold no value sealed by their place, and what they hold instead; tools/reader names the same.
var inClear = map[string]string{
	"access_keys.wrapped": "a key, wrapped by the ring", "record_blobs.header": "the beginning of a sealed file", "record_blob_chunks.content": "a sealed file in pieces",
	"conversation_contributions.facts": "answers as codes, one byte for each item, in clear", "conversation_arrivals.enc": "sealed by the device",
	"conversation_arrivals.ct": "sealed by the device", "framework_editions.document": "wording, in clear", "framework_wordings.document": "wording, in clear",
	"framework_wording_versions.document": "wording, in clear", "loading_files.header": "the beginning of a sealed file", "loading_chunks.content": "a sealed file in pieces",
	"translation_chunks.bytes": "recordings of texts, in clear",
}

// tables lists each table with what of it is sealed and what is in clear.
func (d Deployment) tables() []print.Block {
	t := print.Table{Head: texts("Table", "Sealed", "In clear: ids, codes, times"), RowHead: true}
	var blocks []print.Block
	room := ""
	for _, table := range d.Program.Tables {
		of, _, _ := strings.Cut(table.Name, "_")
		if of != room {
			if len(t.Rows) > 0 {
				blocks = append(blocks, t)
			}
			room, t.Rows = of, nil
			blocks = append(blocks, print.Heading{Level: 3, Text: print.Say(of + ": " + purpose(of))})
		}
		sealed, clear := columns(table)
		t.Rows = append(t.Rows, texts(table.Name, sealed, clear))
	}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	return blocks
}

func purpose(room string) string {
	if p, ok := rooms[room]; ok {
		return p
	}
	return "see the program's own documents"
}

func columns(t db.Table) (sealed, clear string) {
	var shut, open []string
	for _, c := range t.Columns {
		what := inClear[t.Name+"."+c.Name]
		switch {
		case strings.HasPrefix(t.Name, "ledger_") && c.Bytes:
			open = append(open, c.Name+" (hashes, and entries whose content is sealed)")
		case what != "":
			open = append(open, c.Name+" ("+what+")")
		case c.Bytes:
			shut = append(shut, c.Name)
		default:
			open = append(open, c.Name)
		}
	}
	if len(shut) == 0 {
		shut = []string{"nothing"}
	}
	return strings.Join(shut, ", "), strings.Join(open, ", ")
}

// categories are kinds of people and of data, the same wherever the program runs.
func (d Deployment) categories() []print.Block {
	return []print.Block{print.Table{Head: texts("Whose", "Which data", "Kind"), RowHead: true, Rows: [][]print.Text{
		texts("young people, about 12 to 25", "names they use, languages and dialect, what they need to be understood, date of birth with how sure it is, what they said, what was promised to them, files", "personal; special category where they speak of health, origin, belief, sex life; offence data where they speak of that"),
		texts("the same, sealed apart", "address, phone, school, route, contact; their own safety page; an identifier, if one was entered", "personal, of the highest level"),
		texts("people whom they speak of", "what the young person chose to say of them", "third parties: marked in a request to see"),
		texts("workers, guardians, interpreters", "name, work e-mail, role, team, how they sign in, what they opened and changed; an interpreter's name or agency, sealed", "personal"),
		texts("partner agencies' workers", "the same, of their own accounts", "personal"),
	}}}
}

// risks are the dangers of the threat model, each with room for the controller's judgement.
func (d Deployment) risks() []print.Block {
	t := print.Table{Head: texts("Danger", "How likely here", "How grave", "What we add", "Accepted by"), RowHead: true}
	for _, line := range strings.Split(sheet("threats.md"), "\n") {
		if number, ok := strings.CutPrefix(line, "## "); ok && number != "" && number[0] >= '1' && number[0] <= '9' {
			_, danger, _ := strings.Cut(number, " ")
			t.Rows = append(t.Rows, texts(danger, "", "", "", ""))
		}
	}
	return []print.Block{t}
}
