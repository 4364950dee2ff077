package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"

	"stablefutures/internal/framework"
	"stablefutures/internal/translation"
)

// translations puts into review what a tester would otherwise have to make up: a better wording that an interpreter
// said, and a voice. The voice is a tone, for nobody real is in the demonstration.
func (s *seeder) translations(ctx context.Context) error {
	a, worker := s.app, s.actors["rowan"]
	checklist, _ := framework.BySet(framework.SetChecklist)
	set := checklist.ID
	err := a.Translation.Suggest(ctx, worker, translation.Proposal{Set: set, Lang: "ar", Key: "ui/stop.text", Text: "لا بأس أن نتوقف. مساعدتك تبقى كما هي.",
		Back: "It is fine that we stop. Your help stays as it is.", Role: "interpreter", Dialect: "Sudanese", Note: "Warmer, and easier to hear."})
	if err != nil {
		return err
	}
	return a.Translation.Record(ctx, worker, translation.Recording{Set: set, Lang: "ar", Key: "ui/stop.title", Role: translation.Speaker, Dialect: "Sudanese",
		Consent: true, Speaker: translation.NewSpeaker()}, tone())
}

// tone is a second of a soft note as a WAV file.
func tone() []byte {
	const rate = 8000
	var b bytes.Buffer
	b.WriteString("RIFF")
	_ = binary.Write(&b, binary.LittleEndian, uint32(36+rate*2)) // a bytes.Buffer never fails
	b.WriteString("WAVEfmt ")
	for _, v := range []any{uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate * 2), uint16(2), uint16(16)} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString("data")
	_ = binary.Write(&b, binary.LittleEndian, uint32(rate*2))
	for i := range rate {
		fade := math.Sin(math.Pi * float64(i) / rate)
		_ = binary.Write(&b, binary.LittleEndian, int16(9000*fade*math.Sin(2*math.Pi*330*float64(i)/rate)))
	}
	return b.Bytes()
}
