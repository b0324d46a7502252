# coding: utf-7
password = "+AOk-"
