package sharing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stablefutures/internal/access"
	"stablefutures/internal/conversation"
	"stablefutures/internal/db"
	"stablefutures/internal/framework"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/promise"
	"stablefutures/internal/record"
)

// Pick is one thing of a record that somebody may decide to share with another deployment. Key names it in a form.
type Pick struct {
	Key     string
	Element PackageElement
	About   PackageItem // the text of what it is about; zero where it is about nothing of an edition
}

// Picks is what the form of a decision offers: what there is, and whom it can go to.
type Picks struct {
	Names    record.Names
	List     []Pick
	Partners []Partner // those that two people compared
}

// Pickable gives what can be shared of a record with another deployment. The child's own words are not among it: they go
// out only with a yes of their own, and between deployments there is no way yet to take that back everywhere. Sealed
// details never are.
func (b *Between) Pickable(ctx context.Context, who permit.Actor, recordID string) (p Picks, err error) {
	err = b.door.Read(ctx, who, permit.DecideShare, access.Record(recordID), func(w *access.Work) error {
		p, err = pickable(ctx, w, recordID)
		return err
	})
	if err != nil {
		return Picks{}, fmt.Errorf("what can be shared: %w", err)
	}
	return p, nil
}

// Share is Send with what was picked, read from the record in the same moment.
func (b *Between) Share(ctx context.Context, who permit.Actor, n NewTransfer, keys []string) error {
	err := b.door.Do(ctx, who, permit.DecideShare, access.Record(n.Record), func(w *access.Work) error {
		p, err := pickable(ctx, w, n.Record)
		if err != nil {
			return err
		}
		n.Elements, n.Items = nil, nil
		for _, one := range p.List {
			if !slices.Contains(keys, one.Key) {
				continue
			}
			one.Element.ID = db.NewID()
			n.Elements = append(n.Elements, one.Element)
			if one.About.Code != "" && !slices.Contains(n.Items, one.About) {
				n.Items = append(n.Items, one.About)
			}
		}
		_, err = b.SendIn(ctx, w, n)
		return err
	})
	if err != nil {
		return fmt.Errorf("share with deployment: %w", err)
	}
	return nil
}

func pickable(ctx context.Context, w *access.Work, recordID string) (p Picks, err error) {
	person, err := record.Find(ctx, w, recordID)
	if err != nil {
		return p, err
	}
	p.Names = person.Profile.Names
	p.field("name", p.Names.Shown())
	p.field("language", person.Profile.FirstLanguage())
	promises, err := promise.List(ctx, w, recordID)
	if err != nil {
		return p, err
	}
	for _, one := range promises {
		p.add("promise:"+one.ID, PackageItem{}, PackageElement{Kind: "promise", Mark: MarkFact, Text: one.Text.What, By: one.Text.Owner, On: promise.Day(one.MadeAt),
			Due: one.DueOn, State: string(one.State)})
	}
	if err := p.contributions(ctx, w, recordID); err != nil {
		return p, err
	}
	all, err := partnersOf(ctx, w, w.Who.Organisation)
	for _, one := range all {
		if one.Trusted() {
			p.Partners = append(p.Partners, one)
		}
	}
	return p, err
}

func (p *Picks) field(name, value string) {
	p.add("field:"+name, PackageItem{}, PackageElement{Kind: "field", Mark: MarkFact, Item: name, Text: value})
}

// add takes what has a text that can travel.
func (p *Picks) add(key string, about PackageItem, e PackageElement) {
	e.Text = strings.ReplaceAll(e.Text, "\r", "")
	if len([]rune(e.By)) > maxLine {
		e.By = string([]rune(e.By)[:maxLine])
	}
	if filled(e.Text) && words(e.In) && words(about.Text) {
		p.List = append(p.List, Pick{Key: key, Element: e, About: about})
	}
}

// contributions adds what workers wrote: views, findings and barriers, as they stand now.
func (p *Picks) contributions(ctx context.Context, w *access.Work, recordID string) error {
	sittings, err := conversation.Summaries(ctx, w, recordID)
	if err != nil {
		return err
	}
	for _, s := range sittings {
		ed, err := framework.Find(ctx, w, s.EditionID)
		if problem.Is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, c := range s.Contributions {
			corrected := slices.ContainsFunc(s.Contributions, func(o conversation.Contribution) bool { return o.Corrects == c.ID })
			if c.Perspective != conversation.YoungPerson && !corrected && c.Talk.Outcome != "withheld" {
				p.contribution(ed, c)
			}
		}
	}
	return nil
}

func (p *Picks) contribution(ed *framework.Edition, c conversation.Contribution) {
	by, on := string(c.Perspective), promise.Day(c.At)
	for _, principle := range ed.Principles {
		for _, o := range principle.Outcomes() {
			if a := c.Content.Answers[o.Code]; a.Words.Text != "" {
				p.add("view:"+c.ID+":"+o.Code, PackageItem{Code: o.Code, Text: o.Text, Edition: ed.ID}, PackageElement{Kind: "view", Mark: MarkOpinion,
					Item: o.Code, Text: a.Words.Text, Language: a.Words.Language, In: a.Words.Translation, By: by, On: on})
			}
			for _, i := range o.Indicators {
				f, there := c.Content.Findings[i.Code]
				if !there {
					continue
				}
				text := f.Evidence
				if text == "" {
					text = i.Text
				}
				p.add("finding:"+c.ID+":"+i.Code, PackageItem{Code: i.Code, Text: i.Text, Edition: ed.ID}, PackageElement{Kind: "finding", Mark: MarkOpinion,
					Item: i.Code, Text: text, State: f.State, By: by, On: on})
			}
		}
	}
	for _, b := range c.Content.Barriers {
		if o, ok := ed.Outcome(b.Item); ok {
			p.add("barrier:"+c.ID+":"+b.ID, PackageItem{Code: o.Code, Text: o.Text, Edition: ed.ID}, PackageElement{Kind: "barrier", Mark: MarkOpinion,
				Item: o.Code, Text: b.Words, State: b.WhoCanChange, By: by, On: on})
		}
	}
}
