package insight

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"stablefutures/internal/db"
	"stablefutures/internal/testkit"
)

// courseFrame is smallFrame with answers enough to go on in every way.
func courseFrame() Frame {
	f := smallFrame()
	f.Values = []Value{{"present", false, false}, {"not_today", true, false}, {"there", true, true}, {"not_there", true, true}, {"keeps_changing", true, true},
		{"words_only", true, true}, {"not_asked", false, false}}
	return f
}

func anyCourse(r *rand.Rand, f Frame) Course {
	some := func(codes []string) []string {
		codes = slices.Clone(codes)
		r.Shuffle(len(codes), func(i, j int) { codes[i], codes[j] = codes[j], codes[i] })
		return codes[:1+r.IntN(len(codes))]
	}
	q := Course{Answers: []Class{{"there", []string{"there"}}, {"not", []string{"not_there", "keeps_changing"}}}, InWords: []string{"words_only"},
		From: Moment{f.Perspectives[r.IntN(3)], some(f.Periods)}, To: Moment{f.Perspectives[r.IntN(3)], some(f.Periods)}}
	if r.IntN(2) == 0 {
		q.Answers = []Class{{"there", []string{"there"}}, {"not_there", []string{"not_there"}}, {"changing", []string{"keeps_changing"}}}
	}
	ways := []Axis{ByPath, ByFirst, ByLatest, ByWas, ByIs, ByBetween}
	r.Shuffle(len(ways), func(i, j int) { ways[i], ways[j] = ways[j], ways[i] })
	q.As = ways[:1+r.IntN(2)]
	for _, a := range []Axis{ByItem, ByPlace, "age"} {
		d := Direction{Axis: a}
		if r.IntN(2) == 0 {
			codes := some(f.axes()[a])
			cut := r.IntN(len(codes))
			d.Classes = []Class{{"one", codes[:cut]}, {"two", codes[cut:]}}
		}
		if len(q.By)+len(q.As) < mostDirections && r.IntN(3) == 0 {
			q.By = append(q.By, d)
		}
		if r.IntN(4) == 0 {
			q.Where = append(q.Where, Condition{a, some(f.axes()[a])})
		}
	}
	return q
}

// sqlFacts writes facts as a table of their own, for the same questions in SQL.
func sqlFacts(t *testing.T, d *db.DB, people map[uint32][]Fact) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec(t.Context(), `create table facts (person integer not null, seq integer not null, place integer not null, age integer not null,
			nation integer not null, period integer not null, item integer not null, perspective integer not null, value integer not null)`); err != nil {
			return err
		}
		for person, facts := range people {
			for seq, x := range facts {
				if _, err := tx.Exec(t.Context(), `insert into facts (person, seq, place, age, nation, period, item, perspective, value) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
					int(person), seq, int(x.Place), int(x.Groups[0]), int(x.Groups[1]), int(x.Period), int(x.Item), int(x.Perspective), int(x.Value)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// oneOf is SQL for "this axis is one of these codes".
func oneOf(f Frame, a Axis, in []string) string {
	list := []string{"-1"}
	for _, c := range in {
		list = append(list, fmt.Sprint(slices.Index(f.axes()[a], c)))
	}
	return fmt.Sprintf("%s in (%s)", a, strings.Join(list, ", "))
}

// classSQL is SQL for the class of an axis's code, null for none.
func classSQL(f Frame, d Direction) (expression string, classes []string) {
	if len(d.Classes) == 0 {
		return string(d.Axis), f.axes()[d.Axis]
	}
	expression = "case"
	for i, c := range d.Classes {
		expression += fmt.Sprintf(" when %s then %d", oneOf(f, d.Axis, c.Of), i)
		classes = append(classes, c.Code)
	}
	return expression + " end", classes
}

func whereSQL(f Frame, list []Condition) string {
	where := "1 = 1"
	for _, w := range list {
		where += " and " + oneOf(f, w.Axis, w.In)
	}
	return where
}

// countSQL runs a statement that gives places along directions, then a number of people.
func countSQL(t *testing.T, d *db.DB, names [][]string, query string) (out Cells) {
	t.Helper()
	n := 1
	for _, c := range names {
		n *= len(c)
	}
	out = Cells{Directions: names, People: make([]uint32, n)}
	at := make([]*int64, len(names)+1)
	into := make([]any, len(at))
	for i := range at {
		into[i] = &at[i]
	}
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Each(t.Context(), func(r *db.Rows) error {
			if err := r.Scan(into...); err != nil {
				return err
			}
			cell := 0
			for i, c := range names {
				if at[i] == nil {
					return nil
				}
				cell = cell*len(c) + int(*at[i])
			}
			out.People[cell] = uint32(*at[len(names)])
			return nil
		}, query)
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// questionSQL asks a question in SQL, of people.
func questionSQL(t *testing.T, d *db.DB, f Frame, q Question) Cells {
	t.Helper()
	from := "facts"
	if q.AtEndOf != "" {
		part := "person, item, perspective"
		if q.InPlaces {
			part += ", place"
		}
		from = fmt.Sprintf("(select * from (select facts.*, row_number() over (partition by %s order by seq desc) as back from facts where period <= %d) as numbered where back = 1) as latest",
			part, slices.Index(f.Periods, q.AtEndOf))
	}
	var by, numbers []string
	var names [][]string
	for i, d := range q.By {
		e, classes := classSQL(f, d)
		by, names, numbers = append(by, fmt.Sprintf("%s as d%d", e, i)), append(names, classes), append(numbers, fmt.Sprintf("d%d", i))
	}
	who := "person"
	if q.InPlaces {
		who = "person * 100 + place"
	}
	query := "select " + strings.Join(append(numbers, "count(distinct who)"), ", ") + " from (select " + strings.Join(append(by, who+" as who"), ", ") +
		" from " + from + " where " + whereSQL(f, q.Where) + ") as classed"
	if len(by) > 0 {
		query += " group by " + strings.Join(numbers, ", ")
	}
	return countSQL(t, d, names, query)
}

// courseSQL follows people in SQL.
func courseSQL(t *testing.T, d *db.DB, f Frame, q Course) Cells {
	t.Helper()
	words := len(q.Answers) + 1
	step := "case"
	for i, c := range append(slices.Clone(q.Answers), Class{inWords, q.InWords}) {
		step += fmt.Sprintf(" when %s then %d", oneOf(f, ByValue, c.Of), i+1)
	}
	var asked []string
	for _, v := range f.Values {
		if v.Asked {
			asked = append(asked, v.Code)
		}
	}
	step += fmt.Sprintf(" when %s then %d else 0 end", oneOf(f, ByValue, asked), words+1)
	moment := func(m Moment) string {
		return fmt.Sprintf("case when %s and %s then 1 else 0 end", oneOf(f, ByPerspective, []string{m.Perspective}), oneOf(f, ByPeriod, m.Periods))
	}
	said := func(s string) string { return fmt.Sprintf("coalesce(%s, %d) - 1", s, words+1) }
	aspects := map[Axis]string{
		ByWas: fmt.Sprintf("coalesce(f.step, %d) - 1", words+2), ByIs: fmt.Sprintf("coalesce(t.step, %d) - 1", words+2),
		ByFirst: "case when f.step is not null then " + said("fa.step") + " end", ByLatest: "case when f.step is not null then " + said("la.step") + " end",
		ByPath: `case when f.step is null then null when c.n is null then 5 when c.n = 1 and c.last < a.lf then 4 when c.n = 1 then 3
			when c.changes = 0 then 0 when cf.step <> cl.step then 1 else 2 end`,
		ByBetween: fmt.Sprintf(`case when f.step <= %[1]d and coalesce(t.step, 99) > %[1]d then 2 when t.step <= %[1]d and coalesce(f.step, 99) > %[1]d then 3
			when coalesce(f.step, 99) > %[1]d then null when f.step = %[1]d or t.step = %[1]d then 4 when f.step = t.step then 0 else 1 end`, words),
	}
	var by, numbers []string
	var names [][]string
	where := whereSQL(f, q.Where)
	for _, d := range q.By {
		e, classes := classSQL(f, d)
		where += " and " + e + " is not null" // what no class holds is left out
		by, names = append(by, strings.ReplaceAll(e, string(d.Axis)+" in", "z."+string(d.Axis)+" in")), append(names, classes)
		if len(d.Classes) == 0 {
			by[len(by)-1] = "z." + e
		}
	}
	for _, a := range q.As {
		by, names = append(by, aspects[a]), append(names, q.aspects(a))
	}
	for i := range by {
		by[i] += fmt.Sprintf(" as d%d", i)
		numbers = append(numbers, fmt.Sprintf("d%d", i))
	}
	at := func(name, seq string) string {
		return fmt.Sprintf(" left join base %[1]s on %[1]s.person = a.person and %[1]s.item = a.item and %[1]s.seq = %[2]s", name, seq)
	}
	query := fmt.Sprintf(`with steps as (select facts.*, %s as step, %s as isf, %s as ist from facts where %s),
		base as (select * from steps where step > 0 and isf + ist > 0),
		cmp as (select person, item, seq, step, lag(step) over (partition by person, item order by seq) as prev from base where isf = 1 and step < %d),
		counted as (select person, item, count(*) as n, min(seq) as first, max(seq) as last, sum(case when prev <> step then 1 else 0 end) as changes from cmp group by person, item),
		a as (select person, item, max(seq) as z, max(case when isf = 1 then seq end) as lf, max(case when ist = 1 then seq end) as lt,
			min(case when isf = 1 and step <= %d then seq end) as fa, max(case when isf = 1 and step <= %[6]d then seq end) as la from base group by person, item)
		select %s, count(distinct person) from (select %s, a.person as person from a`, step, moment(q.From), moment(q.To), where, words, words,
		strings.Join(numbers, ", "), strings.Join(by, ", ")) +
		at("z", "a.z") + at("f", "a.lf") + at("t", "a.lt") + at("fa", "a.fa") + at("la", "a.la") +
		" left join counted c on c.person = a.person and c.item = a.item" + at("cf", "c.first") + at("cl", "c.last") +
		") as followed group by " + strings.Join(numbers, ", ")
	return countSQL(t, d, names, query)
}

// Whatever is asked of a cube, SQL over the same facts says the same, on both engines: who, who is latest, and how it went on.
func TestCube_answersAsSQLDoes(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		f := courseFrame()
		people := lives(11, 90, f)
		sqlFacts(t, d, people)
		c := build(t, f, people)
		r := rand.New(rand.NewPCG(4, 2))
		different := 0
		for range 70 {
			q := anyQuestion(r, f)
			q.Facts = false
			got, err := c.Ask(q)
			if err != nil {
				t.Fatal(err)
			}
			if want := questionSQL(t, d, f, q); !same(got, want) {
				t.Fatalf("%+v:\n got %v\nwant %v", q, got, want)
			}
			course := anyCourse(r, f)
			got, err = c.Follow(course)
			if err != nil {
				t.Fatalf("%+v: %v", course, err)
			}
			if want := courseSQL(t, d, f, course); !same(got, want) {
				t.Fatalf("%+v:\n got %v\nwant %v", course, got, want)
			}
			for _, n := range got.People {
				different += min(1, int(n))
			}
		}
		if different < 400 {
			t.Errorf("%d cells of 70 courses have anybody in them: that proves little", different)
		}
	})
}

// One person's answers, told as people would tell them.
func TestFollow_oneThingAtATime(t *testing.T) {
	t.Parallel()
	f := courseFrame()
	value := func(code string) uint8 {
		return uint8(slices.IndexFunc(f.Values, func(v Value) bool { return v.Code == code }))
	}
	q := Course{Answers: []Class{{"there", []string{"there"}}, {"not_there", []string{"not_there"}}, {"keeps_changing", []string{"keeps_changing"}}},
		InWords: []string{"words_only"}, From: Moment{"young_person", f.Periods}, To: Moment{"practitioner", f.Periods}}
	for _, one := range []struct{ young, worker, path, between string }{
		{"", "there", "", "between.only_worker"},
		{"there", "", "path.once", "between.only_young"},
		{"there not_today", "there", "path.no_answer_since", "between.only_worker"}, // as it is now
		{"there words_only", "there", "path.no_answer_since", "between.words"},
		{"not_today there", "not_there", "path.once", "between.differ"},
		{"not_today not_today", "", "path.never", ""},
		{"words_only", "not_today", "path.never", "between.only_young"},
		{"not_asked", "not_asked", "", ""},
		{"there there", "there", "path.stayed", "between.agree"},
		{"there words_only there", "there", "path.stayed", "between.agree"},
		{"there not_there", "there not_there", "path.changed", "between.agree"},
		{"there not_there keeps_changing there", "keeps_changing", "path.returned", "between.differ"},
	} {
		var facts []Fact
		for i, s := range strings.Fields(one.young) {
			facts = append(facts, Fact{Item: 1, Period: uint8(i), Value: value(s)})
		}
		for i, s := range strings.Fields(one.worker) {
			facts = append(facts, Fact{Item: 1, Period: uint8(i), Perspective: 1, Value: value(s)})
		}
		slices.SortStableFunc(facts, func(a, b Fact) int { return int(a.Period) - int(b.Period) })
		c := build(t, f, map[uint32][]Fact{7: facts})
		for a, want := range map[Axis]string{ByPath: one.path, ByBetween: one.between} {
			q.As = []Axis{a}
			got, err := c.Follow(q)
			if err != nil {
				t.Fatal(err)
			}
			wanted := map[string]int{want: 1}
			if want == "" {
				wanted = map[string]int{}
			}
			if fmt.Sprint(named(got)) != fmt.Sprint(wanted) {
				t.Errorf("%+v by %s: %v", one, a, named(got))
			}
		}
	}
}

func TestFollow_refuses(t *testing.T) {
	t.Parallel()
	f := courseFrame()
	c := build(t, f, lives(1, 5, f))
	good := Course{Answers: []Class{{"there", []string{"there"}}}, From: Moment{"young_person", f.Periods}, As: []Axis{ByPath}}
	if _, err := c.Follow(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Course){
		"nothing told apart": func(q *Course) { q.As = nil },
		"no way":             func(q *Course) { q.As = []Axis{ByItem} },
		"twice":              func(q *Course) { q.As = []Axis{ByPath, ByPath} },
		"by value":           func(q *Course) { q.By = []Direction{{Axis: ByValue}} },
		"by period":          func(q *Course) { q.By = []Direction{{Axis: ByPeriod}} },
		"of a perspective":   func(q *Course) { q.Where = []Condition{{ByPerspective, []string{"guardian"}}} },
		"no perspective":     func(q *Course) { q.From.Perspective = "nobody" },
		"no period":          func(q *Course) { q.From.Periods = []string{"1999-Q1"} },
		"two classes":        func(q *Course) { q.InWords = []string{"there"} },
		"too many": func(q *Course) {
			q.By, q.As = []Direction{{Axis: ByItem}, {Axis: ByPlace}, {Axis: "age"}}, []Axis{ByPath, ByFirst}
		},
	} {
		q := good
		change(&q)
		if _, err := c.Follow(q); err == nil {
			t.Errorf("%s: answered", name)
		}
	}
}
