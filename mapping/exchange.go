package mapping

import (
	_ "embed" // the schema is part of the program
	"fmt"

	"fairshare/calc"
)

// Exchange as XML: a company's scheme with its whole history, or what a settlement
// came to, as a file that needs no database. The schema says in plain words what
// stands where; every file that is written fits it, and every file that fits it is
// read, but for what its documentation says that no schema can say.
//
//	Company → CompanyFile → bytes     NewCompanyFile, Write
//	bytes → CompanyFile → Company     ReadExchange, CompanyFile.Company
//	two CompanyFiles → what differs   NewImport

// ExchangeSchema is the XSD of the files.
//
//go:embed exchange.xsd
var ExchangeSchema string

// ExchangeNamespace is that of all elements; another number is another format.
const ExchangeNamespace = "urn:fairshare:exchange:1"

// MaxExchange is how many bytes of a file are read.
const MaxExchange = 1 << 30

// ExchangeError says what is wrong with an exchange file, in which line, and what
// would be right.
type ExchangeError struct {
	Line int
	Text string
	// Beyond is set for what the schema can't say: validators pass it.
	Beyond bool
}

func (e *ExchangeError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// Exchange is what a file holds: one of the two.
type Exchange struct {
	Company    *CompanyFile
	Settlement *SettlementFile
}

// CompanyFile is a company's scheme as a file tells it. Lines are those of the file,
// 0 where it was made here.
type CompanyFile struct {
	Line                      int
	Organization, Group, Zone string
	Rules                     FileRules
	Parties                   []FileParty
	Facilities                []FileFacility
	Activities                []FileActivity
	Findings                  []Finding
	Judged                    bool // Findings are all there are; else they are worked out
}

// FileRules is what the configuration says about dividing.
type FileRules struct {
	Line       int
	Method     calc.Method
	Cycles     calc.Cycles
	Epsilon    calc.Quantity
	Facilities Facility
	Founders   []FileFounder
	Accepted   []Acceptance
}

// FileFounder is an activity that gets a percentage of every sale first.
type FileFounder struct {
	Line     int
	Activity string
	Percent  calc.Quantity
}

// FilePeriod is from ≤ t < thru; calc.Ever and calc.Never are not written.
type FilePeriod struct{ From, Thru calc.Instant }

// FileParty is somebody who takes part, or did.
type FileParty struct {
	Line     int
	ID, Name string
	Disabled bool
	Members  []FilePeriod
}

// FileFacility is where credits lie, and whose they are: an activity's, or those of
// the parties that hold it.
type FileFacility struct {
	Line     int
	ID       string
	Activity string
	Holders  []FileHolder
}

// FileHolder is a party that holds a facility for a time.
type FileHolder struct {
	Party string
	FilePeriod
}

// FileActivity is an activity with its shares and the credits in it.
type FileActivity struct {
	Line      int
	ID, Name  string
	Basis     calc.Basis
	OwnWeight calc.Quantity
	Refused   bool
	Shares    []FileShare
	Credits   []FileCredit
}

// FileShare is the weight of another activity for a time: a number, a formula, or
// something that can't be read.
type FileShare struct {
	Line       int
	Of         string
	Weight     calc.Quantity
	Formula    string // canonical
	Unreadable bool
	FilePeriod
}

// FileCredit is a change of the pieces in a facility; "" is none.
type FileCredit struct {
	Line     int
	Facility string
	At       calc.Instant // calc.Ever where it has no date
	Change   calc.Quantity
}
