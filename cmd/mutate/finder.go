package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// finder goes through a file and writes mutants into it.
type finder struct {
	*source
	set  *token.FileSet
	info *types.Info
	pkg  *types.Package
	text string
	edits

	function string
	seen     map[string]int   // how often a change was made in the function
	results  []*ast.FieldList // of the functions around, the innermost last
}

func (f *finder) find(file *ast.File) {
	for _, declaration := range file.Decls {
		f.function, f.seen = "var", map[string]int{}
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			f.function = d.Name.Name
			if d.Recv != nil {
				f.function = strings.TrimPrefix(types.ExprString(d.Recv.List[0].Type), "*") + "." + f.function
			}
			if d.Body != nil {
				f.body(d.Type, d.Body)
			}
		case *ast.GenDecl:
			if d.Tok == token.VAR {
				f.in(d)
			}
		}
	}
}

func (f *finder) body(signature *ast.FuncType, body *ast.BlockStmt) {
	f.results = append(f.results, signature.Results)
	f.in(body)
	f.results = f.results[:len(f.results)-1]
}

// in goes through everything below a node, outer things first.
func (f *finder) in(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			f.body(n.Type, n.Body)
			return false
		case *ast.GenDecl:
			return n.Tok != token.CONST
		case *ast.ArrayType, *ast.MapType, *ast.StructType, *ast.FuncType:
			return false
		case *ast.BlockStmt:
			f.statements(n.List)
		case *ast.CaseClause:
			for _, e := range n.List {
				f.condition(e)
			}
			f.statements(n.Body)
		case *ast.IfStmt:
			f.condition(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				f.condition(n.Cond)
				f.noRound(n.Cond, n.Body)
			}
		case *ast.RangeStmt:
			f.noRound(n.X, n.Body)
		case *ast.AssignStmt:
			f.assignment(n)
		case *ast.IncDecStmt:
			f.counting(n)
		case ast.Expr:
			return f.expression(n)
		}
		return true
	})
}

// add makes a mutant and returns the number of its switch.
func (f *finder) add(at ast.Node, change string) int {
	position := f.set.Position(at.Pos())
	change = strings.Join(strings.Fields(change), " ")
	f.seen[change]++
	if n := f.seen[change]; n > 1 {
		change += fmt.Sprintf(" (%d)", n)
	}
	id := len(f.mutants) + 1
	f.mutants = append(f.mutants, &mutant{id: id, file: position.Filename, line: position.Line, function: f.function, change: change})
	return id
}

func (f *finder) offset(p token.Pos) int { return f.set.Position(p).Offset }

// words is a node as it stands in the source, shortened.
func (f *finder) words(n ast.Node) string {
	text := strings.Join(strings.Fields(f.text[f.offset(n.Pos()):f.offset(n.End())]), " ")
	if runes := []rune(text); len(runes) > 70 {
		return string(runes[:67]) + "..."
	}
	return text
}

// around wraps a node.
func (f *finder) around(n ast.Node, before, after string) {
	f.wrap(f.offset(n.Pos()), f.offset(n.End()), before, after)
}

func (f *finder) typeOf(e ast.Expr) types.Type { return f.info.Types[e].Type }

// isConstant tells that the compiler knows the value.
func (f *finder) isConstant(e ast.Expr) bool { return f.info.Types[e].Value != nil }

func (f *finder) is(e ast.Expr, what types.BasicInfo) bool {
	t := f.typeOf(e)
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&what != 0
}
