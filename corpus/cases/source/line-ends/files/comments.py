# comment

   # indented
	
