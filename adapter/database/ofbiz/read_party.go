package ofbiz

// A row is a person or a group of any kind. Read whole, along the primary key.
const selectParty = `
SELECT PARTY_ID, PARTY_TYPE_ID, STATUS_ID, PREFERRED_CURRENCY_UOM_ID
FROM PARTY ORDER BY PARTY_ID`

// A row is the name of a group or company, for the party of the same id.
const selectPartyGroup = `
SELECT PARTY_ID, GROUP_NAME
FROM PARTY_GROUP ORDER BY PARTY_ID`

// A row is the name of a person, for the party of the same id.
const selectPerson = `
SELECT PARTY_ID, FIRST_NAME, LAST_NAME
FROM PERSON ORDER BY PARTY_ID`

// A row says that one party relates to another between two dates; memberships of
// the party group are among them. Read whole, along the primary key.
const selectPartyRelationship = `
SELECT PARTY_ID_FROM, PARTY_ID_TO, ROLE_TYPE_ID_FROM, ROLE_TYPE_ID_TO, FROM_DATE, THRU_DATE, PARTY_RELATIONSHIP_TYPE_ID
FROM PARTY_RELATIONSHIP ORDER BY PARTY_ID_FROM, PARTY_ID_TO, ROLE_TYPE_ID_FROM, ROLE_TYPE_ID_TO, FROM_DATE`
