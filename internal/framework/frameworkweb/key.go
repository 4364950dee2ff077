package frameworkweb

import (
	"errors"
	"io"
	"strings"
	"time"

	"stablefutures/internal/framework"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
)

const (
	keyLimit    = 500     // letters of a public key: a name, eight figures, 44 letters
	recallLimit = 1 << 20 // bytes of a recall
)

func (web *Web) keyRoutes() []page.Route {
	return []page.Route{
		page.Get("/frameworks/keys", permit.LoadFramework, web.showKeys),
		page.Post("/frameworks/keys", permit.LoadFramework, web.saveKey),
		page.Get("/frameworks/recall", permit.LoadFramework, web.showRecall),
		page.Post("/frameworks/recall", permit.LoadFramework, web.saveRecall).WithLimit(2 * recallLimit),
		page.Post("/frameworks/recall/own", permit.LoadFramework, web.saveOwnRecall),
	}
}

type keysView struct {
	Title, Lede, How string
	Problems         kit.Content
	Keys             []keyView
	None             string
	Add              string // heading
	Field, Save      kit.Content
	Recall           string // words of the link
}

// keyView is one key with what was decided about it, and the one thing that can be done about it.
type keyView struct {
	Facts    kit.SummaryList
	Key      string
	Trust    string // "yes" or "no": what the button says from now on
	Decision kit.Content
}

func (web *Web) showKeys(r *page.Request) (*page.Answer, error) {
	v, err := web.keysForm(r, nil)
	if err != nil {
		return nil, err
	}
	return page.Show(v.Title, keysBody(v)).Back("/frameworks"), nil
}

func (web *Web) keysForm(r *page.Request, wrong error) (keysView, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := keysView{Title: t("framework.keys.title"), Lede: t("framework.keys.lede"), How: t("framework.keys.how"), Problems: problems.Summary(),
		Add: t("framework.keys.add"), Recall: t("framework.recall.title"),
		Field: kit.Textarea{Name: "key", Label: kit.Label{Text: kit.T(t("framework.keys.key"))}, Hint: kit.T(t("framework.keys.key_hint")), Rows: 3,
			Value: r.Form.Raw("key"), Error: problems.Of("key"), Spellcheck: "false"},
		Save: kit.Button{Text: kit.T(t("framework.keys.checked")), Once: true}}
	keys, err := web.service.Keys(r.Context(), r.Who)
	if err != nil {
		return v, err
	}
	if len(keys) == 0 {
		v.None = t("framework.keys.none")
	}
	for _, k := range keys {
		v.Keys = append(v.Keys, oneKey(r, k))
	}
	return v, nil
}

func oneKey(r *page.Request, k framework.Key) keyView {
	t := r.L.T
	state := kit.Content(kit.T(t("framework.keys.unknown")))
	v := keyView{Key: k.Key, Trust: "yes", Decision: kit.Button{Text: kit.T(t("framework.keys.checked")), Kind: kit.Secondary, Once: true}}
	switch {
	case k.Trusted && k.ForAll:
		state = kit.T(t("framework.keys.by_service", "when", r.L.Moment(k.At)))
	case k.Trusted:
		state = kit.T(t("framework.keys.by_us", "when", r.L.Moment(k.At)))
	case !k.At.IsZero():
		state = kit.T(t("framework.keys.not_any_more", "when", r.L.Moment(k.At)))
	}
	if k.Trusted {
		v.Trust, v.Decision = "no", kit.Button{Text: kit.T(t("framework.keys.withdraw")), Kind: kit.Warning, Once: true}
	}
	var on []kit.Content
	for _, e := range k.On {
		on = append(on, staff(e.Name+", "+e.Version))
	}
	v.Facts = kit.SummaryList{Rows: []kit.Row{row(r.L, "framework.keys.calls_itself", kit.Name(k.Name)), row(r.L, "framework.keys.key", kit.T(k.Key)),
		row(r.L, "framework.row.state", state)}}
	if len(on) > 0 {
		v.Facts.Rows = append(v.Facts.Rows, row(r.L, "framework.keys.on", lines(on)))
	}
	return v
}

func (web *Web) saveKey(r *page.Request) (*page.Answer, error) {
	key, trust := r.Form.Required("key", keyLimit), r.Form.Choice("trust", "yes", "no")
	err := r.Form.Err()
	if err == nil {
		if err = web.service.Trust(r.Context(), r.Who, key, trust != "no"); page.IsInvalid(err) {
			err = at("key", err)
		}
	}
	if page.IsInvalid(err) {
		v, err := web.keysForm(r, err)
		if err != nil {
			return nil, err
		}
		return page.Invalid(v.Title, keysBody(v)).Back("/frameworks"), nil
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect("/frameworks/keys"), nil
}

// at says the first thing that is wrong at one field of the page.
func at(field string, err error) error {
	var p *problem.Error
	if !errors.As(err, &p) {
		return err
	}
	var c problem.Check
	if len(p.Fields) > 0 {
		c.Add(field, p.Fields[0].Key, p.Fields[0].Args...)
	} else {
		c.Add(field, p.Key, p.Args...)
	}
	return c.Err()
}

type recallView struct {
	Title, Lede      string
	Problems         kit.Content
	Theirs, Own      string // headings; Own "" where this organisation published nothing that still stands
	Fields           []kit.Content
	OwnLede          string
	OwnFields        []kit.Content
	Take, CallBack   kit.Content
	Keys, StillStand string
}

func (web *Web) showRecall(r *page.Request) (*page.Answer, error) {
	v, err := web.recallForm(r, nil)
	if err != nil {
		return nil, err
	}
	return page.Show(v.Title, recallBody(v)).Back("/frameworks"), nil
}

func (web *Web) recallForm(r *page.Request, wrong error) (recallView, error) {
	t, problems := r.L.T, r.Problems(wrong)
	v := recallView{Title: t("framework.recall.title"), Lede: t("framework.recall.lede"), StillStand: t("framework.recall.still_stand"),
		Problems: problems.Summary(), Theirs: t("framework.recall.theirs"), Keys: t("framework.keys.title"),
		Fields: []kit.Content{
			kit.FileUpload{Name: "file", Label: kit.Label{Text: kit.T(t("framework.recall.file"))}, Error: problems.Of("file"), Accept: ".json"},
			kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(t("framework.recall.text"))}, Rows: 4, Value: r.Form.Raw("text"), Error: problems.Of("text"), Spellcheck: "false"},
		},
		Take: kit.Button{Text: kit.T(t("framework.recall.take")), Once: true}}
	own, err := web.ownEditions(r)
	if err != nil || len(own) == 0 {
		return v, err
	}
	v.Own, v.OwnLede = t("framework.recall.own"), t("framework.recall.own_lede")
	radios := kit.Radios{Name: "edition", Legend: kit.Legend{Text: kit.T(t("framework.recall.which"))}, Value: r.Form.Raw("edition"), Error: problems.Of("edition")}
	for _, e := range own {
		radios.Items = append(radios.Items, kit.Choice{Value: e.ID, Text: staff(e.Name + ", " + e.Version), Hint: kit.T(e.ID)})
	}
	v.OwnFields = []kit.Content{radios,
		kit.Textarea{Name: "notice", Label: kit.Label{Text: kit.T(t("framework.recall.notice"))}, Hint: kit.T(t("framework.recall.notice_hint")), Rows: 3,
			Value: r.Form.Raw("notice"), Error: problems.Of("notice")},
		kit.Checkboxes{Name: "sure", Legend: kit.Legend{Text: kit.T(t("framework.recall.sure_question"))}, Error: problems.Of("sure"),
			Items: []kit.Choice{{Value: "yes", Text: kit.T(t("framework.recall.sure"))}}}}
	v.CallBack = kit.Button{Text: kit.T(t("framework.recall.call_back")), Kind: kit.Warning, Once: true}
	return v, nil
}

// ownEditions are those that this organisation published and nobody called back.
func (web *Web) ownEditions(r *page.Request) ([]*framework.Edition, error) {
	all, err := web.service.Readable(r.Context(), r.Who)
	var own []*framework.Edition
	for _, e := range all {
		if !e.BuiltIn() && e.Owner == r.Who.Organisation && e.Recall == nil {
			own = append(own, e)
		}
	}
	return own, err
}

// saveRecall takes what a rights-holder sent. Whether it may call anything back is for the service to say.
func (web *Web) saveRecall(r *page.Request) (*page.Answer, error) {
	field, text, err := recallSent(r)
	if err != nil {
		return web.againRecall(r, err)
	}
	recall, err := framework.ReadRecall(strings.NewReader(text))
	if err == nil {
		err = web.service.CallBack(r.Context(), r.Who, recall)
	}
	switch {
	case err == nil:
		return page.Redirect("/frameworks/" + recall.Edition), nil
	case page.IsInvalid(err), problem.KeyOf(err) == "framework.recall.not_yours", problem.KeyOf(err) == "framework.unknown_edition":
		return web.againRecall(r, at(field, err))
	}
	return nil, err
}

func recallSent(r *page.Request) (field, text string, err error) {
	sent := r.Form.File("file")
	if sent == nil || sent.Size == 0 {
		text := r.Form.Words("text", recallLimit)
		if text == "" {
			r.Form.Add("file", "framework.recall.needed")
		}
		return "text", text, r.Form.Err()
	}
	f, err := sent.Open()
	if err != nil {
		return "", "", problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	b, err := io.ReadAll(io.LimitReader(f, recallLimit+1))
	return "file", string(b), errors.Join(err, f.Close())
}

func (web *Web) againRecall(r *page.Request, wrong error) (*page.Answer, error) {
	if !page.IsInvalid(wrong) {
		return nil, wrong
	}
	v, err := web.recallForm(r, wrong)
	if err != nil {
		return nil, err
	}
	return page.Invalid(v.Title, recallBody(v)).Back("/frameworks"), nil
}

// saveOwnRecall calls back what this organisation published itself.
func (web *Web) saveOwnRecall(r *page.Request) (*page.Answer, error) {
	id, notice := r.Form.Required("edition", 200), r.Form.Required("notice", 4000)
	if r.Form.Raw("sure") != "yes" {
		r.Form.Add("sure", "framework.recall.not_sure")
	}
	if err := r.Form.Err(); err != nil {
		return web.againRecall(r, err)
	}
	e, err := web.service.Edition(r.Context(), id)
	if err == nil {
		err = web.service.CallBack(r.Context(), r.Who, framework.Recall{Format: framework.FormatRecall, Edition: e.ID, Checksum: e.Checksum(),
			Notice: notice, Date: web.service.Now().UTC().Format(time.DateOnly), By: r.Session.Organisation})
	}
	if err != nil {
		if problem.Is(err, problem.NotFound) || problem.Is(err, problem.Forbidden) && problem.KeyOf(err) == "framework.recall.not_yours" {
			return web.againRecall(r, at("edition", err))
		}
		return nil, err
	}
	return page.Redirect("/frameworks/" + e.ID), nil
}
