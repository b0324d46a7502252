# coding: koi8-u
password = "є"
