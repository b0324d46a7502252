# coding: rot13
cnffjbeq = "k"
