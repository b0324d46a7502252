# coding: windows-1252
password = "€"
