package files

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"reflect"
	"strings"

	"fairshare/mapping"
)

func statementXML(_ Language, s mapping.Statement) ([]byte, error) {
	return plainXML("statement", mapping.NewStatementDocument(s))
}

func financeXML(_ Language, r mapping.Finance) ([]byte, error) {
	return plainXML("report", mapping.NewFinanceDocument(r))
}

// plainXML writes a document of the JSON contract as elements with the same names:
// no attributes, no namespaces, and <entry> for each member of a list.
func plainXML(root string, document any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", "  ")
	if err := element(encoder, root, reflect.ValueOf(document)); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

func element(encoder *xml.Encoder, name string, value reflect.Value) error {
	start := xml.StartElement{Name: xml.Name{Local: name}}
	if kind := value.Kind(); kind != reflect.Struct && kind != reflect.Slice {
		return encoder.EncodeElement(mapping.Shown(fmt.Sprint(value)), start)
	}
	if err := encoder.EncodeToken(start); err != nil {
		return err
	}
	if err := content(encoder, value); err != nil {
		return err
	}
	return encoder.EncodeToken(start.End())
}

func content(encoder *xml.Encoder, value reflect.Value) error {
	if value.Kind() == reflect.Slice {
		for i := range value.Len() {
			if err := element(encoder, "entry", value.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range value.NumField() {
		name, option, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		if option == "omitempty" && value.Field(i).IsZero() {
			continue
		}
		if err := element(encoder, name, value.Field(i)); err != nil {
			return err
		}
	}
	return nil
}
