package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// swaps are operators and what they become; the helper does either.
var swaps = map[token.Token]struct {
	becomes token.Token
	helper  string
	of      types.BasicInfo
}{
	token.LSS: {token.LEQ, "Less", types.IsOrdered}, token.LEQ: {token.LSS, "LessEqual", types.IsOrdered},
	token.GTR: {token.GEQ, "More", types.IsOrdered}, token.GEQ: {token.GTR, "MoreEqual", types.IsOrdered},
	token.ADD: {token.SUB, "Add", types.IsInteger | types.IsFloat}, token.SUB: {token.ADD, "Sub", types.IsInteger | types.IsFloat},
	token.MUL: {token.QUO, "Mul", types.IsInteger | types.IsFloat}, token.QUO: {token.MUL, "Quo", types.IsInteger | types.IsFloat},
	token.REM: {token.QUO, "Rem", types.IsInteger}, token.AND: {token.OR, "And", types.IsInteger}, token.OR: {token.AND, "Or", types.IsInteger},
	token.SHL: {token.SHR, "Shl", types.IsInteger}, token.SHR: {token.SHL, "Shr", types.IsInteger},
}

// opposites are methods, and functions of the language, of which one is easily
// written for the other.
var opposites = map[string]string{"Add": "Sub", "Sub": "Add", "add": "sub", "sub": "add", "Mul": "Quo", "Quo": "Mul", "min": "max", "max": "min"}

// expression makes mutants of an expression and reports whether to look into it.
func (f *finder) expression(e ast.Expr) bool {
	if f.isConstant(e) {
		f.offByOne(e)
		return false
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		f.binary(e)
	case *ast.CallExpr:
		f.call(e)
	case *ast.KeyValueExpr:
		f.in(e.Value) // the key may have to be a constant
		return false
	}
	return true
}

// binary swaps an operator. Of && and || both operands and the whole are turned
// round together, which by De Morgan's law swaps them and still looks at the right
// operand only when it must.
func (f *finder) binary(e *ast.BinaryExpr) {
	if e.Op == token.LAND || e.Op == token.LOR {
		other := map[token.Token]string{token.LAND: "||", token.LOR: "&&"}[e.Op]
		id := f.add(e, fmt.Sprintf("%s -> %s %s %s", f.words(e), f.words(e.X), other, f.words(e.Y)))
		for _, part := range []ast.Expr{e, e.X, e.Y} {
			f.around(part, fmt.Sprintf("mutantNot(%d, ", id), ")")
		}
		f.condition(e.X)
		f.condition(e.Y)
		return
	}
	if e.Op == token.EQL || e.Op == token.NEQ || e.Op == token.LSS || e.Op == token.LEQ || e.Op == token.GTR || e.Op == token.GEQ {
		f.turn(e)
	}
	if swap, ok := swaps[e.Op]; ok && f.is(e.X, swap.of) {
		id := f.add(e, fmt.Sprintf("%s -> %s %s %s", f.words(e), f.words(e.X), swap.becomes, f.words(e.Y)))
		f.around(e, fmt.Sprintf("mutant%s(%d, ", swap.helper, id), ")")
		f.replace(f.offset(e.OpPos), f.offset(e.OpPos)+len(e.Op.String()), ",")
	}
}

// condition turns round what is not turned round as a comparison.
func (f *finder) condition(e ast.Expr) {
	if binary, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && binary != nil || f.isConstant(e) || !f.is(e, types.IsBoolean) {
		return
	}
	f.turn(e)
}

func (f *finder) turn(e ast.Expr) {
	f.around(e, fmt.Sprintf("mutantNot(%d, ", f.add(e, "not "+f.words(e))), ")")
}

// call takes the opposite method or function.
func (f *finder) call(e *ast.CallExpr) {
	switch fun := e.Fun.(type) {
	case *ast.Ident:
		if _, ok := f.info.Uses[fun].(*types.Builtin); ok && opposites[fun.Name] != "" && len(e.Args) > 1 {
			id := f.add(e, f.words(e)+" -> "+opposites[fun.Name])
			helper := map[string]string{"min": "mutantMin", "max": "mutantMax"}[fun.Name]
			f.replace(f.offset(e.Pos()), f.offset(e.Lparen)+1, fmt.Sprintf("%s(%d, ", helper, id))
		}
	case *ast.SelectorExpr:
		selection := f.info.Selections[fun]
		if selection == nil || selection.Kind() != types.MethodVal || opposites[fun.Sel.Name] == "" || len(e.Args) == 0 {
			return
		}
		method := selection.Obj().(*types.Func).Signature()
		other, _, _ := types.LookupFieldOrMethod(selection.Recv(), false, f.pkg, opposites[fun.Sel.Name])
		if other == nil || !types.Identical(other.Type(), method) || !types.Identical(method.Recv().Type(), selection.Recv()) {
			return
		}
		id, of := f.add(e, f.words(e)+" -> "+other.Name()), f.typeText(selection.Recv())
		f.wrap(f.offset(e.Pos()), f.offset(e.Pos()), fmt.Sprintf("mutantPick(%d, (%s).%s, (%s).%s)(", id, of, other.Name(), of, fun.Sel.Name), "")
		f.replace(f.offset(fun.X.End()), f.offset(e.Lparen)+1, ", ")
	}
}

func (f *finder) typeText(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == f.pkg {
			return ""
		}
		return p.Name()
	})
}

// offByOne makes one more and one less of a constant that stands there as a number.
func (f *finder) offByOne(e ast.Expr) {
	written := false
	ast.Inspect(e, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		written = written || ok && literal.Kind == token.INT
		return true
	})
	if !written || !f.is(e, types.IsInteger) || f.is(e, types.IsUntyped) {
		return
	}
	up, down := f.add(e, f.words(e)+" -> + 1"), f.add(e, f.words(e)+" -> - 1")
	f.around(e, fmt.Sprintf("mutantOff(%d, %d, %s(", up, down, f.typeText(f.typeOf(e))), "))")
}

// noRound leaves a loop before its first round.
func (f *finder) noRound(head ast.Expr, body *ast.BlockStmt) {
	id := f.add(head, "no round of the loop over "+f.words(head))
	at := f.offset(body.Lbrace) + 1
	f.wrap(at, at, fmt.Sprintf(" if mutantOn(%d) { break }; ", id), "")
}

// assignment turns the sign of what += and -= add and subtract.
func (f *finder) assignment(s *ast.AssignStmt) {
	if (s.Tok == token.ADD_ASSIGN || s.Tok == token.SUB_ASSIGN) && f.is(s.Lhs[0], types.IsInteger|types.IsFloat) {
		id := f.add(s, f.words(s)+" -> the other sign")
		f.around(s.Rhs[0], fmt.Sprintf("mutantSign(%d, %s(", id, f.typeText(f.typeOf(s.Lhs[0]))), "))")
	}
}

// counting makes ++ of -- and the other way round.
func (f *finder) counting(s *ast.IncDecStmt) {
	id := f.add(s, f.words(s)+" -> the other sign")
	operator := map[token.Token]string{token.INC: "+=", token.DEC: "-="}[s.Tok]
	f.replace(f.offset(s.TokPos), f.offset(s.TokPos)+2, fmt.Sprintf("%s mutantSign(%d, %s(1))", operator, id, f.typeText(f.typeOf(s.X))))
}

// statements leaves out one statement after another, and returns nothing too early.
func (f *finder) statements(list []ast.Stmt) {
	for _, statement := range list {
		switch s := statement.(type) {
		case *ast.ReturnStmt:
			f.returnsZero(s)
			continue
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE || types.ExprString(s.Lhs[0]) == "_" {
				continue
			}
		case *ast.ExprStmt:
			if strings.HasPrefix(f.words(s), "panic(") {
				continue // the compiler would miss a return
			}
		case *ast.BranchStmt:
			if s.Tok == token.FALLTHROUGH {
				continue // it has to stand last
			}
		case *ast.IncDecStmt, *ast.DeferStmt:
		default:
			continue
		}
		id := f.add(statement, "without "+f.words(statement))
		f.around(statement, fmt.Sprintf("if !mutantOn(%d) { ", id), " }")
	}
}

// returnsZero returns zero values instead; of a truth, either.
func (f *finder) returnsZero(s *ast.ReturnStmt) {
	results := f.results[len(f.results)-1]
	if len(s.Results) == 0 || results == nil {
		return
	}
	returned := f.words(s)
	early := func(text string) {
		id := f.add(s, returned+" -> return "+strings.ReplaceAll(text, "*new", "zero "))
		f.wrap(f.offset(s.Pos()), f.offset(s.Pos()), fmt.Sprintf("if mutantOn(%d) { return %s }; ", id, text), "")
	}
	if len(s.Results) == 1 && f.is(s.Results[0], types.IsBoolean) {
		for _, truth := range []string{"true", "false"} {
			if returned != "return "+truth {
				early(truth)
			}
		}
		return
	}
	if !slices.ContainsFunc(s.Results, func(e ast.Expr) bool { return !f.isZero(e) }) {
		return
	}
	var zeros []string
	for _, field := range results.List {
		for range max(1, len(field.Names)) {
			zeros = append(zeros, "*new("+f.text[f.offset(field.Type.Pos()):f.offset(field.Type.End())]+")")
		}
	}
	early(strings.Join(zeros, ", "))
}

func (f *finder) isZero(e ast.Expr) bool {
	literal, ok := e.(*ast.CompositeLit)
	return slices.Contains([]string{"nil", "0", `""`, "false"}, f.words(e)) || ok && len(literal.Elts) == 0 && f.isStruct(e)
}

func (f *finder) isStruct(e ast.Expr) bool {
	_, ok := f.typeOf(e).Underlying().(*types.Struct)
	return ok
}
