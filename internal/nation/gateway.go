package nation

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Gateway is a lawful ground on which something about a child may be passed on: a duty, a power, a condition. What stands
// in the packs is a draft for the controller's lawyer to check, and each says how far it was confirmed.
type Gateway struct {
	Code          string   `json:"code"` // stays the same over all its periods: shares keep it
	Name          Text     `json:"name"`
	Binds         Text     `json:"binds"` // whom it binds, or who may rely on it
	Source        Source   `json:"-"`
	SourceID      string   `json:"source"`
	Pinpoint      string   `json:"pinpoint,omitempty"`
	ReadOn        string   `json:"read_on"`
	CheckedOn     string   `json:"checked_on"`
	EffectiveFrom string   `json:"effective_from"`
	EffectiveTo   string   `json:"effective_to"`
	Evidence      Evidence `json:"evidence"`
	Note          string   `json:"note,omitempty"`
}

func (g Gateway) holds(day string) bool {
	return (g.EffectiveFrom == "" || g.EffectiveFrom <= day) && (g.EffectiveTo == "" || day <= g.EffectiveTo)
}

// Gateways lists the lawful grounds that hold on a day (YYYY-MM-DD), in the order of the pack. A pack may have none.
func (p Pack) Gateways(day string) []Gateway {
	var list []Gateway
	for _, g := range p.gateways {
		if isDay(day) && g.holds(day) {
			list = append(list, g)
		}
	}
	return list
}

// Gateway finds a lawful ground by its code as it held on a day; where it did not hold then, as the pack has it last, so
// that what was decided can be read for ever. False when the pack has no such code.
func (p Pack) Gateway(code, day string) (g Gateway, ok bool) {
	for _, one := range p.gateways {
		if one.Code != code {
			continue
		}
		if g, ok = one, true; one.holds(day) {
			return g, true
		}
	}
	return g, ok
}

var gatewayCode = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,39}$`)

// OtherGateway is the code for a ground that a pack does not have; no pack may use it.
const OtherGateway = "other"

// checkGateway looks at one ground by itself and fills in its source.
func (f packFile) checkGateway(g *Gateway) error {
	if !gatewayCode.MatchString(g.Code) || g.Code == OtherGateway {
		return fmt.Errorf("the code %q must be small letters, digits and hyphens, and not %q", g.Code, OtherGateway)
	}
	for name, t := range map[string]Text{"name": g.Name, "binds": g.Binds} {
		if err := t.check(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	source, ok := f.Sources[g.SourceID]
	if !ok {
		return fmt.Errorf("no source %q among the sources", g.SourceID)
	}
	g.Source = source
	if err := g.Evidence.check(); err != nil {
		return err
	}
	if g.Evidence == Primary && source.URL == "" {
		return errors.New("evidence P needs a source with an address")
	}
	if err := plain(g.Note + g.Pinpoint); err != nil {
		return fmt.Errorf("the note or pinpoint %w", err)
	}
	return f.checkDays(&Rule{ReadOn: g.ReadOn, CheckedOn: g.CheckedOn, EffectiveFrom: g.EffectiveFrom, EffectiveTo: g.EffectiveTo})
}

// readGateways checks all grounds, and that none has two meanings on one day.
func (f packFile) readGateways() ([]Gateway, error) {
	var list []Gateway
	for i, g := range f.Gateways {
		if err := f.checkGateway(&g); err != nil {
			return nil, fmt.Errorf("gateway %d (%s): %w", i+1, g.Code, err)
		}
		for _, have := range list {
			if have.Code == g.Code && overlap(have, g) {
				return nil, fmt.Errorf("gateway %q stands twice on one day: end the earlier one first", g.Code)
			}
		}
		list = append(list, g)
	}
	return list, nil
}

func overlap(a, b Gateway) bool {
	before := func(end, begin string) bool { return end != "" && begin != "" && strings.Compare(end, begin) < 0 }
	return !before(a.EffectiveTo, b.EffectiveFrom) && !before(b.EffectiveTo, a.EffectiveFrom)
}
