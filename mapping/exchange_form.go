package mapping

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// form is how an element of an exchange file looks: what the schema says of it, and
// what is done with it.
type form struct {
	name       string
	attributes []formAttribute
	children   []formGroup
	take       func(*exchangeReader, formElement) error
	done       func(*exchangeReader, formElement) error // at its end; nil: nothing is
}

type formAttribute struct {
	name     string
	kind     formKind
	required bool
}

// formGroup is one or more elements of a choice, in their place among the children.
type formGroup struct {
	least, most int // of all of them together; most 0 is any number
	of          []*form
}

func needed(name string, kind formKind) formAttribute   { return formAttribute{name, kind, true} }
func optional(name string, kind formKind) formAttribute { return formAttribute{name, kind, false} }
func single(f *form) formGroup                          { return formGroup{1, 1, []*form{f}} }
func several(of ...*form) formGroup                     { return formGroup{0, 0, of} }

// formElement is an element that fits its form, but for its children.
type formElement struct {
	name   string
	line   int
	values map[string]string // of its attributes, as their kinds have trimmed them
}

// openForm is an element whose end has not come.
type openForm struct {
	*form
	element formElement
	group   int // where its children have come to
	count   int // in that group
}

// exchangeReader reads a file element by element. It knows at every moment what may
// follow, so that nothing deep, repeated or foreign gets anywhere.
type exchangeReader struct {
	source *exchangeSource
	dec    *xml.Decoder
	open   []openForm
	rooted bool
	line   int // on which the element begins that is read

	exchange Exchange
	later    error                         // the first thing that fits the schema and is wrong all the same
	ids      map[string]map[string]namedID // what is named → folded id
}

// ReadExchange reads a file. What is wrong is an *ExchangeError.
func ReadExchange(file io.Reader) (*Exchange, error) { return readExchange(file, MaxExchange) }

func readExchange(file io.Reader, most int64) (*Exchange, error) {
	source := newExchangeSource(file, most)
	r := &exchangeReader{source: source, dec: xml.NewDecoder(source), ids: map[string]map[string]namedID{}}
	for {
		source.forget()
		token, err := r.dec.Token()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = r.token(token)
		}
		if err != nil {
			return nil, r.explain(err)
		}
	}
	if !r.rooted {
		return nil, r.refuse("there is no <company> or <settlement>")
	}
	if r.later != nil {
		return nil, r.later
	}
	return &r.exchange, nil
}

func (r *exchangeReader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(t)
	case xml.EndElement:
		return r.end()
	case xml.CharData:
		if strings.Trim(string(t), xmlSpace) != "" || len(r.open) == 0 && r.source.written() {
			return r.refuse("text does not belong here: all values are attributes")
		}
	case xml.Directive:
		return r.refuse("a DOCTYPE is not accepted; nothing of it is needed")
	case xml.ProcInst:
		return r.instruction(t)
	}
	return nil
}

const xmlSpace = " \t\r\n"

func (r *exchangeReader) start(t xml.StartElement) error {
	r.line = r.source.startLine()
	if t.Name.Space != ExchangeNamespace {
		return r.refuse("element <%s> is of the namespace %q: the root says xmlns=%q", t.Name.Local, t.Name.Space, ExchangeNamespace)
	}
	form, err := r.formOf(t.Name.Local)
	if err != nil {
		return err
	}
	element := formElement{name: form.name, line: r.line}
	if element.values, err = r.attributes(form, t.Attr); err != nil {
		return err
	}
	r.open = append(r.open, openForm{form: form, element: element})
	if form.take == nil {
		return nil
	}
	return form.take(r, element)
}

// formOf finds the form of an element that begins here.
func (r *exchangeReader) formOf(name string) (*form, error) {
	if len(r.open) == 0 {
		if r.rooted {
			return nil, r.refuse("a second element <%s>: a file has one <company> or <settlement>", name)
		}
		r.rooted = true
		for _, root := range []*form{companyForm, settlementForm} {
			if root.name == name {
				return root, nil
			}
		}
		return nil, r.refuse("element <%s> where <company> or <settlement> belongs", name)
	}
	parent := &r.open[len(r.open)-1]
	before := *parent
	for parent.group < len(parent.children) {
		group := &parent.children[parent.group]
		at := slices.IndexFunc(group.of, func(f *form) bool { return f.name == name })
		if at >= 0 && (group.most == 0 || parent.count < group.most) {
			parent.count++
			return group.of[at], nil
		}
		if parent.count < group.least {
			break
		}
		parent.group, parent.count = parent.group+1, 0
	}
	return nil, r.refuse("element <%s> does not belong here, in <%s>%s", name, parent.name, before.expects())
}

// expects names what may follow.
func (o *openForm) expects() string {
	var names []string
	end := " or its end"
	for i, group := range o.children[min(o.group, len(o.children)):] {
		if i == 0 && group.most > 0 && o.count == group.most {
			continue
		}
		for _, f := range group.of {
			names = append(names, "<"+f.name+">")
		}
		if group.least > 0 {
			end = ""
			break
		}
	}
	if len(names) == 0 {
		return ", which ends here"
	}
	return "; expected: " + strings.Join(names, ", ") + end
}

func (r *exchangeReader) end() error {
	last := &r.open[len(r.open)-1]
	for ; last.group < len(last.children); last.group, last.count = last.group+1, 0 {
		if group := last.children[last.group]; last.count < group.least {
			return r.refuse("<%s> ends and has no <%s>", last.name, group.of[0].name)
		}
	}
	r.open = r.open[:len(r.open)-1]
	if last.done == nil {
		return nil
	}
	return last.done(r, last.element)
}

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

// attributes checks an element's attributes and gives their values.
func (r *exchangeReader) attributes(f *form, given []xml.Attr) (map[string]string, error) {
	if err := r.source.checkTag(given); err != nil {
		return nil, r.refuse("<%s>: %v", f.name, err)
	}
	values := make(map[string]string, len(given))
	seen := make(map[xml.Name]bool, len(given))
	for _, a := range given {
		if seen[a.Name] {
			return nil, r.refuse("attribute %s of <%s> is given twice", a.Name.Local, f.name)
		}
		seen[a.Name] = true
		switch {
		case a.Name.Space == "" && a.Name.Local == "xmlns", a.Name.Space == "xmlns" && a.Value != "":
			continue
		case a.Name.Space == schemaInstance && (a.Name.Local == "schemaLocation" || a.Name.Local == "noNamespaceSchemaLocation"):
			continue
		}
		at := slices.IndexFunc(f.attributes, func(known formAttribute) bool { return known.name == a.Name.Local })
		if at < 0 || a.Name.Space != "" {
			return nil, r.refuse("<%s> has no attribute %s", f.name, a.Name.Local)
		}
		value, err := f.attributes[at].kind(a.Value)
		if err != nil {
			return nil, r.refuse("<%s %s=%q>: %v", f.name, a.Name.Local, Shown(a.Value), err)
		}
		values[a.Name.Local] = value
	}
	for _, a := range f.attributes {
		if _, there := values[a.name]; a.required && !there {
			return nil, r.refuse("<%s> needs the attribute %s", f.name, a.name)
		}
	}
	return values, nil
}

// instruction lets processing instructions pass, and the declaration in its place.
func (r *exchangeReader) instruction(p xml.ProcInst) error {
	if !strings.EqualFold(p.Target, "xml") {
		return nil
	}
	if p.Target != "xml" || !r.source.atStart() || !xmlDeclaration.Match(p.Inst) {
		return r.refuse(`the XML declaration is not right: it is <?xml version="1.0" encoding="UTF-8"?>, at the very start`)
	}
	return nil
}

func (r *exchangeReader) refuse(format string, args ...any) error {
	return r.refuseAt(r.source.line(), format, args...)
}

func (r *exchangeReader) refuseAt(line int, format string, args ...any) error {
	return &ExchangeError{Line: line, Text: fmt.Sprintf(format, args...)}
}

// beyond refuses what fits the schema: at the end, if nothing is found that doesn't.
func (r *exchangeReader) beyond(line int, format string, args ...any) {
	if r.later == nil {
		r.later = &ExchangeError{Line: line, Text: fmt.Sprintf(format, args...), Beyond: true}
	}
}

// explain gives an error of the XML itself its line.
func (r *exchangeReader) explain(err error) error {
	if _, ours := err.(*ExchangeError); ours {
		return err
	}
	if syntax, ok := err.(*xml.SyntaxError); ok {
		return r.refuse("this is not well-formed XML: %s", syntax.Msg)
	}
	return r.refuse("%v", err)
}
