# coding: utf-8
password = "ô€€"
