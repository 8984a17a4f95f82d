package ofbiz

// Query is the statement that reads an entity of mapping.Entities; "" for others.
func Query(entity string) string { return queries[entity] }
