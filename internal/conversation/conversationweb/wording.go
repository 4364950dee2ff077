package conversationweb

import (
	"context"
	"slices"

	"stablefutures/internal/conversation"
	"stablefutures/internal/framework"
)

// wordings keeps what a voice says and shows, and gives the checksums for the record: that of the cards, and before it
// those of the language in which agreement and safety are told, and of the one that stands beside, where those are others.
func (web *Web) wordings(ctx context.Context, ed *framework.Edition, v voice) (list []string, err error) {
	for _, pack := range []*framework.Pack{v.guard, v.second, v.pack} {
		if pack == nil {
			continue
		}
		checksum, err := web.Framework.KeepWording(ctx, ed, pack)
		if err != nil {
			return nil, err
		}
		if checksum != "" && !slices.Contains(list, checksum) {
			list = append(list, checksum)
		}
	}
	return list, nil
}

// noteWording adds what is shown now to what the sitting was opened with: another wording may have come into use while
// it went on.
func (t *table) noteWording() error {
	now, err := t.web.wordings(t.r.Context(), t.ed, t.voice)
	if err != nil || !t.Sitting.Open() {
		return err
	}
	have := t.Sitting.Setup.Wording
	now = slices.DeleteFunc(now, func(sum string) bool { return slices.Contains(have, sum) })
	if len(now) == 0 {
		return nil
	}
	return t.web.Conversation.ChangeSetup(t.r.Context(), t.r.Who, t.Sitting.Record, t.Sitting.ID, func(s *conversation.Setup) error {
		s.Wording = append(s.Wording, now...)
		return nil
	})
}
