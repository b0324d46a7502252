# coding: johab
password = "ดั"
