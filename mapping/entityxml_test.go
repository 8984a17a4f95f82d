package mapping

import (
	"encoding/xml"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestReadEntityXML(t *testing.T) {
	const document = `<?xml version="1.0" encoding="UTF-8"?>
<!-- written by hand -->
<entity-engine-xml>
  <Party partyId="MIK" description="k&#337; &amp; v&#233;s&#337;"/>
  <Party partyId="CELL"><description>one
<![CDATA[<two>]]></description></Party>
</entity-engine-xml>
<!-- the end -->
`
	want := []string{"Party description=kő & véső partyId=MIK", "Party description=one\n<two> partyId=CELL"}
	got, err := readAll(document)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestReadEntityXMLRefuses(t *testing.T) {
	for name, document := range map[string]string{
		"ErrEmpty":            ``,
		"ErrOtherRoot":        `<rows/>`,
		"ErrDoctype":          `<!DOCTYPE x [<!ENTITY a "b">]><entity-engine-xml/>`,
		"ErrEntity":           `<entity-engine-xml><Party partyId="&a;"/></entity-engine-xml>`,
		"ErrRepeatedField":    `<entity-engine-xml><Party partyId="A" partyId="B"/></entity-engine-xml>`,
		"ErrFieldTwice":       `<entity-engine-xml><Party partyId="A"><partyId>B</partyId></Party></entity-engine-xml>`,
		"ErrTooDeep":          `<entity-engine-xml><Party><a><b/></a></Party></entity-engine-xml>`,
		"ErrAttributeOfField": `<entity-engine-xml><Party><a b="c">d</a></Party></entity-engine-xml>`,
		"ErrTextInRow":        `<entity-engine-xml><Party>text</Party></entity-engine-xml>`,
		"ErrTextAfterRoot":    `<entity-engine-xml/>text`,
		"ErrSecondRoot":       `<entity-engine-xml/><entity-engine-xml/>`,
		"ErrCut":              `<entity-engine-xml><Party partyId="A"/>`,
		"ErrDelete":           `<entity-engine-xml><delete><Party partyId="A"/></delete></entity-engine-xml>`,
		"ErrReplace":          `<entity-engine-xml><create-replace><Party partyId="A"/></create-replace></entity-engine-xml>`,
		"ErrActionInAction":   `<entity-engine-xml><create><create/></create></entity-engine-xml>`,
		"ErrCutInAction":      `<entity-engine-xml><create><Party partyId="A"/>`,
		"ErrCharset":          `<?xml version="1.0" encoding="ISO-8859-2"?><entity-engine-xml/>`,
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := readAll(document)
			if !errors.Is(err, ErrEntityXML) || !strings.Contains(err.Error(), "line 1") {
				t.Errorf("rows %q, error %v", rows, err)
			}
		})
	}
}

func TestReadEntityXMLTellsWhatIsToBeDone(t *testing.T) {
	const document = `<entity-engine-xml><Party partyId="A"/><create><Party partyId="B"/></create>
		<create-update><Party partyId="C"><description>d</description></Party></create-update><Party partyId="D"/></entity-engine-xml>`
	var got []string
	err := ReadEntityActions(strings.NewReader(document), func(action EntityAction, _ string, fields map[string]string) error {
		got = append(got, string(action)+" "+fields["partyId"]+fields["description"])
		return nil
	})
	if want := []string{"create-update A", "create B", "create-update Cd", "create-update D"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestReadEntityXMLNamesTheLineOfARefusedRow(t *testing.T) {
	refusal := errors.New("refused")
	err := ReadEntityXML(strings.NewReader("<entity-engine-xml>\n\n<Party/>\n</entity-engine-xml>"), func(string, map[string]string) error { return refusal })
	if !errors.Is(err, refusal) || !strings.HasPrefix(err.Error(), "line 3: ") {
		t.Error(err)
	}
}

func TestFeedEntityXMLDeliversInOrder(t *testing.T) {
	first := `<entity-engine-xml><OrderItem orderId="2" orderItemSeqId="00001"/><Product productId="B"/></entity-engine-xml>`
	second := `<entity-engine-xml><Other a="b"/><OrderItem orderId="1" orderItemSeqId="00002"/><OrderItem orderId="1" orderItemSeqId="00001"/><Product productId="A"/></entity-engine-xml>`
	var got []string
	take := func(entity *Entity, row Row) error {
		got = append(got, entity.Name+" "+rowKey(entity, row))
		return nil
	}
	want := []string{"Product A", "Product B", "OrderItem 1, 00001", "OrderItem 1, 00002", "OrderItem 2, 00001"}
	if err := FeedEntityXML(take, strings.NewReader(first), strings.NewReader(second)); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	if err := FeedEntityXML(take, strings.NewReader(first), strings.NewReader(first)); err == nil {
		t.Error("two rows of one key were delivered")
	}
}

// Nothing makes it panic, invent rows, or fail without saying what kind of error it is.
func FuzzReadEntityXML(f *testing.F) {
	for _, document := range []string{
		`<entity-engine-xml/>`,
		`<entity-engine-xml><A b="c"/><A><b>d</b></A></entity-engine-xml>`,
		`<!DOCTYPE a><entity-engine-xml/>`,
		`<entity-engine-xml><A><b><![CDATA[x]]></b></A></entity-engine-xml><!-- -->`,
	} {
		f.Add(document)
	}
	f.Fuzz(func(t *testing.T, document string) {
		rows, err := readAll(document)
		if err != nil && (!errors.Is(err, ErrEntityXML) || !strings.Contains(err.Error(), "line ")) {
			t.Errorf("error without a kind or a place: %v", err)
		}
		if err != nil {
			return
		}
		written, err := rewritten(document)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := readAll(written); err != nil || !slices.Equal(again, rows) {
			t.Errorf("%q\nwritten again is\n%q\nand reads\n%q, %v", document, written, again, err)
		}
	})
}

// rewritten is a document's rows as plain entity XML, fields as attributes.
func rewritten(document string) (string, error) {
	var b strings.Builder
	b.WriteString("<entity-engine-xml>")
	err := ReadEntityXML(strings.NewReader(document), func(entity string, fields map[string]string) error {
		fmt.Fprintf(&b, "<%s", entity)
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			fmt.Fprintf(&b, ` %s="`, name)
			if err := xml.EscapeText(&b, []byte(fields[name])); err != nil {
				return err
			}
			b.WriteString(`"`)
		}
		b.WriteString("/>")
		return nil
	})
	return b.String() + "</entity-engine-xml>", err
}

func readAll(document string) ([]string, error) {
	var rows []string
	err := ReadEntityXML(strings.NewReader(document), func(entity string, fields map[string]string) error {
		row := entity
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			row += fmt.Sprintf(" %s=%s", field, fields[field])
		}
		rows = append(rows, row)
		return nil
	})
	return rows, err
}
