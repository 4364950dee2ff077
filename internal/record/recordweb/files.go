package recordweb

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"stablefutures/internal/page"
	"stablefutures/internal/page/desk"
	"stablefutures/internal/page/kit"
	"stablefutures/internal/permit"
	"stablefutures/internal/problem"
	"stablefutures/internal/record"
)

func (web *Web) showFiles(r *page.Request) (*page.Answer, error) { return web.filesPage(r, nil) }

func (web *Web) filesPage(r *page.Request, wrong error) (*page.Answer, error) {
	id, files, err := web.files(r)
	if err != nil {
		return nil, err
	}
	may := web.records.May(r.Context(), r.Who, permit.AttachFile, id)
	t, problems := r.L.T, desk.ProblemsOf(r, wrong, "file")
	v := desk.Page{Title: t("record.files"), Lead: t("record.files_lead"), Problems: problems.Summary(), Files: true, Action: at(id, "/files"), Wide: true}
	if d := done(r, "attached", "removed"); d != nil {
		v.Before = append(v.Before, d)
	}
	v.Before = append(v.Before, fileList(r, id, files, may))
	if may {
		v.Hidden = []desk.Hidden{{Name: "id", Value: first(r.Form.Raw("id"), page.NewID())}}
		v.Fields = []kit.Content{
			desk.Part("add", t("record.file_add"), kit.WarningText{Text: kit.T(t("record.file_no_pictures"))}),
			kit.Input{Name: "name", Label: desk.Label(r, "record.file_name"), Hint: kit.T(t("record.file_name_hint")), Value: r.Form.Raw("name"),
				Error: problems.Of("name"), Autocomplete: "off"},
			kit.FileUpload{Name: "file", Label: desk.Label(r, "record.file"), Hint: kit.T(t("record.file_hint", "limit", record.FileLimit>>20)),
				Error: problems.Of("file"), Accept: accepted()},
			kit.Details{Summary: kit.T(t("record.file_kept")), Body: desk.Lines([]string{
				t("record.file_kept_pictures"), t("record.file_kept_office"), t("record.file_kept_pdf"), t("record.file_kept_virus")})},
		}
		v.Buttons = []kit.Content{desk.Button(r, "record.file_save")}
	}
	return v.Answer(wrong).Back(at(id, "")), nil
}

func (web *Web) files(r *page.Request) (id string, files []record.File, err error) {
	if id, err = r.PathID("id"); err != nil {
		return "", nil, err
	}
	files, err = web.records.Files(r.Context(), r.Who, id)
	return id, files, err
}

// accepted helps the file dialogue; the room looks at the content, whatever was chosen.
func accepted() string {
	var list []string
	for _, k := range record.FileKinds {
		list = append(list, k.Extension())
	}
	return strings.Join(list, ",")
}

func fileList(r *page.Request, id string, files []record.File, may bool) kit.Content {
	t := r.L.T
	if len(files) == 0 {
		return kit.EmptyState{Drawing: "document", Title: kit.T(t("record.files_none")), Body: kit.T(t("record.files_none_text"))}
	}
	list := kit.SummaryList{}
	for _, f := range files {
		what := t("record.file_kind_"+string(f.Kind)) + ", " + sizeWords(r, f.Size) + " · " + r.L.Moment(f.At) // i18n: prefix record.file_kind_
		row := kit.Row{Key: kit.Name(f.Name), Value: kit.T(what),
			Actions: []kit.Action{{Text: kit.T(t("page.download")), Href: at(id, "/files/"+f.ID), Hidden: f.Name}}}
		if may {
			row.Actions = append(row.Actions, kit.Action{Text: kit.T(t("page.remove")), Href: at(id, "/files/"+f.ID+"/remove"), Hidden: f.Name})
		}
		list.Rows = append(list.Rows, row)
	}
	return list
}

func sizeWords(r *page.Request, bytes int64) string {
	switch {
	case bytes < 1<<10:
		return r.L.T("record.bytes", "n", strconv.FormatInt(bytes, 10))
	case bytes < 1<<20:
		return r.L.T("record.kilobytes", "n", strconv.FormatInt((bytes+1<<9)>>10, 10))
	}
	return r.L.T("record.megabytes", "n", strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64))
}

func (web *Web) saveFile(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	sent := r.Form.File("file")
	if sent == nil {
		r.Form.Add("file", "record.file_needed")
		return web.filesPage(r, r.Form.Err())
	}
	name := first(r.Form.Line("name", nameLength), titleOf(sent.Filename))
	content, err := sent.Open()
	if err != nil {
		return nil, problem.Wrap(err, problem.Invalid, "problem.file_unreadable")
	}
	defer content.Close()
	if err = r.Form.Err(); err == nil {
		_, err = web.records.AttachAs(r.Context(), r.Who, id, r.Form.ID("id"), name, content)
	}
	if desk.ToMend(err) {
		return web.filesPage(r, err)
	}
	if err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/files?done=attached")), nil
}

// titleOf makes a title of the name a file came with: without folders, without its end, one line.
func titleOf(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(name, ""))
	if runes := []rune(name); len(runes) > nameLength {
		name = string(runes[:nameLength])
	}
	return strings.TrimSpace(name)
}

// openFile sends a file to be kept, never to be shown here, under a name that tells of nobody.
func (web *Web) openFile(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	f, content, err := web.records.OpenFile(r.Context(), r.Who, id, file)
	if err != nil {
		return nil, err
	}
	return page.File(f.FileName(), f.Kind.MediaType(), content), nil
}

func (web *Web) showRemove(r *page.Request) (*page.Answer, error) {
	id, files, err := web.files(r)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(files, func(f record.File) bool { return f.ID == r.Path("file") })
	if i < 0 {
		return nil, problem.New(problem.NotFound, "problem.not_found")
	}
	t := r.L.T
	v := desk.Page{Title: t("record.file_remove"), Before: []kit.Content{desk.Para(kit.Name(files[i].Name)), desk.Para(kit.T(t("record.file_remove_text")))},
		Buttons: []kit.Content{kit.Button{Text: kit.T(t("record.file_remove_save")), Kind: kit.Warning, Once: true}, desk.Cancel(r, at(id, "/files"))}}
	return v.Answer(nil).Back(at(id, "/files")), nil
}

func (web *Web) saveRemove(r *page.Request) (*page.Answer, error) {
	id, err := r.PathID("id")
	if err != nil {
		return nil, err
	}
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	if err := web.records.RemoveFile(r.Context(), r.Who, id, file); err != nil {
		return nil, err
	}
	return page.Redirect(at(id, "/files?done=removed")), nil
}
