package main

import (
	"errors"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// isRefused is true for what OFBiz's rights or rows do not allow a person to change.
func isRefused(err error) bool {
	var denied *mapping.DeniedError
	var share *mapping.ShareError
	var work *mapping.WorkError
	var clone *mapping.CloneError
	var appoint *ofbiz.AppointError
	return errors.As(err, &denied) || errors.As(err, &share) || errors.As(err, &work) || errors.As(err, &clone) || errors.As(err, &appoint)
}
