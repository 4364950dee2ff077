package loadingweb

import (
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
)

type letterView struct {
	Title, Lede string
	Problems    kit.Content
	Text        kit.Textarea
	Save        kit.Button
	CopyFrom    string
	Copy        string
	Copied      string
}

func (web *Web) showLetter(r *page.Request) (*page.Answer, error) {
	v := letterForm(r, nil)
	return page.Show(v.Title, letterBody(v)).Back("/loading"), nil
}

// letterForm shows the letter, to be changed before it is sent. It is sent by people, from their own post: this program
// sends nothing.
func letterForm(r *page.Request, wrong error) letterView {
	t, problems := r.L.T, r.Problems(wrong)
	text := r.Form.Raw("letter")
	if !r.Form.Has("letter") {
		text = t("loading.letter", "organisation", r.Session.Organisation, "name", r.Session.Name)
	}
	return letterView{Title: t("loading.letter_title"), Lede: t("loading.letter_lede"), Problems: problems.Summary(),
		Text: kit.Textarea{Name: "letter", Label: kit.Label{Text: kit.T(t("loading.letter_label")), Size: "m"}, Rows: 24, Value: text, Error: problems.Of("letter")},
		Save: kit.Button{Text: kit.T(t("loading.letter_save"))}, CopyFrom: "letter", Copy: t("page.copy"), Copied: t("page.copied")}
}

func (web *Web) saveLetter(r *page.Request) (*page.Answer, error) {
	text := r.Form.Words("letter", 20_000)
	if text == "" && r.Form.Raw("letter") == "" {
		r.Form.Add("letter", "problem.required")
	}
	if err := r.Form.Err(); err != nil {
		v := letterForm(r, err)
		return page.Invalid(v.Title, letterBody(v)).Back("/loading"), nil
	}
	return page.File("letter.txt", "text/plain; charset=utf-8", []byte(text+"\n")), nil
}
