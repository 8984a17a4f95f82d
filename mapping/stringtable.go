package mapping

// stringTable numbers the few distinct texts of a field, such as currencies.
type stringTable struct{ texts []string }

func (t *stringTable) number(text []byte) int32 {
	for n, known := range t.texts {
		if known == string(text) {
			return int32(n)
		}
	}
	t.texts = append(t.texts, string(text))
	return int32(len(t.texts) - 1)
}

func (t *stringTable) text(n int32) string { return t.texts[n] }

func (t *stringTable) intern(text []byte) string { return t.text(t.number(text)) }
