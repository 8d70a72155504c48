"""Taking in people and units from the spreadsheets that offices keep (nhập từ Excel).

`headings` knows by which words offices call their columns, `values` what a cell says, `unit_names` which branch is
meant, `members` puts a file's rows together, `fates` compares them with what is known, `intake` takes them in.
"""
