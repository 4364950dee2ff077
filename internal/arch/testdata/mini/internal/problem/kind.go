package problem

// Kind is documented.
type Kind int

// NotFound is documented.
const NotFound Kind = 1

func Bare() {} // planted: docs

func (Kind) Bare() {} // planted: docs

// GetKind is documented, but begins with Get.
func GetKind() Kind { return NotFound } // planted: names

func getaway() { Bare() }

var _ = getaway
