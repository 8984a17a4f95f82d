// Package world makes companies of any size out of a number, for measuring: the
// same seed gives the same company, to the last row. A company comes in two forms
// that say the same, as a calc.Scheme with its lines in memory and as OFBiz rows
// in a database, so that what is measured on one is true of the other; a test
// settles both and compares.
//
// What such a company looks like:
//
//	parties     each a person, a member of the group, with one facility
//	activities  products that divide by percentages; each uses about ten others, all
//	            of higher ids, so that there is no cycle and money travels far
//	credits     pieces of every activity in the facilities of some twenty parties
//	sales       completed order items, five an order, all over the year 2026
//
// Without Changes one snapshot values every sale. Years with some and with many changes
// are there too: see Changes.
package world
