package cmd_test

import (
	"testing"

	"fairshare/adapter/embedded/mariadbtest"
)

func TestMain(m *testing.M) { mariadbtest.Main(m) }
