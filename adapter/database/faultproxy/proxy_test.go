package faultproxy_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"fairshare/adapter/database/faultproxy"
	"fairshare/adapter/embedded/mariadbtest"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }

// newPair is a table T of one number, reached directly and through a proxy, which is
// given up when it has been silent for a second.
func newPair(t *testing.T) (direct, through *sql.DB, p *faultproxy.Proxy) {
	t.Helper()
	return newPatientPair(t, time.Second)
}

func newPatientPair(t *testing.T, patience time.Duration) (direct, through *sql.DB, p *faultproxy.Proxy) {
	t.Helper()
	d := mariadbtest.New(t)
	direct = d.Open(t)
	if _, err := direct.Exec("CREATE TABLE T (N INT PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
	p = faultproxy.New(t, d.Socket)
	config := mysql.NewConfig()
	config.User, config.Net, config.Addr, config.DBName = d.User, "tcp", p.Address, d.Name
	config.Timeout, config.ReadTimeout, config.Logger = patience, patience, &mysql.NopLogger{}
	through, err := sql.Open("mysql", config.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { through.Close() })
	return direct, through, p
}

func rowsOf(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	if err := db.QueryRow("SELECT COUNT(*) FROM T").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func insert(c faultproxy.Command) bool { return strings.HasPrefix(c.Statement, "INSERT") }

// executed is the moment when a prepared INSERT acts.
func executed(c faultproxy.Command) bool { return c.Kind == faultproxy.Execute && insert(c) }

func TestFaults(t *testing.T) {
	const text, prepared = "INSERT INTO T VALUES (1)", "INSERT INTO T VALUES (?)"
	server := func(number uint16) func(error) bool {
		return func(err error) bool {
			var e *mysql.MySQLError
			return errors.As(err, &e) && e.Number == number
		}
	}
	lost := func(err error) bool { return errors.Is(err, mysql.ErrInvalidConn) }
	fine := func(err error) bool { return err == nil }
	for _, c := range []struct {
		name  string
		fault faultproxy.Fault
		is    func(error) bool
		rows  int
	}{
		{"CutBefore", faultproxy.CutBefore(), lost, 0},
		{"CutAfter", faultproxy.CutAfter(), lost, 1},
		{"Stall", faultproxy.Stall(time.Hour), lost, 0},
		{"StallAfter", faultproxy.StallAfter(time.Hour), lost, 1},
		{"Slices", faultproxy.Slices(), fine, 1},
		{"Answer", faultproxy.Answer(1213), server(1213), 0},
		{"AnswerAfter", faultproxy.AnswerAfter(1317), server(1317), 1},
		{"Refuse", faultproxy.Refuse(50 * time.Millisecond), lost, 0},
	} {
		for form, arguments := range map[string][]any{text: nil, prepared: {1}} {
			t.Run(c.name+" "+form, func(t *testing.T) {
				t.Parallel()
				direct, through, p := newPair(t)
				match := insert
				if arguments != nil {
					match = executed
				}
				p.When(match, c.fault)
				_, err := through.Exec(form, arguments...)
				if !c.is(err) || p.Struck() != 1 {
					t.Errorf("%v, %d faults", err, p.Struck())
				}
				if n := rowsOf(t, direct); n != c.rows {
					t.Errorf("%d rows, want %d", n, c.rows)
				}
			})
		}
	}
}

// While nobody can connect the client is told so; afterwards all is well.
func TestRefuse(t *testing.T) {
	_, through, p := newPair(t)
	p.When(insert, faultproxy.Refuse(200*time.Millisecond))
	_, _ = through.Exec("INSERT INTO T VALUES (1)")
	if err := through.Ping(); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v, want a refusal", err)
	}
	for began := time.Now(); through.Ping() != nil; time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 5*time.Second {
			t.Fatal("refused for ever")
		}
	}
}

func TestHooks(t *testing.T) {
	for name, fault := range map[string]func(func()) faultproxy.Fault{"Before": faultproxy.Before, "After": faultproxy.After} {
		t.Run(name, func(t *testing.T) {
			direct, through, p := newPair(t)
			seen := -1
			p.When(insert, fault(func() { seen = rowsOf(t, direct) }))
			_, err := through.ExecContext(context.Background(), "INSERT INTO T VALUES (1)")
			if want := map[string]int{"Before": 0, "After": 1}[name]; seen != want || err == nil {
				t.Errorf("%d rows when the function was called, want %d; %v", seen, want, err)
			}
		})
	}
}

func TestMeanwhile(t *testing.T) {
	direct, through, p := newPair(t)
	seen := -1
	p.When(insert, faultproxy.Meanwhile(func() { seen = rowsOf(t, direct) }))
	if _, err := through.ExecContext(context.Background(), "INSERT INTO T VALUES (1)"); err != nil || seen != 0 || rowsOf(t, direct) != 1 {
		t.Errorf("%d rows when the function was called, %d in the end; %v", seen, rowsOf(t, direct), err)
	}
}

func TestCommandsAreCounted(t *testing.T) {
	_, through, p := newPair(t)
	for range 2 {
		if _, err := through.Exec("INSERT INTO T VALUES (?) ON DUPLICATE KEY UPDATE N = N + 1", 1); err != nil {
			t.Fatal(err)
		}
	}
	var executes int
	for i, c := range p.Commands() {
		if c.Number != i+1 || c.Connection != 1 {
			t.Errorf("%+v at %d", c, i)
		}
		if executed(c) {
			executes++
		}
	}
	if executes != 2 || len(p.Commands()) != 4 {
		t.Errorf("%d executions among %+v", executes, p.Commands())
	}
	p.Reset()
	p.At(1, faultproxy.Answer(1205))
	if _, err := through.Exec("INSERT INTO T VALUES (5)"); err == nil || len(p.Commands()) != 1 {
		t.Errorf("%v after %+v", err, p.Commands())
	}
}

// A packet of 16 MiB and more is several on the wire and one command.
func TestLongCommand(t *testing.T) {
	_, through, p := newPatientPair(t, time.Minute)
	var length int
	if err := through.QueryRow("SELECT LENGTH('" + strings.Repeat("x", 17<<20) + "')").Scan(&length); err != nil || length != 17<<20 {
		t.Fatal(length, err)
	}
	if n := len(p.Commands()); n != 1 {
		t.Errorf("%d commands", n)
	}
}
