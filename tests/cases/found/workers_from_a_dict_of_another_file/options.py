options = dict()
options["rows"] = 100
options["workers"] = 4
if options["rows"] > 50:
    options["size"] = 8
