x = 1
# ⁩ then ‪
y = "‮"
