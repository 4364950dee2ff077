// Package promiseweb has no row, though promise has. planted: order
package promiseweb
