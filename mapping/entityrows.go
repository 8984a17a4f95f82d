package mapping

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// EntityRows holds the rows of entity-engine XML documents, whose order means
// nothing, so that they can be delivered in the order of Entities. It is for
// files and tests; a database delivers in order by itself.
type EntityRows struct {
	rows map[string][]Row
}

// FeedEntityXML reads all documents and then calls take (for one: Intake.Take)
// with every row of the entities of Entities, entity by entity, each in
// primary-key order. Rows of other entities are passed over.
func FeedEntityXML(take func(*Entity, Row) error, documents ...io.Reader) error {
	var rows EntityRows
	for i, document := range documents {
		if err := rows.Read(document); err != nil {
			return fmt.Errorf("read entity XML document %d: %w", i+1, err)
		}
	}
	return rows.Deliver(take)
}

// Read adds the rows of one document.
func (e *EntityRows) Read(document io.Reader) error {
	if e.rows == nil {
		e.rows = map[string][]Row{}
	}
	return ReadEntityXML(document, func(name string, fields map[string]string) error {
		i := slices.IndexFunc(Entities, func(entity Entity) bool { return entity.Name == name })
		if i >= 0 {
			e.rows[name] = append(e.rows[name], rowOf(&Entities[i], fields))
		}
		return nil
	})
}

// Deliver calls take with all rows. Two rows of one primary key are refused: in
// a database they could not be.
func (e *EntityRows) Deliver(take func(*Entity, Row) error) error {
	for i := range Entities {
		entity := &Entities[i]
		rows := e.rows[entity.Name]
		slices.SortStableFunc(rows, func(a, b Row) int { return compareKeys(a[:entity.Key], b[:entity.Key]) })
		for j, row := range rows {
			if j > 0 && compareKeys(rows[j-1][:entity.Key], row[:entity.Key]) == 0 {
				return fmt.Errorf("deliver %s (%s): the row is there twice", entity.Name, rowKey(entity, row))
			}
			if err := take(entity, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func rowOf(entity *Entity, fields map[string]string) Row {
	row := make(Row, len(entity.Fields))
	for i, field := range entity.Fields {
		if value, set := fields[field]; set {
			row[i] = []byte(value)
		}
	}
	return row
}

func compareKeys(a, b Row) int { return slices.CompareFunc(a, b, bytes.Compare) }

// rowKey is the row's primary key as findings and errors print it.
func rowKey(entity *Entity, row Row) string {
	return strings.Join(rowTexts(row[:entity.Key]), ", ")
}

func rowTexts(row Row) []string {
	texts := make([]string, len(row))
	for i, field := range row {
		texts[i] = string(field)
	}
	return texts
}
