# coding: hex
78
