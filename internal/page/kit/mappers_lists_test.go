package kit_test

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"stablefutures/internal/page/kit"
)

// saying renders a component with the built-in texts of a page.
func saying(w kit.Words, c kit.Content) kit.Content {
	return templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
		return c.Render(kit.WithWords(ctx, w), out)
	})
}

func mapPagination(o *options) kit.Content {
	p := kit.Pagination{Label: o.str("landmarkLabel"), Class: o.str("classes"), Attrs: o.attrs()}
	p.Previous = pageLink(o, "previous", "Previous")
	p.Next = pageLink(o, "next", "Next")
	for _, i := range o.list("items") {
		if len(i.m) == 0 {
			continue
		}
		p.Items = append(p.Items, kit.PageItem{Number: i.str("number"), Href: i.str("href"), Current: i.yes("current"),
			Ellipsis: i.yes("ellipsis"), Label: i.str("visuallyHiddenText"), Attrs: i.attrs()})
	}
	return p
}

func pageLink(o *options, key, usual string) *kit.PageLink {
	if !o.has(key) {
		return nil
	}
	l := o.sub(key)
	link := kit.PageLink{Href: l.str("href"), Text: l.content(), Label: l.str("labelText"), Attrs: l.attrs()}
	if link.Href == "" {
		return nil
	}
	if link.Text == nil { // upstream hides the second word; ours is one translatable phrase
		link.Text = templ.Raw(usual + `<span class="govuk-visually-hidden"> page</span>`)
	}
	return &link
}

func mapServiceNavigation(o *options) kit.Content {
	s := kit.ServiceNavigation{Name: o.str("serviceName"), URL: o.str("serviceUrl"), Label: o.str("ariaLabel"),
		NavLabel: o.str("navigationLabel"), MenuText: o.str("menuButtonText"), ID: o.str("navigationId"),
		Class: o.str("classes"), Attrs: o.attrs()}
	for _, i := range o.list("navigation") {
		s.Items = append(s.Items, kit.NavItem{Text: i.content(), Href: i.str("href"), Current: i.yes("current"),
			Active: i.yes("active"), Attrs: i.attrs()})
	}
	if v, ok := o.m["collapseNavigationOnMobile"]; ok && v == (len(s.Items) > 1) {
		o.has("collapseNavigationOnMobile")
	} else if ok {
		o.refuse("no option collapseNavigationOnMobile")
	}
	return s
}

func mapSummaryList(o *options) kit.Content {
	s := kit.SummaryList{Class: o.str("classes"), Attrs: o.attrs()}
	for _, r := range o.list("rows") {
		row := kit.Row{Key: r.sub("key").content(), Value: r.sub("value").content(), Class: r.str("classes")}
		row.Actions = mapActions(r.sub("actions"))
		if r.has("actions") && len(row.Actions) == 0 {
			o.refuse("a row with actions and none of them")
		}
		s.Rows = append(s.Rows, row)
	}
	if o.has("card") {
		c := o.sub("card")
		title := c.sub("title")
		s.Card = &kit.Card{Title: title.content(), HeadingLevel: title.num("headingLevel"), Actions: mapActions(c.sub("actions")),
			Class: c.str("classes"), Attrs: c.attrs()}
	}
	return s
}

func mapActions(o *options) []kit.Action {
	var out []kit.Action
	for _, a := range o.list("items") {
		out = append(out, kit.Action{Text: a.content(), Href: a.str("href"), Hidden: a.str("visuallyHiddenText"),
			Class: a.str("classes"), Attrs: a.attrs()})
	}
	return out
}

func mapTable(o *options) kit.Content {
	t := kit.Table{Caption: o.str("caption"), CaptionClass: o.str("captionClasses"), RowHeaders: o.yes("firstCellIsHeader"),
		Class: o.str("classes"), Attrs: o.attrs()}
	for _, c := range o.list("head") {
		t.Head = append(t.Head, mapCell(c))
	}
	rows, _ := o.m["rows"].([]any)
	o.has("rows")
	for _, r := range rows {
		cells, ok := r.([]any)
		if !ok {
			continue
		}
		var row []kit.Cell
		for _, c := range o.child("rows[]", map[string]any{"cells": cells}).list("cells") {
			row = append(row, mapCell(c))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func mapCell(o *options) kit.Cell {
	c := kit.Cell{Text: o.content(), Numeric: o.str("format") == "numeric", Colspan: o.num("colspan"), Rowspan: o.num("rowspan"),
		Class: o.str("classes"), Attrs: o.attrs()}
	if format := o.str("format"); format != "" && format != "numeric" {
		o.refuse("a format other than numeric")
	}
	return c
}

func mapTabs(o *options) kit.Content {
	t := kit.Tabs{ID: o.str("id"), IDPrefix: o.str("idPrefix"), Title: o.str("title"), Class: o.str("classes"), Attrs: o.attrs()}
	for _, i := range o.list("items") {
		panel := i.sub("panel")
		t.Items = append(t.Items, kit.Tab{ID: i.str("id"), Label: i.str("label"), Panel: panel.content(),
			Attrs: i.attrs(), PanelAttrs: panel.attrs()})
	}
	return t
}

func mapTaskList(o *options) kit.Content {
	t := kit.TaskList{IDPrefix: o.str("idPrefix"), Class: o.str("classes"), Attrs: o.attrs()}
	for _, i := range o.list("items") {
		status := i.sub("status")
		task := kit.Task{Title: i.sub("title").content(), Hint: i.sub("hint").content(), Href: i.str("href"),
			Status: status.content(), Class: i.str("classes")}
		if status.has("tag") {
			task.Status = tagOf(status.sub("tag"))
		}
		if class := status.str("classes"); class == "govuk-task-list__status--cannot-start-yet" {
			task.Waiting = true
		} else if class != "" {
			o.refuse("no option items[].status.classes")
		}
		t.Items = append(t.Items, task)
	}
	return t
}
