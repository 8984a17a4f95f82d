package main

import (
	"errors"

	"fairshare/adapter/database/ofbiz"
	"fairshare/mapping"
)

// isRefused is true for a change that OFBiz's rows, or the scheme, do not allow, whoever asks.
func isRefused(err error) bool {
	var share *mapping.ShareError
	var work *mapping.WorkError
	var clone *mapping.CloneError
	var appoint *ofbiz.AppointError
	return errors.As(err, &share) || errors.As(err, &work) || errors.As(err, &clone) || errors.As(err, &appoint)
}
