package app

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"time"

	"stablefutures/internal/db"
	"stablefutures/internal/permit"
	"stablefutures/internal/together"
)

// works has young people give something to be published: a picture that everybody may see, a saying for those who work here,
// one that waits for a second person, a sound that nobody asked about yet, and words of the advisory group.
func (s *seeder) works(ctx context.Context, group string) error {
	selam, err := s.named(ctx, s.actors["rowan"], "Selam")
	if err != nil {
		return err
	}
	home, picture := together.Home{Record: selam}, painted(riverAt)
	for _, g := range []struct {
		home   together.Home
		gift   together.Gift
		places []string
		name   string
		upTo   int // 1 asked, 2 checked, 3 shown
	}{
		{home, together.Gift{Kind: together.WorkPicture, NoPhoto: true, Content: picture, Says: together.WorkText{Title: "ሩባ", Lang: "ti",
			Words: "ቀይሕ ጃልባ ኣብ ሰፊሕ ሩባ፣ ልዕሊኡ ብጫ ጸሓይ።", Translation: "A red boat on a wide river, and a yellow sun above it."}}, together.Places, "Kokeb", 3},
		{home, together.Gift{Kind: together.WorkWords, Says: together.WorkText{Lang: "en", Words: "Ask me twice. The first time I say what I think you want."}}, []string{"staff", "paper"}, "", 3},
		{home, together.Gift{Kind: together.WorkWords, Says: together.WorkText{Lang: "en", Title: "The door", Words: "A door is only a door if I can shut it."}}, []string{"staff", "public"}, "", 1},
		{home, together.Gift{Kind: together.WorkSound, Content: tone(), Says: together.WorkText{Lang: "en", Title: "One note", Words: "One soft note, held for a second."}}, nil, "", 0},
		{together.Home{Group: group}, together.Gift{Kind: together.WorkWords, Says: together.WorkText{Lang: "en", Words: "Write to us in words we know. We can tell when you do not mean us."}}, []string{"public", "paper", "staff"}, "", 1},
		{together.Home{Group: group}, together.Gift{Kind: together.WorkPicture, NoPhoto: true, Content: painted(doorAt), Says: together.WorkText{Lang: "en", Title: "Our door",
			Words: "A blue door that stands open. Behind it is yellow light."}}, []string{"staff", "child", "paper", "public"}, "The Thursday group (invented)", 3},
	} {
		g.gift.ID = db.NewID()
		if err := s.bringOut(ctx, g.home, g.gift, g.places, g.name, g.upTo); err != nil {
			return fmt.Errorf("publish a work: %w", err)
		}
	}
	shown, err := s.app.Together.Gallery(ctx, s.actors["morgan"])
	if err != nil {
		return err
	}
	return s.app.Together.Print(ctx, s.actors["rowan"], shown[0].ID, db.NewID(), together.Printed{Purpose: "wall", Copies: 2})
}

// bringOut takes a work as far as it has come.
func (s *seeder) bringOut(ctx context.Context, home together.Home, g together.Gift, places []string, name string, upTo int) error {
	t, rowan, morgan := s.app.Together, s.actors["rowan"], s.actors["morgan"]
	if err := t.Give(ctx, rowan, home, g); err != nil || upTo == 0 {
		return err
	}
	k, err := t.Work(ctx, rowan, home, g.ID)
	if err != nil {
		return err
	}
	answer := together.WorkAnswer{ID: db.NewID(), Yes: true, Says: together.AnswerText{Digest: k.Digest(), Places: places, Name: name, Language: g.Says.Lang,
		Until: s.clock.Now().AddDate(1, 0, 0).Format(time.DateOnly)}}
	if err := t.Ask(ctx, rowan, home, g.ID, answer); err != nil || upTo == 1 {
		return err
	}
	answers := map[string]bool{}
	for _, q := range together.Questions {
		answers[q] = false
	}
	for _, step := range []func(permit.Actor) error{
		func(who permit.Actor) error {
			return t.Check(ctx, who, home, g.ID, together.Finding{Digest: k.Digest(), Answer: answer.ID, Answers: answers, Verdict: "safe"})
		},
		func(who permit.Actor) error { return t.Publish(ctx, who, home, g.ID) },
	} {
		if err := step(morgan); err != nil {
			return err
		}
	}
	return nil
}

// painted is a picture that invented young people gave, place by place.
func painted(at func(x, y float64) color.RGBA) []byte {
	const wide, high = 480, 320
	m := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			m.Set(x, y, at(float64(x), float64(y)))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		return nil // an image in memory always can be written
	}
	return b.Bytes()
}

// riverAt is the colour of one place, as with a broad brush.
func riverAt(x, y float64) color.RGBA {
	wave := 6*math.Sin(x/23) + 3*math.Sin(x/9)
	far, near := 150+14*math.Sin(x/70), 190+wave
	switch {
	case math.Hypot(x-385, y-70) < 34+2*math.Sin(x/3):
		return color.RGBA{247, 201, 72, 255}
	case y > 196+wave/2 && y < 232 && math.Abs(x-190) < 74-(y-196)*0.9:
		return color.RGBA{188, 52, 45, 255}
	case math.Abs(x-188) < 3 && y > 96 && y < 200:
		return color.RGBA{92, 64, 51, 255}
	case y > 100 && y < 182 && x > 193 && x < 193+(y-100)*0.8:
		return color.RGBA{250, 244, 230, 255}
	case y < far:
		return color.RGBA{205, 229, 245, 255}
	case y < near:
		return color.RGBA{120, 164, 96, 255}
	case math.Mod(y+wave*1.5, 26) < 4:
		return color.RGBA{150, 196, 222, 255}
	}
	return color.RGBA{74, 137, 181, 255}
}

// doorAt is a door that stands open.
func doorAt(x, y float64) color.RGBA {
	wobble := 2 * math.Sin(y/11)
	switch {
	case math.Hypot(x-283, y-178) < 6:
		return color.RGBA{247, 201, 72, 255}
	case x > 262+wobble && x < 330 && y > 46+(330-x)*0.2 && y < 296-(330-x)*0.2:
		return color.RGBA{41, 86, 148, 255}
	case x > 160+wobble && x < 330 && y > 44 && y < 284:
		return color.RGBA{255, uint8(236 - math.Hypot(x-240, y-170)/6), 150, 255}
	case x > 146+wobble && x < 344 && y > 30 && y < 284:
		return color.RGBA{92, 64, 51, 255}
	case y > 278:
		return color.RGBA{122, 110, 98, 255}
	case math.Mod(y, 40) < 3 || math.Mod(x+math.Mod(math.Floor(y/40), 2)*40, 80) < 3:
		return color.RGBA{190, 120, 96, 255}
	}
	return color.RGBA{205, 140, 112, 255}
}
