package mapping

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"fairshare/calc"
)

// inputFormat starts every stored input. Another number is another way of storing.
const inputFormat = "fairshare-input-2"

// storedHead is the first thing in a stored input: all that there is once. Chunks of
// its lists follow.
type storedHead struct {
	Format string
	Input  Input
}

// storedChunk is some rows of one of an input's lists, so that neither writing nor
// reading ever holds all of them as text. The last chunk says that it is.
type storedChunk struct {
	Activities []calc.Activity
	Components []storedComponent
	Facilities []calc.FacilityID
	Accounts   []calc.Account
	Tenures    []calc.Tenure
	Credits    []calc.CreditChange
	Residues   []Residue
	Balances   []Balance
	Sales      []Sale
	Last       bool
}

// storedComponent is a calc.Component as it always was stored.
type storedComponent struct {
	User, Used int32
	From, Thru calc.Instant
	Weight     calc.Quantity
	Formula    *calc.Formula
	Refused    calc.Reason
}

// chunkRows is how many rows a chunk has at most.
const chunkRows = 4096

// Store writes the input, compressed: OpenInput reads it.
func (in *Input) Store(out io.Writer) error {
	compressed, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := in.store(gob.NewEncoder(compressed)); err != nil {
		return fmt.Errorf("store the input of settlement %s: %w", in.Head.ID, err)
	}
	if err := compressed.Close(); err != nil {
		return fmt.Errorf("store the input of settlement %s: %w", in.Head.ID, err)
	}
	return nil
}

func (in *Input) store(out *gob.Encoder) error {
	head := *in
	s := &head.Scheme
	s.Activities, s.Components, s.Facilities, s.Accounts, s.Tenures, s.Credits = nil, nil, nil, nil, nil, nil
	head.Memory.Residues, head.Memory.Balances, head.Sales = nil, nil, Rows[Sale]{}
	s = &in.Scheme
	return errors.Join(
		out.Encode(storedHead{inputFormat, head}),
		storeRows(out, s.Activities, func(c *storedChunk) *[]calc.Activity { return &c.Activities }),
		storeComponents(out, s.Components),
		storeRows(out, s.Facilities, func(c *storedChunk) *[]calc.FacilityID { return &c.Facilities }),
		storeRows(out, s.Accounts, func(c *storedChunk) *[]calc.Account { return &c.Accounts }),
		storeRows(out, s.Tenures, func(c *storedChunk) *[]calc.Tenure { return &c.Tenures }),
		storeRows(out, s.Credits, func(c *storedChunk) *[]calc.CreditChange { return &c.Credits }),
		storeRows(out, in.Memory.Residues, func(c *storedChunk) *[]Residue { return &c.Residues }),
		storeRows(out, in.Memory.Balances, func(c *storedChunk) *[]Balance { return &c.Balances }),
		storeSales(out, in.Sales),
		out.Encode(storedChunk{Last: true}),
	)
}

func storeRows[R any](out *gob.Encoder, rows []R, field func(*storedChunk) *[]R) error {
	for some := range slices.Chunk(rows, chunkRows) {
		var chunk storedChunk
		*field(&chunk) = some
		if err := out.Encode(chunk); err != nil {
			return err
		}
	}
	return nil
}

func storeComponents(out *gob.Encoder, components []calc.Component) error {
	for some := range slices.Chunk(components, chunkRows) {
		var chunk storedChunk
		for _, c := range some {
			chunk.Components = append(chunk.Components, storedComponent{c.User, c.Used, c.From, c.Thru, c.Weight, c.Formula(), c.Refused()})
		}
		if err := out.Encode(chunk); err != nil {
			return err
		}
	}
	return nil
}

func storeSales(out *gob.Encoder, sales Rows[Sale]) error {
	some := make([]Sale, 0, min(chunkRows, sales.Len()))
	for from := 0; from < sales.Len(); from += chunkRows {
		some = some[:0]
		for i := from; i < min(from+chunkRows, sales.Len()); i++ {
			some = append(some, sales.At(i))
		}
		if err := out.Encode(storedChunk{Sales: some}); err != nil {
			return err
		}
	}
	return nil
}

// maxInput bounds what a damaged or forged input may unpack to.
const maxInput = 8 << 30

// InputDigest names a stored input by its content.
func InputDigest(stored []byte) string {
	sum := sha256.Sum256(stored)
	return hex.EncodeToString(sum[:])
}

// OpenInput reads a stored input back; digest is the one in its settlement's head.
func OpenInput(content []byte, digest string) (*Input, error) {
	if found := InputDigest(content); found != digest {
		return nil, fmt.Errorf("the stored input has the digest %.12s…, the settlement says %.12s…", found, digest)
	}
	return readInput(bytes.NewReader(content))
}

func readInput(content io.Reader) (*Input, error) {
	compressed, err := gzip.NewReader(content)
	if err != nil {
		return nil, fmt.Errorf("unpack the stored input: %w", err)
	}
	stored := gob.NewDecoder(io.LimitReader(compressed, maxInput))
	var head storedHead
	if err := stored.Decode(&head); err != nil {
		return nil, fmt.Errorf("read the stored input: %w", err)
	}
	if head.Format != inputFormat {
		return nil, fmt.Errorf("the stored input is of format %q, this version reads %q", head.Format, inputFormat)
	}
	in, sales := &head.Input, newSaleList()
	for {
		var chunk storedChunk
		if err := stored.Decode(&chunk); err != nil {
			return nil, fmt.Errorf("read the stored input: %w", err)
		}
		if chunk.Last {
			in.Sales = sales.inOrder()
			return in, nil
		}
		in.take(&chunk, sales)
	}
}

func (in *Input) take(chunk *storedChunk, sales *saleList) {
	s := &in.Scheme
	s.Activities = append(s.Activities, chunk.Activities...)
	for _, c := range chunk.Components {
		row := calc.Component{User: c.User, Used: c.Used, From: c.From, Thru: c.Thru, Weight: c.Weight}
		row.SetFormula(c.Formula)
		row.Refuse(c.Refused)
		s.Components = append(s.Components, row)
	}
	s.Facilities = append(s.Facilities, chunk.Facilities...)
	s.Accounts = append(s.Accounts, chunk.Accounts...)
	s.Tenures = append(s.Tenures, chunk.Tenures...)
	s.Credits = append(s.Credits, chunk.Credits...)
	in.Memory.Residues = append(in.Memory.Residues, chunk.Residues...)
	in.Memory.Balances = append(in.Memory.Balances, chunk.Balances...)
	for _, sale := range chunk.Sales {
		sales.add(sale)
	}
}
