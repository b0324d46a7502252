print "no"
