# coding: iso2022_jp
password = "日"
