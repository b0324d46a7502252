# coding: iso-8859-13
password = "”"
