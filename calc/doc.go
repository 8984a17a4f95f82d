// Package calc divides income among those who helped to earn it, exactly. It knows
// activities, credits and money, and nothing of OFBiz, files or clocks.
//
// # The scheme
//
// An activity is a cost centre and a profit centre at once. It uses the work of
// other activities, its components, each with a weight b(T,P): T's weight in P's
// income. Parties hold credits c(i,T) in activities, as pieces that lie in their
// facilities. At an instant the income of P, what is left after its direct costs,
// is divided so:
//
//	w(T,P)  goes up to each component T, which divides it again by its own rules
//	r(P)    = 1 − Σ w(T,P) goes to P's credit holders, by C(i,P) = c(i,P) / Σ c(j,P)
//
// The basis of P makes weights into shares:
//
//	Weight   w = b / (o + Σ b)   r = o / (o + Σ b), o = own weight; 1 without components
//	Percent  w = b / 100         r = the rest
//	Facade   w = b / 100         r = 0, and Σ b = 100: it only passes on
//
// A row of an activity to itself adds to its own part. What has no taker is
// retained by the company, with a reason, as a cell of its own: nothing is ever
// given to others instead. (The design, sections 1 and 3.)
//
// Direct costs are negative lines and flow as income does. Founders get their
// percentages of every sale, returns included, before anything else; of costs they
// bear nothing. If they want more than 100 % the sale is retained.
//
// An activity A may hold credits in T. What they earn is income of A: one more edge,
// r(T)·C(A,T) from T to A. Pieces that an activity holds in itself do not count, as a
// company's own shares get no dividend; if it holds all of them, nobody is left and
// the problem is named. The method Direct knows no such holders (NotMember).
//
// A weight may be a Formula of other weights and of credits. It is worked out anew,
// in fractions, whenever a row or a credit changes that it looks at; then all weights
// of its activity, and what is left for own credits, are scaled together to whole
// numbers (ScaleWeights). A formula that fails refuses its activity's rules.
//
// # An example
//
// SUPPORT earns 6000 EUR with direct costs of 1000 EUR, which is a line of −1000.
// It is of basis Percent and uses DOCUMENTATION with 10 and FIRMWARE with 5. Of the
// 5000 that are left
//
//	DOCUMENTATION receives 500 and FIRMWARE 250; SUPPORT keeps 4250
//
// and each divides what it keeps by its own credits: of FIRMWARE's three pieces mik
// holds two and cell one, so mik gets 166.67 and cell 83.33. ExampleDistribute runs
// this.
//
// INTELLECTUAL-PROPERTY is a facade of 20 % hardware design, 30 % firmware, 20 %
// tuning software, 20 % documentation and 10 % marketing. A product that uses it
// with weight b might as well use the five with 0.2·b, 0.3·b and so on: nothing
// would change. ExamplePicture_Shares runs this.
//
// # All at once
//
// With x(P) the income, y(P) what reaches P, and W, C, r as above:
//
//	y = x + W·y     payout(i) = Σ_T C(i,T)·r(T)·y(T)     S = C·diag(r)·(I−W)⁻¹
//
// S(i,P) is the share of party i in the income of P. The method Direct follows one
// level only, S = C·(W + diag(r)): with weights and no own part that is the formula
// of the spec to the letter,
//
//	S(i,P) = Σ_T  c(i,T)/Σ_j c(j,T) · b(T,P)/Σ_T' b(T',P)
//
// and where components have no components of their own (W² = 0) both agree.
//
// Activities on a cycle, that is in a strongly connected component of more than one
// (edges of credits included), retain all that reaches them with RefuseCycles
// (InCycle), and the cycle is named. With SolveCycles only one that leaks nothing does
// that; y is finite for all others. A guess for y in float64, by elimination or, in
// large components, by steps, is put right by guesses for what it misses, and y is cut
// by the rules themselves in integers of any size. So nothing is lost whatever the
// guess: a cell is off by a fine unit an edge, the last few units leave the shortest
// way, and what no guess brings out (less than Epsilon, or a leak beyond what numbers
// can hold, which is named) is retained as BelowEpsilon. Products are rounded one by
// one, so that a guess is the same on every machine. Activities whose rules are wrong, or were refused before they
// came here, retain likewise (RuleRefused or the reason given); they pass nothing
// on, so a cycle through them is none.
//
// # The arithmetic
//
// A Fine is a 128-bit integer of 10⁻¹⁸ minor units. An amount Y is cut into parts of
// a whole D by cumulative floor, in the order of ids, B(j) being the sum of the
// first j weights:
//
//	part(j) = ⌊|Y|·B(j)/D⌋ − ⌊|Y|·B(j−1)/D⌋, with the sign of Y
//
// The parts add up to Y, each is less than one fine unit off, and the order of the
// rows is of no matter. Nothing is rounded to minor units before Settle, which does
// it for all cells together: largest remainders, compared on a grid of 10⁻⁹ so that
// the odd fine units decide no tie, and what a cell is short of or ahead by is kept
// for the next settlement, so that over the months nobody is favoured by an id.
//
// # History
//
// Every line is divided by what held at its own instant. A row holds while
// From <= t < Thru, a credit from its instant on; at one instant changes come before
// lines. Distribute goes through time once. Income is parked where it comes in. When
// the rules or credits of T change, or a facility with credits in T changes hands,
// then the money parked on the activities that T can be reached from is moved on
// first, users before what they use, and then T's own: by the old rules. All other
// money stays where it is. So lines between two changes are added up before they are
// divided, and the work is about that of the changes, not of lines times changes.
//
// # Speed
//
// A settlement looks at each row, sale and credit a few times, one after another, and
// sorts none of them: on the machine's caches that is what takes the time, not the
// arithmetic of 128 bits. Rows and credits are collected in compressed rows (pairs),
// as they stand where they stand in order. Where nothing changes during the sales,
// these are added up by one look at them (income). An order in which users come
// before what they use is found by taking away who has no user (peel), or else falls
// out of the search for cycles (cycles.order), and serves for what is upstream of an
// activity as well until an edge turns back. Cells come by
// activity and are put in the places of their accounts, which were counted before
// (collection). Of the remainders only those are compared one by one that share their
// first bits with the last one that gets a unit (floors).
//
// In a year of changes nearly all work is in two loops: markUsers, which finds what is
// upstream, and passOn, which moves the money there. How much there is of it depends
// on how far money travels: each change costs a part of all edges, the larger the
// more activities one can be reached from.
//
// # The laws
//
// Tests hold each of these on random companies, against fractions where they apply:
//
//   - the cells add up to the lines, to the fine unit; for every activity
//     Income + Costs + Received = Founders + Delegated + Kept; Distribute itself
//     checks both
//   - the shares in every activity, the retained ones included, add up to one
//   - a facade replaced by rows to its components changes nothing
//   - multiplying all credits of an activity changes nothing
//   - payouts are linear in the lines; how lines are grouped in settlements changes
//     no lifetime total by as much as a minor unit
//   - the order of rows and the number of threads change not a byte
//   - a cell is off by at most one fine unit an edge and epoch, and after Settle by
//     nothing
package calc
