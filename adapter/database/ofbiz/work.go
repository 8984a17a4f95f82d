package ofbiz

import (
	"context"
	"database/sql"
	"time"

	"github.com/jmoiron/sqlx"

	"fairshare/adapter/database"
	"fairshare/mapping"
)

const (
	// A row is an activity of a job now. What OFBiz manufactures by is no job that
	// anybody applies for. By the foreign key of WORK_EFFORT_GOOD_STANDARD.
	selectWorks = `SELECT w.WORK_EFFORT_ID, COALESCE(w.WORK_EFFORT_NAME, '') AS WORK_EFFORT_NAME, COALESCE(w.CURRENT_STATUS_ID, '') AS CURRENT_STATUS_ID,
		w.ESTIMATED_START_DATE, w.ESTIMATED_COMPLETION_DATE, g.PRODUCT_ID
		FROM WORK_EFFORT w JOIN WORK_EFFORT_GOOD_STANDARD g ON g.WORK_EFFORT_ID = w.WORK_EFFORT_ID
		WHERE g.FROM_DATE <= ? AND (g.THRU_DATE IS NULL OR g.THRU_DATE > ?)
		AND COALESCE(w.WORK_EFFORT_TYPE_ID, '') NOT IN ('ROUTING', 'ROU_TASK', 'PROD_ORDER_HEADER', 'PROD_ORDER_TASK')`
	oneWork    = ` AND w.WORK_EFFORT_ID = ?`
	worksOrder = ` ORDER BY w.WORK_EFFORT_ID, g.PRODUCT_ID, g.FROM_DATE`

	// A row is somebody who applied for a job, or has it. By the primary key.
	selectAssignments = `SELECT WORK_EFFORT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE, COALESCE(STATUS_ID, '') AS STATUS_ID FROM WORK_EFFORT_PARTY_ASSIGNMENT
		WHERE (THRU_DATE IS NULL OR THRU_DATE > ?)`
	oneAssigned      = ` AND WORK_EFFORT_ID = ?`
	assignmentsOrder = ` ORDER BY WORK_EFFORT_ID, PARTY_ID, ROLE_TYPE_ID, FROM_DATE`
)

// Works lists the jobs of all activities, ended ones too, by id, as they are at a moment.
func Works(ctx context.Context, db sqlx.QueryerContext, at time.Time, w Writing) ([]mapping.Work, error) {
	now := naive(at, w.zone())
	return works(ctx, db, w, selectWorks+worksOrder, []any{now, now}, selectAssignments+assignmentsOrder, []any{now})
}

// OneWork reads one job. One that is none is a *mapping.UnknownError.
func OneWork(ctx context.Context, db sqlx.QueryerContext, workEffortID string, at time.Time, w Writing) (*mapping.Work, error) {
	now := naive(at, w.zone())
	found, err := works(ctx, db, w, selectWorks+oneWork+worksOrder, []any{now, now, workEffortID}, selectAssignments+oneAssigned+assignmentsOrder, []any{now, workEffortID})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, &mapping.UnknownError{Entity: "WorkEffort of an activity", ID: workEffortID}
	}
	return &found[0], nil
}

func works(ctx context.Context, db sqlx.QueryerContext, w Writing, query string, args []any, assigned string, assignedArgs []any) ([]mapping.Work, error) {
	var rows []struct {
		ID      string                 `db:"WORK_EFFORT_ID"`
		Name    string                 `db:"WORK_EFFORT_NAME"`
		Status  string                 `db:"CURRENT_STATUS_ID"`
		Start   sql.Null[database.UTC] `db:"ESTIMATED_START_DATE"` // naive, in OFBiz's zone
		End     sql.Null[database.UTC] `db:"ESTIMATED_COMPLETION_DATE"`
		Product string                 `db:"PRODUCT_ID"`
	}
	if err := sqlx.SelectContext(ctx, db, &rows, query, args...); err != nil {
		return nil, database.ReadError("read the jobs", err)
	}
	var list []mapping.Work
	number := map[string]int{}
	for _, row := range rows {
		n, known := number[row.ID]
		if !known {
			n = len(list)
			number[row.ID] = n
			list = append(list, mapping.Work{ID: row.ID, Name: row.Name, Status: row.Status, Start: inZoneOrZero(row.Start, w), End: inZoneOrZero(row.End, w)})
		}
		if all := list[n].Activities; len(all) == 0 || all[len(all)-1] != row.Product {
			list[n].Activities = append(all, row.Product)
		}
	}
	return list, addAssignments(ctx, db, w, list, number, assigned, assignedArgs)
}

func addAssignments(ctx context.Context, db sqlx.QueryerContext, w Writing, list []mapping.Work, number map[string]int, query string, args []any) error {
	var rows []struct {
		ID     string       `db:"WORK_EFFORT_ID"`
		Party  string       `db:"PARTY_ID"`
		Role   string       `db:"ROLE_TYPE_ID"`
		From   database.UTC `db:"FROM_DATE"`
		Status string       `db:"STATUS_ID"`
	}
	if err := sqlx.SelectContext(ctx, db, &rows, query, args...); err != nil {
		return database.ReadError("read who applied for jobs", err)
	}
	for _, row := range rows {
		if n, known := number[row.ID]; known {
			assignment := mapping.WorkAssignment{Party: row.Party, Role: row.Role, From: inZone(row.From.Time, w.zone()), Status: row.Status}
			list[n].Assignments = append(list[n].Assignments, assignment)
		}
	}
	return nil
}

// inZoneOrZero is the zero time for NULL.
func inZoneOrZero(value sql.Null[database.UTC], w Writing) time.Time {
	if !value.Valid {
		return time.Time{}
	}
	return inZone(value.V.Time, w.zone())
}
