# coding: gb2312
password = "丂"
