# -*- coding: utf-8 -*-
password = "é ü 中文 🎉"
