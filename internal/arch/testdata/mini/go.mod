module mini

go 1.26.0
