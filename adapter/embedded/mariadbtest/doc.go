// Package mariadbtest gives each test a database of its own on one real MariaDB
// server that is private to the test process:
//
//	func TestMain(m *testing.M) { mariadbtest.Main(m) }
//
//	db := mariadbtest.NewOFBiz(t)
//	conn := db.Open(t)
//
// The server is started by the first test that asks for a database. A missing
// MariaDB fails the test, naming the package to install: a run that skips the
// database proves nothing.
package mariadbtest
