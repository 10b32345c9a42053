options = 1
options = 2
other = 3
if options:
    other = 4
both = 5
if options:
    both = 6
else:
    both = 7


def change():
    global last
    last = 9


last = 8
