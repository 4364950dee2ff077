package handoverweb

import (
	"stablefutures/internal/i18n"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type pictureView struct {
	Privacy, PrivacyURL string // what happens to their words; "" on the staff's reading
	Title, Lede         string
	Edition             string
	Switch              string
	SwitchURL           string
	Header              kit.Content
	Empty               kit.Content
	MattersTitle        string
	Matters             []kit.Content
	Groups              []groupView
	LooseTitle          string
	Loose               kit.Content
	Others              []otherEdition
	OthersTitle         string
	Note                string
}

type otherEdition struct{ Name, URL string }

// groupView is a principle, or the young person's own topics, with what was said under it.
type groupView struct {
	ID         string
	Heading    kit.Content
	Outcomes   []outcomeView
	QuietTitle string // what nobody has spoken about, folded: a list of names and no more
	Quiet      []kit.Content
}

type outcomeView struct {
	ID       string
	Drawing  string
	Name     kit.Content
	Text     string
	Matters  string
	Differ   string
	Voices   []voiceView
	Earlier  earlierViews
	Barriers []barrierView
	BarrierT string
	Promises kit.Content
	Paths    []kit.Content
	Findings kit.Content
}

// barrierView is what one perspective says is in the way.
type barrierView struct {
	Text  string
	Words kit.Content
	By    kit.Content
}

// voiceView is what one perspective last said.
type voiceView struct {
	Label   string // whose view it is, where it is not the young person's
	Who     string
	When    string
	Drawing string
	Choice  kit.Content
	Quote   kit.Content
	Summary string // the worker's own words for what was said, and that they are
	Talk    string
	Mine    bool // the young person's own
}

// showPicture is the staff's reading: the edition's outcomes under their principles.
func (p *Pages) showPicture(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	pic, err := p.handover.Picture(r.Context(), r.Who, id, r.Form.Raw("edition"), false)
	if err != nil {
		return nil, err
	}
	t := r.L.T
	english, _ := p.handover.Pack(r.Context(), pic.Edition, "en")
	b := reading{l: r.L, t: r.L.T, pic: pic, pack: english}
	v := pictureView{Title: t("handover.picture_title"), Lede: t("handover.picture_lede"),
		Edition: t("handover.made_with", "edition", pic.Edition.Name+" "+pic.Edition.Version),
		Switch:  t("handover.picture_theirs"), SwitchURL: "/people/" + id + "/picture/theirs",
		Header:       kit.PersonHeader{Name: pic.Person.Profile.Names.Shown(), Said: kit.T(pic.Person.Profile.Names.Pronunciation)},
		MattersTitle: t("handover.matters"), LooseTitle: t("handover.loose"), OthersTitle: t("handover.other_editions")}
	v.Groups = b.groups(r)
	v.Matters = b.matters()
	v.Loose = b.promises(pic.Loose)
	if !b.anything() {
		v.Empty = kit.EmptyState{Drawing: "book", Title: kit.T(t("handover.picture_empty")), Body: kit.T(t("handover.picture_empty_text"))}
	}
	for _, e := range pic.Beside {
		v.Others = append(v.Others, otherEdition{t("crosswalk.picture_beside", "edition", e.Name+" "+e.Version), "/people/" + id + "/picture?edition=" + e.ID})
	}
	for _, e := range pic.Others {
		v.Others = append(v.Others, otherEdition{e.Name + " " + e.Version, "/people/" + id + "/picture?edition=" + e.ID})
	}
	return page.Show(v.Title, pictureBody(v)).Back("/people/" + id), nil
}

// showTheirs is the young person's reading, in their language: what they raised and nothing else.
func (p *Pages) showTheirs(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	pic, err := p.handover.Picture(r.Context(), r.Who, id, r.Form.Raw("edition"), true)
	if err != nil {
		return nil, err
	}
	pack, ok := p.handover.Pack(r.Context(), pic.Edition, pic.Person.Profile.FirstLanguage())
	if !ok {
		pack, _ = p.handover.Pack(r.Context(), pic.Edition, "en")
	}
	b := reading{l: i18n.For(pack.Lang()), pic: pic, pack: pack, young: true}
	v := pictureView{Title: pack.Text("mine.title"), Edition: pack.Text("copy.edition", "edition", pic.Edition.Name+" "+pic.Edition.Version),
		Header: kit.PersonHeader{Name: pic.Person.Profile.Names.Shown()}, MattersTitle: pack.Text("copy.matters"),
		LooseTitle: pack.Text("copy.promised")}
	v.Groups = b.groups(r)
	v.Matters = b.matters()
	v.Loose = b.promises(pic.Loose)
	if len(v.Groups) == 0 && v.Loose == nil {
		v.Empty = kit.EmptyState{Drawing: "book", Title: kit.T(pack.Text("mine.nothing_yet"))}
	}
	if !pack.Trusted() {
		v.Note = pack.Text("copy.machine")
	}
	v.Privacy, v.PrivacyURL = pack.Text("privacy.title"), "/your-words?lang="+pack.Lang()
	return page.Show(r.L.T("handover.picture_title"), pictureBody(v)).In(page.Document).Leaving().Speaking(pack.Lang()).Saying(page.WordsIn(r.L, pack.Text)).Back("/people/" + id + "/picture"), nil
}
