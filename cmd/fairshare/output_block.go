package main

// block is one list of a document as a table: what csv and table print.
type block struct {
	title   string
	columns []string
	rows    [][]string
}

// blocksOf makes a table of every list of records in a document, outer lists
// before inner ones. A record of an inner list starts with the first column of
// each record around it (settlement, invoice_id), which names where it belongs.
// The lists of several records join into one table.
func blocksOf(root node) []block {
	c := &collector{byTitle: map[string]*block{}}
	if root.list {
		c.list("", root, nil)
	} else {
		c.lists(root, nil)
	}
	blocks := make([]block, 0, len(c.order))
	for _, title := range c.order {
		if b := c.byTitle[title]; len(b.rows) > 0 {
			blocks = append(blocks, *b)
		}
	}
	return blocks
}

type collector struct {
	byTitle map[string]*block
	order   []string
}

func (c *collector) block(title string) *block {
	if c.byTitle[title] == nil {
		c.byTitle[title] = &block{title: title}
		c.order = append(c.order, title)
	}
	return c.byTitle[title]
}

// lists collects the lists among an object's fields.
func (c *collector) lists(object node, keys []field) {
	for _, f := range object.fields {
		switch {
		case f.value.list:
			c.list(f.name, f.value, keys)
		case f.value.isObject():
			c.lists(f.value, keys)
		}
	}
}

func (c *collector) list(title string, list node, keys []field) {
	for _, item := range list.items {
		if item.isValue() {
			item = node{fields: []field{{"value", item}}}
		}
		values := valuesOf(item, "")
		c.block(title).add(append(keys[:len(keys):len(keys)], values...))
		inner := keys
		if len(values) > 0 {
			inner = append(keys[:len(keys):len(keys)], values[0])
		}
		c.lists(item, inner)
	}
}

// valuesOf are the single values of a record; those of an object inside it carry
// its name.
func valuesOf(object node, prefix string) []field {
	var values []field
	for _, f := range object.fields {
		switch {
		case f.value.isValue():
			values = append(values, field{prefix + f.name, f.value})
		case f.value.isObject():
			values = append(values, valuesOf(f.value, prefix+f.name+"_")...)
		}
	}
	return values
}

// add appends a record; a column that shows up late is empty in earlier rows.
func (b *block) add(record []field) {
	row := make([]string, len(b.columns), max(len(b.columns), len(record)))
	for i, f := range record {
		at := b.column(f.name, i)
		for len(row) <= at {
			row = append(row, "")
		}
		row[at] = f.value.text
	}
	b.rows = append(b.rows, row)
}

// column finds a column by name, first where the record before had it.
func (b *block) column(name string, hint int) int {
	if hint < len(b.columns) && b.columns[hint] == name {
		return hint
	}
	for i, column := range b.columns {
		if column == name {
			return i
		}
	}
	b.columns = append(b.columns, name)
	return len(b.columns) - 1
}

// cell is a row's value in a column, empty where the row is older than the column.
func cell(row []string, column int) string {
	if column < len(row) {
		return row[column]
	}
	return ""
}
