package conversationweb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"stablefutures/internal/framework"
	"stablefutures/internal/i18n"
	"stablefutures/internal/nation"
	"stablefutures/internal/page"
	"stablefutures/internal/page/static"
	"stablefutures/internal/problem"
)

// toolPack is everything the tool says to a young person in one language and nation, already guarded as the pages are:
// what may not be a machine's draft stands in the original language. It is wording, and the numbers to ring.
type toolPack struct {
	V        int    `json:"v"`
	Checksum string `json:"checksum"` // of the wording, as the record keeps it
	Edition  string `json:"edition"`
	Name     string `json:"name"` // of the edition, with its version
	Lang     string `json:"lang"` // of the cards
	Dir      string `json:"dir"`
	Spoken   string `json:"spoken"` // the tag that records use for what is said
	Nation   string `json:"nation"`
	Drafted  bool   `json:"drafted"`
	Demo     bool   `json:"demo"`

	Guard   toolGuard                    `json:"guard"`
	UI      map[string]string            `json:"ui"`
	Explain []toolPoint                  `json:"explain"`
	Anchors []toolChoice                 `json:"anchors"`
	Answers []toolChoice                 `json:"answers"`
	Else    framework.Card               `json:"else"`
	Matters framework.Card               `json:"matters"`
	Groups  []toolGroup                  `json:"groups"`
	Numbers []toolNumber                 `json:"numbers"`
	Contact toolContact                  `json:"contact"`
	Local   map[string]map[string]string `json:"local"` // by staff language: what the nation calls things, in sentences
	Sounds  map[string]string            `json:"sounds"`
	Fonts   []string                     `json:"fonts"`
	Voices  []string                     `json:"voices"`
}

// toolGuard says in which language the texts about agreement, safety, stopping and privacy stand, and which they are.
type toolGuard struct {
	Lang string   `json:"lang"`
	Dir  string   `json:"dir"`
	Keys []string `json:"keys"`
}

type toolPoint struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

type toolChoice struct {
	Key     string `json:"key"`
	Word    string `json:"word"`
	More    string `json:"more"`
	Picture string `json:"picture"`
}

type toolGroup struct {
	Code  string     `json:"code"`
	Name  string     `json:"name"`
	Cards []toolCard `json:"cards"`
}

type toolCard struct {
	Code    string `json:"code"`
	Picture string `json:"picture"`
	framework.Card
}

type toolNumber struct {
	Name   map[string]string `json:"name"` // by staff language
	Number string            `json:"number"`
}

type toolContact struct {
	Organisation string `json:"organisation"`
	Name         string `json:"name"`
	Phone        string `json:"phone"`
	OutOfHours   string `json:"out_of_hours"`
}

// elsewhereTexts are the texts that the tool has no use for: other pages say them.
var elsewhereTexts = []string{"copy.", "paper.", "told.", "view."}

// showToolPack gives the pack of one edition and language. Without cards of that language they are the original's.
func (web *Web) showToolPack(r *page.Request) (*page.Answer, error) {
	lang, isJSON := strings.CutSuffix(r.Path("pack"), ".json")
	ed, err := web.Framework.Shown(r.Context(), r.Who, r.Path("edition"))
	if err != nil {
		return nil, err
	}
	if !isJSON || ed.Withheld() || !web.spoken(r, ed, lang) {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	p, err := web.toolPack(r, ed, lang, r.Form.Line("nation", 40))
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("write pack: %w", err)
	}
	sum := sha256.Sum256(b)
	return page.File("", "application/json; charset=utf-8", b).Tagged(hex.EncodeToString(sum[:10])), nil
}

func (web *Web) toolPack(r *page.Request, ed *framework.Edition, lang, in string) (toolPack, error) {
	v := web.voice(r.Context(), ed, lang)
	checksum, err := web.Framework.KeepWording(r.Context(), ed, v.pack) // a sitting that was held with this pack names it
	if err != nil {
		return toolPack{}, err
	}
	if !slices.Contains(framework.Nations, in) {
		in = framework.Nations[0]
	}
	p := toolPack{V: 1, Checksum: checksum, Edition: ed.ID, Name: ed.Name + " " + ed.Version, Lang: v.pack.Lang(), Dir: v.pack.Dir(),
		Spoken: v.pack.Lang(), Nation: in, Drafted: v.drafted(), Demo: web.Demo, UI: map[string]string{}, Else: v.pack.SomethingElse(),
		Matters: v.pack.MattersMost(), Sounds: map[string]string{}, Voices: []string{v.pack.Lang()},
		Guard: toolGuard{Lang: v.guard.Lang(), Dir: v.guard.Dir()}}
	if y, ok := i18n.Young(lang); ok {
		p.Spoken = y.Stored
	}
	if y, ok := i18n.Young(v.pack.Lang()); ok {
		p.Voices = y.Voices
	}
	for _, key := range v.pack.Keys() {
		if slices.ContainsFunc(elsewhereTexts, func(prefix string) bool { return strings.HasPrefix(key, prefix) }) {
			continue
		}
		p.UI[key] = v.text(key)
		if framework.Guarded(key) && v.guard != v.pack {
			p.Guard.Keys = append(p.Guard.Keys, key)
		}
	}
	for _, point := range v.explanation(in) {
		p.Explain = append(p.Explain, toolPoint{point.Key, point.Text})
	}
	p.Anchors, p.Answers = toolChoices(v.pack.Anchors()), toolChoices(v.pack.Answers())
	for _, principle := range ed.Principles {
		g := toolGroup{Code: principle.Code, Name: v.pack.PrincipleName(principle)}
		for _, o := range principle.Outcomes() {
			card, _ := v.pack.Card(o.Code)
			g.Cards = append(g.Cards, toolCard{Code: o.Code, Picture: v.pack.OutcomePicture(o), Card: card})
		}
		p.Groups = append(p.Groups, g)
	}
	p.Fonts = fontsOf(p.Lang)
	web.fillSounds(&p, ed, v)
	web.fillLocal(&p, r)
	return p, nil
}

func toolChoices(list []framework.Choice) []toolChoice {
	out := make([]toolChoice, len(list))
	for i, c := range list {
		out[i] = toolChoice(c)
	}
	return out
}

// fontsOf lists the letters to bring along; Latin ones are on every device.
func fontsOf(lang string) []string {
	y, _ := i18n.Young(lang)
	script := map[string]string{"Arab": "arabic", "Ethi": "ethiopic", "Beng": "bengali"}[y.Script]
	if script == "" {
		return []string{}
	}
	return static.Fonts(script)
}

// fillSounds names what a person has read aloud, by the key that listen's texts have online.
func (web *Web) fillSounds(p *toolPack, ed *framework.Edition, v voice) {
	if web.Translations == nil {
		return
	}
	add := func(pack *framework.Pack, key, text string) {
		if id, ok := web.Translations.Voice(ed.ID, pack.Lang(), key, text); ok {
			p.Sounds[key] = "/translations/voice/" + id
		}
	}
	for _, point := range p.Explain {
		add(v.guard, explainKey(point.Key, p.Nation), point.Text)
	}
	for _, c := range p.Anchors {
		add(v.pack, "anchor/"+c.Key+"/word", c.Word)
		add(v.pack, "anchor/"+c.Key+"/more", c.More)
	}
	for _, c := range p.Answers {
		add(v.pack, "answer/"+c.Key+"/word", c.Word)
	}
	for _, g := range p.Groups {
		for _, c := range g.Cards {
			for part, text := range map[string]string{"name": c.Name, "ask": c.Ask, "simpler": c.Simpler, "example": c.Example} {
				add(v.pack, "card/"+c.Code+"/"+part, text)
			}
		}
	}
}

// fillLocal adds what differs by nation and organisation: numbers, the local contact, and the steps for what must be
// recorded elsewhere.
func (web *Web) fillLocal(p *toolPack, r *page.Request) {
	pack := web.Nations.For(p.Nation)
	p.Local, p.Numbers = map[string]map[string]string{}, []toolNumber{}
	for _, tag := range i18n.Languages() {
		p.Local[tag] = map[string]string{"elsewhere": i18n.For(tag).T("conversation.elsewhere", "referral",
			pack.Term(nation.TermSafeguardingReferral, tag), "system", pack.Term(nation.TermCaseSystem, tag))}
	}
	if rule, err := pack.Rule(nation.RuleEmergencyNumbers, time.Now().UTC().Format(time.DateOnly)); err == nil {
		for _, row := range rule.Value.Rows {
			if len(row) > 1 {
				n := toolNumber{Name: map[string]string{}, Number: row[1].In("en")}
				for _, tag := range i18n.Languages() {
					n.Name[tag] = row[0].In(tag)
				}
				p.Numbers = append(p.Numbers, n)
			}
		}
	}
	p.Contact.Organisation = r.Session.Organisation
	if web.SafetyContact != nil {
		c := web.SafetyContact(r.Context(), r.Who)
		p.Contact.Name, p.Contact.Phone, p.Contact.OutOfHours = c.Name, c.Phone, c.OutOfHours
	}
}

// showToolPacks says what a device has to fetch to be ready for a meeting nobody planned: the edition this
// organisation works with, its nation, and the languages in which a young person may meet it.
func (web *Web) showToolPacks(r *page.Request) (*page.Answer, error) {
	type language struct {
		Tag   string `json:"tag"`
		Ready bool   `json:"ready"`
	}
	ed, err := web.Framework.Chosen(r.Context(), r.Who, framework.Children) // whoever comes unplanned counts as a child
	if problem.KeyOf(err) == "framework.not_chosen" {
		return page.JSON(200, map[string]any{"v": 1, "edition": "", "nation": r.Session.Nation, "languages": []language{}}), nil
	}
	if err != nil {
		return nil, err
	}
	list := []language{}
	for _, y := range i18n.YoungLanguages() {
		p, ok := web.Framework.Pack(r.Context(), ed, y.Tag)
		list = append(list, language{y.Tag, ok && web.mayShow(p)})
	}
	return page.JSON(200, map[string]any{"v": 1, "edition": ed.ID, "nation": r.Session.Nation, "languages": list}), nil
}
