package app

import "context"

// dueReports makes the reports over all records that are due, in the names of those who planned them.
func (a *App) dueReports(ctx context.Context) error { return a.Insight.MakeDue(ctx, a.Account.Names) }
