# coding: hz
password = "~{VP~}"
