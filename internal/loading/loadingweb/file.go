package loadingweb

import (
	"errors"
	"io"
	"mime/multipart"

	"stablefutures/internal/loading"
	"stablefutures/internal/page"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/problem"
)

type fileView struct {
	Title, Lede, Or string
	Problems        kit.Content
	Replaces        kit.Content
	Hidden          []hidden
	Upload          kit.FileUpload
	Paste           kit.Textarea
	Save            kit.Button
	TypeText        string
	Type            linkView
}

func (web *Web) showFile(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	v := fileForm(r, o, nil)
	return page.Show(v.Title, fileBody(v)).Back(at(o.ID, "")), nil
}

func fileForm(r *page.Request, o *loading.Opened, wrong error) fileView {
	t, problems := r.L.T, problemsOf(r, wrong)
	v := fileView{Title: t("loading.file_title"), Lede: t("loading.file_lede"), Or: t("loading.file_or"), Problems: problems.Summary(), Hidden: guard(r, o),
		Upload: kit.FileUpload{Name: "file", Label: kit.Label{Text: kit.T(t("loading.file_upload")), Size: "m"}, Hint: kit.T(t("loading.file_hint")),
			Accept: ".pdf,.docx,.xlsx,.ods,.csv,.tsv,.txt,.json", Error: problems.Of("file")},
		Paste: kit.Textarea{Name: "text", Label: kit.Label{Text: kit.T(t("loading.file_paste")), Size: "m"}, Hint: kit.T(t("loading.file_paste_hint")),
			Value: r.Form.Raw("text"), Rows: 8, Spellcheck: "false", Error: problems.Of("text")},
		Save:     kit.Button{Text: kit.T(t("loading.file_go")), Once: true},
		TypeText: t("loading.file_type_text"), Type: linkView{URL: pageURL(o.ID, o.AllPages()[0].Number), Text: t("loading.file_type")},
	}
	if _, ok := o.Current(); ok {
		v.Replaces = kit.InsetText{Text: kit.T(t("loading.file_replaces"))}
	}
	return v
}

func (web *Web) saveFile(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	name, content, err := handedIn(r)
	if err == nil {
		err = web.loading.Put(r.Context(), r.Who, o.ID, seen(r.Form), r.Form.Raw("operation"), name, content)
	}
	if again(err) {
		now, failed := web.reload(r, o, err)
		if failed != nil {
			return nil, failed
		}
		v := fileForm(r, now, err)
		return shownAgain(v.Title, fileBody(v), err).Back(at(o.ID, "")), nil
	}
	if err != nil {
		return nil, err
	}
	return web.afterReading(r)
}

// afterReading leads to where the work goes on: the first page, the check of a file in our own form, or the draft, which
// says why its file was refused.
func (web *Web) afterReading(r *page.Request) (*page.Answer, error) {
	o, err := web.open(r)
	if err != nil {
		return nil, err
	}
	f, ok := o.Last()
	switch {
	case !ok || f.State != loading.FileRead:
		return page.Redirect(at(o.ID, "")), nil
	case f.Whole:
		return page.Redirect(at(o.ID, "/check")), nil
	}
	return page.Redirect(pageURL(o.ID, o.AllPages()[0].Number)), nil
}

// handedIn gives the file, or else the text, that was sent.
func handedIn(r *page.Request) (name string, content []byte, err error) {
	sent := r.Form.File("file")
	if sent != nil && sent.Size > 0 {
		content, err = contentOf(sent)
		return sent.Filename, content, err
	}
	text := r.Form.Words("text", loading.TextLimit)
	if err := r.Form.Err(); err != nil {
		return "", nil, err
	}
	switch {
	case text != "":
		return loading.TextName, []byte(text), nil
	case sent != nil && sent.Filename != "":
		r.Form.Add("file", "problem.file_empty")
	default:
		r.Form.Add("file", "loading.file_needed")
	}
	return "", nil, r.Form.Err()
}

func contentOf(sent *multipart.FileHeader) ([]byte, error) {
	f, err := sent.Open()
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	content, err := io.ReadAll(f)
	return content, errors.Join(err, f.Close())
}

// readFile reads a file again that was not read to its end.
func (web *Web) readFile(r *page.Request) (*page.Answer, error) {
	draft, err := r.PathID("draft")
	if err != nil {
		return nil, err
	}
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	if err := web.loading.Read(r.Context(), r.Who, draft, seen(r.Form), file); err != nil {
		return nil, err
	}
	return web.afterReading(r)
}

// openFile sends the file as it came, to be kept and never to be shown here.
func (web *Web) openFile(r *page.Request) (*page.Answer, error) {
	draft, err := r.PathID("draft")
	if err != nil {
		return nil, err
	}
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	f, content, err := web.loading.Original(r.Context(), r.Who, draft, file)
	if err != nil {
		return nil, err
	}
	return page.File(f.Name, "application/octet-stream", content), nil
}

func (web *Web) openPicture(r *page.Request) (*page.Answer, error) {
	draft, err := r.PathID("draft")
	if err != nil {
		return nil, err
	}
	number, err := pageNumber(r)
	if err != nil {
		return nil, err
	}
	picture, err := web.loading.Picture(r.Context(), r.Who, draft, number)
	if err != nil {
		return nil, err
	}
	return page.File("", "image/png", picture), nil
}
