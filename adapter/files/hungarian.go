package files

// hungarian has every text of the reports for people, by its English.
var hungarian = map[string]string{
	// Headings and their lines.
	"Finance report":                 "Pénzügyi jelentés",
	"Finance report until %s":        "Pénzügyi jelentés eddig: %s",
	"Fair share":                     "Méltányos részesedés",
	"Fair share until %s":            "Méltányos részesedés eddig: %s",
	"Statement":                      "Kimutatás",
	"Settlement":                     "Elszámolás",
	"Organization":                   "Szervezet",
	"All income until":               "Minden bevétel eddig",
	"Fair share of all income until": "Méltányos részesedés minden bevételből eddig:",
	"All income that no earlier settlement took, until": "Minden bevétel, amelyet korábbi elszámolás nem tartalmazott, eddig:",
	"data read":     "adatok beolvasva",
	"page %s of %s": "%s. oldal, összesen %s",
	"Void.":         "Érvénytelen.",
	"This settlement was taken back; its figures no longer count.": "Ezt az elszámolást visszavonták; a számai már nem érvényesek.",

	// Columns and totals.
	"Activity": "Tevékenység", "Name": "Név", "Party": "Fél", "party": "fél", "Party id": "Fél azonosítója", "Parties": "Felek",
	"Party and reason": "Fél és indok", "Your part": "Az Ön része", "of what it kept": "a megtartottból", "Of what it kept": "A megtartottból",
	"Amount": "Összeg", "Total": "Összesen", "Total of %s": "%s összesen", "Step": "Lépés", "Why": "Miért", "By": "Ki", "Note": "Megjegyzés",
	"Opening": "Nyitó", "Earned": "Megszolgált", "Adjusted": "Módosítás", "Invoiced": "Számlázott", "To be invoiced": "Számlázandó", "Closing": "Záró",
	"Invoice": "Számla", "Item": "Tétel", "Description": "Leírás", "Shares": "Részesedések",
	"Income": "Bevétel", "Costs": "Költség", "Received": "Kapott", "Founders": "Alapítók", "Delegated": "Továbbadott", "Kept": "Megtartott",
	"Retained": "Visszatartott", "Reason": "Ok", "Meaning": "Jelentése", "Activities": "Tevékenységek", "Why, and in which activity": "Miért, és melyik tevékenységben",
	"Adjustment": "Módosítás azonosítója", "Adjustments": "Módosítások", "Adjustments by people": "Kézi módosítások",
	"Findings": "Észrevételek", "Severity": "Súlyosság", "Code": "Kód", "Entity": "Entitás", "Key": "Kulcs",
	"What is wrong, and what to do": "Mi a baj, és mi a teendő",
	"blocking":                      "akadályozó", "warning": "figyelmeztetés", "accepted": "elfogadva",
	"Lines of income": "Bevételi tételek", "Earned by parties": "A felek megszolgálták", "Invoiced, earlier balances included": "Számlázott, a korábbi egyenlegekkel",
	"%s lines": "%s tétel", "by %s parties": "%s félnél", "stays with the company": "a cégnél marad", "with earlier balances": "a korábbi egyenlegekkel",

	// What a party reads.
	"You get": "Önnek jár", "by invoice": "számla:", "No payout this time": "Ezúttal nincs kifizetés",
	"Where it comes from": "Miből adódik", "How your balance moved": "Hogyan változott az egyenlege", "Your invoice": "Az Ön számlája", "How to read this": "Hogyan olvassa",
	"Nothing was earned in this settlement.": "Ebben az elszámolásban nem volt megszolgált összeg.",
	"Opening balance":                        "Nyitó egyenleg", "Earned in this settlement": "Megszolgált ebben az elszámolásban", "Paid out by invoice": "Számlával kifizetve", "Closing balance": "Záró egyenleg",
	"Why no invoice": "Miért nincs számla",
	"It is made out in your name to %s; you find it in OFBiz under its number.":                         "Az Ön nevében szól, címzettje: %s; az OFBizben a száma alatt találja.",
	"Payouts to you are on hold; the balance stays yours and is carried until the company releases it.": "Az Önnek járó kifizetéseket felfüggesztették; az egyenleg az Öné marad, és továbbvisszük, amíg a cég fel nem oldja.",
	"This is too little for a payout of its own; it stays yours and is carried to the next settlement.": "Ez önálló kifizetéshez kevés; az Öné marad, és a következő elszámolásba visszük át.",
	"You owe this, for instance because of returns; it is set off against what you earn next.":          "Ezzel Ön tartozik, például visszáru miatt; a következőkben megszolgált összegbe számítjuk be.",
	"There is nothing to pay.": "Nincs mit kifizetni.",
	howToRead:                  "Az Ön része egy tevékenységben az Ön kreditje mindenki kreditjéhez képest, az egyes eladások időpontjában. Amit egy tevékenység megtartott, az a bevétele és a másoktól kapott rész, levonva a költségeit és amit maga továbbadott. Minden összeget a pénznem legkisebb egységére kerekítünk; amit a kerekítés elvett vagy hozzátett, legközelebb elszámoljuk Önnel, így semmi sem vész el.",

	// Listings.
	"Activity report": "Tevékenységjelentés", "Who got what it kept": "Ki kapta, amit megtartott", "Where the credits lie now": "Hol vannak most a kreditek",
	"Income, what was passed on, what was kept": "Bevétel, továbbadott és megtartott", "Shares over time": "Részesedések az idő során",
	"Who gets which part": "Ki mekkora részt kap", "All others together": "Az összes többi együtt", "Part": "Rész", "Until": "Eddig", "Facility": "Telephely", "Credits": "Kredit",
	"There is nothing to list.":                           "Nincs mit felsorolni.",
	"A line for each of the largest holders, in percent.": "Vonal a legnagyobb részesedők mindegyikéhez, százalékban.",

	// Charts and comparisons.
	"Payouts over time": "Kifizetések az idő során",
	"A bar for each of the last %s settlements, the newest at the right.": "Oszlop az utolsó %s elszámolás mindegyikéhez, a legújabb jobbra.",
	"Flow of the money":         "A pénz útja",
	flowMeaning:                 "Balról: amit a tevékenységek eladtak, amit egymásnak továbbadtak, jobbra pedig amit a felek kaptak, és ami a cégnél marad. Egy tevékenység rövid sávjai: saját eladásai (balra), költségei és visszárui (jobbra).",
	"What activities passed on": "Amit a tevékenységek továbbadtak", "From": "Kitől", "To": "Kinek", "Passed on": "Továbbadott",
	"all others": "az összes többi", "Changes since the last settlement": "Változások az előző elszámolás óta",
	"Earned before": "Korábban megszolgált", "Earned now": "Most megszolgált", "Difference": "Különbség", "Changes": "Változások",
	"Income before: %s, now: %s.": "Bevétel korábban: %s, most: %s.", "The settlement before is %s.": "Az előző elszámolás: %s.",
	"%s parties earned more or less; at most twenty are listed.": "%s fél szolgált meg többet vagy kevesebbet; legfeljebb húszat sorolunk fel.",

	// Why there is no invoice.
	"held: settlement.hold names the party; the balance is carried": "felfüggesztve: a settlement.hold megnevezi; az egyenleget továbbvisszük",
	"carried: below the minimum payout":                             "továbbvive: a legkisebb kifizetés alatt van",
	"owes: set off against what comes later":                        "tartozik: a későbbiekbe beszámítjuk",
	"nothing to pay":                                                "nincs mit kifizetni",

	// What finance reads.
	"Worth a look": "Érdemes megnézni",
	"Nothing is written to OFBiz until somebody looks at this":    "Semmit sem írunk az OFBizbe, amíg valaki ezt meg nem nézi",
	"No party has an account in this settlement.":                 "Ebben az elszámolásban egyik félnek sincs számlája.",
	"Retained by the company":                                     "A cég visszatartotta",
	"Nothing was retained: every part of the income had a taker.": "Semmit sem kellett visszatartani: a bevétel minden része gazdára talált.",
	"Activities as cost and profit centres":                       "Tevékenységek mint költség- és nyereségközpontok",
	"No activity had any income.":                                 "Egy tevékenységnek sem volt bevétele.",
	"Income, less direct costs, plus what was received from other activities is what went to the founders, what was delegated and what was kept. Each figure is rounded by itself for this table; before that the sums are exact.": "A bevétel a közvetlen költségek nélkül, a más tevékenységektől kapottal együtt annyi, amennyi az alapítóknak jutott, amennyit továbbadtak és amennyit megtartottak. A táblázat számait egyenként kerekítjük; előtte az összegek pontosak.",

	// Why money stays with the company.
	"nobody held approved credit in the activity when it was earned":                     "amikor a bevétel keletkezett, senkinek sem volt jóváhagyott kreditje a tevékenységben",
	"the credits lie in a facility that belongs to nobody":                               "a kredit olyan telephelyen van, amely senkié",
	"the holder of the credits was not a member of the party group at that time":         "a kredit birtokosa akkor nem volt tagja a csoportnak",
	"the credits lie in a second facility of a party, and only the first one counts":     "a kredit a fél második telephelyén van, és csak az első számít",
	"more than one party claims the facility that holds the credits":                     "a kreditet tartó telephelyre több fél is igényt tart",
	"the holder of the credits is disabled in OFBiz: somebody has to decide who gets it": "a kredit birtokosa le van tiltva az OFBizben: valakinek döntenie kell, ki kapja",
	"the company itself holds the credits":                                               "a kredit magáé a cégé",
	"the sale names no product, so nobody's work can be credited":                        "az eladás nem nevez meg terméket, így senki munkája nem jutalmazható",
	"the rules of the activity were refused: see the findings":                           "a tevékenység szabályait elutasítottuk: lásd az észrevételeket",
	"the activity takes part in a cycle of shares: see the findings":                     "a tevékenység részesedések körében vesz részt: lásd az észrevételeket",
	"parts too small to be followed any further":                                         "a tovább már nem követhető, túl kicsi részek",
}
