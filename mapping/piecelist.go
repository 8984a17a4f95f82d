package mapping

// pieceList is a long list that grows in pieces: unlike a slice that grows it is
// never copied, so that no moment holds it twice. The zero value is empty.
type pieceList[T any] struct {
	pieces [][]T
	count  int
}

const (
	pieceBits = 13
	pieceSize = 1 << pieceBits // of values in a piece
)

func (l *pieceList[T]) len() int { return l.count }

// add appends a value.
func (l *pieceList[T]) add(value T) {
	if l.count == len(l.pieces)*pieceSize {
		l.pieces = append(l.pieces, make([]T, 0, l.nextPiece()))
	}
	last := &l.pieces[len(l.pieces)-1]
	*last = append(*last, value)
	l.count++
}

// nextPiece is the capacity of a new piece: the first one of a short list grows.
func (l *pieceList[T]) nextPiece() int {
	if l.count == 0 {
		return 64
	}
	return pieceSize
}

// drain goes through all values and drops each piece behind it.
func (l *pieceList[T]) drain(take func(T)) {
	for n, piece := range l.pieces {
		for _, value := range piece {
			take(value)
		}
		l.pieces[n] = nil
	}
	*l = pieceList[T]{}
}

// forget drops the pieces that hold only values before number i; 0 drops none.
func (l *pieceList[T]) forget(i int32) {
	for n := i>>pieceBits - 1; n >= 0 && l.pieces[n] != nil; n-- {
		l.pieces[n] = nil
	}
}

// at is value number i, to look at or change until the next add.
func (l *pieceList[T]) at(i int32) *T { return &l.pieces[i>>pieceBits][i&(pieceSize-1)] }
