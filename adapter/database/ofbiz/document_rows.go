package ofbiz

import (
	"iter"

	"fairshare/mapping"
)

// nameLength is that of DATA_RESOURCE_NAME and CONTENT_NAME, in characters.
const nameLength = 255

// attachment makes the rows of documents and their ids.
type attachment struct {
	documents []mapping.Document
	ids       []DocumentID
	stamps    *stamps
}

// rows makes a row of every document that is stored so; "" is every one.
func (a attachment) rows(stored string, row func(mapping.Document, DocumentID) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for i, document := range a.documents {
			if stored != "" && storage(document) != stored {
				continue
			}
			if !yield(append(row(document, a.ids[i]), a.stamps.next()...)) {
				return
			}
		}
	}
}

func (a attachment) dataResource(d mapping.Document, id DocumentID) []any {
	now := a.stamps.now()
	return []any{id.DataResource, storage(d), "NONE", "CTNT_PUBLISHED", mapping.ColumnText(d.Name, nameLength), d.MimeType, "N", now, now}
}

func (a attachment) text(d mapping.Document, id DocumentID) []any {
	return []any{id.DataResource, string(d.Content)}
}

func (a attachment) bytes(d mapping.Document, id DocumentID) []any {
	content := d.Content
	if content == nil {
		content = []byte{} // NULL would be no content at all
	}
	return []any{id.DataResource, content}
}

func (a attachment) content(d mapping.Document, id DocumentID) []any {
	now := a.stamps.now()
	return []any{id.Content, "DOCUMENT", id.DataResource, "CTNT_PUBLISHED", mapping.ColumnText(d.Title, nameLength), d.MimeType, now, now}
}

func (a attachment) partyContent(d mapping.Document, id DocumentID) []any {
	return []any{string(d.Party), id.Content, "INTERNAL", a.stamps.now()}
}
