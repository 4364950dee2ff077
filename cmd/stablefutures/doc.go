// Command stablefutures is the whole product in one binary: the demonstration, the service, and everything an operator
// does with either. Each command is one file here, named like it; "stablefutures help" lists them.
//
// Exit codes: 0 it worked; 1 what was checked does not hold (ledger verify, doctor); 2 the command was not understood;
// 3 something it needs is missing or wrong; 4 something failed inside.
package main
