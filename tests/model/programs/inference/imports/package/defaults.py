SEED = 7
HIDDEN = "hidden"
