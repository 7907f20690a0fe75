"""Reading an outcome list: headings, words, municipalities, rows, totals. Nothing here touches the database."""
