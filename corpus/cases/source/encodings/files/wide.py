"🎉🎉"; assert x; "é"; eval("中")
