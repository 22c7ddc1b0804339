"""The tables of a study as workbooks: the same sheets in XLSX and in ODS."""
