# coding: utf-8
password = "øˆ€€€"
