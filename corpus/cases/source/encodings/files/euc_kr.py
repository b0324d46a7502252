# coding: euc_kr
password = "한"
