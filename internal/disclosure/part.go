package disclosure

// Part is one figure as its part of another, in per cent. It is worked out from what is shown, so that it says no more than that; of
// fewer than the rules make percentages of there is none, nor where it would say the same of everybody in a small group.
func (p Pack) Part(part, whole Protected) Protected {
	switch {
	case !part.shown:
		return Protected{symbol: part.Symbol(), reason: part.Reason()}
	case !whole.shown:
		return Protected{symbol: whole.Symbol(), reason: whole.Reason()}
	case part.decimals != 0 || whole.decimals != 0 || part.value < 0 || whole.value <= 0:
		return Protected{} // no numbers of people
	case whole.value < p.MinDenominator:
		return hidden(Base)
	case (part.value == 0 || part.value >= whole.value) && whole.value < p.ClassBelow:
		return hidden(Small)
	}
	scale := int64(100)
	for range p.PercentDecimals {
		scale *= 10
	}
	return Protected{shown: true, decimals: p.PercentDecimals, value: min((part.value*scale+whole.value/2)/whole.value, scale)}
}
