# coding: gbk
"中中"; assert x; eval("中")
