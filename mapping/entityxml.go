package mapping

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// MaxEntityXML is how many bytes of one entity-engine XML document are read.
// Whoever has more splits the file, as OFBiz's own export does.
const MaxEntityXML = 1 << 28

// ErrEntityXML is wrapped by every error about a document that is not well-formed
// entity-engine XML; its text names the line.
var ErrEntityXML = errors.New("not entity-engine XML")

// ReadEntityXML reads OFBiz's entity-engine XML: a root element
// <entity-engine-xml> with one element per row, whose fields are attributes or
// child elements with text or CDATA. It calls take with each row, in the order
// of the document; a field that is absent is NULL, the map is the callee's to keep.
// A DOCTYPE, a repeated field, a third level of elements, text between the rows
// and anything but comments after the root are refused.
func ReadEntityXML(r io.Reader, take func(entity string, fields map[string]string) error) error {
	return ReadEntityActions(r, func(_ EntityAction, entity string, fields map[string]string) error {
		return take(entity, fields)
	})
}

// EntityAction is what a document wants done with its rows. OFBiz's other two,
// create-replace and delete, are refused: nothing here overwrites or deletes.
type EntityAction string

// The actions, as OFBiz's EntitySaxReader names the elements around rows.
const (
	CreateUpdate EntityAction = "create-update" // a row that is there gets the fields; without any element
	CreateOnly   EntityAction = "create"        // a row that is there is left as it is
)

// ReadEntityActions is ReadEntityXML for whoever writes the rows: it gives with each
// what is to be done with it.
func ReadEntityActions(r io.Reader, take func(action EntityAction, entity string, fields map[string]string) error) error {
	doc := &entityDocument{take: take, action: CreateUpdate}
	doc.dec = xml.NewDecoder(&cappedReader{r: r, left: MaxEntityXML})
	for {
		token, err := doc.dec.Token()
		if err == io.EOF {
			return doc.end()
		}
		if err != nil {
			return doc.refuse("%v", err)
		}
		if err := doc.token(token); err != nil {
			return err
		}
	}
}

// entityDocument is the state of one reading: how deep we are, and the row there.
type entityDocument struct {
	dec    *xml.Decoder
	take   func(EntityAction, string, map[string]string) error
	depth  int  // 1 in the root, 2 in a row, 3 in a field; not counting the action's element
	inside bool // an action's element
	action EntityAction
	rooted bool
	entity string
	fields map[string]string
	field  string
	text   []byte
}

func (d *entityDocument) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return d.open(t)
	case xml.EndElement:
		return d.close()
	case xml.CharData:
		return d.chars(t)
	case xml.Directive:
		return d.refuse("a DOCTYPE or other directive is not accepted")
	default:
		return nil
	}
}

func (d *entityDocument) open(t xml.StartElement) error {
	if d.depth == 1 && slices.Contains(entityActions, t.Name.Local) {
		return d.openAction(EntityAction(t.Name.Local))
	}
	d.depth++
	switch {
	case d.depth == 1:
		return d.openRoot(t)
	case d.depth == 2:
		return d.openRow(t)
	case d.depth == 3 && len(t.Attr) == 0:
		d.field, d.text = t.Name.Local, d.text[:0]
		return nil
	default:
		return d.refuse("element <%s> does not belong inside field %s.%s", t.Name.Local, d.entity, d.field)
	}
}

var entityActions = []string{"create", "create-update", "create-replace", "delete"}

func (d *entityDocument) openAction(action EntityAction) error {
	if d.inside || action != CreateOnly && action != CreateUpdate {
		return d.refuse("<%s>: only <create> and <create-update> are read, around rows", action)
	}
	d.inside, d.action = true, action
	return nil
}

func (d *entityDocument) openRoot(t xml.StartElement) error {
	if t.Name.Local != "entity-engine-xml" || d.rooted {
		return d.refuse("element <%s> where the one root <entity-engine-xml> belongs", t.Name.Local)
	}
	d.rooted = true
	return nil
}

func (d *entityDocument) openRow(t xml.StartElement) error {
	d.entity, d.fields = t.Name.Local, make(map[string]string, len(t.Attr))
	for _, a := range t.Attr {
		if err := d.set(a.Name.Local, a.Value); err != nil {
			return err
		}
	}
	return nil
}

// set refuses a repetition: encoding/xml would let the last one win in silence.
func (d *entityDocument) set(field, value string) error {
	if _, twice := d.fields[field]; twice {
		return d.refuse("field %s.%s is given twice in one row", d.entity, field)
	}
	d.fields[field] = value
	return nil
}

func (d *entityDocument) close() error {
	if d.depth == 1 && d.inside {
		d.inside, d.action = false, CreateUpdate
		return nil
	}
	d.depth--
	switch d.depth {
	case 2:
		return d.set(d.field, string(d.text))
	case 1:
		if err := d.take(d.action, d.entity, d.fields); err != nil {
			return fmt.Errorf("line %d: %w", d.line(), err)
		}
	}
	return nil
}

func (d *entityDocument) chars(text xml.CharData) error {
	if d.depth == 3 {
		d.text = append(d.text, text...)
		return nil
	}
	for _, b := range text {
		if b != ' ' && b != '\t' && b != '\n' && b != '\r' {
			return d.refuse("text outside of a field")
		}
	}
	return nil
}

func (d *entityDocument) end() error {
	if !d.rooted {
		return d.refuse("no <entity-engine-xml> element")
	}
	return nil
}

func (d *entityDocument) line() int {
	line, _ := d.dec.InputPos()
	return line
}

func (d *entityDocument) refuse(format string, args ...any) error {
	return fmt.Errorf("line %d: %s: %w", d.line(), fmt.Sprintf(format, args...), ErrEntityXML)
}

// cappedReader fails, rather than ends, where the limit is reached: a cut document
// must not look like a whole one.
type cappedReader struct {
	r    io.Reader
	left int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("the document is larger than %d bytes: split it", int64(MaxEntityXML))
	}
	if int64(len(p)) > c.left {
		p = p[:c.left]
	}
	n, err := c.r.Read(p)
	c.left -= int64(n)
	return n, err
}
