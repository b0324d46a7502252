# coding: gb18030
password = "€"
