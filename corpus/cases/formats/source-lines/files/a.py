# <b>&amp; é 🎉 \ %s {x} "quotes"
assert x  # '<>&"
	# tab
