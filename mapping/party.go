package mapping

import (
	"strings"

	"fairshare/calc"
)

// partyTable is the parties, and since when who is a member of the group.
type partyTable struct {
	ids               *idTable
	rows              []partyRow
	members           map[int32]periods
	group, kind, role string // which relationships make a member; folded
}

type partyRow struct {
	name     string
	currency string
	disabled bool
}

func newPartyTable(rules Rules) partyTable {
	return partyTable{
		ids:     newIDTable(),
		members: map[int32]periods{},
		group:   foldText(rules.Group),
		kind:    foldText(rules.RelationshipType),
		role:    foldText(rules.MemberRole),
	}
}

func (in *Intake) takeParty() {
	const id, status, currency = 0, 2, 3
	in.parties.ids.add(in.row[id])
	in.parties.rows = append(in.parties.rows, partyRow{
		currency: in.orders.currencies.intern(in.row[currency]),
		disabled: in.is(status, "PARTY_DISABLED"),
	})
	if len(in.parties.rows) != in.parties.ids.len() {
		in.fail("its id equals that of an earlier row")
	}
}

func (in *Intake) takePartyGroup() {
	if n := in.parties.ids.find(in.row[0]); n >= 0 && !in.null(1) {
		in.parties.rows[n].name = in.keptName(in.text(1))
	}
}

func (in *Intake) takePerson() {
	name := strings.TrimSpace(in.text(1) + " " + in.text(2))
	if n := in.parties.ids.find(in.row[0]); n >= 0 && name != "" {
		in.parties.rows[n].name = in.keptName(name)
	}
}

// takePartyRelationship takes the rows that say who is a member of the group.
func (in *Intake) takePartyRelationship() {
	const group, member, role, from, thru, kind = 0, 1, 3, 4, 5, 6
	parties := &in.parties
	if !sameFolded(in.row[group], parties.group) || !matches(in.row[kind], parties.kind) || !matches(in.row[role], parties.role) {
		return
	}
	if sameFolded(in.row[member], parties.group) {
		in.note("GROUP_IN_ITSELF", "the party group %s is a member of itself: the row is ignored", in.row[group])
		return
	}
	n := in.ref(member, parties.ids)
	if n < 0 {
		in.note("UNKNOWN_PARTY", "member %s has no Party row: it takes no part; add the party or delete the row", in.row[member])
		return
	}
	if p, valid := in.period(from, thru); valid {
		parties.members[n] = parties.members[n].add(p)
	}
}

// matches reports whether an id is the wanted one, where none wanted is any.
func matches(id []byte, folded string) bool { return folded == "" || sameFolded(id, folded) }

// isMember reports whether the party is in the group at t.
func (p *partyTable) isMember(party int32, t calc.Instant) bool {
	return p.members[party].hold(t)
}

// party is what the reports need of a party.
func (in *Intake) party(n int32) Party {
	row := in.parties.rows[n]
	p := Party{ID: calc.PartyID(in.parties.ids.string(n)), Name: row.name, Currency: row.currency, Disabled: row.disabled}
	if p.Name == "" {
		p.Name = string(p.ID)
	}
	return p
}
