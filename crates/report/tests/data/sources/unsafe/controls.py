assert "[31mred[0m", "" # 
