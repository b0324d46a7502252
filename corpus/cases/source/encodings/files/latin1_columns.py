# coding: latin-1
"ééé"; assert x; eval("é")
