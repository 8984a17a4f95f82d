package config

// Config is all of the configuration. The mapstructure tags are the keys.
type Config struct {
	Organization string     `mapstructure:"organization"` // partyId of the company that pays
	OFBiz        OFBiz      `mapstructure:"ofbiz"`
	Parties      Parties    `mapstructure:"parties"`
	People       People     `mapstructure:"people"`
	Shares       Shares     `mapstructure:"shares"`
	Income       Income     `mapstructure:"income"`
	Credits      Credits    `mapstructure:"credits"`
	Currencies   Currencies `mapstructure:"currencies"`
	Currency     Currency   `mapstructure:"currency"`
	Costs        Costs      `mapstructure:"costs"`
	Founders     []Founder  `mapstructure:"founders"`
	Settlement   Settlement `mapstructure:"settlement"`
	Invoice      Invoice    `mapstructure:"invoice"`
	Reports      Reports    `mapstructure:"reports"`
	Mail         Mail       `mapstructure:"mail"`
	Findings     Findings   `mapstructure:"findings"`
	Schedule     Schedule   `mapstructure:"schedule"`
	Serve        Serve      `mapstructure:"serve"`
	Log          Log        `mapstructure:"log"`

	// File is the file that was read; empty where there was none.
	File string `mapstructure:"-"`
}

// OFBiz says where OFBiz is and how its rows are meant.
type OFBiz struct {
	Timezone  string   `mapstructure:"timezone"` // of OFBiz's naive times: its JVM's zone
	Database  Database `mapstructure:"database"`
	WriteWith string   `mapstructure:"write_with"` // database, rest or entity_xml
	REST      REST     `mapstructure:"rest"`
}

// REST is the way to OFBiz's REST API.
type REST struct {
	URL            string `mapstructure:"url"`  // https://host:8443/rest
	User           string `mapstructure:"user"` // userLoginId
	PasswordFile   string `mapstructure:"password_file"`
	CAFile         string `mapstructure:"ca_file"`         // empty: the system's authorities
	TimeoutSeconds int    `mapstructure:"timeout_seconds"` // of one call

	// Password is what the password file holds.
	Password Secret `mapstructure:"-"`
}

// Database is the way to OFBiz's MariaDB or MySQL.
type Database struct {
	Address      string `mapstructure:"address"` // host:port, or the path of a socket
	Name         string `mapstructure:"name"`
	User         string `mapstructure:"user"`
	PasswordFile string `mapstructure:"password_file"` // empty: no password (a socket that knows its user)
	TLS          TLS    `mapstructure:"tls"`

	// TimeoutSeconds is for how long a server that is silent is waited for.
	TimeoutSeconds int `mapstructure:"timeout_seconds"`

	// Password is what the password file holds.
	Password Secret `mapstructure:"-"`
}

// TLS is how the database's connection is encrypted. With Required, or any file
// given, there is no connection without it.
type TLS struct {
	CAFile     string `mapstructure:"ca_file"`     // empty: the system's authorities
	ServerName string `mapstructure:"server_name"` // in the server's certificate; empty: the address's host
	CertFile   string `mapstructure:"cert_file"`   // our own certificate, with KeyFile
	KeyFile    string `mapstructure:"key_file"`
	Required   bool   `mapstructure:"required"`
}

// Enabled says whether the connection is to be encrypted.
func (t TLS) Enabled() bool {
	return t.Required || t.CAFile != "" || t.ServerName != "" || t.CertFile != ""
}

// Parties says who takes part and where their credits lie.
type Parties struct {
	Group            string `mapstructure:"group"`             // partyId of the PartyGroup
	RelationshipType string `mapstructure:"relationship_type"` // of a membership
	Role             string `mapstructure:"role"`              // of a member; empty: any
	FacilityRole     string `mapstructure:"facility_role"`     // of a facility's party; empty: any
	Facilities       string `mapstructure:"facilities"`        // first or all
}

// People says where OFBiz keeps who decides what.
type People struct {
	ManagerRole  string `mapstructure:"manager_role"`  // roleTypeId of a ProductRole that makes a party the activity's manager
	FinanceParty string `mapstructure:"finance_party"` // partyId that is told of every settlement; empty: nobody
}

// Shares says how weights become shares.
type Shares struct {
	Basis   string `mapstructure:"basis"`   // WEIGHT, PERCENT or FACADE, where an activity says nothing itself
	Method  string `mapstructure:"method"`  // recursive or direct
	Cycles  string `mapstructure:"cycles"`  // refuse or solve
	Epsilon string `mapstructure:"epsilon"` // a decimal; cut-off of the iterative fallback
}

// Income says what counts as income.
type Income struct {
	Recognize   string          `mapstructure:"recognize"`               // completed, invoiced or paid
	Since       string          `mapstructure:"since" json:",omitempty"` // a day or moment; nothing before it is income; empty: all of the past is
	Vendors     []string        `mapstructure:"vendors"`                 // whose orders; empty: the organization's
	Adjustments map[string]bool `mapstructure:"adjustments"`             // orderAdjustmentTypeId → is it income; over the built-in table
}

// Costs says which direct costs are read; an activity's income bears them.
type Costs struct {
	PurchaseInvoice bool `mapstructure:"purchase_invoice"` // items of purchase invoices that name a product
	StandardCost    bool `mapstructure:"standard_cost"`    // CostComponent × quantity sold
	Shipping        bool `mapstructure:"shipping"`         // what orders' shipping costs
}

// Founder is an activity that gets its part of every sale first.
type Founder struct {
	Product string `mapstructure:"product"` // productId
	Percent string `mapstructure:"percent"` // a decimal: 2.5 is 2.5 %
}

// Currency says into which currency income is converted.
type Currency struct {
	ConvertTo string `mapstructure:"convert_to"` // at the rate of each line's day; empty: every currency is settled by itself
}

// Credits says which inventory is credit.
type Credits struct {
	IgnoreFacilities []string        `mapstructure:"ignore_facilities"` // stock kept for selling
	Statuses         map[string]bool `mapstructure:"statuses"`          // InventoryItem.statusId → counts; over OFBiz's own rule

	// GitAuthors are e-mail addresses of commits → partyId, where OFBiz doesn't know them.
	// They decide nothing about a settlement, so they are not in the digest.
	GitAuthors map[string]string `mapstructure:"git_authors" json:"-"`
}

// Currencies says how many digits money has.
type Currencies struct {
	Decimals map[string]int `mapstructure:"decimals"` // currency → digits of its minor unit, over ISO 4217's
}

// Settlement says when and how balances are settled.
type Settlement struct {
	Period        string `mapstructure:"period"`         // day, week or month
	MinimumPayout string `mapstructure:"minimum_payout"` // a decimal in major units
	Schema        string `mapstructure:"schema"`         // of Fairshare's own tables; empty: OFBiz's
	LeaseSeconds  int    `mapstructure:"lease_seconds"`

	Hold                []string `mapstructure:"hold"`                  // partyIds that are computed and not invoiced
	ReviewChangePercent int      `mapstructure:"review_change_percent"` // 0: off
	ReviewNoSales       int      `mapstructure:"review_no_sales"`       // lines of the last settlement; 0: off
}

// Invoice says what a payout invoice is to OFBiz.
type Invoice struct {
	Type     string `mapstructure:"type"`
	ItemType string `mapstructure:"item_type"`

	FinalStatus string `mapstructure:"final_status"` // in_process or ready, by OFBiz's job queue
	ReadyAs     string `mapstructure:"ready_as"`     // userLoginId as which OFBiz sets them READY
}

// Reports says where reports go.
type Reports struct {
	Directory string   `mapstructure:"directory"` // empty: no files
	Attach    bool     `mapstructure:"attach"`    // to the parties in OFBiz
	Formats   []string `mapstructure:"formats"`   // html, pdf, xlsx, csv, xml
	Language  string   `mapstructure:"language"`  // en or hu: of html, pdf and xlsx
}

// Mail says to whom mail is sent, and through which server.
type Mail struct {
	Server         string   `mapstructure:"server"` // host:port; empty: no mail
	TLS            string   `mapstructure:"tls"`    // starttls, implicit or none
	CAFile         string   `mapstructure:"ca_file"`
	User           string   `mapstructure:"user"` // empty: no login
	PasswordFile   string   `mapstructure:"password_file"`
	From           string   `mapstructure:"from"`            // sender: an address, with a name or without
	Finance        []string `mapstructure:"finance"`         // addresses that are told of every settlement
	Parties        bool     `mapstructure:"parties"`         // mail parties their statements
	PartyPurpose   string   `mapstructure:"party_purpose"`   // contactMechPurposeTypeId of the addresses to which
	TimeoutSeconds int      `mapstructure:"timeout_seconds"` // of one answer of the server

	// Password is what the password file holds.
	Password Secret `mapstructure:"-"`
}

// Enabled says whether mail is sent at all.
func (m Mail) Enabled() bool { return m.Server != "" }

// Findings says which findings may pass.
type Findings struct {
	Accept []Acceptance `mapstructure:"accept"`
}

// Acceptance lets a blocking finding pass. An empty key accepts all of its code.
type Acceptance struct {
	Code string `mapstructure:"code"`
	Key  string `mapstructure:"key"`
}

// Schedule says when the nightly job runs.
type Schedule struct {
	Run      string `mapstructure:"run"`      // five fields of cron
	Timezone string `mapstructure:"timezone"` // of run and of the periods; empty: ofbiz.timezone

	RetryMinutes int    `mapstructure:"retry_minutes"`  // until a refused night is tried again; 0: the next night
	PauseFile    string `mapstructure:"pause_file"`     // while it is there nothing is written; empty: there is none
	MaxLoad      int    `mapstructure:"max_load"`       // of MariaDB's Threads_running; 0: any
	MaxWaitHours int    `mapstructure:"max_wait_hours"` // from a night's time until it is told as missed
}

// Serve says where health, metrics and people's pages are shown.
type Serve struct {
	Listen      string `mapstructure:"listen"`       // host:port; empty: nowhere
	AllowRemote bool   `mapstructure:"allow_remote"` // listen on an address that others reach

	TLS ServeTLS `mapstructure:"tls"`
}

// ServeTLS is the certificate of the pages. Without one people log in from this
// machine only.
type ServeTLS struct {
	CertFile string `mapstructure:"cert_file"`
	KeyFile  string `mapstructure:"key_file"`
}

// Enabled says whether the pages go over TLS.
func (t ServeTLS) Enabled() bool { return t.CertFile != "" }

// Log says how the daemon logs.
type Log struct {
	Level  string `mapstructure:"level"`  // debug, info, warn or error
	Format string `mapstructure:"format"` // auto, text or json
}
