package calc

// MarshalBinary writes the amount as the decimal of its fine units, so that a
// scheme or a remainder can be stored (encoding/gob) and read by later versions.
func (f Fine) MarshalBinary() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalBinary reads what MarshalBinary wrote.
func (f *Fine) UnmarshalBinary(data []byte) (err error) {
	*f, err = ParseFine(string(data))
	return err
}

// MarshalBinary writes the formula as it is read; parsed again it is the same.
func (f *Formula) MarshalBinary() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalBinary reads what MarshalBinary wrote.
func (f *Formula) UnmarshalBinary(data []byte) error {
	parsed, err := ParseFormula(string(data))
	if err != nil {
		return err
	}
	*f = *parsed
	return nil
}
