# coding: koi8-r
password = "─"
