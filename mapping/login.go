package mapping

// Login is what a UserLogin says about getting in.
type Login struct {
	UserLoginID    string
	Enabled        bool   // false also while OFBiz has locked it after wrong passwords
	MustChange     bool   // requirePasswordChange: OFBiz lets nobody in before
	PasswordDigest string // currentPassword, as OFBiz stores it; "" for a login without one
}
